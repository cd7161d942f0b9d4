#include "spanorama/ingest/pieces.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

#include "batch_text.h"
#include "otlp_sample.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/ingest/cut.h"

namespace spanorama::test {
namespace {

// Reads pieces when they are asked for: `ready` says, by a coin of its own, which are done at once.
class FakeReaders final : public PieceReaders {
 public:
  enum class Mood { at_once, when_waited_for, never, by_chance, lost_by_chance };
  explicit FakeReaders(Mood mood, unsigned seed = 1) : mood_(mood), coin_(seed) {}

  std::size_t at_once() const override { return 2; }
  void start(std::shared_ptr<Piece> piece) override {
    ++started;
    const bool now = mood_ == Mood::at_once || (mood_ == Mood::by_chance && coin_() % 2 == 0);
    if (now) read(*piece);
    if (mood_ == Mood::lost_by_chance && coin_() % 3 == 0) piece->lost = true;
    under_way_.push_back(std::move(piece));
  }
  bool wait(const Piece& piece) override {
    if (mood_ == Mood::never) return false;
    for (const auto& mine : under_way_)
      if (mine.get() == &piece && !mine->done && !mine->lost) read(*mine);
    return true;
  }

  int started = 0;
  std::string_view source;  // where the bytes of pieces are that come without

