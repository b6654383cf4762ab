// SPDX-License-Identifier: MIT
// Clocks by std::chrono, randomness by getrandom(2).
#include "platform/native/clock_native.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace platform {

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
