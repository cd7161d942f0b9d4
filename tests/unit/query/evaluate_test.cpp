#include <doctest/doctest.h>

#include <functional>

#include "../support/random_store.h"
#include "../support/trace_text.h"
#include "query/text_match.h"
#include "spanorama/query/filter.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

Filter parsed(std::string_view text) {
  auto result = parse_filter(text, kBaseTime);
  REQUIRE_MESSAGE(result, (result ? "" : result.error().message));
  return result.value();
}

// Numbers of the traces that pass, as in "1 3".
std::string passing(const TraceStore& store, std::string_view text) {
  std::string out;
  evaluate(parsed(text), store).for_each([&](std::uint32_t row) {
    out += (out.empty() ? "" : " ") + std::to_string(store.trace(TraceRow{row}).id.lo);
  });
  return out;
}

constexpr std::string_view kTraces = R"(
  trace 1 at=1s
  support-agent 0..6s type=agent status=ok session=s-1 user=ann env=prod tags=a,b
    chat 1..2s type=generation model=gpt-4o provider=openai tokens=900/100 cost=2000000 ttft=300ms in="Where is my order?" out="On its way"
    search 3..4s type=tool tool=web-search attr.http.route="/chat" attr.retries=3 service=api resource.host.name="x"
  trace 2 at=2s
  Support 0..100ms status=error env=dev tags=b
    chat 0..50ms type=generation model=gpt-4o-mini provider=openai tokens=10/ status=error message="rate limit"
  trace 3 at=3s
  заказ 0..5s type=chain attr.metadata.region="eu" attr.ratio=0.5 prompt=greet version=2
    chat 0..1s type=generation model=claude-sonnet provider=anthropic cost=0 in="ПОМОЩЬ" attr.metadata={"region":"us","n":{"deep":3},"l":["p","q"]}
  trace 4 at=4s
  late 0..1ns parent=ff attr.langfuse.trace.metadata.region="eu"
)";

}  // namespace

TEST_CASE("conditions on columns of the trace") {
  const auto store = trace_from_text(kTraces);
  CHECK(passing(*store, "") == "1 2 3 4");
  CHECK(passing(*store, "status:error") == "2");
  CHECK(passing(*store, "status:(error OR ok)") == "1 2");
  CHECK(passing(*store, "status:success") == "1 3 4");
  CHECK(passing(*store, "-status:error") == "1 3 4");
  CHECK(passing(*store, "name:suppo") == "1 2");
  CHECK(passing(*store, "name:=Support") == "2");
  CHECK(passing(*store, "name:support") == "1 2");
  CHECK(passing(*store, "name:s*T") == "1 2");
  CHECK(passing(*store, "name:ЗАК") == "3");
  CHECK(passing(*store, "session:s-1") == "1");
  CHECK(passing(*store, "env:(prod OR dev)") == "1 2");
  CHECK(passing(*store, "-env:dev") == "1 3 4");
  CHECK(passing(*store, "trace:00000003") == "3");
  CHECK(passing(*store, "trace:00000002000000000000000000000002") == "2");
}

TEST_CASE("conditions on lists: whole values, any case") {
  const auto store = trace_from_text(kTraces);
  CHECK(passing(*store, "model:gpt-4o") == "1");
  CHECK(passing(*store, "model:GPT-4o*") == "1 2");
  CHECK(passing(*store, "model:~4O") == "1 2");
  CHECK(passing(*store, "model:=GPT-4o") == "");
  CHECK(passing(*store, "provider:openai model:gpt-4o") == "1");
  CHECK(passing(*store, "model:(gpt-4o OR claude-*)") == "1 3");
  CHECK(passing(*store, "tags:(a AND b)") == "1");
  CHECK(passing(*store, "tags:(a OR b)") == "1 2");
  CHECK(passing(*store, "-tags:(a AND b)") == "2 3 4");
  CHECK(passing(*store, "service:api") == "1");
  CHECK(passing(*store, "prompt:greet version:2") == "3");
}

