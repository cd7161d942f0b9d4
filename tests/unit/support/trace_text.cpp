#include "trace_text.h"

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "spanorama/assembly/assemble.h"
#include "spanorama/base/format.h"
#include "trace_words.h"

namespace spanorama::test {
namespace {

[[noreturn]] void bad_picture(std::string_view line, const char* why) {
  std::fprintf(stderr, "bad trace picture: %s in: %.*s\n", why, static_cast<int>(line.size()), line.data());
  std::abort();
}

constexpr SpanKind kKinds[] = {SpanKind::unspecified, SpanKind::internal, SpanKind::server,
                               SpanKind::client,      SpanKind::producer, SpanKind::consumer};
constexpr CostSource kCostSources[] = {CostSource::none, CostSource::reported, CostSource::estimated, CostSource::mixed,
                                       CostSource::partial};
class PictureReader {
 public:
  SpanBatch read(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      line_ = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      read_line();
    }
    return std::move(batch_);
  }

 private:
  struct Open {
    std::size_t indent;
    SpanId id;
  };

  void read_line() {
    const std::size_t indent = line_.find_first_not_of(' ');
    if (indent == std::string_view::npos) return;
    rest_ = line_.substr(indent);
    const std::string name = word();
    if (name == "trace") return read_trace();
    if (batch_.sources.empty())
      batch_.sources.push_back({batch_.strings.intern("picture"), 1, 0, 0, Format::unknown, {}});
    span_ = SpanRecord{};
    span_.trace_id = trace_;
    span_.span_id = SpanId{++spans_};
    span_.name = batch_.strings.intern(name);
    span_.source = SourceRow{0};
    span_.record_offset = batch_.spans.size();
    facts_ = Facts{};
    has_facts_ = false;
    resource_attributes_.clear();
    span_attributes_.clear();
    while (!open_.empty() && open_.back().indent >= indent) open_.pop_back();
    if (!open_.empty()) span_.parent_span_id = open_.back().id;
    read_times(word());
    while (!rest_.empty()) read_field(word());
    finish_span();
    open_.push_back({indent, span_.span_id});
  }

  void read_trace() {
    const std::string id = word();
    if (!trace_id_from_hex(id, trace_)) trace_ = trace_id_of(static_cast<std::uint32_t>(number(id)));
    at_ = Nanos{};
    open_.clear();
    while (!rest_.empty()) {
      const std::string field = word();
      if (field.rfind("at=", 0) != 0) bad_picture(line_, "unknown word");
      at_ = length(field.substr(3), "");
    }
  }

  // The next word; quotes may hold spaces and stay in a value so that it is known to be a string.
  std::string word() {
    std::string out;
    bool quoted = false;
    std::size_t at = 0;
    for (; at < rest_.size() && (quoted || rest_[at] != ' '); ++at) {
      quoted ^= rest_[at] == '"';
      out += rest_[at];
    }
    rest_.remove_prefix(at);
    rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
    if (out.size() >= 2 && out.front() == '"' && out.back() == '"') out = out.substr(1, out.size() - 2);
    return out;
  }

  std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    if (!parse_int64(text, value)) bad_picture(line_, "not a number");
    return value;
  }

