#include "main/desktop/source_reader.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <utility>

#include "platform/desktop/http_fetch.h"
#include "spanorama/model/kept_report.h"

namespace spanorama {

namespace {

using Clock = std::chrono::steady_clock;

// Small slices until the first spans are there, then slices that keep calls rare.
constexpr std::uint64_t kFirstSliceBytes = 1 << 20;
constexpr std::uint64_t kSliceBytes = 8 << 20;
constexpr std::size_t kPipeBytes = 1 << 18;
constexpr int kLookAroundMs = 200;  // a pipe that says nothing must not hold up the end of the program
constexpr double kProgressEverySeconds = 0.05;

constexpr IssueKind kCannotOpen{"cannot_open", Severity::error, "The source could not be opened: nothing was read."};
constexpr IssueKind kTransferFailed{"transfer_failed", Severity::error,
                                    "The bytes stopped coming before the end: what came until then was read."};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::string file_link(ByteSpan bytes, const std::string& name) {
  return "file:" + hex_from(SpanId{fingerprint_of(bytes)}) + ":" + name;
}

// Of the first issue that is an error.
std::string failure_sentence(const SourceReport& report) {
  for (const Issue& issue : report.issues)
    if (issue.severity == Severity::error) return sentence(report, issue);
  return "Nothing could be read: " + report.name;
}

}  // namespace

struct SourceReader::Reading {
  OpenSource shown;
  SourceImport* import = nullptr;
  std::shared_ptr<SourceBytes> bytes, unpacked;
  std::thread fetch;
  std::string url;  // where it is downloaded from
  bool metadata_only = false;
  std::atomic<bool> cancelled = false;
  std::uint64_t at = 0;
  Clock::time_point started = Clock::now(), told{};
  std::string scratch;

  bool active() const { return shown.phase == OpenSource::Phase::reading; }
};

SourceReader::SourceReader(ReaderEvents events, ReadLimits limits) : events_(std::move(events)), limits_(limits) {
  importer_.limit_memory(limits_.most_memory);
  importer_.read_pieces_with(&piece_threads_);
  thread_ = std::thread([this] { run(); });
}

SourceReader::~SourceReader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  for (const auto& reading : readings_) reading->cancelled = true;
  for (const auto& reading : readings_)
    if (reading->fetch.joinable()) reading->fetch.join();
}

void SourceReader::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    idle_ = false;
  }
  wake_.notify_all();
}

void SourceReader::add(std::shared_ptr<Reading> reading) {
  {
    const std::lock_guard lock(mutex_);
    bytes_[reading->shown.id] = reading->bytes;
  }
  post([this, reading] {
    reading->import = &importer_.begin(reading->shown.name, reading->shown.id);
    if (limits_.metadata_only || reading->metadata_only) reading->import->metadata_only();
    reading->import->on_unpacked([this, raw = reading.get()](ByteSpan bytes) { keep_unpacked(*raw, bytes); });
    if (reading->bytes->mapped()) {
      reading->import->bytes_stay(reading->bytes);
      reading->import->expect(reading->bytes->state().size);
    }
    readings_.push_back(reading);
    tell(*reading, true);
  });
}

// Payloads are places in what came out of the archive, not in the archive.
void SourceReader::keep_unpacked(Reading& reading, ByteSpan bytes) {
  if (!reading.unpacked) {
    reading.unpacked = std::make_shared<SourceBytes>();
    const std::lock_guard lock(mutex_);
    bytes_[reading.shown.id] = reading.unpacked;
  }
  reading.unpacked->append(bytes);
}

void SourceReader::open_file(std::uint32_t id, const std::string& path) {
  auto reading = std::make_shared<Reading>();
  reading->shown.id = id;
  reading->shown.name = std::filesystem::path(path).filename().string();
  auto file = MappedFile::open(path);
  if (file) {
    reading->bytes = std::make_shared<SourceBytes>(file.value());
    reading->shown.link = file_link(file.value()->bytes(), reading->shown.name);
  } else {
    reading->bytes = std::make_shared<SourceBytes>(std::string());
    reading->bytes->end(file.error().message);
  }
  add(std::move(reading));
}

void SourceReader::open_body(std::uint32_t id, const std::string& name, const std::string& link, std::string body) {
  auto reading = std::make_shared<Reading>();
  reading->shown.id = id;
  reading->shown.name = name;
  reading->shown.link = link;
  reading->bytes = std::make_shared<SourceBytes>(std::move(body));
  add(std::move(reading));
}

// `fetch` appends to the reading's bytes and gives a sentence when that failed.
void SourceReader::start_fetch(const std::shared_ptr<Reading>& reading, std::function<std::string(Reading&)> fetch) {
  reading->bytes = std::make_shared<SourceBytes>();
  reading->fetch = std::thread([this, raw = reading.get(), fetch = std::move(fetch)] {
    std::string error = fetch(*raw);
    raw->bytes->end(std::move(error));
    const std::lock_guard lock(mutex_);
    bytes_arrived_ = true;
    wake_.notify_all();
  });
  add(reading);
}