TEST_CASE("ranges include their bounds, and unknown passes none") {
  const auto store = trace_from_text(kTraces);
  CHECK(passing(*store, "duration:>5s") == "1");
  CHECK(passing(*store, "duration:>=5s") == "1 3");
  CHECK(passing(*store, "duration:5s..6s") == "1 3");
  CHECK(passing(*store, "duration:5000000000") == "3");
  CHECK(passing(*store, "duration:<100ms") == "4");
  CHECK(passing(*store, "ttft:<24h") == "1");
  CHECK(passing(*store, "-ttft:<24h") == "2 3 4");
  CHECK(passing(*store, "cost:>$0.01") == "1");
  CHECK(passing(*store, "cost:<=2000000") == "1 3");
  CHECK(passing(*store, "cost:..") == "1 3");
  CHECK(passing(*store, "tokens:>=1000") == "1");
  CHECK(passing(*store, "input_tokens:10") == "2");
  CHECK(passing(*store, "output_tokens:0..") == "1");
  CHECK(passing(*store, "spans:>=2 errors:0") == "1 3");
  CHECK(passing(*store, "time:>2026-07-31") == "1 2 3 4");
  CHECK(passing(*store, "time:2026-08-01T00:00:02Z..2026-08-01T00:00:03Z") == "2 3");
  CHECK(passing(*store, "time:2026-08-01T00:00:02.000000001Z..") == "3 4");
}

TEST_CASE("conditions on spans hold when one span of the trace fits") {
  const auto store = trace_from_text(kTraces);
  CHECK(passing(*store, "type:generation") == "1 2 3");
  CHECK(passing(*store, "type:(agent OR chain)") == "1 3");
  CHECK(passing(*store, "type:(agent AND tool)") == "1");
  CHECK(passing(*store, "tool:web-search") == "1");
  CHECK(passing(*store, "attr.http.route:/chat") == "1");
  CHECK(passing(*store, "attr.retries:3") == "1");
  CHECK(passing(*store, "attr.retries:>=3") == "1");
  CHECK(passing(*store, "attr.retries:>3") == "");
  CHECK(passing(*store, "attr.ratio:0..1") == "3");
  CHECK(passing(*store, "attr.ratio:0.5") == "3");
  CHECK(passing(*store, "attr.nothing:3") == "");
  CHECK(passing(*store, "resource.host.name:x") == "1");
  CHECK(passing(*store, "has:attr.retries") == "1");
  CHECK(passing(*store, "-has:resource.host.name") == "2 3 4");
}

TEST_CASE("types of errors and answers that are JSON are found") {
  const auto store = trace_from_text(R"(
    trace 1 at=1s
    a 0..1s error=timeout
    trace 2 at=2s
    a 0..1s error=RateLimitError out="{ }"
    trace 3 at=3s
    a 0..1s out="[1, 2]"
    trace 4 at=4s
    a 0..1s out="[sic] no JSON"
    trace 5 at=5s
    a 0..1s out="{{name}}, hello"
  )");
  CHECK(passing(*store, "error_type:timeout") == "1");
  CHECK(passing(*store, "error_type:rate*") == "2");
  CHECK(passing(*store, "has:error_type") == "1 2");
  CHECK(passing(*store, "has:json_output") == "2 3");
}

TEST_CASE("metadata is found under every dialect's key and inside JSON") {
  const auto store = trace_from_text(kTraces);
  CHECK(passing(*store, "metadata.region:eu") == "3 4");
  CHECK(passing(*store, "metadata.region:us") == "3");
  CHECK(passing(*store, "metadata.n.deep:3") == "3");
  CHECK(passing(*store, "metadata.n.deep:>3") == "");
  CHECK(passing(*store, "metadata.l:q") == "3");
  CHECK(passing(*store, "has:metadata.n") == "3");
  CHECK(passing(*store, "metadata.n.shallow:3") == "");
}

