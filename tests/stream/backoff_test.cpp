// SPDX-License-Identifier: MIT
// Waiting times between attempts.
#include "stream/backoff.h"

#include <set>

#include "support/catch.h"
#include "support/fixed_random.h"

TEST_CASE("waiting doubles from one second to one minute, with full jitter", "[stream][backoff]") {
  support::FixedRandom random;
  const uint32_t caps[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
  for (uint32_t attempt = 0; attempt < 8; ++attempt) {
    std::set<int64_t> seen;
    for (int i = 0; i < 200; ++i) {
      int64_t wait = stream::backoff(attempt, random).count();
      REQUIRE(wait >= 0);
      REQUIRE(wait <= caps[attempt]);
      seen.insert(wait);
    }
    INFO(attempt);
    CHECK(seen.size() > 50);
    CHECK(*seen.rbegin() > caps[attempt] * 9 / 10);
    CHECK(*seen.begin() < caps[attempt] / 10);
  }
  CHECK(stream::backoff(4'000'000'000u, random).count() <= 60000);
}
