// The rows of a store's tables as they are told and asked for. See columns.h for how they are kept.
//
// All are trivially copyable and free of pointers.
#pragma once

#include <cstdint>

#include "spanorama/base/ids.h"
#include "spanorama/base/time.h"
#include "spanorama/model/rows.h"
#include "spanorama/model/value.h"
#include "spanorama/model/vocabulary.h"

namespace spanorama {

// Token counts in disjoint parts; kUnknown where a part was not told. `total` of a span is the sum of the known
// parts. Inclusive totals as they are shown: input = plain + cache_read + cache_write, output = plain + reasoning.
struct Usage {
  std::int64_t input_plain = kUnknown;
  std::int64_t cache_read = kUnknown;
  std::int64_t cache_write = kUnknown;
  std::int64_t output_plain = kUnknown;
  std::int64_t reasoning = kUnknown;
};
std::int64_t input_tokens(const Usage& usage);  // kUnknown when no part of it is known
std::int64_t output_tokens(const Usage& usage);
std::int64_t total_tokens(const Usage& usage);
// Adds part by part; an unknown part adds nothing.
void add_usage(Usage& sum, const Usage& more);

// What a record of the source says of one span, in the words of its dialect(s).
struct Facts {
  StringId model, response_model, provider, operation;
  StringId session_id, user_id, environment, release;
  StringId tool_name, tool_call_id, prompt_name, prompt_version, agent_name, error_type;
  StringId input_preview, output_preview;  // what a person reads: the last user message, the answer; not JSON
  Usage usage;
  std::int64_t cost_microcents = kUnknown;
  std::int64_t ttft_ns = kUnknown;
  std::uint32_t dialects = 0;  // bits 1 << Dialect
  CostSource cost_source = CostSource::none;
  bool streaming = false;
  bool counted = false;  // its usage and cost are part of the trace's sums (assembly decides)
  std::uint8_t reserved = 0;
};

// What few spans have.
struct Extra {
  StringId status_message, trace_state;
  std::uint32_t flags = 0;
  std::uint32_t dropped_attributes = 0, dropped_events = 0, dropped_links = 0;
  friend bool operator==(const Extra&, const Extra&) = default;
};

// One fact that few spans have: `value` is a StringId, or a number of tokens where is_token_count(field).
struct RareFact {
  SpanRow span;
  std::uint32_t value = 0;
  RareField field = RareField::count;
  std::uint8_t reserved[3] = {};
};

// What a person, a model or a program thinks of a span. Scales differ and are never merged: `value` is as recorded.
struct Score {
  SpanRow span;  // the one that it is about, where the source tells; else the one that carries it
  StringId name, label, explanation;
  StringId origin;  // who says so: "HUMAN", "LLM", "CODE", or as recorded
  ScoreScope scope = ScoreScope::span;
  bool has_value = false;
  std::uint8_t reserved[2] = {};
  double value = 0;
};

// A field of a span's record that OTLP does not have, or did not have when this was written. In JSON `payload` is the value
// of the member `name`; in protobuf there is no name, and `payload` is the field with its tag.
struct OtherField {
  SpanRow span;
  StringId name;
  PayloadRow payload;
};

struct Resource {
  Range attributes;
  StringId service_name, schema_url;
  std::uint32_t dropped_attributes = 0;  // by whoever wrote the source, as it told
};
struct Scope {
  Range attributes;
  StringId name, version, schema_url;
  std::uint32_t dropped_attributes = 0;
};
struct SpanEvent {
  UnixTime time;
  StringId name;
  Range attributes;
  std::uint32_t dropped_attributes = 0;
};
struct SpanLink {
  TraceId trace_id;
  SpanId span_id;
  Range attributes;
  StringId trace_state;
  std::uint32_t flags = 0;
  std::uint32_t dropped_attributes = 0;
  std::uint32_t reserved = 0;
};
struct Source {
  StringId name;         // file name or URL without credentials
  std::uint32_t id = 0;  // given by whoever opened it; payloads are asked for by it
  std::uint64_t bytes = 0;
  std::uint64_t fingerprint = 0;  // hash of size and sampled content; links to local files carry it
  Format format = Format::unknown;
  std::uint8_t reserved[7] = {};
};

// What a trace names more than one of: runs in `list_items`, distinct, sorted by text. Traces that name the same share a row.
struct TraceLists {
  Range models, providers, services, tags, prompts;
  friend bool operator==(const TraceLists&, const TraceLists&) = default;
};

// One trace with everything that the list shows.
struct Trace {
  TraceId id;
  SpanRow first_span;  // its spans are first_span .. first_span + span_count, depth-first
  std::uint32_t span_count = 0;
  SpanRow root;   // earliest top that is no orphan; first_span when there is none
  StringId name;  // root span's name, else the first 8 hex digits of the id
  UnixTime start;
  Nanos duration;  // latest end less earliest start
  std::uint32_t error_count = 0, generation_count = 0, tool_count = 0;
  std::uint32_t orphan_count = 0;  // spans whose parent is not in the store
  Usage usage;                     // over counted spans
  std::int64_t cost_microcents = kUnknown;
  std::int64_t ttft_ns = kUnknown;
  StringId session_id, user_id, environment, release;
  StringId input_preview, output_preview;
  ListsRow lists;
  SourceRow source;
  Status status = Status::unset;
  CostSource cost_source = CostSource::none;
  bool root_missing = false;  // every span at the top names a parent that is not here
  std::uint8_t reserved = 0;
};

}  // namespace spanorama
