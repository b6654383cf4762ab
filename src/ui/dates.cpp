// SPDX-License-Identifier: MIT
// See dates.h. ISO 8601 (proleptic Gregorian calendar).
#include "ui/dates.h"

#include "ui/strings.h"

namespace ui {

namespace {

int64_t local_minutes(base::Wall wall, int utc_offset_minutes) {
  // Rounds down before 1970 as well.
  return std::chrono::floor<std::chrono::minutes>(wall.time_since_epoch()).count() +
         utc_offset_minutes;
}

int64_t floor_divide(int64_t value, int64_t by) {
  return value >= 0 ? value / by : -((-value + by - 1) / by);
}

std::string two_digits(int value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

}  // namespace

// Counts in eras of 400 years that begin on 1 March, so that the leap day is the last.
Date date_of(int days) {
  const int64_t shifted = static_cast<int64_t>(days) + 719468;
  const int64_t era = floor_divide(shifted, 146097);
  const int64_t of_era = shifted - era * 146097;
  const int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t march_month = (5 * of_year + 2) / 153;
  Date date;
  date.day = static_cast<int>(of_year - (153 * march_month + 2) / 5 + 1);
  date.month = static_cast<int>(march_month < 10 ? march_month + 3 : march_month - 9);
  date.year = static_cast<int>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
  return date;
}

int days_of(Date date) {
  const int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const int64_t march_month = date.month <= 2 ? date.month + 9 : date.month - 3;
  const int64_t era = floor_divide(year, 400);
  const int64_t year_of_era = year - era * 400;
  const int64_t of_year = (153 * march_month + 2) / 5 + date.day - 1;
  const int64_t of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
  return static_cast<int>(era * 146097 + of_era - 719468);
}

base::Wall start_of(int days, int utc_offset_minutes) {
  return base::Wall(std::chrono::minutes(int64_t{days} * 24 * 60 - utc_offset_minutes));
}

// 1970-01-01 was a Thursday.
int weekday(int days) { return static_cast<int>(floor_divide(days + 4, 7) * -7 + days + 4); }

int local_day(base::Wall wall, int utc_offset_minutes) {
  return static_cast<int>(floor_divide(local_minutes(wall, utc_offset_minutes), 24 * 60));
}

std::string clock_time(base::Wall wall, int utc_offset_minutes) {
  const int64_t minutes = local_minutes(wall, utc_offset_minutes);
  const int of_day = static_cast<int>(minutes - floor_divide(minutes, 24 * 60) * 24 * 60);
  return two_digits(of_day / 60) + ":" + two_digits(of_day % 60);
}

std::string day_header(int day, int today) {
  if (day == today) return say(Phrase::Today);
  if (day == today - 1) return say(Phrase::Yesterday);
  const Date date = date_of(day);
  const std::string number = std::to_string(date.day);
  const std::string month = say_month(date.month);
  if (date.year != date_of(today).year) {
    return say(Phrase::DayMonthYear,
               {{"day", number}, {"month", month}, {"year", std::to_string(date.year)}});
  }
  const std::string in_year = say(Phrase::DayAndMonth, {{"day", number}, {"month", month}});
  return say(Phrase::WeekdayAndDate, {{"weekday", say_weekday(weekday(day))}, {"date", in_year}});
}

std::string list_time(base::Wall wall, base::Wall now, int utc_offset_minutes) {
  const int day = local_day(wall, utc_offset_minutes);
  const int today = local_day(now, utc_offset_minutes);
  if (day == today) return clock_time(wall, utc_offset_minutes);
  if (day == today - 1) return say(Phrase::Yesterday);
  if (day < today && day > today - 7) return say_weekday(weekday(day));
  const Date date = date_of(day);
  return std::to_string(date.year) + "-" + two_digits(date.month) + "-" + two_digits(date.day);
}

}  // namespace ui
