// Writes traces as OTLP, or a list's rows as text, into a file that the host gives to the user, a slice at a time between
// frames. On the page long values are fetched from their files, some ahead of time, while the interface goes on.
//
//   saver.start(store, traces, Format::otlp_json);
//   while (saver.busy()) another_frame_soon = saver.work(0.01);
//   notice(saver.sentence());
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "spanorama/app/host.h"
#include "spanorama/app/list_rows.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

class TraceSaver {
 public:
  explicit TraceSaver(Host& host);
  ~TraceSaver();
  TraceSaver(const TraceSaver&) = delete;
  TraceSaver& operator=(const TraceSaver&) = delete;

  // Gives up what is under way. `format`: otlp_json, otlp_json_lines or otlp_proto. False when the host saves no files
  // or there is nothing to save: sentence() says so.
  bool start(std::shared_ptr<const TraceStore> store, std::vector<TraceRow> traces, Format format);
  // Likewise for what a list shows.
  bool start(std::shared_ptr<const ListRows> rows, RowsForm form);
  void cancel();

  bool busy() const { return job_ != nullptr; }
  // Goes on for about that long. True when more can be done at once, not while bytes are awaited.
  bool work(double seconds);
  // How far it has come: spans, or rows of a list.
  struct Progress {
    std::uint64_t done = 0, all = 0, bytes = 0;
  };
  Progress progress() const;
  // What became of the last one.
  const std::string& sentence() const { return sentence_; }

 private:
  struct Job;
  struct TraceJob;
  struct RowsJob;
  bool begin(std::uint64_t count, std::string_view what, const std::string& name);
  void end(bool whole);

  Host& host_;
  std::unique_ptr<Job> job_;
  std::string sentence_;
};

}  // namespace spanorama