TEST_CASE("regular expressions are found anywhere and keep case unless they say otherwise") {
  const auto store = trace_from_text(kTraces);
  CHECK(passing(*store, "name:/^[sS]up.*t$/") == "1 2");
  CHECK(passing(*store, "name:/^(?i)SUP/") == "1 2");
  CHECK(passing(*store, "name:/^sup/") == "1");
  CHECK(passing(*store, "model:(/mini$/ OR /^claude/)") == "2 3");
  CHECK(passing(*store, "attr.http.route:/^\\/c\\w+$/") == "1");
  CHECK(passing(*store, "/my\\x20order\\?/") == "1");
  CHECK(passing(*store, "name:/^.{5}$/") == "3");  // characters, not bytes
}

TEST_CASE("a phrase is its words beside each other, in any case and punctuation") {
  const auto store = trace_from_text(kTraces);
  CHECK(passing(*store, "`where IS my`") == "1");
  CHECK(passing(*store, "`my order`") == "1");
  CHECK(passing(*store, "`is where`") == "");
  CHECK(passing(*store, "`my ord`") == "");
  CHECK(passing(*store, "`помощь`") == "3");
  CHECK(passing(*store, "`support agent`") == "1");
}

TEST_CASE("percentiles are those of the traces that pass the rest") {
  std::string text;
  for (int i = 1; i <= 100; ++i)
    text += "  trace " + std::to_string(i) + " at=" + std::to_string(i) + "s\n  a 0.." + std::to_string(i) + "ms " +
            (i > 50 ? "env=x" : "env=y") + "\n";
  const auto store = trace_from_text(text);
  const auto count = [&](std::string_view query) { return evaluate(parsed(query), *store).count(); };
  CHECK(passing(*store, "duration:>p95") == "96 97 98 99 100");
  CHECK(passing(*store, "duration:>=p95") == "95 96 97 98 99 100");
  CHECK(passing(*store, "duration:<p2") == "1");
  CHECK(passing(*store, "env:y duration:>p95") == "49 50");  // rank 48 of 50
  CHECK(count("-duration:>p95") == 95);
  CHECK(count("duration:p25..p75") == 51);
  CHECK(count("ttft:>=p1") == 0);  // nobody has one
  CHECK(count("duration:>p95 duration:>p50") == 5);
}

TEST_CASE("levels, scores, simulations and real bounds") {
  const auto store = trace_from_text(R"(
    trace 1 at=1s
    a 0..1s attr.langfuse.observation.level="WARN" attr.ratio=0.5
    trace 2 at=2s
    b 0..1s status=error attr.simulation.id="sim-7" attr.ratio=-3
    trace 3 at=3s
    c 0..1s attr.langfuse.observation.level="debug" resource.simulation.id="Sim-8" attr.ratio="0.75"
  )");
  CHECK(passing(*store, "level:warning") == "1");
  CHECK(passing(*store, "level:(warn OR error)") == "1 2");
  CHECK(passing(*store, "level:DEBUG") == "3");
  CHECK(passing(*store, "level:default") == "");
  CHECK(passing(*store, "simulation:sim-*") == "2 3");
  CHECK(passing(*store, "simulation:=sim-7") == "2");
  CHECK(passing(*store, "has:simulation") == "2 3");
  CHECK(passing(*store, "attr.ratio:>0.5") == "3");
  CHECK(passing(*store, "attr.ratio:>=0.5") == "1 3");
  CHECK(passing(*store, "attr.ratio:-4.5..0.5") == "1 2");
  CHECK(passing(*store, "attr.ratio:<1e300") == "1 2 3");
}

