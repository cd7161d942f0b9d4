// Groups of many traces, and everything that the list shows of a filter, in the pieces of 8 ms in which the page computes it
// between frames: the longest of them tells whether some work does not look at the clock.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/measure.h"
#include "bench/million_traces.h"
#include "spanorama/analysis/groups.h"
#include "spanorama/app/derived.h"
#include "unit/app/fake_host.h"

namespace spanorama::bench {
namespace {

constexpr std::string_view kGroups = "groups of 300,000 traces, 3,000,000 spans";
constexpr std::string_view kBetween = "pieces between frames, 200,000 traces, 2,000,000 spans";

void groups_of(const TraceStore& store, int runs, Results& results) {
  const RowSet all(store.trace_count(), true);
  for (const GroupBy by : {GroupBy::model, GroupBy::provider, GroupBy::tool, GroupBy::prompt, GroupBy::prompt_version,
                           GroupBy::user, GroupBy::session}) {
    std::size_t count = 0;
    const double seconds = median_seconds(runs, [&] { count = group_by(store, all, by).groups.size(); });
    results.add(std::string(kGroups), "by " + std::string(name_of(by)), seconds, 0, store.trace_count()).note =
        std::to_string(count) + " groups";
  }
}

// What the page shows of traces, as views ask for it each frame.
void ask_list(Derived& derived, const AppState& state) {
  derived.list(state);
  derived.summary(state);
  derived.charts(state, 90, 14);
  for (const FilterField field :
       {FilterField::status, FilterField::name, FilterField::model, FilterField::type, FilterField::provider,
        FilterField::service, FilterField::environment, FilterField::tags, FilterField::user, FilterField::session})
    derived.facet_values(state, field);
  for (const FilterField field : {FilterField::duration, FilterField::ttft, FilterField::cost, FilterField::tokens,
                                  FilterField::spans, FilterField::errors})
    derived.distribution(state, field);
  derived.cohorts(state);
}

// The frame in which a question is asked first, and the pieces of work after it until it is answered.
struct Pieces {
  double frame = 0, longest = 0, all = 0;
  int count = 0;
  template <class Ask>
  void add(Derived& derived, const AppState& state, Ask&& ask) {
    constexpr double kSliceSeconds = 0.008;
    double begin = thread_seconds();
    derived.begin_slice(kSliceSeconds);
    ask();
    bool left = derived.end_slice();
    frame = std::max(frame, thread_seconds() - begin);
    for (; left; ++count) {
      begin = thread_seconds();
      left = derived.work(state, kSliceSeconds);
      const double took = thread_seconds() - begin;
      longest = std::max(longest, took);
      all += took;
    }
  }
  void tell(Results& results, const std::string& name) const {
    char note[120];
    std::snprintf(note, sizeof note, "%d pieces, %.0f ms; the frame before them %.1f ms", count, all * 1e3,
                  frame * 1e3);
    results.add(std::string(kBetween), name + ", longest", longest, 0, 0).note = note;
  }
};

template <class Ask>
void in_pieces(Derived& derived, const AppState& state, const std::string& name, Results& results, Ask&& ask) {
  Pieces pieces;
  pieces.add(derived, state, ask);
  pieces.tell(results, name);
}

void letter_by_letter(Derived& derived, AppState& state, Results& results) {
  const std::string text = "model:gpt-4o* -environment:dev duration:>7s";
  Pieces pieces;
  for (std::size_t size = 1; size <= text.size(); ++size) {
    state.filter = read_filter(text.substr(0, size)).filter;
    pieces.add(derived, state, [&] { ask_list(derived, state); });
  }
  pieces.tell(results, "letter by letter");
}

void between_frames(Results& results) {
  test::FakeHost host;
  Derived derived(host);
  AppState state;
  state.store = million_traces(10, 200'000);
  ask_list(derived, state);  // a new store is answered in full
  letter_by_letter(derived, state, results);
  for (const char* text : {"model:gpt-4o* -environment:dev duration:>8s", "model:gpt-4o* -environment:dev duration:>9s",
                           "status:error", "duration:>=p95", "attr.http.status:>=404", "user:77", "zebra", ""}) {
    state.filter = parse_filter(text).value();
    in_pieces(derived, state, *text == 0 ? "no filter" : text, results, [&] { ask_list(derived, state); });
  }
  for (const GroupBy by : {GroupBy::session, GroupBy::model})
    in_pieces(derived, state, "groups by " + std::string(name_of(by)), results,
              [&] { derived.groups(state, by, GroupSort::last, true); });
  state.view = ListView::steps;
  for (const auto sort : {Derived::StepSort::start, Derived::StepSort::duration})
    in_pieces(derived, state, sort == Derived::StepSort::start ? "steps" : "steps by duration", results,
              [&] { derived.steps(state, sort, true); });
}

}  // namespace

void bench_groups(const Options& options, Results& results) {
  if (options.names.empty()) return;  // needs 2 GB: only when asked for
  if (options.wants(std::string(kGroups))) groups_of(*million_traces(10, 300'000), options.runs, results);
  if (options.wants(std::string(kBetween))) between_frames(results);
}

}  // namespace spanorama::bench
