#include <doctest/doctest.h>

#include "spanorama/app/application.h"
#include "spanorama/app/deep_link.h"
#include "unit/app/fake_host.h"
#include "unit/support/trace_text.h"

namespace spanorama {

namespace {

using test::FakeHost;
using test::trace_from_text;
using test::trace_id_of;

constexpr std::string_view kTwoTraces = R"(
  agent       0..90ms  type=agent
    search    5..20ms  type=retriever
    answer   25..80ms  type=generation out="yes"
  trace 2 at=5s
  lonely      0..1ms   status=error
)";

struct Program {
  FakeHost host;
  Application app{host};
  template <class... Commands>
  void run(Commands... commands) {
    (app.commands().push(commands), ...);
    app.update();
  }
  const AppState& state() { return app.state(); }
  void load() { run(StoreArrived{trace_from_text(kTwoTraces), {}}); }
};

OpenSource source_named(std::uint32_t id, std::string link) {
  OpenSource source;
  source.id = id;
  source.name = link;
  source.link = std::move(link);
  return source;
}

}  // namespace

TEST_CASE("Nothing queued, nothing changes") {
  Program p;
  CHECK_FALSE(p.app.update());
  CHECK(p.host.links.empty());
}

TEST_CASE("What the host keeps is listed, asked for and forgotten through it") {
  Program p;
  KeptLoad load;
  load.number = 3;
  load.name = "run.jsonl";
  p.run(KeepingChanged{true, true});
  p.run(KeptListed{load});
  REQUIRE(p.state().keeping.loads.size() == 1);
  CHECK(p.state().keeping.loads[0].name == "run.jsonl");
  p.run(OpenKept{3});
  p.run(ForgetKept{});
  p.run(SetKeeping{false});
  CHECK(p.host.keeping == std::vector<std::string>{"open 3", "forget", "off"});
  p.run(KeepingChanged{true, false});
  CHECK(p.state().keeping.loads.empty());
  CHECK_FALSE(p.state().keeping.on);
}

TEST_CASE("A filter with a mistake keeps the last good one in force") {
  Program p;
  p.run(SetFilterText{"status:error"});
  CHECK(p.state().filter.conditions.size() == 1);
  p.run(SetFilterText{"status:errr"});
  CHECK(p.state().filter_text == "status:errr");
  CHECK_FALSE(p.state().filter_error.empty());
  CHECK(p.state().filter.conditions.size() == 1);
  CHECK(link_of(p.state()).filter == "status:error");
}

TEST_CASE("While a filter is typed, what can be read of it is in force") {
  Program p;
  p.run(SetFilterText{"mode", true}, SetFilterText{"model", true});
  CHECK(p.state().filter.conditions.size() == 1);
  p.run(SetFilterText{"model:", true});
  CHECK_FALSE(p.state().filter_error.empty());
  CHECK(p.state().filter.conditions.empty());
  p.run(SetFilterText{"duration:>soon status:error", true});
  CHECK(p.state().filter_error.find("column 11") != std::string::npos);
  CHECK(print(p.state().filter) == "status:error");
}

TEST_CASE("Selections make new entries for back and forward; filters, zoom and folds replace the present one") {
  Program p;
  p.load();
  p.run(SelectTrace{trace_id_of(1)});
  CHECK(p.host.links.back().second);
  p.run(SelectSpan{{2}});
  CHECK(p.host.links.back().second);
  p.run(SelectTab{DetailTab::tree});
  CHECK(p.host.links.back().second);
  p.run(SetFilterText{"name:a"});
  CHECK_FALSE(p.host.links.back().second);
  p.run(SetVisibleTime{TimeRange{{10}, {20}}});
  CHECK_FALSE(p.host.links.back().second);
  const std::size_t count = p.host.links.size();
  p.run(ToggleFold{{1}}, ShowFilters{false}, SetUtc{true});
  CHECK(p.host.links.size() == count);
}

TEST_CASE("Going back through the history is not told to the host again") {
  Program p;
  p.load();
  p.run(SelectTrace{trace_id_of(1)});
  const std::size_t count = p.host.links.size();
  p.run(ApplyLink{"#v=1", true});
  CHECK_FALSE(p.state().trace.valid());
  CHECK(p.host.links.size() == count);
  p.run(SelectTrace{trace_id_of(2)});
  CHECK(p.host.links.size() == count + 1);
}

TEST_CASE("A trace of a link is waited for and found when its store arrives") {
  Program p;
  p.run(ApplyLink{"#trace=" + hex_from(trace_id_of(2)) + "&span=" + hex_from(SpanId{4}), true});
  CHECK(p.state().trace == trace_id_of(2));
  CHECK_FALSE(p.app.derived().trace_row(p.state()).valid());
  p.load();
  const TraceRow row = p.app.derived().trace_row(p.state());
  REQUIRE(row.valid());
  CHECK(p.state().store->text(p.state().store->trace(row).name) == "lonely");
}

TEST_CASE("The selected span survives another store") {
  Program p;
  p.load();
  const SpanId answer = p.state().store->columns().span_id[2];
  p.run(SelectTrace{trace_id_of(1)}, SelectSpan{answer});
  p.run(StoreArrived{trace_from_text("early  0..1ms\ntrace 1 at=1s\n" + std::string("x 0..9ms id=") + hex_from(answer)),
                     {}});
  CHECK(p.state().span == answer);
  CHECK(p.app.derived().span_row(p.state()).valid());
}

