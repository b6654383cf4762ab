// SPDX-License-Identifier: MIT
// Time as values: nothing below platform reads a clock. Timers use `steady`, stamps use `wall`.
// XEP-0082 1.1.1 (date and time profiles).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

using Duration = std::chrono::milliseconds;

// Milliseconds of a monotonic clock with an arbitrary start.
using Steady = std::chrono::time_point<std::chrono::steady_clock, Duration>;

// Milliseconds since 1970-01-01T00:00:00Z.
using Wall = std::chrono::time_point<std::chrono::system_clock, Duration>;

struct Now {
  Steady steady;
  Wall wall;
};

// "2026-11-22T20:43:00.123Z" or with an offset; absent when it is no XEP-0082 DateTime.
std::optional<Wall> parse_datetime(std::string_view text);
// In UTC with milliseconds only when there are any.
std::string format_datetime(Wall wall);

}  // namespace base
