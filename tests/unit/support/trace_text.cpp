#include "trace_text.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "spanorama/assembly/assemble.h"
#include "spanorama/base/format.h"

namespace spanorama::test {
namespace {

[[noreturn]] void bad_picture(std::string_view line, const char* why) {
  std::fprintf(stderr, "bad trace picture: %s in: %.*s\n", why, static_cast<int>(line.size()), line.data());
  std::abort();
}

struct FactsKey {
  std::string_view key;
  StringId Facts::*field;
};
constexpr FactsKey kFactsKeys[] = {
    {"model", &Facts::model},           {"response_model", &Facts::response_model},
    {"provider", &Facts::provider},     {"operation", &Facts::operation},
    {"session", &Facts::session_id},    {"user", &Facts::user_id},
    {"env", &Facts::environment},       {"release", &Facts::release},
    {"tool", &Facts::tool_name},        {"call", &Facts::tool_call_id},
    {"prompt", &Facts::prompt_name},    {"version", &Facts::prompt_version},
    {"agent", &Facts::agent_name},      {"error", &Facts::error_type},
    {"in", &Facts::input_preview},      {"out", &Facts::output_preview},
};

constexpr SpanKind kKinds[] = {SpanKind::unspecified, SpanKind::internal, SpanKind::server,
                               SpanKind::client,      SpanKind::producer, SpanKind::consumer};
constexpr CostSource kCostSources[] = {CostSource::none, CostSource::reported, CostSource::estimated, CostSource::mixed,
                                       CostSource::partial};
constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
    {"ns", 1}, {"us", 1'000}, {"ms", 1'000'000}, {"s", 1'000'000'000}, {"m", 60'000'000'000}, {"h", 3'600'000'000'000}};

// ---- reading ----

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
    if (batch_.sources.empty()) batch_.sources.push_back({batch_.strings.intern("picture"), 1, 0, 0, Format::unknown, {}});
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
    if (key == "tokens") pair(facts_.usage.input_plain, facts_.usage.output_plain);
    else if (key == "cache") pair(facts_.usage.cache_read, facts_.usage.cache_write);
    else if (key == "reasoning") facts_.usage.reasoning = number(value);
    else if (key == "cost") facts_.cost_microcents = number(value), default_source();
    else if (key == "ttft") facts_.ttft_ns = length(value, "").count;
    else if (key == "cost_source") read_cost_source(value);
    else return false;
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
      batch_.tags.push_back({static_cast<std::uint32_t>(batch_.spans.size()), batch_.strings.intern(value.substr(0, end))});
      value.remove_prefix(std::min(end + 1, value.size()));
    }
  }

  Attribute attribute(std::string_view key_text, std::string_view value, bool quoted) {
    const KeyId key = batch_.key(key_text);
    std::int64_t integer = 0;
    double real = 0;
    if (!quoted) {
      if (parse_int64(value, integer)) return batch_.int_attribute(key, integer);
      if (value == "NaN" || parse_double(value, real)) return batch_.double_attribute(key, value == "NaN" ? std::strtod("nan", nullptr) : real);
      if (value == "true" || value == "false") return batch_.bool_attribute(key, value == "true");
      if (!value.empty() && (value[0] == '{' || value[0] == '['))
        return Attribute::make(key, ValueType::json, batch_.strings.intern(value).value);
    }
    return batch_.string_attribute(key, value);
  }