TEST_CASE("has tells known from unknown, and zero is known") {
  const auto store = trace_from_text(kTraces);
  CHECK(passing(*store, "has:cost") == "1 3");
  CHECK(passing(*store, "-has:cost") == "2 4");
  CHECK(passing(*store, "has:ttft") == "1");
  CHECK(passing(*store, "has:(ttft OR version)") == "1 3");
  CHECK(passing(*store, "has:(cost AND tokens)") == "1");
  CHECK(passing(*store, "has:errors") == "2");
  CHECK(passing(*store, "-has:root") == "4");
  CHECK(passing(*store, "has:input -has:output") == "3");
}

TEST_CASE("words are searched in names, ids and previews") {
  const auto store = trace_from_text(kTraces);
  CHECK(passing(*store, "support") == "1 2");
  CHECK(passing(*store, "\"support\"") == "1");
  CHECK(passing(*store, "order") == "1");
  CHECK(passing(*store, "помощь") == "3");
  CHECK(passing(*store, "\"помощь\"") == "");
  CHECK(passing(*store, "~\"its way\"") == "1");
  CHECK(passing(*store, "chat -order") == "2 3");
  CHECK(passing(*store, "(order OR помощь)") == "1 3");
  CHECK(passing(*store, "(order AND way)") == "1");
  CHECK(passing(*store, "0000000300") == "3");
  CHECK(passing(*store, "ann") == "1");
  CHECK(passing(*store, "openai") == "");  // other facts have their own fields
}

TEST_CASE("stars match runs of any length") {
  using query::glob_matches;
  CHECK(glob_matches("", ""));
  CHECK(glob_matches("", "**"));
  CHECK_FALSE(glob_matches("a", ""));
  CHECK(glob_matches("abc", "a*c"));
  CHECK(glob_matches("abcabc", "*c"));
  CHECK(glob_matches("mississippi", "m*iss*ip*i"));
  CHECK_FALSE(glob_matches("mississippi", "m*iss*ix*"));
  CHECK_FALSE(glob_matches("abc", "ab"));
}

// ---- every condition against a loop that knows nothing of columns ----

namespace {

using Texts = std::vector<std::string>;

// Small letters for ASCII and Russian, enough for the random stores.
std::string small(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0u;
    if (c >= 'A' && c <= 'Z')
      out += static_cast<char>(c + 32);
    else if (c == 0xd0 && next >= 0x90 && next <= 0x9f)
      out += "\xd0", out += static_cast<char>(next + 0x20), ++i;
    else if (c == 0xd0 && next >= 0xa0 && next <= 0xaf)
      out += "\xd1", out += static_cast<char>(next - 0x20), ++i;
    else
      out += text[i];
  }
  return out;
}

bool naive_glob(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*')
    return naive_glob(text, pattern.substr(1)) || (!text.empty() && naive_glob(text.substr(1), pattern));
  return !text.empty() && text[0] == pattern[0] && naive_glob(text.substr(1), pattern.substr(1));
}

bool one_matches(const Condition& c, const std::string& value, const std::string& wanted) {
  if (value.empty()) return false;
  const bool search = c.field == FilterField::text;
  if (c.match == Match::equals) return search ? value.find(wanted) != std::string::npos : value == wanted;
  if (c.match == Match::glob) return naive_glob(small(value), small(wanted));
  return small(value).find(small(wanted)) != std::string::npos;
}

bool texts_match(const Condition& c, const Texts& values) {
  for (const std::string& wanted : c.texts) {
    bool found = false;
    for (const std::string& value : values) found |= one_matches(c, value, wanted);
    if (found != c.all_of) return found;
  }
  return c.all_of;
}

Texts attribute_values(const TraceStore& store, const Trace& trace, std::string_view key, bool resource) {
  Texts out;
  for (std::uint32_t i = 0; i < trace.span_count; ++i) {
    const SpanRow row{trace.first_span.value + i};
    const ResourceRow r = store.columns().resource[row.value];
    const auto attributes = !resource   ? store.attributes_of(row)
                            : r.valid() ? store.attributes(store.columns().resources[r.value].attributes)
                                        : AttributeList{};
    for (const Attribute& a : attributes)
      if (store.key_text(a.key()) == key) out.push_back(short_text(store, a));
  }
  return out;
}