 private:
  void read(Piece& piece) const {
    if (piece.bytes.empty() && !source.empty())
      piece.bytes = bytes_of(source.substr(piece.offset, static_cast<std::size_t>(piece.size_bytes)));
    read_piece(piece);
    piece.done = true;
  }
  Mood mood_;
  std::mt19937 coin_;
  std::vector<std::shared_ptr<Piece>> under_way_;
};

struct Outcome {
  std::string text;
  int pieces = 0;
  std::size_t batches = 0;
};

// Without the line about the report, which ends the text.
std::string spans_text(const ReadResult& result, std::string_view bytes) {
  const std::string text = text_of_result(result, bytes);
  return text.substr(0, text.rfind('\n', text.size() - 2) + 1);
}

// What becomes of bytes that were pushed.
enum class Kept { in_place, copied, to_be_read_again };

// In parts, as the page reads a file again.
ReadAgain reading_again(std::string_view source) {
  return [source](std::uint64_t offset, std::uint64_t size_bytes, const std::function<void(ByteSpan)>& part) {
    if (offset + size_bytes > source.size()) return false;
    for (std::string_view rest = source.substr(offset, static_cast<std::size_t>(size_bytes)); !rest.empty();
         rest.remove_prefix(std::min<std::size_t>(rest.size(), 333)))
      part(bytes_of(rest.substr(0, 333)));
    return true;
  };
}

Outcome read_in_pieces(Format format, std::string_view bytes, std::size_t chunk, FakeReaders::Mood mood,
                       Kept kept = Kept::in_place) {
  FakeReaders readers(mood, static_cast<unsigned>(bytes.size()));
  ReadResult first;
  Source source;
  first.batch.sources.push_back(source);
  std::vector<std::unique_ptr<SpanBatch>> further;
  PiecewiseOptions options;
  options.bytes_stay = kept == Kept::in_place;
  if (kept == Kept::to_be_read_again) options.read_again = reading_again(readers.source = bytes);
  options.sizes = {600, 900, 1 << 20};
  const auto reader =
      make_piecewise_reader(format, {first.batch, SourceRow{0}, first.report}, readers, further, options);
  for (std::size_t at = 0; at < bytes.size(); at += chunk) {
    const std::string copy(bytes.substr(at, chunk));
    const auto pushed = reader->push(bytes_of(options.bytes_stay ? bytes.substr(at, chunk) : std::string_view(copy)));
    REQUIRE(static_cast<bool>(pushed));
  }
  REQUIRE(static_cast<bool>(reader->finish()));
  Outcome out;
  out.pieces = readers.started;
  out.batches = further.size() + 1;
  // Spans of all batches, and the issues once, behind the last.
  const SourceReport report = std::exchange(first.report, {});
  out.text = spans_text(first, bytes);
  for (std::size_t i = 0; i < further.size(); ++i) {
    ReadResult more;
    more.batch = std::move(*further[i]);
    out.text += spans_text(more, bytes);
  }
  ReadResult issues;
  issues.report = report;
  out.text += text_of_result(issues, bytes);
  return out;
}

std::string sequential(Format format, std::string_view bytes) {
  auto all = read_whole(format, bytes);
  ReadResult issues;
  issues.report = std::exchange(all->report, {});
  return spans_text(*all, bytes) + text_of_result(issues, bytes);
}

// However the chunks end and whichever piece is done first.
int require_same_in_pieces(Format format, std::string_view bytes) {
  const std::string want = sequential(format, bytes);
  int most = 0;
  using Mood = FakeReaders::Mood;
  for (const Mood mood : {Mood::at_once, Mood::when_waited_for, Mood::never, Mood::by_chance, Mood::lost_by_chance}) {
    for (const std::size_t chunk : {std::size_t{97}, std::size_t{700}, std::size_t{2000}, bytes.size()}) {
      for (const Kept kept : {Kept::in_place, Kept::copied, Kept::to_be_read_again}) {
        CAPTURE(chunk);
        CAPTURE(static_cast<int>(kept));
        CAPTURE(static_cast<int>(mood));
        const Outcome got = read_in_pieces(format, bytes, chunk, mood, kept);
        REQUIRE(first_difference(got.text, want) == "");
        most = std::max(most, got.pieces);
      }
    }
  }
  return most;
}

std::string lines(unsigned count, bool pretty = false) {
  std::string out;
  JsonStyle style;
  style.pretty = pretty;
  for (unsigned seed = 1; seed <= count; ++seed) out += json_text(random_traces(seed), style) + "\n";
  return out;
}

opentelemetry::proto::trace::v1::TracesData many_resources(unsigned count) {
  opentelemetry::proto::trace::v1::TracesData all;
  for (unsigned seed = 1; seed <= count; ++seed) all.MergeFrom(random_traces(seed));
  return all;
}

using opentelemetry::proto::trace::v1::TracesData;

// Everything in one scope of one resource, as programs write that dump what they did at their end.
TracesData one_scope(unsigned count, bool schemas = false) {
  TracesData all;
  auto* resource = all.add_resource_spans();
  auto* service = resource->mutable_resource()->add_attributes();
  service->set_key("service.name");
  service->mutable_value()->set_string_value("only");
  auto* environment = resource->mutable_resource()->add_attributes();
  environment->set_key("deployment.environment");
  environment->mutable_value()->set_string_value("prod");
  auto* scope = resource->add_scope_spans();
  scope->mutable_scope()->set_name("one");
  if (schemas) resource->set_schema_url("https://schemas/r"), scope->set_schema_url("https://schemas/s");
  for (unsigned seed = 1; seed <= count; ++seed) {
    const TracesData some = random_traces(seed);
    for (const auto& from : some.resource_spans())
      for (const auto& spans : from.scope_spans())
        for (const auto& span : spans.spans()) *scope->add_spans() = span;
  }
  return all;
}

std::string with_length(const std::string& message) {
  std::string out;
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(message.size() >> shift & 0xFF);
  return out + message;
}

}  // namespace

TEST_CASE("pieces: one scope of one resource is cut among its spans") {
  JsonStyle pretty;
  pretty.pretty = true;
  for (const bool schemas : {false, true}) {
    CAPTURE(schemas);
    const TracesData all = one_scope(25, schemas);
    CHECK(require_same_in_pieces(Format::otlp_json, json_text(all, {})) > 3);
    CHECK(require_same_in_pieces(Format::otlp_json, json_text(all, pretty)) > 3);
    CHECK(require_same_in_pieces(Format::otlp_proto, all.SerializeAsString()) > 3);
    CHECK(require_same_in_pieces(Format::otlp_proto_be32, with_length(all.SerializeAsString())) > 3);
  }
}

TEST_CASE("pieces: lists of spans among other things") {
  // Several scopes in a resource, several resources, and the same resource again with another schema.
  TracesData all = one_scope(12, true);
  *all.mutable_resource_spans(0)->add_scope_spans() = one_scope(8).resource_spans(0).scope_spans(0);
  all.mutable_resource_spans(0)->mutable_scope_spans(1)->mutable_scope()->set_name("two");
  all.MergeFrom(one_scope(9));
  all.MergeFrom(many_resources(4));
  all.MergeFrom(one_scope(10, true));
  require_same_in_pieces(Format::otlp_json, json_text(all, {}));
  require_same_in_pieces(Format::otlp_proto, all.SerializeAsString());
  const std::string twice = with_length(all.SerializeAsString()) + with_length(one_scope(9, true).SerializeAsString());
  require_same_in_pieces(Format::otlp_proto_be32, twice);
}

TEST_CASE("pieces: what is told of a resource after its spans, or nowhere") {
  const std::string spans = json_text(one_scope(15), {});
  const std::size_t list = spans.find("\"spans\":["), end = spans.rfind("]}");
  REQUIRE(list != std::string::npos);
  const std::string bare = spans.substr(list, spans.rfind(']', spans.rfind(']', spans.rfind(']') - 1) - 1) - list + 1);
  const std::string resource = R"("resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]})";
  const std::string scope = R"("scope":{"name":"n"})";
  const std::string url = R"("schemaUrl":"u\u0041")";
  REQUIRE(end != std::string::npos);
  for (const std::string& before : {std::string(), resource + ",", resource + "," + url + ","})
    for (const std::string& after : {std::string(), "," + resource, "," + url})
      for (const std::string& scope_before : {std::string(), scope + ",", scope + "," + url + ","}) {
        const std::string text = "{\"resourceSpans\":[{" + before + "\"scopeSpans\":[{" + scope_before + bare + "," +
                                 (scope_before.empty() ? scope : url) + "}]" + after + "}]}";
        CAPTURE(text.substr(0, 200));
        REQUIRE(first_difference(read_in_pieces(Format::otlp_json, text, 700, FakeReaders::Mood::at_once).text,
                                 sequential(Format::otlp_json, text)) == "");
      }
}

