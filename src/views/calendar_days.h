// Days of the calendar and the ends of a range as they are typed: "2026-08-01", "2026-08-01 14:30", in the zone that is
// chosen. Pure functions; calendar.cpp draws.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "spanorama/base/time.h"

namespace spanorama {

struct CivilDay {
  int year = 1970, month = 1, day = 1;  // month and day from 1
  friend bool operator==(const CivilDay&, const CivilDay&) = default;
};
// Days since 1970-01-01, by the Gregorian calendar, also before it was in use.
std::int64_t day_number(CivilDay day);
CivilDay civil_day(std::int64_t number);
// The day an instant lies in where clocks are `offset_minutes` ahead of UTC.
std::int64_t day_of(UnixTime time, int offset_minutes);
// The first day of the same month, moved by whole months.
std::int64_t month_begin(std::int64_t day, int moved_by_months = 0);
int days_in_month(std::int64_t day);
// 0 Monday … 6 Sunday.
int weekday(std::int64_t day);
std::string month_title(std::int64_t day);    // "August 2026"
std::string text_from_day(std::int64_t day);  // "2026-08-01"

// First and last nanosecond of what a text means: a whole day, minute or second. Nothing when it means no time, or one
// that nanoseconds cannot say.
std::optional<std::pair<std::int64_t, std::int64_t>> instants_of(std::string_view text, int offset_minutes);
// The shortest text with that first (or last) nanosecond; seconds where nothing shorter will do.
std::string text_of_begin(std::int64_t ns, int offset_minutes);
std::string text_of_end(std::int64_t ns, int offset_minutes);

}  // namespace spanorama