Texts naive_values(const TraceStore& store, const Trace& t, const Condition& c) {
  using F = FilterField;
  const auto text = [&](StringId id) { return std::string(store.text(id)); };
  const auto list = [&](Range range) {
    Texts out;
    for (StringId id : store.items(range)) out.push_back(text(id));
    return out;
  };
  Texts out;
  const auto each_span = [&](const std::function<void(SpanRow, const Facts&)>& visit) {
    for (std::uint32_t i = 0; i < t.span_count; ++i) {
      const SpanRow row{t.first_span.value + i};
      visit(row, store.facts(row) != nullptr ? *store.facts(row) : Facts{});
    }
  };
  switch (c.field) {
    case F::status: return {std::string(name_of(t.status))};
    case F::name: return {text(t.name)};
    case F::session: return {text(t.session_id)};
    case F::user: return {text(t.user_id)};
    case F::environment: return {text(t.environment)};
    case F::release: return {text(t.release)};
    case F::trace: return {hex_from(t.id)};
    case F::model: return list(store.lists(t).models);
    case F::provider: return list(store.lists(t).providers);
    case F::service: return list(store.lists(t).services);
    case F::tags: return list(store.lists(t).tags);
    case F::prompt: return list(store.lists(t).prompts);
    case F::type:
      each_span([&](SpanRow r, const Facts&) { out.emplace_back(name_of(store.columns().type[r.value])); });
      break;
    case F::tool: each_span([&](SpanRow, const Facts& f) { out.push_back(text(f.tool_name)); }); break;
    case F::version: each_span([&](SpanRow, const Facts& f) { out.push_back(text(f.prompt_version)); }); break;
    case F::operation: each_span([&](SpanRow, const Facts& f) { out.push_back(text(f.operation)); }); break;
    case F::error_type: each_span([&](SpanRow, const Facts& f) { out.push_back(text(f.error_type)); }); break;
    case F::attribute: return attribute_values(store, t, c.key, false);
    case F::resource: return attribute_values(store, t, c.key, true);
    case F::metadata:
      out = attribute_values(store, t, "metadata." + c.key, false);
      if (!attribute_values(store, t, "metadata", false).empty())
        out.push_back(c.key == "region" ? "eu" : c.key == "n.deep" ? "3" : "");
      break;
    case F::text:
      out = {text(t.name), hex_from(t.id)};
      each_span([&](SpanRow r, const Facts& f) {
        out.push_back(text(store.columns().name[r.value]));
        out.push_back(hex_from(store.columns().span_id[r.value]));
        for (StringId id : {f.input_preview, f.output_preview, f.session_id, f.user_id}) out.push_back(text(id));
      });
      break;
    default: break;
  }
  return out;
}

std::int64_t naive_number(const Trace& t, FilterField field) {
  using F = FilterField;
  switch (field) {
    case F::duration: return t.duration.count;
    case F::ttft: return t.ttft_ns;
    case F::cost: return t.cost_microcents;
    case F::tokens: return total_tokens(t.usage);
    case F::input_tokens: return input_tokens(t.usage);
    case F::output_tokens: return output_tokens(t.usage);
    case F::spans: return t.span_count;
    case F::errors: return t.error_count;
    case F::time: return t.start.ns == 0 ? kUnknown : t.start.ns;
    default: return kUnknown;
  }
}

bool naive_passes(const TraceStore& store, const Trace& trace, const Condition& c) {
  if (c.match == Match::range) {
    if (c.key.empty()) {
      const std::int64_t value = naive_number(trace, c.field);
      return value != kUnknown && value >= c.low && value <= c.high;
    }
    for (const std::string& text : naive_values(store, trace, c)) {
      char* end = nullptr;
      const double value = std::strtod(text.c_str(), &end);
      if (!text.empty() && *end == '\0' && value >= static_cast<double>(c.low) && value <= static_cast<double>(c.high))
        return true;
    }
    return false;
  }
  return texts_match(c, naive_values(store, trace, c));
}

