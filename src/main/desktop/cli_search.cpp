#include "main/desktop/cli_search.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "app/json_writer.h"
#include "main/desktop/cli_rows.h"
#include "spanorama/base/json_text.h"
#include "spanorama/base/utf8.h"
#include "spanorama/model/payload_text.h"
#include "spanorama/query/relevance.h"
#include "spanorama/query/sort.h"
#include "spanorama/query/value_search.h"

namespace spanorama {
namespace {

constexpr std::size_t kBefore = 40, kAfter = 80;  // bytes of the snippet around the start of the match

std::string snippet_of(std::string_view text, std::size_t at) {
  std::size_t from = at > kBefore ? at - kBefore : 0;
  while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xc0) == 0x80) --from;  // not inside a character
  const std::string_view part = utf8_prefix(text.substr(from), at - from + kAfter);
  return without_controls((from == 0 ? "" : "…") + std::string(part) + (from + part.size() == text.size() ? "" : "…"));
}

// "exact", `words in order` and /expressions/ as in filters; anything else is words, in any case.
std::vector<Condition> conditions_of(const std::string& text) {
  const bool in_language = !text.empty() && (text[0] == '"' || text[0] == '`' || text[0] == '/');
  if (in_language) {
    const Result<Filter> filter = parse_filter(text);
    if (filter && filter.value().conditions.size() == 1 && filter.value().conditions[0].field == FilterField::text)
      return filter.value().conditions;
  }
  constexpr std::string_view kSpaces = " \t\r\n";
  std::vector<Condition> out;
  for (std::size_t at = text.find_first_not_of(kSpaces); at < text.size(); at = text.find_first_not_of(kSpaces, at)) {
    const std::size_t end = std::min(text.size(), text.find_first_of(kSpaces, at));
    Condition word;
    word.texts = {text.substr(at, end - at)};
    out.push_back(std::move(word));
    at = end;
  }
  return out;
}

Condition any_of(const std::vector<Condition>& words) {
  Condition out = words[0];
  for (std::size_t i = 1; i < words.size(); ++i) out.texts.push_back(words[i].texts[0]);
  return out;
}

std::string text_of_number(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3f", value);
  return buffer;
}

class Search {
 public:
  Search(const CommandLine& line, CliSources& sources, const Condition& condition, Output& output)
      : store_(*sources.store()),
        sources_(sources),
        search_(condition),
        printer_(output, line.format, {{"TRACE"}, {"SPAN"}, {"FIELD"}, {"TEXT", Align::left, true}}, line.limit),
        known_(store_.string_count(), kNotLooked) {}

  bool more() const { return printer_.more(); }
  void finish() { printer_.finish(); }

  void look_at(SpanRow span, std::optional<double> relevance) {
    const auto& columns = store_.columns();
    span_ = span;
    relevance_ = relevance;
    interned("name", columns.name[span.value]);
    if (const Extra* extra = store_.extra(span)) interned("status_message", extra->status_message);
    for (const Attribute attribute : store_.attributes_of(span)) value("attr.", attribute);
    const Range events = columns.events[span.value];
    for (const SpanEvent& event : columns.event_rows.subspan(events.begin, events.count)) {
      interned("event", event.name);
      const std::string prefix = "event." + std::string(store_.text(event.name)) + ".";
      for (const Attribute attribute : store_.attributes(event.attributes)) value(prefix, attribute);
    }
  }

 private:
  static constexpr char kNotLooked = 0, kWithout = 1, kWith = 2;

  void value(std::string_view prefix, Attribute attribute) {
    const ValueType type = attribute.type();
    const std::string_view key = store_.key_text(attribute.key());
    if (type == ValueType::string || type == ValueType::json) {
      if (contains(StringId{attribute.value}))
        found(std::string(prefix).append(key), store_.text(StringId{attribute.value}));
    } else if (type == ValueType::payload) {
      const Payload& payload = store_.columns().payloads[attribute.value];
      const auto raw = sources_.read(store_.columns().sources[payload.source.value], payload.offset, payload.length);
      if (raw && search_.matches(payload.encoding, *raw))
        found(std::string(prefix).append(key), searched_text(payload.encoding, *raw));
    }
  }

  void interned(std::string_view field, StringId text) {
    if (contains(text)) found(std::string(field), store_.text(text));
  }

  // Each distinct string is looked at once.
  bool contains(StringId text) {
    char& known = known_[text.value];
    if (known == kNotLooked) known = text.present() && search_.matches(store_.text(text)) ? kWith : kWithout;
    return known == kWith;
  }

  void found(const std::string& field, std::string_view text) {
    if (!printer_.more()) return;
    std::optional<ValueSearch::Place> place = search_.find(text);
    std::string unescaped;  // a JSON text that reads so once its escapes are resolved
    if (!place) {
      unescaped = unescaped_json(text);
      text = unescaped;
      place = search_.find(text);
    }
    const std::size_t at = place ? place->at : 0;
    const std::string trace = hex_from(store_.trace(store_.columns().trace[span_.value]).id);
    const std::string span = hex_from(store_.columns().span_id[span_.value]);
    if (printer_.wants_cells()) return printer_.cells({trace, span, field, snippet_of(text, at)});
    JsonWriter out;
    out.open('{');
    out.field("trace_id", trace);
    out.field("span_id", span);
    out.field("field", field);
    out.count_field("offset", at);
    out.field("snippet", snippet_of(text, at));
    if (relevance_) out.key("relevance"), out.literal(text_of_number(*relevance_));
    out.close('}');
    printer_.json(out.take());
  }

  const TraceStore& store_;
  CliSources& sources_;
  ValueSearch search_;
  RowPrinter printer_;
  std::vector<char> known_;  // per StringId
  SpanRow span_;
  std::optional<double> relevance_;
};

}  // namespace

void print_found(const CommandLine& line, CliSources& sources, const Filter& filter, const RowSet& rows,
                 Output& output) {
  const TraceStore& store = *sources.store();
  const std::vector<Condition> words = conditions_of(line.search_text);
  if (words.empty()) return;
  Search search(line, sources, any_of(words), output);
  const auto look_at = [&](TraceRow trace, std::optional<double> relevance) {
    const Trace& row = store.trace(trace);
    for (std::uint32_t s = 0; s < row.span_count && search.more(); ++s)
      search.look_at(SpanRow{row.first_span.value + s}, relevance);
  };
  const bool order_given = line.sort_given || !(line.sort == SortOrder{});
  const bool ranks = order_given ? line.sort.key == SortKey::relevance : words.size() > 1;
  Filter asked = filter;
  asked.conditions.insert(asked.conditions.end(), words.begin(), words.end());
  RowSet with_all = rows;
  if (ranks || words.size() > 1) with_all &= evaluate(Filter{words}, store, &sources);
  if (ranks)
    for (const RankedTrace& each : by_relevance(store, asked, with_all, &sources)) look_at(each.trace, each.relevance);
  else
    for (const TraceRow trace : sorted(store, with_all, line.sort)) look_at(trace, std::nullopt);
  search.finish();
}

}  // namespace spanorama
