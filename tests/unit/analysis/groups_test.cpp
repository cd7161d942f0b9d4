#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "../support/random_store.h"
#include "../support/trace_text.h"
#include "spanorama/analysis/charts.h"
#include "spanorama/analysis/groups.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

GroupTable groups_of(const TraceStore& store, GroupBy by) {
  return group_by(store, RowSet(store.trace_count(), true), by);
}

const Group* group_named(const TraceStore& store, const GroupTable& table, std::string_view name,
                         std::string_view version = {}) {
  for (const Group& group : table.groups)
    if (store.text(group.name) == name && store.text(group.version) == version) return &group;
  return nullptr;
}

std::string names_in_order(const TraceStore& store, const GroupTable& table, GroupSort by, bool descending) {
  std::string out;
  for (const std::uint32_t g : sorted_groups(store, table, by, descending))
    out.append(out.empty() ? "" : " ").append(store.text(table.groups[g].name));
  return out;
}

constexpr std::string_view kTwoSessions = R"(
  trace 1 at=0s
  ask     0..10s  session=s1 user=ann in="first"
    call  1..3s   type=generation model=a tokens=100/10 cost=700 cost_source=reported
  trace 2 at=60s
  ask     0..20s  session=s1 user=bob status=error in="second"
    call  1..9s   type=generation model=b tokens=50/5 cost=300 cost_source=estimated
    call  9..10s  type=generation model=a tokens=1/1
  trace 3 at=30s
  ask     0..1s   session=s2 user=ann
  trace 4 at=90s
  ask     0..1s
)";

}  // namespace

TEST_CASE("a session adds up its traces") {
  const auto store = trace_from_text(kTwoSessions);
  const GroupTable table = groups_of(*store, GroupBy::session);
  REQUIRE(table.groups.size() == 2);
  CHECK(table.ungrouped == 1);
  const Group& s1 = *group_named(*store, table, "s1");
  CHECK(&s1 == &table.groups[0]);  // the latest end is first
  CHECK(s1.traces == 2);
  CHECK(table.of(s1).size() == 2);
  CHECK(s1.spans == 5);
  CHECK(s1.generations == 3);
  CHECK(s1.errors == 1);
  CHECK(s1.first_start == kBaseTime);
  CHECK(s1.last_end == kBaseTime + Nanos{80 * kNanosPerSecond});
  CHECK(s1.busy.count == 30 * kNanosPerSecond);
  CHECK(total_tokens(s1.usage) == 100 + 10 + 50 + 5 + 1 + 1);
  CHECK(s1.cost_microcents == 1000);
  CHECK(s1.cost_source == CostSource::partial);  // one call of the second trace has no cost
  CHECK(s1.without_cost == 0);                   // but both traces have one
  CHECK(store->text(s1.last_user) == "bob");
  CHECK(store->text(s1.last_input) == "second");
  CHECK(s1.cost.mean == 500);
  CHECK(s1.cost.p50 == 300);
  CHECK(s1.tokens.mean == 84);        // (110 + 57) / 2, rounded
  CHECK(s1.input_tokens.mean == 76);  // (100 + 51) / 2, rounded
  const Group& s2 = *group_named(*store, table, "s2");
  CHECK(s2.cost_microcents == kUnknown);
  CHECK(s2.cost_source == CostSource::none);
  CHECK(s2.tokens.mean == kUnknown);
}

TEST_CASE("a model has the calls that name it, and only their numbers") {
  const auto store = trace_from_text(R"(
    agent       0..9s  type=agent model=a tokens=110/11 cost=900 cost_source=reported
      outer     0..5s  type=generation model=a tokens=100/10 cost=800 cost_source=reported
        inner   1..4s  type=generation model=a tokens=100/10 cost=800 cost_source=reported
      failed    5..6s  type=generation model=a status=error
      silent    6..7s  type=generation model=b
        told    6..7s  type=generation model=b tokens=9/1 ttft=300ms
      nameless  7..8s  type=generation tokens=1/0
  )");
  const GroupTable table = groups_of(*store, GroupBy::model);
  REQUIRE(table.groups.size() == 2);
  CHECK(table.ungrouped == 1);
  const Group& a = *group_named(*store, table, "a");
  CHECK(a.members.count == 2);  // inner and failed
  CHECK(a.errors == 1);
  CHECK(total_tokens(a.usage) == 110);
  CHECK(a.cost_microcents == 800);
  CHECK(a.tokens.p50 == 110);
  CHECK(a.input_tokens.p50 == 100);
  CHECK(a.output_tokens.p50 == 10);
  const Group& b = *group_named(*store, table, "b");
  CHECK(b.members.count == 1);
  CHECK(b.ttft_ns.p50 == 300 * kNanosPerMilli);
  CHECK(b.without_cost == 1);
}

TEST_CASE("a counted span adds to the nearest prompt at or above it, and a use is the innermost span that names it") {
  const auto store = trace_from_text(R"(
    chain       0..9s  type=chain prompt=plan version=1
      step      0..4s  type=generation prompt=plan version=1 tokens=10/1 cost=5 cost_source=reported
      deeper    4..8s  type=chain
        plain   4..5s  type=generation tokens=20/2
        other   5..6s  type=generation prompt=write version=7 tokens=30/3
      again     8..9s  type=generation prompt=plan version=2 status=error
    outside     9..10s type=generation tokens=1000/0
  )");
  const GroupTable names = groups_of(*store, GroupBy::prompt);
  REQUIRE(names.groups.size() == 2);
  CHECK(names.ungrouped == 1);
  const Group& plan = *group_named(*store, names, "plan");
  CHECK(plan.members.count == 2);  // step and again; the chain's name is repeated below it
  CHECK(plan.errors == 1);
  CHECK(total_tokens(plan.usage) == 11 + 22);
  CHECK(plan.tokens.mean == 11);
  CHECK(total_tokens(group_named(*store, names, "write")->usage) == 33);

  const GroupTable versions = groups_of(*store, GroupBy::prompt_version);
  REQUIRE(versions.groups.size() == 3);
  CHECK(total_tokens(group_named(*store, versions, "plan", "1")->usage) == 33);
  CHECK(group_named(*store, versions, "plan", "1")->members.count == 1);
  CHECK(group_named(*store, versions, "plan", "2")->members.count == 1);
  CHECK(group_named(*store, versions, "plan", "2")->usage.input_plain == kUnknown);
}

