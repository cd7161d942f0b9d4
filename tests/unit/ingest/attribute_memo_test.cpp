// Attributes that stood in the source before give the rows that they gave the first time.
#include "ingest/attribute_memo.h"

#include <doctest/doctest.h>

#include <string>

#include "batch_text.h"
#include "opentelemetry/proto/trace/v1/trace.pb.h"
#include "spanorama/base/proto_wire.h"
#include "spanorama/base/same_bytes.h"
#include "support/random_store.h"

namespace spanorama {
namespace {

using test::Random;

TEST_CASE("texts are the same where == says so, whatever their length") {
  Random random(7);
  for (std::size_t size = 0; size <= 80; ++size) {
    for (int round = 0; round < 40; ++round) {
      std::string a(size, '\0');
      for (char& c : a) c = static_cast<char>(random.below(256));
      std::string b = a;
      CHECK(same_text(a, b));
      if (size == 0) continue;
      b[random.below(static_cast<std::uint32_t>(size))] ^= static_cast<char>(1u << random.below(8));
      CHECK(!same_text(a, b));
      CHECK(!same_text(a, std::string_view(a).substr(1)));
    }
  }
}

TEST_CASE("an attribute is known once it was seen twice, and only with all its bytes") {
  AttributeMemo memo;
  const std::string encoded = "key=some value";
  const Attribute row = Attribute::make({3}, ValueType::string, 9);
  const std::string_view text = std::string_view(encoded).substr(4);
  for (int i = 0; i < 2; ++i) {
    CHECK(memo.find(encoded) == nullptr);
    memo.saw(encoded, row, text);
  }
  const AttributeMemo::Known* known = memo.find(encoded);
  REQUIRE(known != nullptr);
  CHECK(known->row.key() == KeyId{3});
  CHECK(known->row.value == 9);
  CHECK(std::string_view(encoded).substr(known->text_at, known->text_size) == "some value");
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    std::string other = encoded;
    other[i] ^= 1;
    CHECK(memo.find(other) == nullptr);
    CHECK(memo.find(std::string_view(encoded).substr(0, i)) == nullptr);
  }
}

TEST_CASE("what is too long or too short is never known") {
  AttributeMemo memo;
  for (const std::size_t size : {std::size_t{0}, AttributeMemo::kLeastBytes - 1, AttributeMemo::kMostBytes + 1}) {
    const std::string encoded(size, 'x');
    for (int i = 0; i < 3; ++i) {
      CHECK(memo.find(encoded) == nullptr);
      memo.saw(encoded, Attribute::make({1}, ValueType::boolean, 1), {});
    }
  }
}

TEST_CASE("many different attributes never take each other's rows") {
  AttributeMemo memo;
  Random random(11);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint32_t number = random.below(3000);
    const std::string encoded = "attribute " + std::to_string(number) + " of many";
    if (const AttributeMemo::Known* known = memo.find(encoded)) {
      REQUIRE(known->row.value == number);
    } else {
      memo.saw(encoded, Attribute::make({1}, ValueType::int32, number), {});
    }
  }
}

// The protobuf library complains of texts that are no UTF-8: this one is broken in its bytes.
constexpr const char* kToBreak = "gr~-~";

opentelemetry::proto::trace::v1::Span repeated_span(int number) {
  opentelemetry::proto::trace::v1::Span span;
  span.set_trace_id(std::string(16, 't'));
  span.set_span_id("span000" + std::to_string(number));
  span.set_start_time_unix_nano(1);
  span.set_end_time_unix_nano(2);
  span.set_name("chat");
  const auto value = [&](const char* key) {
    auto& attribute = *span.add_attributes();
    attribute.set_key(key);
    return attribute.mutable_value();
  };
  value("gen_ai.operation.name")->set_string_value("chat");
  value("gen_ai.provider.name")->set_string_value("openai");
  value("gen_ai.request.model")->set_string_value("gpt-4o");
  value("gen_ai.usage.input_tokens")->set_int_value(120);
  value("gen_ai.usage.output_tokens")->set_int_value(34);
  value("plain.text")->set_string_value("gr\xC3\xBC\xC3\x9F");
  value("broken.text")->set_string_value(kToBreak);
  value("empty.text")->set_string_value("");
  value("negative")->set_int_value(-7);
  value("large")->set_int_value(1'234'567'890'123);
  value("half")->set_double_value(0.5);
  value("yes")->set_bool_value(true);
  value("no")->set_bool_value(false);
  value("raw")->set_bytes_value("abc");
  value("list")->mutable_array_value()->add_values()->set_string_value("one");
  value("nothing");
  return span;
}

TEST_CASE("spans that say the same over and over say it to the end, facts too") {
  opentelemetry::proto::trace::v1::TracesData traces;
  auto& spans = *traces.add_resource_spans()->add_scope_spans();
  constexpr int kSpans = 6;
  for (int i = 0; i < kSpans; ++i) *spans.add_spans() = repeated_span(i);
  std::string bytes = traces.SerializeAsString();
  for (std::size_t at = 0; (at = bytes.find(kToBreak, at)) != std::string::npos;) bytes.replace(at, 5, "gr\xC3-\xFF");
  const auto result = test::read_whole(Format::otlp_proto, bytes);
  const SpanBatch& batch = result->batch;
  REQUIRE(batch.spans.size() == kSpans);
  const auto text_of_span = [&](const SpanRecord& span) {
    std::string out;
    for (std::uint32_t i = span.attributes.begin; i < span.attributes.end(); ++i) {
      const Attribute a = batch.attributes[i];
      out.append(batch.strings.view(batch.keys.text(a.key()))).append("=");
      out.append(test::value_text(batch, a, bytes)).append("\n");
    }
    const Facts& facts = batch.facts[span.facts.value];
    out.append(batch.strings.view(facts.model)).append(" ").append(batch.strings.view(facts.provider));
    return out + " " + std::to_string(input_tokens(facts.usage)) + "/" + std::to_string(output_tokens(facts.usage));
  };
  const std::string first = text_of_span(batch.spans[0]);
  CHECK(first.find("plain.text=") != std::string::npos);
  CHECK(first.find("gr\xEF\xBF\xBD-\xEF\xBF\xBD") != std::string::npos);
  CHECK(first.find("gpt-4o openai 120/34") != std::string::npos);
  for (const SpanRecord& span : batch.spans) CHECK(text_of_span(span) == first);
}

TEST_CASE("a short string is taken only where one of this number comes next, whole") {
  const std::string message(
      "\x4A\x02"
      "ab"
      "\x4A\x05"
      "abc",
      9);
  ProtoCursor proto(message);
  std::string_view bytes;
  CHECK(!proto.take_short(8, bytes));
  REQUIRE(proto.take_short(9, bytes));
  CHECK(bytes == "ab");
  CHECK(!proto.take_short(9, bytes));
  ProtoField field;
  CHECK(!proto.next(field));
  CHECK(proto.broken());
  CHECK(!proto.take_short(9, bytes));
}

}  // namespace
}  // namespace spanorama
