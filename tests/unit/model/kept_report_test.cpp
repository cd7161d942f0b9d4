#include "spanorama/model/kept_report.h"

#include <doctest/doctest.h>

#include <random>

using namespace spanorama;

namespace {

constexpr IssueKind kOdd{"odd", Severity::data_loss, "Something was odd."};
constexpr IssueKind kWorse{"worse", Severity::error, "Something was worse."};

ImportReport two_sources() {
  ImportReport report;
  report.sources.resize(3);
  report.sources[0].name = "a.json";
  report.sources[0].add(kOdd, 12, 3, "x\xC3\xA4");
  report.sources[0].add(kOdd, 99, 4);
  report.sources[0].add(kWorse, 7);
  report.sources[1].name = "silent.json";
  report.sources[2].name = "b.json";
  report.sources[2].log_records = 5;
  report.sources[2].add(kOdd, 1);
  return report;
}

}  // namespace

TEST_CASE("issues of all sources come back, with their places and the source's name") {
  SourceReport told;
  REQUIRE(tell_kept(kept_report(two_sources()), told));
  REQUIRE(told.issues.size() == 3);
  CHECK(told.issues[0].kind == "odd");
  CHECK(told.issues[0].count == 2);
  CHECK(told.issues[0].first_offset == 12);
  CHECK(told.issues[0].first_record == 3);
  CHECK(told.issues[0].detail == "x\xC3\xA4");
  CHECK(told.issues[0].help == "Said of a.json when it was read: Something was odd.");
  CHECK(told.issues[1].severity == Severity::error);
  CHECK(told.issues[2].help == "Said of b.json when it was read: Something was odd.");
  CHECK(told.log_records == 5);
}

TEST_CASE("where nothing was said nothing is kept") {
  ImportReport report;
  report.sources.resize(2);
  CHECK(kept_report(report).empty());
  SourceReport told;
  CHECK(tell_kept({}, told));
  CHECK(told.issues.empty());
}

TEST_CASE("of bytes that are not what was written nothing is told") {
  const std::vector<std::byte> good = kept_report(two_sources());
  SourceReport told;
  for (std::size_t size = 1; size < good.size(); ++size) CHECK_FALSE(tell_kept(ByteSpan(good).first(size), told));
  std::mt19937 random(3);
  for (int round = 0; round < 1000; ++round) {
    std::vector<std::byte> changed = good;
    changed[random() % changed.size()] ^= static_cast<std::byte>(1 + random() % 255);
    CHECK_FALSE(tell_kept(changed, told));
  }
  CHECK(told.issues.empty());
}
