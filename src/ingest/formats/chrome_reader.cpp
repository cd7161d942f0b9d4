#include "chrome_reader.h"

#include <algorithm>

#include "../issues.h"
#include "numbers.h"
#include "spanorama/base/hash.h"

namespace spanorama {

using Owner = JsonFields::Owner;

struct ChromeReader::EventDraft {
  SpanRecord record;
  JsonString phase, name, category;
  std::string_view pid, tid, args, bytes;
  std::string_view id, id_scope;
  bool id_is_local = false;
  std::int64_t start_ns = 0, duration_ns = -1, thread_duration_ns = -1;
  bool has_time = false;
};

namespace {

enum Level : std::uint8_t { kDocument, kObject, kEvents };

// Clocks of most traces start with the machine or the program. So long after 1970 they are taken for dates.
constexpr std::int64_t kDatesFromNs = 100'000'000'000'000'000;
// A time of 0 would mean that it is not known.
constexpr std::int64_t kFirstMomentNs = 1000;
// An end is looked for among so many open spans; the input decides how many there are.
constexpr std::size_t kMaxLookBack = 256;

constexpr std::string_view kEventKeys[] = {"ph", "pid", "tid", "ts", "cat", "name", "args", "id", "dur"};

bool is_event_key(std::string_view key) {
  return std::find(std::begin(kEventKeys), std::end(kEventKeys), key) != std::end(kEventKeys);
}

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) { return mix64(a * 0x9E3779B97F4A7C15ULL + b); }

}  // namespace

JsonWalker::Plan ChromeReader::plan(std::uint8_t level, std::string_view key, std::string_view ahead) {
  const bool object = ahead[0] == '{', list = ahead[0] == '[';
  if (level == kObject) return list && key == "traceEvents" ? walk_into(kEvents) : skip();
  if (level == kEvents) return object ? read_as(0) : skip();
  if (list) return walk_into(kEvents);
  JsonFailure failure = JsonFailure::none;
  const std::string_view first = first_member(ahead, failure);
  if (failure == JsonFailure::cut_off) return wait();
  return is_event_key(first) ? read_as(0) : walk_into(kObject);
}

bool ChromeReader::ends_open(std::uint8_t level) const { return level == kEvents; }

bool ChromeReader::async_id(JsonCursor& json, EventDraft& draft) {
  if (json.peek() != '{') {
    JsonString text;
    if (!fields_.text(json, text)) return false;
    draft.id = text.raw;
    return true;
  }
  json.take('{');
  JsonString key, text;
  for (bool first = true; json.next_member(first, key);) {
    if (!fields_.text(json, text)) return false;
    draft.id = text.raw;
    draft.id_is_local = key.raw == "local";
  }
  return !json.failed();
}

bool ChromeReader::member(JsonCursor& json, const JsonString& key, EventDraft& draft) {
  const std::string_view k = key.raw;
  JsonString text;
  const auto text_into = [&](std::string_view& out) {
    if (!fields_.text(json, text)) return false;
    out = text.raw;
    return true;
  };
  if (k == "ph") return fields_.text(json, draft.phase);
  if (k == "name") return fields_.text(json, draft.name);
  if (k == "cat") return fields_.text(json, draft.category);
  if (k == "pid") return text_into(draft.pid);
  if (k == "tid") return text_into(draft.tid);
  if (k == "scope") return text_into(draft.id_scope);
  if (k == "id" || k == "id2") return async_id(json, draft);
  if (k == "args") return json.raw_value(draft.args);
  if (k == "dur") return fields_.micros(json, draft.duration_ns);
  if (k == "tdur") return fields_.micros(json, draft.thread_duration_ns);
  if (k != "ts") return json.skip_value();
  draft.start_ns = -1;
  if (!fields_.micros(json, draft.start_ns)) return false;
  draft.has_time = draft.start_ns >= 0;
  return true;
}

bool ChromeReader::read(std::uint8_t, JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected an event", opened) || !opened) return !json.failed();
  const char* start = json.position() - 1;
  EventDraft draft;
  JsonString key;
  for (bool first = true; json.next_member(first, key);)
    if (!member(json, key, draft)) return false;
  if (json.failed()) return false;
  const RecordBuilder::Mark mark = builder().mark();
  builder().begin_span();
  draft.record.attributes.begin = builder().attribute_count();
  path_.clear();
  const bool fine = fields_.later(json, draft.args, [&](JsonCursor& inner) {
    return inner.peek() == '{' ? fields_.flat(inner, Owner::span, path_, false) : inner.skip_value();
  });
  if (!fine) return false;
  draft.bytes = {start, static_cast<std::size_t>(json.position() - start)};
  event(draft);
  if (draft.record.attributes.count == 0) builder().rewind(mark);  // no span took them
  return true;
}

std::size_t ChromeReader::process_of(std::string_view pid) {
  const auto [found, fresh] = process_by_hash_.emplace(hash64(pid, table_seed()), processes_.size());
  if (fresh) processes_.push_back({std::string(pid), {}});
  return found->second;
}