TEST_CASE("pieces: damage in one list of spans gives the same spans and the same issues") {
  const std::string json = json_text(one_scope(12, true), {}), proto = one_scope(12, true).SerializeAsString();
  std::mt19937 random(6);
  for (int i = 0; i < 80; ++i) {
    std::string a = json, b = proto;
    a[random() % a.size()] = "{}[]\",:\\ 0a"[random() % 11];
    b[random() % b.size()] = static_cast<char>(random());
    CAPTURE(i);
    for (const FakeReaders::Mood mood : {FakeReaders::Mood::at_once, FakeReaders::Mood::by_chance}) {
      REQUIRE(first_difference(read_in_pieces(Format::otlp_json, a, 500, mood).text,
                               sequential(Format::otlp_json, a)) == "");
      REQUIRE(first_difference(read_in_pieces(Format::otlp_proto, b, 500, mood).text,
                               sequential(Format::otlp_proto, b)) == "");
    }
    const std::size_t cut = random() % json.size();
    REQUIRE(
        first_difference(read_in_pieces(Format::otlp_json, json.substr(0, cut), 500, FakeReaders::Mood::at_once).text,
                         sequential(Format::otlp_json, json.substr(0, cut))) == "");
  }
}

TEST_CASE("pieces: JSON Lines, documents one after another, one document with many resources") {
  CHECK(require_same_in_pieces(Format::otlp_json_lines, lines(20)) > 3);
  CHECK(require_same_in_pieces(Format::otlp_json, lines(20, true)) > 3);
  CHECK(require_same_in_pieces(Format::otlp_json, json_text(many_resources(20), {})) > 3);
  JsonStyle pretty;
  pretty.pretty = true;
  CHECK(require_same_in_pieces(Format::otlp_json, json_text(many_resources(20), pretty)) > 3);
}

