// Chrome's trace events, as browsers, profilers and build tools write them: a list, or {"traceEvents":[…]}. The list
// need not be closed. One source is one trace; each of its threads is a span that holds what the thread did, nested by
// time; its name is the thread's. Begin and end (B, E), complete (X), asynchronous (b, n, e and S, T, p, F) and instant
// (i, I, R) events become spans, names of processes and threads (M) go where they belong, others are passed over.
//
//   {"ph":"X","name":"parse","ts":12.5,"dur":3,"pid":1,"tid":7,"args":{"file":"a"}}      times in microseconds
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "json_fields.h"
#include "json_walker.h"

namespace spanorama {

class ChromeReader final : public JsonWalker {
 public:
  explicit ChromeReader(ReadTarget target) : JsonWalker(target), fields_(builder()) {}
  // Puts the spans into their threads, as the end of the source does.
  void stop() override { settle(); }

 private:
  struct EventDraft;
  struct Process {
    std::string pid;
    StringId name;
  };
  struct Thread {
    std::string tid;
    std::size_t process = 0;
    StringId name;
    SpanId id;
    std::uint64_t first_offset = 0;
    std::vector<std::uint32_t> spans;   // all, in the batch
    std::vector<std::uint32_t> nested;  // those whose times say where they belong
    std::vector<std::uint32_t> open;    // begun and not ended, the innermost last
  };

  Plan plan(std::uint8_t level, std::string_view key, std::string_view ahead) override;
  bool read(std::uint8_t kind, JsonCursor& json) override;
  bool ends_open(std::uint8_t level) const override;
  void ended() override { settle(); }

  bool member(JsonCursor& json, const JsonString& key, EventDraft& draft);
  bool async_id(JsonCursor& json, EventDraft& draft);
  void event(EventDraft& draft);
  void nest_later(const EventDraft& draft);
  void end(EventDraft& draft, std::vector<std::uint32_t>& open);
  void complete(EventDraft& draft);
  void async(EventDraft& draft, char phase);
  bool add_instant(EventDraft& draft, SpanId parent);
  void name_something(EventDraft& draft);
  bool add_span(EventDraft& draft, SpanId parent);
  void add_attributes_of_end(EventDraft& draft, std::uint32_t span);
  std::size_t process_of(std::string_view pid);
  Thread& thread_of(const EventDraft& draft);

  void settle();
  void nest(Thread& thread);
  void add_thread_span(Thread& thread);
  void set_resources();

  JsonFields fields_;
  TraceId trace_id_;
  std::vector<Process> processes_;
  std::vector<Thread> threads_;
  std::unordered_map<std::uint64_t, std::size_t> process_by_hash_, thread_by_hash_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> async_open_;  // by category and id
  std::string path_, scratch_;
  bool settled_ = false;
};

}  // namespace spanorama
