#include "main/desktop/window_host.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <utility>

#include "main/desktop/cli_sources.h"
#include "main/desktop/file_dialog.h"
#include "main/desktop/http_answer.h"
#include "platform/desktop/http_fetch.h"
#include "platform/desktop/mapped_file.h"
#include "platform/desktop/picture_decoder.h"
#include "spanorama/app/deep_link.h"
#include "spanorama/app/saved_views.h"

namespace spanorama {

namespace {

bool is_link(const std::string& name) {
  return name.starts_with("spanorama:") || name.starts_with("#v=") ||
         (is_http_url(name) && name.find("#v=") != std::string::npos);
}

// The text of a file of saved views; empty for every other file, and for folders.
std::string views_in(const std::string& path) {
  const auto file = MappedFile::open(path);
  if (!file || file.value()->bytes().size() > kMostViewsFileBytes) return {};
  const std::string_view text = text_of(file.value()->bytes());
  return is_views_file(text) ? std::string(text) : std::string();
}

}  // namespace

WindowHost::WindowHost(UiQueue& queue, WindowHostOptions options) : queue_(queue), options_(std::move(options)) {}

WindowHost::~WindowHost() {
  stopping_ = true;
  {
    const std::lock_guard lock(door_->mutex);
    door_->open = false;
  }
  for (Aside& aside : asides_) aside.thread.join();
  std::error_code ignored;
  if (!sounds_folder_.empty()) std::filesystem::remove_all(sounds_folder_, ignored);
}

// What no player would be started for is not handed to the desktop, which goes by a file's name: the name follows from what
// the bytes begin with, never from what the message says.
void WindowHost::play_sound(const std::string& bytes, const std::string&) {
  const std::string_view type = type_of_bytes(bytes);
  const std::string_view end = type == "audio/wav"    ? "wav"
                               : type == "audio/mpeg" ? "mp3"
                               : type == "audio/ogg"  ? "ogg"
                                                      : "";
  if (bytes.empty()) return;
  if (end.empty()) return commands_->push(ShowNotice{"A sound of this kind can only be saved."});
  if (sounds_folder_.empty()) {
    std::string folder = (std::filesystem::temp_directory_path() / "spanorama-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) return commands_->push(ShowNotice{"There is no room for the sound."});
    sounds_folder_ = folder;
  }
  WholeFile file;
  const std::string path = sounds_folder_ + "/" + std::to_string(++sounds_) + "." + std::string(end);
  const bool written = file.open(path) && std::fwrite(bytes.data(), 1, bytes.size(), file.stream()) == bytes.size();
  if (!file.close(written)) return commands_->push(ShowNotice{"There is no room for the sound."});
  hand_to_desktop(path, [this] {
    commands_->push(ShowNotice{"This desktop has no program that plays the sound. It can be saved."});
  });
}

void WindowHost::open_address(const std::string& address) {
  hand_to_desktop(address, [this, address] {
    commands_->push(CopyText{address, "This desktop has no program that opens it (xdg-open). The address was copied."});
  });
}

void WindowHost::hand_to_desktop(const std::string& address, std::function<void()> failed) {
  const auto later = [this, door = door_, failed] {
    const std::lock_guard lock(door->mutex);
    if (door->open) queue_.post(failed);
  };
  if (!open_with_desktop(address, later)) failed();
}

void WindowHost::start(CommandQueue& commands) {
  commands_ = &commands;
  ReaderEvents events;
  events.progress = [this](OpenSource source) {
    queue_.post([this, source = std::move(source)] { commands_->push(SourceProgress{source}); });
  };
  events.store = [this](std::shared_ptr<const TraceStore> store, ImportReport report) {
    queue_.post([this, store = std::move(store), report = std::move(report)] {
      commands_->push(StoreArrived{store, report});
    });
  };
  reader_ = std::make_unique<SourceReader>(std::move(events), options_.limits);
}

void WindowHost::open(const std::string& name) {
  if (is_link(name)) return open_link(name);
  if (is_http_url(name)) return open_url(name);
  if (name == "-") return reader_->open_standard_input(next_id_++);
  if (const std::string views = views_in(name); !views.empty()) return commands_->push(OpenViews{views});
  for (const std::string& path : expanded_sources({name})) reader_->open_file(next_id_++, path);
}

void WindowHost::open_link(const std::string& link) { commands_->push(ApplyLink{link}); }

void WindowHost::open_all(const std::vector<std::string>& names, const std::string& link) {
  const std::vector<std::string> linked = parse_link(link).sources;
  for (const std::string& name : names)
    if (std::find(linked.begin(), linked.end(), url_without_credentials(name)) == linked.end()) open(name);
  if (!link.empty()) open_link(link);
}

void WindowHost::pick_files() {
  run_aside([this] {
    FileDialogAnswer answer = ask_for_files(stopping_);
    queue_.post([this, answer = std::move(answer)] {
      for (const std::string& path : answer.paths) open(path);
      if (!answer.available) commands_->push(ShowNotice{"Drop files or folders on this window to open them."});
    });
  });
}

void WindowHost::open_url(const std::string& url) { reader_->open_url(next_id_++, url); }

void WindowHost::open_body(const std::string& name, const std::string& link, std::string body) {
  reader_->open_body(next_id_++, name, link, std::move(body));
}

void WindowHost::cancel_reading(std::uint32_t source) { reader_->cancel(source); }

void WindowHost::close_sources(const std::vector<std::uint32_t>& sources) { reader_->close(sources); }

void WindowHost::http_get(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
                          std::function<void(HttpAnswer)> done) {
  HttpRequest request;
  request.url = url;
  request.headers = headers;
  send_aside(std::move(request), std::move(done));
}

void WindowHost::http_post(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
                           const std::string& body, std::function<void(HttpAnswer)> done) {
  HttpRequest request;
  request.url = url;
  request.headers = headers;
  request.body = body;
  send_aside(std::move(request), std::move(done));
}

void WindowHost::send_aside(HttpRequest request, std::function<void(HttpAnswer)> done) {
  run_aside([this, request = std::move(request), done = std::move(done)] {
    HttpAnswer answer = fetched(request, &stopping_);
    queue_.post([done, answer = std::move(answer)] { done(answer); });
  });
}

std::optional<std::string_view> WindowHost::read_source(std::uint32_t source, std::uint64_t offset,
                                                        std::uint64_t length) {
  return reader_->read(source, offset, length, scratch_);
}

bool WindowHost::decode_picture(std::string bytes, const std::string&, int width_px, int height_px,
                                std::function<void(std::optional<Picture>)> done) {
  run_aside([this, bytes = std::move(bytes), width_px, height_px, done = std::move(done)] {
    auto made = std::make_shared<std::optional<Picture>>(decoded_picture(bytes, width_px, height_px));
    queue_.post([done, made] { done(std::move(*made)); });
  });
  return true;
}

void WindowHost::set_link(const std::string& fragment, bool) { link_ = fragment; }

UnixTime WindowHost::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(since_epoch).count()};
}

int WindowHost::utc_offset_minutes() const {
  const std::time_t seconds = std::time(nullptr);
  std::tm local{};
  localtime_r(&seconds, &local);
  return static_cast<int>(local.tm_gmtoff / 60);
}

// Short-lived threads for what waits; those that ended are swept up when the next one starts.
void WindowHost::run_aside(std::function<void()> work) {
  for (std::size_t i = asides_.size(); i-- > 0;) {
    if (!*asides_[i].ended) continue;
    asides_[i].thread.join();
    asides_.erase(asides_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  auto ended = std::make_shared<std::atomic<bool>>(false);
  asides_.push_back({std::thread([work = std::move(work), ended] {
                       work();
                       *ended = true;
                     }),
                     ended});
}

}  // namespace spanorama
