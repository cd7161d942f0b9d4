// Reads sources on a thread of its own: all open ones in turn, a slice each, so that a slow download holds up nobody.
// A first store is made as soon as there are spans, then each time there are twice as many, and at the end.
//
//   SourceReader reader({.progress = …, .store = …});   both are called on the reader's thread
//   reader.open_file(1, "trace.json");
//   reader.read(1, offset, length)                      any thread: bytes of payloads
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "main/desktop/piece_threads.h"
#include "main/desktop/source_bytes.h"
#include "spanorama/app/importer.h"
#include "spanorama/app/state.h"

namespace spanorama {

struct ReaderEvents {
  std::function<void(OpenSource)> progress;
  std::function<void(std::shared_ptr<const TraceStore>, ImportReport)> store;
};

class SourceReader {
 public:
  explicit SourceReader(ReaderEvents events, ReadLimits limits = {});
  ~SourceReader();  // stops what is being read; waits for downloads to notice
  SourceReader(const SourceReader&) = delete;
  SourceReader& operator=(const SourceReader&) = delete;

  // `id` must be new. They return at once; failures arrive as progress.
  void open_file(std::uint32_t id, const std::string& path);
  void open_url(std::uint32_t id, const std::string& url);
  void open_standard_input(std::uint32_t id);
  void open_body(std::uint32_t id, const std::string& name, const std::string& link, std::string body);
  // Closes `id` and reads it again as `new_id`, without values of attributes and texts; a download is asked for again.
  void read_metadata_only(std::uint32_t id, std::uint32_t new_id);
  void cancel(std::uint32_t id);
  void close(const std::vector<std::uint32_t>& ids);

  // Nothing when the range is not here (yet). The view is good until the next call with the same `scratch`, and as
  // long as the source is open.
  std::optional<std::string_view> read(std::uint32_t id, std::uint64_t offset, std::uint64_t length,
                                       std::string& scratch);
  // Until nothing is being read and everything read has been told.
  void wait_until_idle();

 private:
  struct Reading;
  using Task = std::function<void()>;

  void post(Task task);
  void add(std::shared_ptr<Reading> reading);
  void start_fetch(const std::shared_ptr<Reading>& reading, std::function<std::string(Reading&)> fetch);
  void fetch_url(const std::shared_ptr<Reading>& reading);
  double share_that_fits(const Reading& reading) const;
  void run();
  bool take_tasks();
  void keep_unpacked(Reading& reading, ByteSpan bytes);
  bool step_all();
  bool step(Reading& reading);
  void finish(Reading& reading, bool complete);
  void read_metadata_only_now(std::uint32_t id, std::uint32_t new_id);
  void cancel_now(std::uint32_t id);
  void close_now(const std::vector<std::uint32_t>& ids);
  void tell(Reading& reading, bool now);
  void snapshot_if_due(bool idle);

  const ReaderEvents events_;
  const ReadLimits limits_;
  PieceThreads piece_threads_;
  Importer importer_;  // the reader's thread only, as are the next four
  std::vector<std::shared_ptr<Reading>> readings_;
  std::uint64_t spans_told_ = 0;
  bool untold_ = false;
  std::mutex mutex_;
  std::condition_variable wake_, became_idle_;
  std::deque<Task> tasks_;
  bool stopping_ = false, idle_ = true, bytes_arrived_ = false;
  std::map<std::uint32_t, std::shared_ptr<SourceBytes>> bytes_;  // under mutex_
  std::thread thread_;
};

}  // namespace spanorama
