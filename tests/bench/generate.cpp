#include "bench/generate.h"

#include <array>
#include <cstdio>

#include "bench/otlp_json.h"
#include "opentelemetry/proto/trace/v1/trace.pb.h"

namespace spanorama::bench {
namespace {

namespace otlp = opentelemetry::proto;

constexpr int kSpansPerResource = 200;
constexpr int kSpansPerTrace = 12;
constexpr std::uint64_t kStart = 1'754'049'600'000'000'000;

// A small generator with the same numbers everywhere (splitmix64).
class Numbers {
 public:
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t limit) { return next() % limit; }
  std::string bytes(std::size_t count) {
    std::string out(count, '\0');
    for (char& c : out) c = static_cast<char>(next());
    out.front() = static_cast<char>(1 + below(255));
    return out;
  }

 private:
  std::uint64_t state_ = 1;
};

constexpr std::array<std::string_view, 24> kWords = {
    "order", "customer", "shipped", "please", "the",      "answer", "\\\"quoted\\\"", "invoice", "refund",
    "über",  "a",        "model",   "of",     "delivery", "number", "4711",           "is",      "today",
    "größe", "line\\n",  "with",    "and",    "to",       "because"};

class Maker {
 public:
  explicit Maker(Shape shape) : shape_(shape) {}

  // The next resource with its spans.
  otlp::trace::v1::TracesData next() {
    otlp::trace::v1::TracesData data;
    auto& resource_spans = *data.add_resource_spans();
    text(*resource_spans.mutable_resource(), "service.name", "service-" + std::to_string(numbers_.below(8)));
    text(*resource_spans.mutable_resource(), "telemetry.sdk.language", "python");
    auto& scope_spans = *resource_spans.add_scope_spans();
    scope_spans.mutable_scope()->set_name("bench");
    for (int s = 0; s < kSpansPerResource; ++s) add_span(*scope_spans.add_spans());
    return data;
  }

 private:
  template <class Holder>
  static void text(Holder& holder, std::string_view key, std::string value) {
    auto& attribute = *holder.add_attributes();
    attribute.set_key(std::string(key));
    attribute.mutable_value()->set_string_value(std::move(value));
  }
  template <class Holder>
  static void number(Holder& holder, std::string_view key, std::uint64_t value) {
    auto& attribute = *holder.add_attributes();
    attribute.set_key(std::string(key));
    attribute.mutable_value()->set_int_value(static_cast<std::int64_t>(value));
  }

  void add_span(otlp::trace::v1::Span& span) {
    const bool root = made_ % kSpansPerTrace == 0;
    if (root) trace_id_ = numbers_.bytes(16), parents_.clear();
    const std::string id = numbers_.bytes(8);
    span.set_trace_id(trace_id_);
    span.set_span_id(id);
    if (!root) span.set_parent_span_id(parents_[numbers_.below(parents_.size())]);
    parents_.push_back(id);
    const std::uint64_t start = kStart + made_ / kSpansPerTrace * 50'000'000 + made_ % kSpansPerTrace * 1'000'000;
    span.set_start_time_unix_nano(start);
    span.set_end_time_unix_nano(start + numbers_.below(2'000'000'000));
    span.set_kind(otlp::trace::v1::Span::SPAN_KIND_CLIENT);
    shape_ == Shape::llm ? fill_llm(span) : fill_service(span);
    ++made_;
  }

  // `bytes` of words, as they stand inside a JSON string.
  std::string words(std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out.append(kWords[numbers_.below(kWords.size())]).append(" ");
    return out;
  }

  void fill_llm(otlp::trace::v1::Span& span) {
    span.set_name("chat gpt-4o");
    text(span, "gen_ai.operation.name", "chat");
    text(span, "gen_ai.provider.name", "openai");
    text(span, "gen_ai.request.model", numbers_.below(3) == 0 ? "gpt-4o-mini" : "gpt-4o");
    number(span, "gen_ai.usage.input_tokens", 100 + numbers_.below(5000));
    number(span, "gen_ai.usage.output_tokens", 1 + numbers_.below(900));
    text(span, "gen_ai.conversation.id", "conversation-" + std::to_string(made_ / 40));
    text(span, "gen_ai.input.messages",
         R"([{"role":"system","parts":[{"type":"text","content":")" + words(700) +
             R"("}]},{"role":"user","parts":[{"type":"text","content":")" + words(600) + R"("}]}])");
    text(
        span, "gen_ai.output.messages",
        R"([{"role":"assistant","parts":[{"type":"text","content":")" + words(600) + R"("}],"finish_reason":"stop"}])");
  }

  void fill_service(otlp::trace::v1::Span& span) {
    span.set_name("GET /items/{id}");
    text(span, "http.method", "GET");
    text(span, "http.route", "/items/{id}");
    number(span, "http.status", 200 + 100 * (numbers_.below(20) / 18));
    text(span, "peer", "10.0.0." + std::to_string(numbers_.below(250)));
    number(span, "port", 8080);
    text(span, "zone", numbers_.below(2) == 0 ? "eu-1" : "us-2");
    text(span, "user", "u" + std::to_string(numbers_.below(5000)));
    number(span, "size", numbers_.below(100'000));
    text(span, "cache", numbers_.below(4) == 0 ? "miss" : "hit");
    text(span, "request", std::to_string(numbers_.next()));
  }

  Shape shape_;
  Numbers numbers_;
  std::uint64_t made_ = 0;
  std::string trace_id_;
  std::vector<std::string> parents_;
};

}  // namespace

Generated generate(Shape shape, std::size_t bytes) {
  Maker maker(shape);
  Generated out;
  out.json = R"({"resourceSpans":[)";
  while (out.json.size() < bytes || out.protobuf.size() < bytes) {
    const otlp::trace::v1::TracesData data = maker.next();
    if (out.json.size() < bytes) {
      if (out.json_spans != 0) out.json += ',';
      append_otlp_json(out.json, data.resource_spans(0));
      out.json_spans += kSpansPerResource;
    }
    if (out.protobuf.size() < bytes) {
      data.AppendToString(&out.protobuf);  // messages one after another are one message with all their resources
      out.protobuf_spans += kSpansPerResource;
    }
  }
  out.json += "]}";
  return out;
}

std::string flat_messages(int messages, int spans) {
  std::string out = R"({"resourceSpans":[{"scopeSpans":[{"spans":[)";
  for (int s = 0; s < spans; ++s) {
    char ids[128];
    std::snprintf(ids, sizeof ids, R"(%s{"traceId":"%032x","spanId":"%016x","name":"chat","attributes":[)",
                  s == 0 ? "" : ",", s + 1, s + 1);
    out += ids;
    for (int m = 0; m < messages; ++m) {
      const std::string key = R"({"key":"llm.input_messages.)" + std::to_string(m) + ".message.";
      out += (m == 0 ? "" : ",") + key + R"(role","value":{"stringValue":"user"}},)";
      out += key + R"(content","value":{"stringValue":"What about )" + std::to_string(m) + R"( of them?"}})";
    }
    out += "]}";
  }
  return out + "]}]}]}";
}

}  // namespace spanorama::bench