ChromeReader::Thread& ChromeReader::thread_of(const EventDraft& draft) {
  const std::size_t process = process_of(draft.pid);
  const std::uint64_t hash = mixed(hash64(draft.tid, table_seed()), process);
  const auto [found, fresh] = thread_by_hash_.emplace(hash, threads_.size());
  if (fresh) {
    threads_.emplace_back();
    threads_.back().tid = draft.tid;
    threads_.back().process = process;
    threads_.back().id = {mixed(hash64(draft.pid, 11), hash64(draft.tid, 12)) | 1};
    threads_.back().first_offset = builder().offset_of(draft.bytes.data());
  }
  return threads_[found->second];
}

void ChromeReader::name_something(EventDraft& draft) {
  const std::string_view raw = member_anywhere(draft.args, "name");
  if (raw.size() < 2 || raw[0] != '"') return;
  JsonCursor json(raw);
  StringId name;
  if (!fields_.name(json, name)) return;
  if (draft.name.raw == "process_name") processes_[process_of(draft.pid)].name = name;
  if (draft.name.raw == "thread_name") thread_of(draft).name = name;
}

// Ids are made from the place and the bytes, so that they are the same whenever the file is opened.
bool ChromeReader::add_span(EventDraft& draft, SpanId parent) {
  SpanRecord& record = draft.record;
  if (!trace_id_.valid()) trace_id_ = {hash64(draft.bytes, 1) | 1, hash64(draft.bytes, 2)};
  Thread& thread = thread_of(draft);
  record.trace_id = trace_id_;
  record.span_id = {mixed(hash64(draft.bytes, 3), builder().offset_of(draft.bytes.data())) | 1};
  record.parent_span_id = parent;
  record.name = builder().name(draft.name.raw, draft.name.escaped);
  if (!draft.category.raw.empty()) fields_.add_text(Owner::span, "chrome.category", draft.category.raw);
  if (!draft.id.empty()) fields_.add_text(Owner::span, "chrome.id", draft.id);
  record.attributes = builder().attributes_since(record.attributes.begin);
  if (!builder().finish_part(record, {}, draft.bytes)) return false;
  thread.spans.push_back(static_cast<std::uint32_t>(builder().batch().spans.size() - 1));
  return true;
}

void ChromeReader::nest_later(const EventDraft& draft) {
  Thread& thread = thread_of(draft);
  thread.nested.push_back(thread.spans.back());
}

// An end may carry arguments too: the attributes move to the end of the table, with the new ones.
void ChromeReader::add_attributes_of_end(EventDraft& draft, std::uint32_t span) {
  SpanBatch& batch = builder().batch();
  const Range more = builder().attributes_since(draft.record.attributes.begin);
  const Range old = batch.spans[span].attributes;
  if (more.count == 0) return;
  for (std::uint32_t i = old.begin; i < old.end(); ++i) batch.attributes.push_back(Attribute(batch.attributes[i]));
  draft.record.attributes = {more.begin, more.count + old.count};
  batch.spans[span].attributes = draft.record.attributes;
}

// Ends the innermost that has the name, or the innermost if no name is given; those inside it end too.
void ChromeReader::end(EventDraft& draft, std::vector<std::uint32_t>& open) {
  SpanBatch& batch = builder().batch();
  std::size_t at = open.size();
  const StringId name = builder().name(draft.name.raw, draft.name.escaped);
  const std::size_t stop = at > kMaxLookBack ? at - kMaxLookBack : 0;
  while (at > stop && name.present() && batch.spans[open[at - 1]].name != name) --at;
  if (at == stop) return builder().issue(issues::kUnmatchedEnd, draft.bytes.data());
  for (std::size_t i = at - 1; i < open.size(); ++i) batch.spans[open[i]].end = draft.record.start;
  add_attributes_of_end(draft, open[at - 1]);
  open.resize(at - 1);
}

void ChromeReader::complete(EventDraft& draft) {
  const std::int64_t duration = draft.duration_ns >= 0 ? draft.duration_ns : draft.thread_duration_ns;
  // Chrome writes a thread's duration of 0 for what was not over when the trace was.
  const bool unfinished = draft.duration_ns < 0 && duration <= 0;
  if (!unfinished && draft.record.start.ns <= INT64_MAX - duration)
    draft.record.end = {draft.record.start.ns + duration};
  if (add_span(draft, {})) nest_later(draft);
}

bool ChromeReader::add_instant(EventDraft& draft, SpanId parent) {
  draft.record.end = draft.record.start;
  fields_.add_text(Owner::span, "chrome.type", "event");
  return add_span(draft, parent);
}