void SourceReader::open_url(std::uint32_t id, const std::string& url) {
  auto reading = std::make_shared<Reading>();
  reading->shown.id = id;
  reading->shown.name = reading->shown.link = url_without_credentials(url);
  reading->url = url;
  fetch_url(reading);
}

void SourceReader::fetch_url(const std::shared_ptr<Reading>& reading) {
  start_fetch(reading, [this](Reading& to) {
    HttpRequest request;
    request.url = to.url;
    request.cancel = &to.cancelled;
    request.on_progress = [&](std::uint64_t, std::uint64_t total) { to.bytes->expect(total); };
    request.on_bytes = [&](ByteSpan chunk) {
      to.bytes->append(chunk);
      const std::lock_guard lock(mutex_);
      bytes_arrived_ = true;
      wake_.notify_all();
      return !to.cancelled.load();
    };
    return http_fetch(request).error;
  });
}

void SourceReader::open_standard_input(std::uint32_t id) {
  auto reading = std::make_shared<Reading>();
  reading->shown.id = id;
  reading->shown.name = "standard input";
  start_fetch(reading, [this](Reading& to) {
    std::vector<std::byte> buffer(kPipeBytes);
    while (!to.cancelled) {
      pollfd waiting{STDIN_FILENO, POLLIN, 0};
      if (::poll(&waiting, 1, kLookAroundMs) == 0) continue;
      const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return "Standard input could not be read: " + std::string(std::strerror(errno));
      if (got == 0) break;
      to.bytes->append({buffer.data(), static_cast<std::size_t>(got)});
      const std::lock_guard lock(mutex_);
      bytes_arrived_ = true;
      wake_.notify_all();
    }
    return std::string();
  });
}

void SourceReader::read_metadata_only(std::uint32_t id, std::uint32_t new_id) {
  post([this, id, new_id] { read_metadata_only_now(id, new_id); });
}

void SourceReader::cancel(std::uint32_t id) {
  post([this, id] { cancel_now(id); });
}

void SourceReader::close(const std::vector<std::uint32_t>& ids) {
  post([this, ids] { close_now(ids); });
}

std::optional<std::string_view> SourceReader::read(std::uint32_t id, std::uint64_t offset, std::uint64_t length,
                                                   std::string& scratch) {
  std::shared_ptr<SourceBytes> bytes;
  {
    const std::lock_guard lock(mutex_);
    const auto found = bytes_.find(id);
    if (found == bytes_.end()) return std::nullopt;
    bytes = found->second;
  }
  return bytes->read(offset, length, scratch);
}

void SourceReader::wait_until_idle() {
  std::unique_lock lock(mutex_);
  became_idle_.wait(lock, [this] { return idle_; });
}

void SourceReader::run() {
  for (bool more = false; take_tasks();) {
    more = step_all();
    const bool idle = std::none_of(readings_.begin(), readings_.end(), [](const auto& r) { return r->active(); });
    snapshot_if_due(idle);
    std::unique_lock lock(mutex_);
    if (more || !tasks_.empty()) continue;
    idle_ = idle;
    if (idle) became_idle_.notify_all();
    wake_.wait(lock, [this] { return stopping_ || !tasks_.empty() || bytes_arrived_; });
    bytes_arrived_ = false;
  }
}

// False when it is time to stop. The last tasks are run all the same: they may hold running threads.
bool SourceReader::take_tasks() {
  std::deque<Task> tasks;
  bool stopping = false;
  {
    const std::lock_guard lock(mutex_);
    stopping = stopping_;
    tasks.swap(tasks_);
  }
  for (Task& task : tasks) task();
  return !stopping;
}

bool SourceReader::step_all() {
  bool more = false;
  for (const auto& reading : readings_)
    if (reading->active()) more = step(*reading) || more;
  return more;
}

// One slice; true when another can follow at once.
bool SourceReader::step(Reading& reading) {
  const SourceBytes::State state = reading.bytes->state();
  const std::uint64_t slice = spans_told_ == 0 ? kFirstSliceBytes : kSliceBytes;
  const std::uint64_t length = std::min(slice, state.size - reading.at);
  if (length > 0) {
    const auto chunk = reading.bytes->read(reading.at, length, reading.scratch);
    const bool readable = chunk && reading.import->push(bytes_of(*chunk));
    reading.at += length;
    reading.bytes->reached(reading.at);
    untold_ = true;
    if (!readable) return finish(reading, false), false;
  }
  reading.shown.bytes_read = reading.at;
  reading.shown.bytes_total = state.expected;
  if (state.ended && reading.at == state.size) return finish(reading, true), false;
  tell(reading, false);
  return reading.at < state.size;
}

