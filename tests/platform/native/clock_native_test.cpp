// SPDX-License-Identifier: MIT
// Tests of src/platform/native/clock_native.cpp.
#include "platform/native/clock_native.h"

#include <algorithm>
#include <array>

#include "support/catch.h"

TEST_CASE("time does not go backwards and is after this was written", "[platform][clock]") {
  const base::Now first = platform::now();
  const base::Now second = platform::now();
  CHECK(second.steady >= first.steady);
  CHECK(first.wall > base::Wall(std::chrono::hours(24 * 365 * 55)));
}

TEST_CASE("local time is less than a day from UTC", "[platform][clock]") {
  const int minutes = platform::utc_offset_minutes(platform::now().wall);
  CHECK(minutes >= -14 * 60);
  CHECK(minutes <= 14 * 60);
}

TEST_CASE("a sleep of the machine is noticed once", "[platform][clock]") {
  using namespace std::chrono_literals;
  platform::SleepWatch watch(40s);  // it slept before this program began
  CHECK_FALSE(watch.has_slept(40s));
  CHECK_FALSE(watch.has_slept(40s + 999ms));
  CHECK(watch.has_slept(41s));
  CHECK_FALSE(watch.has_slept(41s));
  CHECK_FALSE(watch.has_slept(41s + 999ms));
  CHECK(watch.has_slept(3h));
  // Awake, the difference of the real clocks stays what it is.
  platform::SleepWatch real(platform::time_asleep());
  const base::Steady until = platform::now().steady + 30ms;
  while (platform::now().steady < until) CHECK_FALSE(real.has_slept(platform::time_asleep()));
}

TEST_CASE("randomness fills every byte and does not repeat", "[platform][random]") {
  platform::RandomNative random;
  std::array<uint8_t, 4096> first{}, second{};
  random.fill(first.data(), first.size());
  random.fill(second.data(), second.size());
  CHECK(first != second);
  // Each of 256 values is expected 16 times; none at all of 40 of them has a chance of about 10^-200.
  std::array<bool, 256> seen{};
  for (uint8_t byte : first) seen[byte] = true;
  CHECK(std::count(seen.begin(), seen.end(), true) > 216);
  std::array<uint8_t, 3> guarded{1, 2, 3};
  random.fill(guarded.data() + 1, 0);
  CHECK(guarded == std::array<uint8_t, 3>{1, 2, 3});
}
