// SPDX-License-Identifier: MIT
// Times in words, across midnights, years and offsets.
#include "ui/dates.h"

#include "base/time.h"
#include "support/catch.h"

namespace {

base::Wall at(std::string_view text) { return *base::parse_datetime(text); }

}  // namespace

TEST_CASE("the clock is the user's own", "[ui][dates]") {
  CHECK(ui::clock_time(at("2026-11-22T20:43:59Z"), 0) == "20:43");
  CHECK(ui::clock_time(at("2026-11-22T20:43:00Z"), 330) == "02:13");
  CHECK(ui::clock_time(at("2026-11-22T00:05:00Z"), -480) == "16:05");
  CHECK(ui::clock_time(at("1969-12-31T23:59:59Z"), 0) == "23:59");
}

TEST_CASE("a day begins at the user's midnight", "[ui][dates]") {
  CHECK(ui::local_day(at("1970-01-01T00:00:00Z"), 0) == 0);
  CHECK(ui::local_day(at("1969-12-31T23:59:59Z"), 0) == -1);
  CHECK(ui::local_day(at("2026-11-22T23:30:00Z"), 60) ==
        ui::local_day(at("2026-11-23T12:00:00Z"), 60));
}

TEST_CASE("day headers say what a person would say", "[ui][dates]") {
  const int today = ui::local_day(at("2026-11-22T12:00:00Z"), 0);
  const auto header = [&](std::string_view when) {
    return ui::day_header(ui::local_day(at(when), 0), today);
  };
  CHECK(header("2026-11-22T01:00:00Z") == "Today");
  CHECK(header("2026-11-21T01:00:00Z") == "Yesterday");
  CHECK(header("2026-11-20T01:00:00Z") == "Friday, 20 November");
  CHECK(header("2026-01-01T01:00:00Z") == "Thursday, 1 January");
  CHECK(header("2024-02-29T01:00:00Z") == "29 February 2024");
  CHECK(header("2000-12-31T01:00:00Z") == "31 December 2000");
  CHECK(header("1900-03-01T01:00:00Z") == "1 March 1900");
  CHECK(header("2026-11-23T01:00:00Z") == "Monday, 23 November");  // a clock that is ahead
}

TEST_CASE("the list has the shortest form that is clear", "[ui][dates]") {
  const base::Wall now = at("2026-11-22T12:00:00Z");
  CHECK(ui::list_time(at("2026-11-22T09:05:00Z"), now, 0) == "09:05");
  CHECK(ui::list_time(at("2026-11-21T09:05:00Z"), now, 0) == "Yesterday");
  CHECK(ui::list_time(at("2026-11-17T09:05:00Z"), now, 0) == "Tuesday");
  CHECK(ui::list_time(at("2026-11-15T09:05:00Z"), now, 0) == "2026-11-15");
  CHECK(ui::list_time(at("2027-01-02T09:05:00Z"), now, 0) == "2027-01-02");
}

TEST_CASE("a day and its date are each other's inverse", "[ui][dates]") {
  for (int days = -200'000; days < 200'000; days += 37) {
    const ui::Date date = ui::date_of(days);
    CAPTURE(days);
    REQUIRE(ui::days_of(date) == days);
    REQUIRE((date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31));
  }
  CHECK(ui::days_of({1970, 1, 1}) == 0);
  CHECK(ui::days_of({2024, 2, 30}) == ui::days_of({2024, 3, 1}));
  CHECK(ui::weekday(0) == 4);
  CHECK(ui::weekday(-4) == 0);
  CHECK(ui::weekday(ui::days_of({2026, 11, 22})) == 0);
}

TEST_CASE("a day begins where its clock says midnight", "[ui][dates]") {
  for (int offset : {0, 60, -480, 330}) {
    const base::Wall start = ui::start_of(20'000, offset);
    CHECK(ui::local_day(start, offset) == 20'000);
    CHECK(ui::local_day(start - std::chrono::milliseconds(1), offset) == 19'999);
  }
}
