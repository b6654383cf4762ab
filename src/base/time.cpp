// SPDX-License-Identifier: MIT
// Date and time profiles. XEP-0082 1.1.1 sections 3.2 and 4.
#include "base/time.h"

#include <array>

namespace base {
namespace {

constexpr int64_t milliseconds_per_day = 24 * 60 * 60 * 1000;

// Days between 1970-01-01 and a date of the proleptic Gregorian calendar. Years begin in March
// here, so that the leap day is the last of its year and month lengths follow one formula.
int64_t days_from_date(int64_t year, int month, int day) {
  if (month <= 2) --year;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

struct Date {
  int64_t year;
  int month;
  int day;
};

Date date_from_days(int64_t days) {
  days += 719468;
  const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const int64_t day_of_era = days - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * shifted + 2) / 5 + 1);
  const int month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[static_cast<size_t>(month - 1)];
}

// Takes fields off the front of a text; once something did not fit, it stays failed.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  int number(size_t digits, int low, int high) {
    if (text_.size() < digits) return fail();
    int value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (text_[i] < '0' || text_[i] > '9') return fail();
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(digits);
    return value < low || value > high ? fail() : value;
  }
  bool accept(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char c) {
    if (!accept(c)) fail();
  }
  // Milliseconds of a fraction of any length; further digits are cut off.
  int fraction() {
    int value = 0;
    size_t digits = 0;
    for (; !text_.empty() && text_.front() >= '0' && text_.front() <= '9'; ++digits) {
      if (digits < 3) value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    if (digits == 0) return fail();
    for (; digits < 3; ++digits) value *= 10;
    return value;
  }
  bool done() const { return !failed_ && text_.empty(); }

 private:
  int fail() {
    failed_ = true;
    return 0;
  }

  std::string_view text_;
  bool failed_ = false;
};

void append_padded(std::string& out, int64_t value, size_t digits) {
  const std::string text = std::to_string(value);
  if (text.size() < digits) out.append(digits - text.size(), '0');
  out += text;
}

}  // namespace

std::optional<Wall> parse_datetime(std::string_view text) {
  Scanner scan(text);
  const int year = scan.number(4, 0, 9999);
  scan.expect('-');
  const int month = scan.number(2, 1, 12);
  scan.expect('-');
  const int day = scan.number(2, 1, 31);
  scan.expect('T');
  const int hour = scan.number(2, 0, 23);
  scan.expect(':');
  const int minute = scan.number(2, 0, 59);
  scan.expect(':');
  // 60 is a leap second; it becomes the first instant of the next minute.
  const int second = scan.number(2, 0, 60);
  const int millisecond = scan.accept('.') ? scan.fraction() : 0;
  int offset_minutes = 0;
  if (!scan.accept('Z')) {
    const bool west = scan.accept('-');
    if (!west) scan.expect('+');
    const int offset_hours = scan.number(2, 0, 14);
    scan.expect(':');
    offset_minutes = offset_hours * 60 + scan.number(2, 0, 59);
    if (west) offset_minutes = -offset_minutes;
  }
  if (!scan.done() || day > days_in_month(year, month)) return std::nullopt;
  const int64_t seconds = (int64_t{hour} * 60 + minute - offset_minutes) * 60 + second;
  return Wall(Duration(days_from_date(year, month, day) * milliseconds_per_day + seconds * 1000 +
                       millisecond));
}

std::string format_datetime(Wall wall) {
  // Four digits of year are all the profile has.
  const int64_t first = days_from_date(0, 1, 1) * milliseconds_per_day;
  const int64_t last = days_from_date(10000, 1, 1) * milliseconds_per_day - 1;
  int64_t milliseconds = wall.time_since_epoch().count();
  if (milliseconds < first) milliseconds = first;
  if (milliseconds > last) milliseconds = last;

  int64_t days = milliseconds / milliseconds_per_day;
  int64_t of_day = milliseconds % milliseconds_per_day;
  if (of_day < 0) {
    of_day += milliseconds_per_day;
    --days;
  }
  const Date date = date_from_days(days);
  std::string out;
  append_padded(out, date.year, 4);
  out += '-';
  append_padded(out, date.month, 2);
  out += '-';
  append_padded(out, date.day, 2);
  out += 'T';
  append_padded(out, of_day / 3'600'000, 2);
  out += ':';
  append_padded(out, of_day / 60'000 % 60, 2);
  out += ':';
  append_padded(out, of_day / 1000 % 60, 2);
  if (of_day % 1000 != 0) {
    out += '.';
    append_padded(out, of_day % 1000, 3);
  }
  out += 'Z';
  return out;
}

}  // namespace base
