#include <doctest/doctest.h>

#include "spanorama/analysis/completion.h"

using namespace spanorama;

namespace {

constexpr std::int64_t kBegin = 1'000'000'000'000'000'000;

UnixTime at(std::int64_t seconds) { return {kBegin + seconds * kNanosPerSecond}; }

// From 0 s to 10 s.
Trace ten_seconds() {
  Trace trace;
  trace.start = at(0);
  trace.duration = Nanos{10 * kNanosPerSecond};
  return trace;
}

}  // namespace

TEST_CASE("a trace from a file is complete once its latest end lies the quiet window back") {
  const Trace trace = ten_seconds();
  CHECK(completion_of(trace, at(10)).state == Completion::running);
  CHECK(completion_of(trace, at(309)).state == Completion::running);
  CHECK(completion_of(trace, at(309)).left.count == kNanosPerSecond);
  CHECK(completion_of(trace, at(310)).state == Completion::complete);
  CHECK(completion_of(trace, at(99), {}, Nanos{90 * kNanosPerSecond}).state == Completion::running);
  CHECK(completion_of(trace, at(100), {}, Nanos{90 * kNanosPerSecond}).state == Completion::complete);
}

TEST_CASE("each span that arrives starts the window anew") {
  const Trace trace = ten_seconds();
  CHECK(completion_of(trace, at(299), {at(0), true}).state == Completion::running);
  CHECK(completion_of(trace, at(300), {at(0), true}).state == Completion::complete);
  CHECK(completion_of(trace, at(598), {at(299), true}).state == Completion::running);
  CHECK(completion_of(trace, at(599), {at(299), true}).state == Completion::complete);
}

TEST_CASE("loading an old file makes nothing run, and an end in the future waits from loading on") {
  const Trace trace = ten_seconds();
  CHECK(completion_of(trace, at(5000), {at(4999), false}).state == Completion::complete);
  CHECK(completion_of(trace, at(2), {at(2), false}).state == Completion::running);
  CHECK(completion_of(trace, at(302), {at(2), false}).state == Completion::complete);
}

TEST_CASE("a quiet trace with missing spans is incomplete") {
  Trace trace = ten_seconds();
  trace.orphan_count = 1;
  CHECK(completion_of(trace, at(100)).state == Completion::running);
  CHECK(completion_of(trace, at(400)).state == Completion::incomplete);
  CHECK(completion_of(trace, {}).state == Completion::incomplete);
  trace.orphan_count = 0;
  trace.root_missing = true;
  CHECK(completion_of(trace, at(400)).state == Completion::incomplete);
}

TEST_CASE("times at the ends of the range are no problem") {
  Trace trace;
  trace.start = {INT64_MAX};
  trace.duration = Nanos{INT64_MAX};
  CHECK(completion_of(trace, {INT64_MAX}).left.count >= 0);
  CHECK(completion_of(trace, at(0)).state == Completion::running);
  trace.start = {INT64_MIN + 1};
  trace.duration = Nanos{0};
  CHECK(completion_of(trace, at(0)).state == Completion::complete);
}