// `complete`: every byte was given to the import.
void SourceReader::finish(Reading& reading, bool complete) {
  const std::string error = reading.bytes->state().error;
  if (!complete) reading.cancelled = true;  // a download need not go on
  if (complete && (error.empty() || reading.at > 0)) reading.import->finish();
  SourceReport& report = reading.import->report();
  report.seconds = seconds_since(reading.started);
  if (!error.empty()) report.add(reading.at == 0 ? kCannotOpen : kTransferFailed, reading.at, 0, error);
  const bool failed = !error.empty() || (report.spans == 0 && report.worst() == Severity::error);
  reading.shown.phase = failed ? OpenSource::Phase::failed : OpenSource::Phase::done;
  if (failed) reading.shown.error = error.empty() ? failure_sentence(report) : error;
  // What memory stopped at is told beside all there is, so that less can be asked for instead.
  const bool stopped = !complete && !limits_.metadata_only && !reading.metadata_only &&
                       std::any_of(report.issues.begin(), report.issues.end(),
                                   [](const Issue& issue) { return issue.kind == "memory_full" && !was_kept(issue); });
  reading.shown.fits = 1;
  if (stopped) {
    const std::uint64_t all = std::max(reading.shown.bytes_total, reading.at + 1);
    reading.shown.fits = static_cast<double>(reading.at) / static_cast<double>(all);
  }
  reading.shown.bytes_read = reading.shown.bytes_total = reading.at;
  untold_ = true;
  tell(reading, true);
}

void SourceReader::read_metadata_only_now(std::uint32_t id, std::uint32_t new_id) {
  const auto found =
      std::find_if(readings_.begin(), readings_.end(), [id](const auto& reading) { return reading->shown.id == id; });
  if (found == readings_.end()) return;
  const auto before = *found;
  auto again = std::make_shared<Reading>();
  again->shown.id = new_id;
  again->shown.name = before->shown.name;
  again->shown.link = before->shown.link;
  again->url = before->url;
  again->metadata_only = true;
  close_now({id});
  if (!again->url.empty()) return fetch_url(again);
  again->bytes = before->bytes;
  add(std::move(again));
}

void SourceReader::cancel_now(std::uint32_t id) {
  for (const auto& reading : readings_) {
    if (reading->shown.id != id || !reading->active()) continue;
    reading->cancelled = true;
    reading->import->cancel();
    reading->import->report().seconds = seconds_since(reading->started);
    reading->shown.phase = OpenSource::Phase::cancelled;
    untold_ = true;
    tell(*reading, true);
  }
}

void SourceReader::close_now(const std::vector<std::uint32_t>& ids) {
  for (const std::uint32_t id : ids) {
    const auto found =
        std::find_if(readings_.begin(), readings_.end(), [id](const auto& reading) { return reading->shown.id == id; });
    if (found == readings_.end()) continue;
    const auto reading = *found;
    readings_.erase(found);
    reading->cancelled = true;
    if (reading->fetch.joinable()) reading->fetch.join();
    importer_.remove(id);
    untold_ = true;
    const std::lock_guard lock(mutex_);
    bytes_.erase(id);
  }
}

// Of what is being read, as far as what was read says of the rest.
double SourceReader::share_that_fits(const Reading& reading) const {
  constexpr std::uint64_t kForeseenBytes = 64 << 20;
  const std::uint64_t all = reading.shown.bytes_total;
  if (limits_.most_memory == 0 || all == 0 || reading.at < std::min(kForeseenBytes, all / 10)) return 1;
  const double read = static_cast<double>(reading.at) / static_cast<double>(all);
  const double most = static_cast<double>(limits_.most_memory);
  const double needed = static_cast<double>(importer_.memory_needed()) / std::max(read, 1e-9);
  return needed > most ? std::max(most / needed, read) : 1;
}

void SourceReader::tell(Reading& reading, bool now) {
  if (!now && seconds_since(reading.told) < kProgressEverySeconds) return;
  reading.told = Clock::now();
  reading.shown.spans = reading.import->report().spans;
  reading.shown.seconds = seconds_since(reading.started);
  if (reading.active()) reading.shown.fits = share_that_fits(reading);
  events_.progress(reading.shown);
}

void SourceReader::snapshot_if_due(bool idle) {
  if (!untold_) return;
  std::uint64_t spans = 0;
  for (const auto& reading : readings_) spans += reading->import->report().spans;
  if (!idle && (spans == 0 || spans < 2 * spans_told_)) return;
  spans_told_ = spans;
  untold_ = false;
  events_.store(importer_.snapshot(), importer_.report());
}

}  // namespace spanorama
