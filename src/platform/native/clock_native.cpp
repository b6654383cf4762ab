// SPDX-License-Identifier: MIT
// Clocks by std::chrono, randomness by getrandom(2).
#include "platform/native/clock_native.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace platform {
namespace {

// The two clocks are not read in the same moment; connections live through shorter naps.
constexpr base::Duration shortest_sleep = std::chrono::seconds(1);

base::Duration read_clock(clockid_t clock) {
  timespec time = {};
  if (clock_gettime(clock, &time) != 0) return {};
  return std::chrono::duration_cast<base::Duration>(std::chrono::seconds(time.tv_sec) +
                                                    std::chrono::nanoseconds(time.tv_nsec));
}

}  // namespace

base::Now now() {
  return {std::chrono::time_point_cast<base::Duration>(std::chrono::steady_clock::now()),
          std::chrono::time_point_cast<base::Duration>(std::chrono::system_clock::now())};
}

int utc_offset_minutes(base::Wall wall) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(wall);
  std::tm local = {};
  if (localtime_r(&seconds, &local) == nullptr) return 0;
  return static_cast<int>(local.tm_gmtoff / 60);
}

base::Duration time_asleep() { return read_clock(CLOCK_BOOTTIME) - read_clock(CLOCK_MONOTONIC); }

bool SleepWatch::has_slept(base::Duration asleep) {
  if (asleep < asleep_ + shortest_sleep) return false;
  asleep_ = asleep;
  return true;
}

void RandomNative::fill(uint8_t* bytes, size_t size) {
  size_t done = 0;
  while (done < size) {
    const ssize_t got = getrandom(bytes + done, size - done, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      std::fprintf(stderr,
                   "parlance: the system gives no random numbers; nothing safe can be sent.\n");
      std::abort();
    }
    done += static_cast<size_t>(got);
  }
}

}  // namespace platform