  Range append(const std::vector<Attribute>& attributes) {
    const Range range{static_cast<std::uint32_t>(batch_.attributes.size()), static_cast<std::uint32_t>(attributes.size())};
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

// ---- printing ----

namespace {

std::string time_text(std::int64_t ns) {
  if (ns == 0) return "0ns";
  std::size_t unit = 0;
  while (unit < 3 && ns % kUnits[unit + 1].second == 0) ++unit;
  return std::to_string(ns / kUnits[unit].second) + std::string(kUnits[unit].first);
}

// The language has no escapes: a quote inside a text is printed as two apostrophes.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("''") : std::string(1, c);
  return out + '"';
}
std::string quoted(std::string_view text) {
  const bool plain = !text.empty() && text.find_first_of(" =\"{[") == std::string_view::npos;
  return plain ? std::string(text) : in_quotes(text);
}

class Printer {
 public:
  explicit Printer(const TraceStore& store) : store_(store) {}

  std::string all() {
    for (std::uint32_t t = 0; t < store_.trace_count(); ++t) trace(store_.trace(TraceRow{t}));
    return std::move(out_);
  }

 private:
  void trace(const Trace& trace) {
    out_ += "trace " + hex_from(trace.id) + "\n";
    for (std::uint32_t i = 0; i < trace.span_count; ++i) span(SpanRow{trace.first_span.value + i});
  }

  void span(SpanRow row) {
    const ColumnViews& c = store_.columns();
    const std::uint32_t r = row.value;
    out_ += std::string(2 + std::size_t{2} * c.depth[r], ' ') + quoted(store_.text(c.name[r])) + ' ' + times(row);
    out_ += " id=" + short_hex(c.span_id[r]);
    if (!c.parent[r].valid() && store_.parent_id(row).valid()) out_ += " parent=" + short_hex(store_.parent_id(row));
    if (c.type[r] != ObservationType::span) out_ += " type=" + std::string(name_of(c.type[r]));
    if (c.kind[r] != SpanKind::unspecified) out_ += " kind=" + std::string(name_of(c.kind[r]));
    if (c.status[r] != Status::unset) out_ += " status=" + std::string(name_of(c.status[r]));
    if (const Extra* extra = store_.extra(row)) text_field("message", extra->status_message);
    if (c.scope[r].valid()) text_field("scope", c.scopes[c.scope[r].value].name);
    if (const Facts* facts = store_.facts(row)) facts_fields(*facts);
    if (c.resource[r].valid()) {
      text_field("service", c.resources[c.resource[r].value].service_name);
      attributes("resource.", store_.attributes(c.resources[c.resource[r].value].attributes));
    }
    attributes("attr.", store_.attributes_of(row));
    out_ += '\n';
  }

  std::string times(SpanRow row) const {
    const UnixTime start = store_.columns().start[row.value];
    if (start == UnixTime{}) return "?..?";
    return time_text((start - kBaseTime).count) + ".." + time_text((store_.end(row) - kBaseTime).count);
  }

  static std::string short_hex(SpanId id) {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%llx", static_cast<unsigned long long>(id.value));
    return text.data();
  }

  void text_field(std::string_view key, StringId value) {
    if (value.present()) out_ += ' ' + std::string(key) + '=' + quoted(store_.text(value));
  }

  void facts_fields(const Facts& facts) {
    for (const FactsKey& key : kFactsKeys) text_field(key.key, facts.*key.field);
    const auto known = [](std::int64_t value) { return value == kUnknown ? std::string() : std::to_string(value); };
    const auto pair = [&](const char* key, std::int64_t a, std::int64_t b) {
      if (a != kUnknown || b != kUnknown) out_ += key + known(a) + '/' + known(b);
    };
    pair(" tokens=", facts.usage.input_plain, facts.usage.output_plain);
    pair(" cache=", facts.usage.cache_read, facts.usage.cache_write);
    if (facts.usage.reasoning != kUnknown) out_ += " reasoning=" + known(facts.usage.reasoning);
    if (facts.cost_source != CostSource::none) out_ += " cost_source=" + std::string(name_of(facts.cost_source));
    if (facts.cost_microcents != kUnknown) out_ += " cost=" + known(facts.cost_microcents);
    if (facts.ttft_ns != kUnknown) out_ += " ttft=" + time_text(facts.ttft_ns);
  }

  void attributes(std::string_view prefix, std::span<const Attribute> attributes) {
    for (const Attribute& attribute : attributes) {
      std::string value = short_text(store_, attribute);
      const bool text = attribute.type() == ValueType::string || attribute.type() == ValueType::payload;
      if (text || attribute.type() == ValueType::json) value = in_quotes(value);
      out_ += ' ' + std::string(prefix) + std::string(store_.key_text(attribute.key())) + '=' + value;
    }
  }

  const TraceStore& store_;
  std::string out_;
};

std::string list_text(const TraceStore& store, const char* key, Range range) {
  std::string out;
  for (StringId item : store.items(range)) out += (out.empty() ? "" : ",") + std::string(store.text(item));
  return out.empty() ? out : std::string(key) + quoted(out);
}

std::string rollup_line(const TraceStore& store, const Trace& trace) {
  std::string out = quoted(store.text(trace.name)) + ' ' + std::string(name_of(trace.status));
  const auto number = [&](const char* key, std::int64_t value) {
    if (value != kUnknown) out += key + std::to_string(value);
  };
  const auto text = [&](const char* key, StringId value) {
    if (value.present()) out += key + quoted(store.text(value));
  };
  out += " at=" + (trace.start == UnixTime{} ? "?" : time_text((trace.start - kBaseTime).count));
  out += " duration=" + time_text(trace.duration.count);
  out += " spans=" + std::to_string(trace.span_count) + " root=" + std::to_string(trace.root.value);
  if (trace.error_count != 0) number(" errors=", trace.error_count);
  if (trace.generation_count != 0) number(" generations=", trace.generation_count);
  if (trace.tool_count != 0) number(" tools=", trace.tool_count);
  if (trace.orphan_count != 0) number(" orphans=", trace.orphan_count);
  if (trace.root_missing) out += " root-missing";
  number(" input=", input_tokens(trace.usage));
  number(" output=", output_tokens(trace.usage));
  number(" cost=", trace.cost_microcents);
  if (trace.cost_source != CostSource::none) out += ' ' + std::string(name_of(trace.cost_source));
  if (trace.ttft_ns != kUnknown) out += " ttft=" + time_text(trace.ttft_ns);
  text(" session=", trace.session_id), text(" user=", trace.user_id);
  text(" env=", trace.environment), text(" release=", trace.release);
  text(" in=", trace.input_preview), text(" out=", trace.output_preview);
  out += list_text(store, " models=", trace.models) + list_text(store, " providers=", trace.providers);
  out += list_text(store, " services=", trace.services) + list_text(store, " tags=", trace.tags);
  return out + list_text(store, " prompts=", trace.prompts) + '\n';
}

}  // namespace

std::string print(const TraceStore& store) { return Printer(store).all(); }

std::string print_rollups(const TraceStore& store) {
  std::string out;
  for (std::uint32_t t = 0; t < store.trace_count(); ++t) out += rollup_line(store, store.trace(TraceRow{t}));
  return out;
}

}  // namespace spanorama::test