void ChromeReader::async(EventDraft& draft, char phase) {
  std::uint64_t key = mixed(hash64(draft.id, table_seed()), hash64(draft.category.raw, table_seed()));
  key = mixed(key, hash64(draft.id_scope, table_seed()));
  if (draft.id_is_local) key = mixed(key, hash64(draft.pid, table_seed()));
  const auto found = async_open_.find(key);
  if (phase == 'e' || phase == 'F') {
    if (found == async_open_.end()) return builder().issue(issues::kUnmatchedEnd, draft.bytes.data());
    end(draft, found->second);
    if (found->second.empty()) async_open_.erase(found);
    return;
  }
  const SpanId parent = found == async_open_.end() ? SpanId{} : builder().batch().spans[found->second.back()].span_id;
  if (phase != 'b' && phase != 'S') {
    add_instant(draft, parent);
  } else if (add_span(draft, parent)) {
    async_open_[key].push_back(static_cast<std::uint32_t>(builder().batch().spans.size() - 1));
  }
}

void ChromeReader::event(EventDraft& draft) {
  const char phase = draft.phase.raw.size() == 1 ? draft.phase.raw[0] : '?';
  if (phase == 'M') return name_something(draft);
  const bool read = std::string_view("BEXiIRbneSTpF").find(phase) != std::string_view::npos;
  if (!read) return builder().issue(issues::kEventsSkipped, draft.bytes.data());
  if (!draft.has_time) return builder().issue(issues::kWrongType, draft.bytes.data(), "an event has no time");
  draft.record.start = {draft.start_ns < kDatesFromNs ? draft.start_ns + kFirstMomentNs : draft.start_ns};
  switch (phase) {
    case 'B':
      if (!add_span(draft, {})) return;
      nest_later(draft);
      thread_of(draft).open.push_back(thread_of(draft).spans.back());
      return;
    case 'E': return end(draft, thread_of(draft).open);
    case 'X': return complete(draft);
    case 'i':
    case 'I':
    case 'R':
      if (add_instant(draft, {})) nest_later(draft);
      return;
    default: return async(draft, phase);
  }
}

// What lies inside another by time is its child; of equal times the one that stands first is outside.
void ChromeReader::nest(Thread& thread) {
  std::vector<SpanRecord>& spans = builder().batch().spans;
  const auto end_of = [&](std::uint32_t row) { return spans[row].end.ns == 0 ? INT64_MAX : spans[row].end.ns; };
  std::sort(thread.nested.begin(), thread.nested.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (spans[a].start != spans[b].start) return spans[a].start < spans[b].start;
    return end_of(a) != end_of(b) ? end_of(a) > end_of(b) : a < b;
  });
  std::vector<std::uint32_t> around;
  for (const std::uint32_t row : thread.nested) {
    while (!around.empty() && end_of(around.back()) <= spans[row].start.ns) around.pop_back();
    if (!around.empty()) spans[row].parent_span_id = spans[around.back()].span_id;
    around.push_back(row);
  }
}

void ChromeReader::add_thread_span(Thread& thread) {
  SpanBatch& batch = builder().batch();
  SpanRecord record;
  record.trace_id = trace_id_;
  record.span_id = thread.id;
  record.start = batch.spans[thread.spans[0]].start;
  for (const std::uint32_t row : thread.spans) {
    SpanRecord& span = batch.spans[row];
    if (!span.parent_span_id.valid()) span.parent_span_id = thread.id;
    record.start = std::min(record.start, span.start);
    record.end = std::max({record.end, span.start, span.end});
  }
  record.name = thread.name;
  if (!record.name.present()) record.name = batch.strings.intern("thread " + thread.tid);
  builder().begin_span();
  record.attributes.begin = builder().attribute_count();
  if (!thread.tid.empty()) fields_.add_text(Owner::span, "thread.id", thread.tid);
  if (thread.name.present()) fields_.add_text(Owner::span, "thread.name", std::string(batch.strings.view(thread.name)));
  record.attributes = builder().attributes_since(record.attributes.begin);
  // It stands nowhere in the source: no bytes, where its first event is.
  const std::string_view nothing = "";
  builder().set_window(nothing.data(), thread.first_offset);
  if (builder().finish_part(record, {}, nothing))
    thread.spans.push_back(static_cast<std::uint32_t>(batch.spans.size() - 1));
}

void ChromeReader::set_resources() {
  SpanBatch& batch = builder().batch();
  std::vector<ResourceRow> rows;
  for (const Process& process : processes_) {
    const std::uint32_t begin = builder().attribute_count();
    if (process.name.present())
      fields_.add_text(Owner::other, "service.name", std::string(batch.strings.view(process.name)));
    fields_.add_text(Owner::other, "process.pid", process.pid);
    builder().begin_resource_spans();
    builder().set_resource(builder().attributes_since(begin), "process " + process.pid);
    rows.push_back(builder().current_resource());
  }
  for (const Thread& thread : threads_)
    for (const std::uint32_t row : thread.spans) builder().give_resource(row, rows[thread.process]);
}

void ChromeReader::settle() {
  if (settled_) return;
  settled_ = true;
  for (Thread& thread : threads_) {
    if (thread.spans.empty()) continue;
    for (const std::uint32_t row : thread.spans) {
      const SpanRecord& span = builder().batch().spans[row];
      if (span.end.ns == 0) builder().report().add(issues::kMissingTime, span.record_offset);
    }
    nest(thread);
    add_thread_span(thread);
  }
  set_resources();
}

}  // namespace spanorama
