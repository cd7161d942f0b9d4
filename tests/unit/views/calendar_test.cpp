#include <doctest/doctest.h>

#include "spanorama/base/format.h"
#include "unit/support/random_store.h"
#include "unit/support/trace_text.h"
#include "unit/views/screen.h"
#include "views/calendar_days.h"

namespace spanorama {

using test::Random;
using test::Screen;
using test::trace_from_text;

TEST_CASE("Days and their numbers belong together, through leap years and before 1970") {
  CHECK(day_number({1970, 1, 1}) == 0);
  CHECK(day_number({2000, 2, 29}) == 11016);
  CHECK(day_number({1969, 12, 31}) == -1);
  CHECK(civil_day(day_number({2024, 2, 29})) == CivilDay{2024, 2, 29});
  for (std::int64_t day = -106'000; day < 106'000; day += 61) {
    CAPTURE(day);
    CHECK(day_number(civil_day(day)) == day);
    CHECK(weekday(day) == (weekday(day - 1) + 1) % 7);
  }
  CHECK(weekday(day_number({2026, 8, 3})) == 0);  // a Monday
  CHECK(month_title(day_number({2026, 8, 31})) == "August 2026");
  CHECK(civil_day(month_begin(day_number({2026, 1, 31}), -1)) == CivilDay{2025, 12, 1});
  CHECK(days_in_month(day_number({1900, 2, 1})) == 28);
}

TEST_CASE("A text means its day, minute or second in the zone, ends included") {
  const auto day = instants_of("2026-08-01", 120);
  REQUIRE(day);
  CHECK(day->second - day->first == 86'400'000'000'000 - 1);
  CHECK(text_from(UnixTime{day->first}, 0, 0) == "2026-07-31 22:00:00 UTC");
  const auto minute = instants_of(" 2026-08-01 14:30 ", -60);
  REQUIRE(minute);
  CHECK(minute->second - minute->first == 60'000'000'000 - 1);
  CHECK(text_from(UnixTime{minute->first}, 0, 0) == "2026-08-01 15:30:00 UTC");
  for (const std::string_view bad : {"", "2026", "2026-13-01", "2026-02-30", "2026-08-01 25:00", "2026-08-01 10:60",
                                     "2026-08-01 10:00x", "9999-01-01", "0001-01-01", "yesterday"}) {
    CAPTURE(bad);
    CHECK_FALSE(instants_of(bad, 0));
  }
}

TEST_CASE("Ends that were written read back as they were") {
  Random random(7);
  for (int i = 0; i < 500; ++i) {
    const std::int64_t unit = i % 3 == 0 ? 86'400 : i % 3 == 1 ? 60 : 1;
    const int offset = static_cast<int>(random.below(1600)) - 800;
    const std::int64_t begin =
        static_cast<std::int64_t>(random.below(2'000'000'000)) / unit * unit * 1'000'000'000 - offset * 60'000'000'000;
    CAPTURE(begin);
    CAPTURE(offset);
    CHECK(instants_of(text_of_begin(begin, offset), offset)->first == begin);
    const std::int64_t end = begin + unit * 1'000'000'000 - 1;
    CHECK(instants_of(text_of_end(end, offset), offset)->second == end);
  }
}

TEST_CASE("Days are picked in the month, by the pointer and by keys, and become an inclusive range") {
  Screen screen(trace_from_text("agent 0..90ms type=agent"), 1280, 800);
  screen.run(SetUtc{true}, SetFilterText{"time:2026-08-05"});
  screen.press("time-range");
  REQUIRE(screen.has_rect("calendar-day-2026-08-05"));
  screen.press("calendar-day-2026-08-10");
  screen.press("calendar-day-2026-08-03");
  screen.press("calendar-apply");
  CHECK(screen.app.state().filter_text == "time:2026-08-03..2026-08-10");
  CHECK_FALSE(screen.has_rect("calendar-apply"));
  screen.key(ImGuiKey_T);
  screen.press("calendar-next");
  CHECK(screen.has_rect("calendar-day-2026-09-30"));
  screen.press("calendar-any");
  CHECK(screen.app.state().filter_text == "");
}

TEST_CASE("The last hours are counted back from the newest trace where all that is open is older") {
  const auto store = trace_from_text("trace 1 at=1s\na 0..9ms\ntrace 2 at=9000s\nb 0..9ms");
  Screen screen(store, 1280, 1600);
  const std::int64_t newest = store->trace(TraceRow{1}).start.ns, now = newest + 7200 * kNanosPerSecond;
  screen.host.time = {now};
  const auto pressed = [&](const char* name) {
    screen.key(ImGuiKey_T);
    screen.settle();
    screen.press(name);
    screen.settle();
    const Condition& range = screen.app.state().filter.conditions.at(0);
    return std::pair(range.low, range.high);
  };
  CHECK(pressed("calendar-last-60") == std::pair(newest - 3600 * kNanosPerSecond, newest));
  CHECK(screen.app.derived().list(screen.app.state()).size() == 1);
  CHECK(pressed("calendar-last-30s") == std::pair(newest - 30 * kNanosPerSecond, newest));
  CHECK(pressed("calendar-last-180") == std::pair(now - 3 * 3600 * kNanosPerSecond, INT64_MAX));  // some is newer
  screen.press("facet-section-presets");
  screen.settle();
  screen.press("preset-6");  // the last hour
  CHECK(screen.app.derived().list(screen.app.state()).size() == 1);
}

TEST_CASE("In a window of any height all of the calendar is inside its panel") {
  for (const float height : {420.0f, 480.0f, 560.0f, 900.0f}) {
    Screen screen(trace_from_text("agent 0..90ms type=agent"), 800, height);
    screen.key(ImGuiKey_T);
    screen.settle();
    CAPTURE(height);
    const PointRect panel = screen.rect("calendar-dialog"), from = screen.rect("calendar-from");
    const PointRect days = screen.rect("calendar-grid"), apply = screen.rect("calendar-apply");
    CHECK(days.y + days.height <= from.y);
    CHECK(from.y + from.height <= apply.y);
    CHECK(apply.y + apply.height <= panel.y + panel.height);
  }
}

TEST_CASE("A mistake in a field is told and nothing is applied; the zone moves the bounds") {
  Screen screen(trace_from_text("agent 0..90ms type=agent"), 1280, 800);
  screen.run(SetUtc{true}, SetFilterText{"time:2026-08-05T10:00..2026-08-05T12:00:30"});
  screen.key(ImGuiKey_T);
  screen.settle();
  screen.press("calendar-from");
  screen.key(ImGuiKey_End);
  ImGui::GetIO().AddInputCharactersUTF8("x");
  screen.frame();
  screen.press("calendar-apply");
  CHECK(screen.has_rect("calendar-apply"));
  screen.key(ImGuiKey_Escape);
  CHECK(screen.app.state().filter.conditions[0].low == 1'785'924'000'000'000'000);
}

}  // namespace spanorama