TEST_CASE("pieces: bare protobuf and messages with a length before each") {
  CHECK(require_same_in_pieces(Format::otlp_proto, many_resources(30).SerializeAsString()) > 3);
  std::string be32, varint;
  for (unsigned seed = 1; seed <= 30; ++seed) {
    const std::string message = random_traces(seed).SerializeAsString();
    for (const int shift : {24, 16, 8, 0}) be32 += static_cast<char>(message.size() >> shift & 0xFF);
    be32 += message;
    for (std::size_t n = message.size();; n >>= 7) {
      varint += static_cast<char>((n & 0x7F) | (n > 0x7F ? 0x80 : 0));
      if (n <= 0x7F) break;
    }
    varint += message;
  }
  CHECK(require_same_in_pieces(Format::otlp_proto_be32, be32) > 3);
  CHECK(require_same_in_pieces(Format::otlp_proto_delimited, varint) > 3);
}

TEST_CASE("pieces: guesses that do not hold are read again") {
  // A line feed and a bracket inside an unknown member look like a new document, a resource inside one like one of ours.
  std::string text;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    text += "{\"other\":[{\"a\":1}\n{\"resourceSpans\":[]}";
    text += ",{\"x\":2},{\"resource\":{\"y\":[" + std::string(500, '1') + "]}}],";
    text += json_text(random_traces(seed), {}).substr(1) + "\n";
  }
  require_same_in_pieces(Format::otlp_json_lines, text);
  std::string nested = "{\"resourceSpans\":[";
  for (int i = 0; i < 40; ++i)
    nested +=
        "{\"noise\":[{\"a\":[]},{\"resource\":{\"attributes\":[{\"key\":\"service.name\"}]}}],"
        "\"resource\":{\"attributes\":[]},\"scopeSpans\":[]},";
  nested.back() = ']';
  require_same_in_pieces(Format::otlp_json, nested + "}");
}

TEST_CASE("pieces: damage anywhere gives the same spans and the same issues") {
  const std::string json = lines(8), one = json_text(many_resources(8), {});
  const std::string proto = many_resources(8).SerializeAsString();
  std::mt19937 random(5);
  for (int i = 0; i < 60; ++i) {
    std::string a = json, b = one, c = proto;
    a[random() % a.size()] = "{}[]\",:\\ \n0a"[random() % 12];
    b[random() % b.size()] = "{}[]\",:\\ \n0a"[random() % 12];
    c[random() % c.size()] = static_cast<char>(random());
    CAPTURE(i);
    using Mood = FakeReaders::Mood;
    for (const Mood mood : {Mood::at_once, Mood::by_chance}) {
      REQUIRE(first_difference(read_in_pieces(Format::otlp_json_lines, a, 500, mood).text,
                               sequential(Format::otlp_json_lines, a)) == "");
      REQUIRE(first_difference(read_in_pieces(Format::otlp_json, b, 500, mood).text,
                               sequential(Format::otlp_json, b)) == "");
      REQUIRE(first_difference(read_in_pieces(Format::otlp_proto, c, 500, mood).text,
                               sequential(Format::otlp_proto, c)) == "");
    }
  }
  for (std::size_t size = 100; size < json.size(); size += 997)
    REQUIRE(first_difference(
                read_in_pieces(Format::otlp_json_lines, json.substr(0, size), 500, FakeReaders::Mood::at_once).text,
                sequential(Format::otlp_json_lines, json.substr(0, size))) == "");
}