constexpr std::string_view kFields[] = {"name",
                                        "model",
                                        "provider",
                                        "service",
                                        "operation",
                                        "error_type",
                                        "tool",
                                        "prompt",
                                        "version",
                                        "session",
                                        "user",
                                        "environment",
                                        "release",
                                        "tags",
                                        "trace",
                                        "attr.http.route",
                                        "attr.big",
                                        "attr.ratio",
                                        "resource.deployment.environment",
                                        "resource.host.cores",
                                        "metadata.region",
                                        "metadata.n.deep",
                                        "attr.input.value",
                                        ""};
constexpr std::string_view kValues[] = {
    "gpt-4o",     "gpt*", "GPT-4O", "*o*",         "a",       "ann",  "ANN",    "жанна",         "ЖАННА",  "suppo*",
    "\"search\"", "sql*", "api",    "/chat",       "eu",      "3",    "openai", "\"OK\"",        "v1.2",   "0.5",
    "5000000001", "~a",   "=Ann",   "=\"gpt-4o\"", "0000001", "мой*", "*мОё*",  "\"beginning\"", "вопрос", "is"};
constexpr std::string_view kRanges[] = {"duration:>50ms",
                                        "duration:10ms..90ms",
                                        "duration:<0",
                                        "ttft:<400ms",
                                        "ttft:>=0",
                                        "cost:>$0.01",
                                        "cost:..1000000",
                                        "tokens:>=1000",
                                        "input_tokens:<100",
                                        "output_tokens:0..700",
                                        "spans:>3",
                                        "errors:0",
                                        "errors:>=1",
                                        "time:2026-08-01T00:00:10Z..2026-08-01T00:00:50Z",
                                        "time:2026-08-01",
                                        "attr.big:>5000000000",
                                        "attr.ratio:0..1",
                                        "attr.ratio:<0",
                                        "resource.host.cores:>1",
                                        "metadata.n.deep:>=3",
                                        "metadata.region:>1"};
constexpr std::string_view kWords[] = {"status:error",          "status:(ok OR unset)", "type:tool",
                                       "type:(agent AND http)", "type:(db OR event)",   "status:success"};

std::string random_condition(Random& random) {
  std::string out = random.chance(25) ? "-" : "";
  if (random.chance(25)) return out + std::string(random.pick(kRanges));
  if (random.chance(15)) return out + std::string(random.pick(kWords));
  const std::string_view field = random.pick(kFields);
  if (!field.empty()) out += std::string(field) + ':';
  if (random.chance(70)) return out + std::string(random.pick(kValues));
  constexpr std::string_view kBare[] = {"a", "ann", "gpt-4o", "b", "eu", "prod", "search"};
  return out + '(' + std::string(random.pick(kBare)) + (random.chance(50) ? " OR " : " AND ") +
         std::string(random.pick(kBare)) + ')';
}

}  // namespace

TEST_CASE("a filter passes what a naive loop passes") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const auto store = random_store(seed);
    Random random(seed + 500);
    for (int round = 0; round < 60; ++round) {
      std::string text = random_condition(random);
      for (std::uint32_t more = random.below(3); more > 0; --more) text += ' ' + random_condition(random);
      CAPTURE(seed);
      CAPTURE(text);
      const Filter filter = parsed(text);
      const RowSet rows = evaluate(filter, *store);
      for (std::uint32_t t = 0; t < store->trace_count(); ++t) {
        bool expected = true;
        for (const Condition& c : filter.conditions)
          expected = expected && naive_passes(*store, store->trace(TraceRow{t}), c) != c.negated;
        REQUIRE(rows.contains(t) == expected);
      }
    }
  }
}
