#include "cuts.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kTrace = R"({"displayTimeUnit":"ms","traceEvents":[
 {"ph":"B","name":"outer","cat":"app","pid":1,"tid":7,"ts":0,"args":{"gen_ai.request.model":"m"}},
 {"ph":"X","name":"inner","pid":1,"tid":7,"ts":10.5,"dur":5,"args":{"file":{"line":3}}},
 {"ph":"X","name":"innermost","pid":1,"tid":7,"ts":11,"dur":1},
 {"ph":"i","name":"tick","pid":1,"tid":7,"ts":12.25,"s":"t"},
 {"ph":"E","pid":1,"tid":7,"ts":40,"args":{"result":"ok"}},
 {"ph":"b","name":"load","cat":"net","id":"0x1","pid":1,"tid":8,"ts":5},
 {"ph":"b","name":"part","cat":"net","id":"0x1","pid":1,"tid":8,"ts":6},
 {"ph":"n","name":"byte","cat":"net","id":"0x1","pid":1,"tid":8,"ts":7},
 {"ph":"e","name":"part","cat":"net","id":"0x1","pid":1,"tid":8,"ts":8},
 {"ph":"e","name":"load","cat":"net","id":"0x1","pid":1,"tid":9,"ts":9},
 {"ph":"X","name":"kernel","pid":"GPU","tid":"stream 7","ts":1,"dur":2},
 {"ph":"C","name":"heap","pid":1,"tid":7,"ts":3,"args":{"used":4}},
 {"ph":"M","name":"process_name","pid":1,"tid":0,"args":{"name":"shop"}},
 {"ph":"M","name":"thread_name","pid":1,"tid":7,"args":{"name":"main"}}],
 "otherData":{"version":"1"}})";

// Parents by name, in the order of the source.
std::string tree_of(const ReadResult& r) {
  std::string out;
  for (std::size_t i = 0; i < r.batch.spans.size(); ++i) {
    const SpanRecord& span = r.batch.spans[i];
    out += std::string(name_at(r, i)) + " " + std::to_string(span.start.ns) + ".." + std::to_string(span.end.ns);
    for (std::size_t p = 0; p < r.batch.spans.size(); ++p)
      if (r.batch.spans[p].span_id == span.parent_span_id) out += " in " + std::string(name_at(r, p));
    out += "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("Chrome's events become spans in threads") {
  const auto r = read_whole(Format::chrome_trace, kTrace);
  CHECK(tree_of(*r) ==
        "outer 1000..41000 in main\n"
        "inner 11500..16500 in outer\n"
        "innermost 12000..13000 in inner\n"
        "tick 13250..13250 in inner\n"
        "load 6000..10000 in thread 8\n"
        "part 7000..9000 in load\n"
        "byte 8000..8000 in part\n"
        "kernel 2000..4000 in thread stream 7\n"
        "main 1000..41000\n"
        "thread 8 6000..10000\n"
        "thread stream 7 2000..4000\n");
  CHECK(service_at(*r, 0) == "shop");
  CHECK(service_at(*r, 7) == "");
  CHECK(r->batch.spans[3].type == ObservationType::event);
  CHECK(attribute_text(*r, "file.line", kTrace) == "i:3");
  CHECK(attribute_text(*r, "result", kTrace) == "s:ok");
  CHECK(attribute_text(*r, "gen_ai.request.model", kTrace) == "s:m");
  CHECK(attribute_text(*r, "chrome.category", kTrace) == "s:app");
  CHECK(has_issue(*r, "events_skipped"));
  for (const SpanRecord& span : r->batch.spans) CHECK(span.trace_id == r->batch.spans[0].trace_id);
}

TEST_CASE("a list of Chrome's events need not be closed") {
  const std::string_view text = R"([{"ph":"B","name":"a","pid":0,"tid":0,"ts":0},
    {"ph":"X","name":"b","pid":0,"tid":0,"ts":7,"tdur":4},{"ph":"E","name":"a","pid":0,"tid":0,"ts":14})";
  for (const char* end : {"", ",", "\n", "]"}) {
    const auto r = read_whole(Format::chrome_trace, std::string(text) + end);
    CHECK(tree_of(*r) == "a 1000..15000 in thread 0\nb 8000..12000 in a\nthread 0 1000..15000\n");
    CHECK(r->report.issues.empty());
  }
  CHECK(has_issue(*read_whole(Format::chrome_trace, std::string(text) + ",{"), "truncated_source"));
}

TEST_CASE("Chrome's events that do not match are counted, and what never ended stays open") {
  const std::string text =
      R"([{"ph":"B","name":"a","pid":0,"tid":0,"ts":0},{"ph":"B","name":"b","pid":0,"tid":0,"ts":1},
    {"ph":"B","name":"c","pid":0,"tid":0,"ts":2},{"ph":"E","name":"b","pid":0,"tid":0,"ts":3},
    {"ph":"E","name":"x","pid":0,"tid":0,"ts":4},{"ph":"e","cat":"n","id":1,"pid":0,"tid":0,"ts":4}])";
  const auto r = read_whole(Format::chrome_trace, text);
  CHECK(tree_of(*r) == "a 1000..0 in thread 0\nb 2000..4000 in a\nc 3000..4000 in b\nthread 0 1000..4000\n");
  CHECK(has_issue(*r, "unmatched_end", 2));
  CHECK(has_issue(*r, "missing_time"));
}

TEST_CASE("two traces of Chrome's events that look alike stay apart") {
  const std::string a = R"([{"ph":"X","name":"a","pid":0,"tid":0,"ts":1,"dur":1}])";
  const std::string b = R"([{"ph":"X","name":"a","pid":0,"tid":0,"ts":2,"dur":1}])";
  const auto first = read_whole(Format::chrome_trace, a);
  const auto second = read_whole(Format::chrome_trace, b);
  CHECK_FALSE(first->batch.spans[0].trace_id == second->batch.spans[0].trace_id);
  CHECK(first->batch.spans[0].trace_id == read_whole(Format::chrome_trace, a)->batch.spans[0].trace_id);
}

TEST_CASE("Chrome's events give the same batch wherever they are cut") {
  require_same_however_cut(Format::chrome_trace, kTrace);
}

TEST_CASE("damaged Chrome events are survived") { require_survives_damage(Format::chrome_trace, kTrace); }

TEST_CASE("Chrome's events are told by their content") {
  CHECK(sniff_format(bytes_of(kTrace.substr(0, 120))) == Format::chrome_trace);
  CHECK(sniff_format(bytes_of(std::string_view("[{\"ph\":\"X\",\"ts\":1"))) == Format::chrome_trace);
}

TEST_CASE("an end of Chrome's events is looked for only so deep") {
  std::string text = "[";
  for (int i = 0; i < 400; ++i) {
    const std::string name = i == 0 ? "outer" : "inner";
    text += R"({"ph":"B","name":")" + name + R"(","pid":0,"tid":0,"ts":)" + std::to_string(i) + "},";
  }
  const auto r = read_whole(Format::chrome_trace, text + R"({"ph":"E","name":"outer","pid":0,"tid":0,"ts":999}])");
  CHECK(r->batch.spans.size() == 401);
  CHECK(has_issue(*r, "unmatched_end"));
}