TEST_CASE("pieces: stopping keeps what is whole from the start") {
  const std::string text = lines(20);
  FakeReaders readers(FakeReaders::Mood::when_waited_for);
  ReadResult first;
  first.batch.sources.push_back({});
  std::vector<std::unique_ptr<SpanBatch>> further;
  PiecewiseOptions options;
  options.sizes = {600, 900, 1 << 20};
  const auto reader = make_piecewise_reader(Format::otlp_json_lines, {first.batch, SourceRow{0}, first.report}, readers,
                                            further, options);
  for (std::size_t at = 0; at < text.size() / 2; at += 700) REQUIRE(reader->push(bytes_of(text.substr(at, 700))));
  reader->stop();
  std::size_t spans = first.batch.spans.size();
  for (const auto& batch : further) spans += batch->spans.size();
  CHECK(spans == first.report.spans);
  CHECK(spans > 0);
  CHECK(first.report.issues.empty());
}

TEST_CASE("pieces: a source that cannot be read again says where, and keeps what was read") {
  const std::string text = lines(40);
  FakeReaders readers(FakeReaders::Mood::never);  // so that all is read again
  ReadResult first;
  first.batch.sources.push_back({});
  std::vector<std::unique_ptr<SpanBatch>> further;
  PiecewiseOptions options;
  options.read_again = reading_again(std::string_view(text).substr(0, text.size() / 2));
  options.sizes = {600, 900, 1 << 20};
  const auto reader = make_piecewise_reader(Format::otlp_json_lines, {first.batch, SourceRow{0}, first.report}, readers,
                                            further, options);
  for (std::size_t at = 0; at < text.size(); at += 700) REQUIRE(reader->push(bytes_of(text.substr(at, 700))));
  const Result<void> result = reader->finish();
  REQUIRE(!result);
  CHECK(result.error().message.find("could not be read once more from byte ") != std::string::npos);
  std::size_t spans = first.batch.spans.size();
  for (const auto& batch : further) spans += batch->spans.size();
  CHECK(spans == first.report.spans);
  CHECK(spans > 10);
}

// Every span's log stands in another line, far before or behind it.
TEST_CASE("pieces: logs find their spans across pieces") {
  constexpr int kSpans = 40;
  const auto id = [](int n) { return "00000000000000" + std::to_string(10 + n); };
  std::string bytes;
  const auto add = [&](bool of_logs, int n) {
    const std::string ids = R"("traceId":"0af7651916cd43dd8448eb211c80319c","spanId":")" + id(n) + "\"";
    bytes += of_logs ? R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"7","body":"of )" + id(n) +
                           "\"," + ids + "}]}]}]}\n"
                     : R"({"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"s",)" + ids + "}]}]}]}\n";
  };
  for (int n = 0; n < kSpans; ++n) add(n % 2 == 0, n);
  for (int n = 0; n < kSpans; ++n) add(n % 2 != 0, n);
  using Mood = FakeReaders::Mood;
  for (const Mood mood : {Mood::at_once, Mood::never, Mood::lost_by_chance}) {
    FakeReaders readers(mood);
    ReadResult first;
    first.batch.sources.push_back({});
    std::vector<std::unique_ptr<SpanBatch>> further;
    PiecewiseOptions options;
    options.bytes_stay = true;
    options.sizes = {600, 900, 1 << 20};
    const auto reader = make_piecewise_reader(Format::otlp_json_lines, {first.batch, SourceRow{0}, first.report},
                                              readers, further, options);
    for (std::size_t at = 0; at < bytes.size(); at += 700)
      REQUIRE(reader->push(bytes_of(std::string_view(bytes).substr(at, 700))));
    REQUIRE(reader->finish());
    std::vector<const SpanBatch*> batches{&first.batch};
    for (const auto& batch : further) batches.push_back(batch.get());
    const auto store = assemble(batches);
    CHECK(readers.started > 3);
    CHECK(first.report.log_records > 0);
    REQUIRE(store->span_count() == kSpans);
    for (std::uint32_t row = 0; row < kSpans; ++row) {
      const Range events = store->columns().events[row];
      REQUIRE(events.count == 1);
      CHECK(store->text(store->columns().event_rows[events.begin].name) ==
            "of " + hex_from(store->columns().span_id[row]));
    }
  }
}

}  // namespace spanorama::test