TEST_CASE("Another trace starts without span, zoom and folds of the one before") {
  Program p;
  p.load();
  p.run(SelectTrace{trace_id_of(1)}, SelectSpan{{2}}, SetVisibleTime{TimeRange{{1}, {2}}}, ToggleFold{{1}});
  p.run(SelectTrace{trace_id_of(2)});
  CHECK_FALSE(p.state().span.valid());
  CHECK_FALSE(p.state().visible_time.has_value());
  CHECK(p.state().folded.empty());
}

TEST_CASE("Stepping follows the shown order and stops at its ends") {
  Program p;
  p.load();
  p.run(StepTrace{1});  // newest first
  CHECK(p.state().trace == trace_id_of(2));
  p.run(StepTrace{1});
  CHECK(p.state().trace == trace_id_of(1));
  p.run(StepTrace{1});
  CHECK(p.state().trace == trace_id_of(1));
  p.run(SetFilterText{"status:error"}, StepTrace{-1});
  CHECK(p.state().trace == trace_id_of(2));
}

TEST_CASE("Folding all takes every span that has children, unfolding none") {
  Program p;
  p.load();
  p.run(SelectTrace{trace_id_of(1)}, FoldAll{true});
  CHECK(p.state().folded.size() == 1);
  CHECK(p.app.derived().timeline_rows(p.state()).size() == 1);
  p.run(FoldAll{false});
  CHECK(p.app.derived().timeline_rows(p.state()).size() == 3);
}

TEST_CASE("A range of time that is none shows everything") {
  Program p;
  p.run(SetVisibleTime{TimeRange{{20}, {10}}});
  CHECK_FALSE(p.state().visible_time.has_value());
}

TEST_CASE("Sources: matched by id, and a file that a link asked for takes the place of the request") {
  Program p;
  p.run(ApplyLink{"#src=file:00ff00ff00ff00ff:run.json", false});
  REQUIRE(p.state().sources.size() == 1);
  CHECK(p.state().sources[0].phase == OpenSource::Phase::wanted);
  CHECK(p.state().sources[0].name == "run.json");
  p.run(SourceProgress{source_named(3, "")});
  CHECK(p.state().sources.size() == 2);
  p.run(CloseSource{3});
  p.run(SourceProgress{source_named(4, "file:00ff00ff00ff00ff:run.json")});
  REQUIRE(p.state().sources.size() == 1);
  CHECK(p.state().sources[0].id == 4);
  OpenSource done = source_named(4, "file:00ff00ff00ff00ff:run.json");
  done.phase = OpenSource::Phase::done;
  p.run(SourceProgress{done});
  CHECK(p.state().sources.size() == 1);
  CHECK(p.state().sources[0].phase == OpenSource::Phase::done);
}

TEST_CASE("Links open web addresses only, and each once") {
  Program p;
  p.run(ApplyLink{"#src=https://host/a.json&src=javascript:alert(1)&src=samples/demo.json", false});
  REQUIRE(p.host.opened_urls.size() == 2);
  CHECK(p.host.opened_urls[1] == "samples/demo.json");
  CHECK_FALSE(p.state().notice.empty());
  p.run(SourceProgress{source_named(1, "https://host/a.json")});
  p.run(ApplyLink{"#src=https://host/a.json", false});
  CHECK(p.host.opened_urls.size() == 2);
}

TEST_CASE("Credentials of an opened address do not reach the link") {
  Program p;
  p.run(SourceProgress{source_named(1, "https://me:secret@host/a.json?token=x&page=1")});
  CHECK(p.host.links.back().first == "v=1&src=https://host/a.json%3Fpage%3D1");
}

TEST_CASE("Closing everything asks the host for what it opened") {
  Program p;
  p.load();
  p.run(SourceProgress{source_named(1, "a")}, SourceProgress{source_named(2, "b")}, SelectTrace{trace_id_of(1)});
  p.run(CloseAll{});
  CHECK(p.host.closed == std::vector<std::uint32_t>{1, 2});
  CHECK(p.state().sources.empty());
  CHECK_FALSE(p.state().trace.valid());
}

TEST_CASE("A copied link says when its receiver needs a file") {
  Program p;
  p.run(SourceProgress{source_named(1, "file:00ff00ff00ff00ff:run.json")}, CopyLink{});
  CHECK(p.host.copied.back() == "https://viewer.example/app/#v=1&src=file:00ff00ff00ff00ff:run.json");
  CHECK(p.state().notice.find("receiver") != std::string::npos);
}

TEST_CASE("Parts of a link that are not known here are kept and said") {
  Program p;
  p.run(ApplyLink{"#v=1&beyond=abc", false});
  CHECK(p.state().notice.find("beyond") != std::string::npos);
  CHECK(print(link_of(p.state())) == "v=1&beyond=abc");
}

TEST_CASE("Every command raises the revision") {
  Program p;
  const std::uint64_t before = p.state().revision;
  p.run(PickFiles{}, CancelReading{3}, ShowReport{true}, SelectSpanTab{SpanTab::events}, ShowDetailFull{true},
        SetTheme{ThemeChoice::light});
  CHECK(p.state().revision == before + 6);
  CHECK(p.host.picks == 1);
  CHECK(p.host.cancelled == std::vector<std::uint32_t>{3});
  CHECK(p.state().theme == ThemeChoice::light);
}

}  // namespace spanorama
