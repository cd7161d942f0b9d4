// The filter: a checked list of conditions that all must hold, its text form, and its evaluation over a store.
//
//   Result<Filter> f = parse_filter("status:error model:gpt-4o* duration:>5s");
//   RowSet rows = evaluate(*f, store);
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/base/result.h"
#include "spanorama/model/payload_text.h"
#include "spanorama/model/row_set.h"
#include "spanorama/model/trace_notes.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

enum class FilterField : std::uint8_t {
  text,  // bare words: name, ids, previews
  status,
  name,
  type,
  model,
  provider,
  service,
  operation,
  error_type,
  tool,
  prompt,
  version,
  session,
  user,
  environment,
  release,
  tags,
  trace,
  level,
  simulation,
  bookmarked,  // by the person who looks, see TraceNotes
  local_tag,
  score_source,
  duration,
  ttft,
  cost,
  tokens,
  input_tokens,
  output_tokens,
  spans,
  errors,
  time,
  attribute,
  resource,
  metadata,
  score,
  has,
};

// name_of gives the word before the colon; "attr", "resource", "metadata" and "score" for the fields with a key, "" for
// text.
std::string_view name_of(FilterField field);
// Nothing for text and for words that are no field. Knows short forms too ("env", "tag").
std::optional<FilterField> filter_field_from(std::string_view word);

// What a value without an operator means: contains for text, name and trace, exact words for status, type and has,
// else glob. `=` before a value says equals, `~` contains.
enum class Match : std::uint8_t {
  contains,  // any case
  equals,    // exact; for bare words: contains, with case kept
  glob,      // * matches any run, whole value, any case
  range,     // low <= value <= high in the field's unit (ns, microcents, tokens, ns since 1970)
  pattern,   // a regular expression (RE2) found somewhere in the value; case counts unless it says (?i)
  phrase,    // words to search: these words beside each other in this order; case and punctuation do not count
};

// Bounds that whole numbers cannot say. `open` leaves the bound itself out.
struct FineBounds {
  bool real = false;  // attribute, metadata, score: low_real and high_real instead of low and high
  double low_real = -HUGE_VAL, high_real = HUGE_VAL;
  std::int32_t low_percentile = -1, high_percentile = -1;  // in hundredths: p95 is 9500; -1: the number itself
  bool low_open = false, high_open = false;                // only with real bounds and percentiles
  friend bool operator==(const FineBounds&, const FineBounds&) = default;
};

struct Condition {
  FilterField field = FilterField::text;
  bool negated = false;
  bool all_of = false;  // several texts: every one instead of any one
  Match match = Match::contains;
  std::string key;                                 // attribute, resource, metadata, score: the key
  std::vector<std::string> texts;                  // contains, equals, glob, pattern, phrase
  std::int64_t low = INT64_MIN, high = INT64_MAX;  // range, both inclusive
  FineBounds fine;                                 // range
  friend bool operator==(const Condition&, const Condition&) = default;
};

// Whether a field is about what a person noted, not about the data.
bool asks_notes(FilterField field);

struct Filter {
  std::vector<Condition> conditions;  // ANDed; empty lets everything pass
  friend bool operator==(const Filter&, const Filter&) = default;
};

bool asks_notes(const Filter& filter);

// A mistake's message names the column (from 1) and what would be right. `now` fixes "last 6h".
Result<Filter> parse_filter(std::string_view text, UnixTime now = {});
// The conditions of `text` that can be read, and the first mistake beside them: for a filter that is being typed.
struct ReadableFilter {
  Filter filter;
  std::optional<Error> mistake;
};
ReadableFilter read_filter(std::string_view text, UnixTime now = {});
// parse_filter(print(f)) == f for what parse_filter gives and for every condition that can be written: its texts are
// not empty and valid UTF-8, and a glob on name or trace has a star.
std::string print(const Filter& filter);

// Traces that pass. A missing value passes no condition, and so it passes every negated one. A percentile is that of the
// traces which pass all conditions without percentiles. O(traces) for columns of traces, O(spans) for others; each
// distinct string is looked at once. `payloads`, when given, lets attr and metadata see values that lie in the source;
// `notes` are what bookmarked and local_tag ask.
RowSet evaluate(const Filter& filter, const TraceStore& store, PayloadSource* payloads = nullptr,
                const TraceNotes* notes = nullptr);

}  // namespace spanorama
