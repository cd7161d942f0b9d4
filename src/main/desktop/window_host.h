// The application's host on the desktop: files and downloads through a SourceReader, answers on the UI thread.
//
//   WindowHost host(window.queue(), {.copy_text = …});
//   Application application(host);
//   host.start(application.commands());
//   host.open("traces/"), host.open("https://…"), host.open_link("spanorama:#v=1&…")
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "main/desktop/source_reader.h"
#include "main/desktop/whole_file.h"
#include "platform/desktop/http_fetch.h"
#include "platform/desktop/open_address.h"
#include "platform/desktop/ui_queue.h"
#include "spanorama/app/commands.h"
#include "spanorama/app/host.h"
#include "spanorama/app/importer.h"

namespace spanorama {

struct WindowHostOptions {
  std::function<void(const std::string&)> copy_text;
  bool dark = true;  // what the desktop prefers
  ReadLimits limits = {};
};

class WindowHost final : public Host {
 public:
  WindowHost(UiQueue& queue, WindowHostOptions options);
  ~WindowHost() override;
  WindowHost(const WindowHost&) = delete;
  WindowHost& operator=(const WindowHost&) = delete;

  // Before anything is opened; the queue of commands outlives the host's work.
  void start(CommandQueue& commands);
  // A file, a folder with all its files, "-", a URL, or a link.
  void open(const std::string& name);
  void open_link(const std::string& link);
  // Of the command line: a URL that the link opens is not opened twice.
  void open_all(const std::vector<std::string>& names, const std::string& link);
  // Until nothing is being read; what was read lies in the UI queue then.
  void wait_until_idle() { reader_->wait_until_idle(); }

  void pick_files() override;
  void open_url(const std::string& url) override;
  void open_body(const std::string& name, const std::string& link, std::string body) override;
  void read_metadata_only(std::uint32_t source) override { reader_->read_metadata_only(source, next_id_++); }
  void cancel_reading(std::uint32_t source) override;
  void close_sources(const std::vector<std::uint32_t>& sources) override;
  void http_get(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
                std::function<void(HttpAnswer)> done) override;
  void http_post(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
                 const std::string& body, std::function<void(HttpAnswer)> done) override;
  bool reads_at_once() const override { return true; }  // files are mapped, bodies lie in memory
  std::optional<std::string_view> read_source(std::uint32_t source, std::uint64_t offset,
                                              std::uint64_t length) override;
  bool decode_picture(std::string bytes, const std::string& type, int width_px, int height_px,
                      std::function<void(std::optional<Picture>)> done) override;
  Sounds sounds() const override { return Sounds::elsewhere; }
  void play_sound(const std::string& bytes, const std::string& type) override;
  bool save_begin(const std::string& name) override { return saved_.open(new_download_path(name)); }
  bool save_bytes(std::string_view bytes) override {
    return std::fwrite(bytes.data(), 1, bytes.size(), saved_.stream()) == bytes.size();
  }
  std::string save_end(bool keep) override { return saved_.close(keep) ? saved_.path() : ""; }
  void copy_text(const std::string& text) override { options_.copy_text(text); }
  void open_address(const std::string& address) override;
  void set_link(const std::string& fragment, bool push) override;
  std::string link_base() const override { return "spanorama:"; }
  UnixTime now() const override;
  int utc_offset_minutes() const override;
  bool prefers_dark() const override { return options_.dark; }

 private:
  void run_aside(std::function<void()> work);
  // `failed`: on this thread, where the desktop has no program for it or that one fails.
  void hand_to_desktop(const std::string& address, std::function<void()> failed);
  void send_aside(HttpRequest request, std::function<void(HttpAnswer)> done);

  UiQueue& queue_;
  const WindowHostOptions options_;
  CommandQueue* commands_ = nullptr;
  std::unique_ptr<SourceReader> reader_;
  std::uint32_t next_id_ = 1;
  std::string link_, scratch_;
  WholeFile saved_;
  std::string sounds_folder_;  // removed with the host
  unsigned sounds_ = 0;
  std::atomic<bool> stopping_ = false;
  // Programs of the desktop may end after the window has.
  struct Door {
    std::mutex mutex;
    bool open = true;
  };
  std::shared_ptr<Door> door_ = std::make_shared<Door>();
  struct Aside {
    std::thread thread;
    std::shared_ptr<std::atomic<bool>> ended;
  };
  std::vector<Aside> asides_;
};

}  // namespace spanorama
