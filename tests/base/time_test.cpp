// SPDX-License-Identifier: MIT
// XEP-0082: its examples, the ends of the calendar, and what is no time.
#include "base/time.h"

#include <string>

#include "support/catch.h"
#include "support/fixed_random.h"

namespace {

int64_t milliseconds(std::string_view text) {
  const auto wall = base::parse_datetime(text);
  REQUIRE(wall);
  return wall->time_since_epoch().count();
}

std::string format(int64_t milliseconds) {
  return base::format_datetime(base::Wall(base::Duration(milliseconds)));
}

}  // namespace

TEST_CASE("the examples of XEP-0082 are one instant", "[base][time]") {
  CHECK(milliseconds("1969-07-21T02:56:15Z") == -14159025000);
  CHECK(milliseconds("1969-07-20T21:56:15-05:00") == -14159025000);
  CHECK(format(-14159025000) == "1969-07-21T02:56:15Z");
}

TEST_CASE("a fraction of a second is cut to milliseconds", "[base][time]") {
  CHECK(milliseconds("1970-01-01T00:00:00.1Z") == 100);
  CHECK(milliseconds("1970-01-01T00:00:00.123Z") == 123);
  CHECK(milliseconds("1970-01-01T00:00:00.123999Z") == 123);
  CHECK(milliseconds("1970-01-01T00:00:00.000001Z") == 0);
  CHECK(format(1) == "1970-01-01T00:00:00.001Z");
  CHECK(format(0) == "1970-01-01T00:00:00Z");
  CHECK(format(-1) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("offsets east are earlier in UTC", "[base][time]") {
  CHECK(milliseconds("2026-11-22T20:43:00+05:30") == milliseconds("2026-11-22T15:13:00Z"));
  CHECK(milliseconds("2026-11-22T20:43:00+00:00") == milliseconds("2026-11-22T20:43:00Z"));
  CHECK(milliseconds("2026-12-31T23:00:00-14:00") == milliseconds("2027-01-01T13:00:00Z"));
}

TEST_CASE("leap days exist in leap years only", "[base][time]") {
  CHECK(base::parse_datetime("2024-02-29T00:00:00Z"));
  CHECK(base::parse_datetime("2000-02-29T00:00:00Z"));
  CHECK_FALSE(base::parse_datetime("2023-02-29T00:00:00Z"));
  CHECK_FALSE(base::parse_datetime("1900-02-29T00:00:00Z"));
  CHECK_FALSE(base::parse_datetime("2023-04-31T00:00:00Z"));
}

TEST_CASE("a leap second is the start of the next minute", "[base][time]") {
  CHECK(milliseconds("2016-12-31T23:59:60Z") == milliseconds("2017-01-01T00:00:00Z"));
}

TEST_CASE("what is no XEP-0082 time is refused", "[base][time]") {
  const std::string bad = GENERATE(
      as<std::string>(), "", "2026", "2026-11-22", "2026-11-22T20:43:00", "2026-11-22 20:43:00Z",
      "2026-11-22t20:43:00Z", "2026-11-22T20:43:00z", "20261122T20:43:00", "2026-11-22T20:43Z",
      "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
      "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
      "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00,5Z",
      "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00+15:00", "2026-01-01T00:00:00+01:60",
      "2026-01-01T00:00:00ZZ", " 2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z ",
      "-026-01-01T00:00:00Z", "+2026-01-01T00:00:00Z", "12026-01-01T00:00:00Z",
      "2026-1-1T00:00:00Z", "2026-01-01T00:00:00.5", "2026-01-01T0\xD9\xA1:00:00Z");
  CAPTURE(bad);
  CHECK_FALSE(base::parse_datetime(bad));
}

TEST_CASE("years outside four digits are written as the nearest that fit", "[base][time]") {
  CHECK(format(INT64_MAX) == "9999-12-31T23:59:59.999Z");
  CHECK(format(INT64_MIN) == "0000-01-01T00:00:00Z");
}

TEST_CASE("every time comes back from its text", "[base][time]") {
  support::FixedRandom random;
  constexpr int64_t first = -62167219200000;  // year 0
  constexpr int64_t span = 315569520000000;   // 10,000 years
  for (int i = 0; i < 20000; ++i) {
    const int64_t time = first + static_cast<int64_t>(random.next() % static_cast<uint64_t>(span));
    const std::string text = format(time);
    CAPTURE(text);
    REQUIRE(base::parse_datetime(text));
    REQUIRE(base::parse_datetime(text)->time_since_epoch().count() == time);
  }
}
