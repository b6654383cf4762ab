// SPDX-License-Identifier: MIT
// How long to wait before the next attempt to connect: exponential with full jitter, so that the
// clients of a restarted server do not come back in one wave.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/random.h"
#include "base/time.h"

namespace stream {

inline constexpr uint32_t first_backoff_ms = 1'000;
inline constexpr uint32_t max_backoff_ms = 60'000;

// `attempt` counts from 0: somewhere in [0, 1 s], then [0, 2 s], … up to [0, 60 s].
inline base::Duration backoff(uint32_t attempt, base::Random& random) {
  uint32_t doublings = std::min<uint32_t>(attempt, 6);
  uint32_t cap = std::min(max_backoff_ms, first_backoff_ms << doublings);
  return base::Duration(base::uniform(random, cap + 1));
}

}  // namespace stream
