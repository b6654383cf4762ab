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
// In the list: the time when it is today, else the day in short.
std::string list_time(base::Wall wall, base::Wall now, int utc_offset_minutes);

}  // namespace ui
