// Words to search: names, ids, previews, and all texts among the attributes of spans and of their events.
#include <algorithm>

#include "query/condition_tests.h"
#include "query/text_match.h"
#include "spanorama/query/value_search.h"

namespace spanorama::query {
namespace {

class WordsTest final : public TraceTest {
 public:
  WordsTest(const Condition& c, const TraceStore& store, PayloadSource* payloads)
      : store_(store),
        payloads_(payloads == searched_elsewhere() ? nullptr : payloads),
        memo_(store, TextMatcher(c)),
        search_(c) {
    constexpr std::size_t kIdDigits = 32;
    may_be_id_ = std::any_of(c.texts.begin(), c.texts.end(), [](const std::string& text) {
      return text.size() <= kIdDigits && text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    });
  }
  bool passes(const Trace& trace) override {
    if (memo_.matches(trace.name) || memo_.matches(trace.input_preview) || memo_.matches(trace.output_preview))
      return true;
    if (may_be_id_ && memo_.matches(std::string_view(hex_from(trace.id)))) return true;
    for (std::uint32_t i = 0; i < trace.span_count; ++i)
      if (span_passes(SpanRow{trace.first_span.value + i})) return true;
    return false;
  }

 private:
  static constexpr FactNumber kFactTexts[] = {fact_number(&Facts::input_preview), fact_number(&Facts::output_preview),
                                              fact_number(&Facts::session_id), fact_number(&Facts::user_id)};
  bool span_passes(SpanRow row) {
    const ColumnViews& columns = store_.columns();
    if (memo_.matches(columns.name[row.value])) return true;
    if (may_be_id_ && memo_.matches(std::string_view(hex_from(columns.span_id[row.value])))) return true;
    if (const FactsRow facts = columns.facts[row.value]; facts.valid())
      for (const FactNumber text : kFactTexts)
        if (memo_.matches(store_.fact_text(facts, text))) return true;
    if (!columns.event_rows.empty()) {
      const Range events = columns.events[row.value];
      for (const SpanEvent& event : columns.event_rows.subspan(events.begin, events.count))
        if (any_value(event.attributes)) return true;
    }
    return any_value(columns.attributes[row.value]);
  }
  bool any_value(Range range) {
    const auto attributes = store_.attributes(range);
    return std::any_of(attributes.begin(), attributes.end(), [this](Attribute a) { return value_passes(a); });
  }
  bool value_passes(Attribute attribute) {
    switch (attribute.type()) {
      case ValueType::string:
      case ValueType::json: return memo_.matches(StringId{attribute.value});
      case ValueType::payload: return payload_passes(store_.columns().payloads[attribute.value]);
      default: return false;
    }
  }
  bool payload_passes(const Payload& payload) {
    if (payloads_ == nullptr) return false;
    const auto raw = payloads_->read(store_.columns().sources[payload.source.value], payload.offset, payload.length);
    return raw && search_.matches(payload.encoding, *raw);
  }

  const TraceStore& store_;
  PayloadSource* payloads_;
  StringMemo memo_;
  ValueSearch search_;
  bool may_be_id_ = false;
};

}  // namespace

std::unique_ptr<TraceTest> make_words_test(const Condition& c, const TraceStore& store, PayloadSource* payloads) {
  return std::make_unique<WordsTest>(c, store, payloads);
}

}  // namespace spanorama::query