  // "90ms"; without a unit in the unit given.
  Nanos length(std::string_view text, std::string_view unit) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789.-"), text.size());
    if (digits < text.size()) unit = text.substr(digits);
    double value = 0;
    if (!parse_double(text.substr(0, digits), value)) bad_picture(line_, "not a time");
    for (const auto& [name, ns] : kUnits)
      if (name == unit || (unit.empty() && value == 0)) {
        std::int64_t whole = 0;
        if (parse_int64(text.substr(0, digits), whole)) return {whole * ns};
        return {static_cast<std::int64_t>(value * static_cast<double>(ns) + 0.5)};
      }
    bad_picture(line_, "a time needs a unit");
  }

  void read_times(std::string_view text) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) bad_picture(line_, "expected start..end");
    const std::string_view start = text.substr(0, dots), end = text.substr(dots + 2);
    const std::string_view unit = end.substr(std::min(end.find_first_not_of("0123456789.-?"), end.size()));
    if (start != "?") span_.start = kBaseTime + at_ + length(start, unit);
    if (end != "?") span_.end = kBaseTime + at_ + length(end, unit);
  }

  void read_field(std::string_view field) {
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos) bad_picture(line_, "expected key=value");
    const std::string_view key = field.substr(0, equals), raw = field.substr(equals + 1);
    const bool quoted = raw.size() >= 2 && raw.front() == '"';
    const std::string_view value = quoted ? raw.substr(1, raw.size() - 2) : raw;
    if (key.rfind("attr.", 0) == 0) return span_attributes_.push_back(attribute(key.substr(5), value, quoted));
    if (key.rfind("resource.", 0) == 0) return resource_attributes_.push_back(attribute(key.substr(9), value, quoted));
    if (read_span_field(key, value) || read_numbers(key, value)) {
      return;
    }
    for (const FactsKey& facts_key : kFactsKeys)
      if (facts_key.key == key) {
        facts_.*facts_key.field = batch_.strings.intern(value);
        has_facts_ = true;
        return;
      }
    bad_picture(line_, "unknown key");
  }

  bool read_span_field(std::string_view key, std::string_view value) {
    if (key == "type") return take(span_.type, observation_type_from(value));
    if (key == "status") return take(span_.status, status_from(value));
    if (key == "id") return span_.span_id = SpanId{std::strtoull(std::string(value).c_str(), nullptr, 16)}, true;
    if (key == "parent")
      return span_.parent_span_id = SpanId{std::strtoull(std::string(value).c_str(), nullptr, 16)}, true;
    if (key == "service") return service_ = batch_.strings.intern(value), true;
    if (key == "scope") return scope_ = batch_.strings.intern(value), true;
    if (key == "message") return message_ = batch_.strings.intern(value), true;
    if (key == "tags") return read_tags(value), true;
    if (key == "kind") {
      for (SpanKind kind : kKinds)
        if (name_of(kind) == value) return span_.kind = kind, true;
      bad_picture(line_, "unknown kind");
    }
    return false;
  }

  template <class T>
  bool take(T& out, std::optional<T> value) {
    if (!value) bad_picture(line_, "unknown word");
    out = *value;
    return true;
  }

  bool read_numbers(std::string_view key, std::string_view value) {
    const auto pair = [&](std::int64_t& a, std::int64_t& b) {
      const std::size_t slash = std::min(value.find('/'), value.size());
      if (slash > 0) a = number(value.substr(0, slash));
      if (slash + 1 < value.size()) b = number(value.substr(slash + 1));
    };
    if (key == "tokens")
      pair(facts_.usage.input_plain, facts_.usage.output_plain);
    else if (key == "cache")
      pair(facts_.usage.cache_read, facts_.usage.cache_write);
    else if (key == "reasoning")
      facts_.usage.reasoning = number(value);
    else if (key == "cost")
      facts_.cost_microcents = number(value), default_source();
    else if (key == "ttft")
      facts_.ttft_ns = length(value, "").count;
    else if (key == "cost_source")
      read_cost_source(value);
    else
      return false;
    has_facts_ = true;
    return true;
  }

  void default_source() {
    if (facts_.cost_source == CostSource::none) facts_.cost_source = CostSource::reported;
  }
  void read_cost_source(std::string_view value) {
    for (CostSource source : kCostSources)
      if (name_of(source) == value) facts_.cost_source = source;
  }

  void read_tags(std::string_view value) {
    while (!value.empty()) {
      const std::size_t end = std::min(value.find(','), value.size());
      batch_.tags.push_back(
          {static_cast<std::uint32_t>(batch_.spans.size()), batch_.strings.intern(value.substr(0, end))});
      value.remove_prefix(std::min(end + 1, value.size()));
    }
  }

  Attribute attribute(std::string_view key_text, std::string_view value, bool quoted) {
    const KeyId key = batch_.key(key_text);
    std::int64_t integer = 0;
    double real = 0;
    if (!quoted) {
      if (parse_int64(value, integer)) return batch_.int_attribute(key, integer);
      if (value == "NaN" || parse_double(value, real))
        return batch_.double_attribute(key, value == "NaN" ? std::strtod("nan", nullptr) : real);
      if (value == "true" || value == "false") return batch_.bool_attribute(key, value == "true");
      if (!value.empty() && (value[0] == '{' || value[0] == '['))
        return Attribute::make(key, ValueType::json, batch_.strings.intern(value).value);
    }
    return batch_.string_attribute(key, value);
  }

  Range append(const std::vector<Attribute>& attributes) {
    const Range range{static_cast<std::uint32_t>(batch_.attributes.size()),
                      static_cast<std::uint32_t>(attributes.size())};
    batch_.attributes.insert(batch_.attributes.end(), attributes.begin(), attributes.end());
    return range;
  }

  void finish_span() {
    span_.attributes = append(span_attributes_);
    if (has_facts_) {
      span_.facts.value = static_cast<std::uint32_t>(batch_.facts.size());
      batch_.facts.push_back(facts_);
    }
    if (service_.present() || !resource_attributes_.empty()) {
      span_.resource.value = static_cast<std::uint32_t>(batch_.resources.size());
      batch_.resources.push_back({append(resource_attributes_), service_, {}});
    }
    if (scope_.present()) {
      span_.scope.value = static_cast<std::uint32_t>(batch_.scopes.size());
      batch_.scopes.push_back({{}, scope_, {}, {}});
    }
    if (message_.present()) {
      span_.extra.value = static_cast<std::uint32_t>(batch_.extras.size());
      batch_.extras.push_back({message_, {}, 0, 0, 0, 0});
    }
    service_ = scope_ = message_ = {};
    batch_.spans.push_back(span_);
  }

  SpanBatch batch_;
  std::string_view line_, rest_;
  std::vector<Open> open_;
  TraceId trace_ = trace_id_of(1);
  Nanos at_;
  std::uint64_t spans_ = 0;
  SpanRecord span_;
  Facts facts_;
  bool has_facts_ = false;
  StringId service_, scope_, message_;
  std::vector<Attribute> span_attributes_, resource_attributes_;
};

}  // namespace

TraceId trace_id_of(std::uint32_t number) { return {std::uint64_t{number} << 32, number}; }

SpanBatch batch_from_text(std::string_view text) { return PictureReader().read(text); }

std::shared_ptr<const TraceStore> trace_from_text(std::string_view text) {
  const SpanBatch batch = batch_from_text(text);
  const SpanBatch* batches[] = {&batch};
  return assemble(batches);
}

}  // namespace spanorama::test