TEST_CASE("a tool call right below a call of the same tool is the same call") {
  const auto store = trace_from_text(R"(
    agent       0..9s  type=agent
      search    0..2s  type=tool tool=search
        server  1..2s  type=tool tool=search
      search    3..4s  type=tool tool=search status=error
      lookup    5..6s  type=tool
  )");
  const GroupTable table = groups_of(*store, GroupBy::tool);
  REQUIRE(table.groups.size() == 2);
  CHECK(group_named(*store, table, "search")->members.count == 2);
  CHECK(group_named(*store, table, "search")->errors == 1);
  CHECK(group_named(*store, table, "lookup")->members.count == 1);  // named by its span
}

TEST_CASE("groups are ordered by any figure, unknown ones last both ways") {
  const auto store = trace_from_text(R"(
    a 0..1s type=generation prompt=light tokens=1/1
    b 1..2s type=generation prompt=heavy tokens=900/9
    c 2..9s type=generation prompt=quiet
  )");
  const GroupTable table = groups_of(*store, GroupBy::prompt);
  CHECK(names_in_order(*store, table, GroupSort::mean_tokens, true) == "heavy light quiet");
  CHECK(names_in_order(*store, table, GroupSort::mean_tokens, false) == "light heavy quiet");
  CHECK(names_in_order(*store, table, GroupSort::name, false) == "heavy light quiet");
  CHECK(names_in_order(*store, table, GroupSort::duration, true) == "quiet heavy light");
}

TEST_CASE("sums of groups equal those of a naive loop") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    const auto store = random_store(seed, {.damage_percent = 20});
    const ColumnViews& c = store->columns();
    std::map<std::string, std::pair<std::int64_t, std::uint32_t>> sessions, models;
    std::int64_t prompts = 0;
    for (std::uint32_t t = 0; t < store->trace_count(); ++t) {
      const Trace& trace = store->trace(TraceRow{t});
      auto& session = sessions[std::string(store->text(trace.session_id))];
      session.first += std::max<std::int64_t>(0, total_tokens(trace.usage));
      ++session.second;
      for (std::uint32_t r = trace.first_span.value; r < trace.first_span.value + trace.span_count; ++r) {
        const MaybeFacts facts = store->facts(SpanRow{r});
        if (facts == nullptr || !facts->counted) continue;
        const std::int64_t tokens = std::max<std::int64_t>(0, total_tokens(facts->usage));
        models[std::string(store->text(facts->model.present() ? facts->model : facts->response_model))].first += tokens;
        for (SpanRow up{r}; up.valid(); up = c.parent[up.value])
          if (const MaybeFacts f = store->facts(up); f != nullptr && f->prompt_name.present()) {
            prompts += tokens;
            break;
          }
      }
    }
    const auto known = [](const Group& g) { return std::max<std::int64_t>(0, total_tokens(g.usage)); };
    for (const Group& g : groups_of(*store, GroupBy::session).groups) {
      const auto& expected = sessions[std::string(store->text(g.name))];
      CHECK(known(g) == expected.first);
      CHECK(g.members.count == expected.second);
      CHECK(g.traces == expected.second);
    }
    for (const Group& g : groups_of(*store, GroupBy::model).groups)
      CHECK(known(g) == models[std::string(store->text(g.name))].first);
    std::int64_t all = 0;
    for (const Group& g : groups_of(*store, GroupBy::prompt_version).groups) all += known(g);
    CHECK(all == prompts);
  }
}

TEST_CASE("Traces by any value: one with two values counts in both groups, one without in none") {
  const auto store = trace_from_text(R"(
  trace 1 at=0s
  a 0..10s tokens=100/10 cost=700 cost_source=reported type=generation
  trace 2 at=60s
  b 0..2s status=error
  trace 3 at=90s
  c 0..4s
)");
  TraceValues values;
  values.texts = {"red", "blue"};
  values.pairs = {{0, 0}, {0, 1}, {1, 1}};
  const GroupTable table = group_by(*store, RowSet(3, true), values);
  CHECK(table.ungrouped == 1);
  REQUIRE(table.groups.size() == 2);
  CHECK(text_of(*store, table, table.groups[0]) == "blue");
  CHECK(table.of(table.groups[0]).size() == 2);
  CHECK(table.groups[0].errors == 1);
  CHECK(table.groups[0].cost_microcents == 700);
  CHECK(text_of(*store, table, table.groups[1]) == "red");
  CHECK(table.groups[1].duration_ns.p50 == 10'000'000'000);
  CHECK(sorted_groups(*store, table, GroupSort::name, false) == std::vector<std::uint32_t>{0, 1});
  // A value of a trace that does not pass is not counted.
  RowSet one(3, false);
  one.insert(1);
  values.pairs = {{1, 1}};
  CHECK(group_by(*store, one, values).groups.size() == 1);
}
