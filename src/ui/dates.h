// SPDX-License-Identifier: MIT
// Wall times in words and digits, in the user's own offset from UTC; no C locale, no time zone
// database.
#pragma once

#include <string>

#include "base/time.h"

namespace ui {

// Days since 1970-01-01 in local time: what day headers compare.
int local_day(base::Wall wall, int utc_offset_minutes);
std::string clock_time(base::Wall wall, int utc_offset_minutes);  // "09:05"
// "Today", "Yesterday", "Monday, 3 March", "3 March 2024".
std::string day_header(int day, int today);
// A day of the calendar.
struct Date {
  int year = 0;
  int month = 0;  // 1 to 12
  int day = 0;
};
Date date_of(int days);  // since 1970-01-01
int days_of(Date date);  // its inverse; a day beyond the month's end is one of the next month
// When it begins there.
base::Wall start_of(int days, int utc_offset_minutes);
int weekday(int days);  // 0 = Sunday
// In the list: the time when it is today, else the day in short.
std::string list_time(base::Wall wall, base::Wall now, int utc_offset_minutes);

}  // namespace ui
