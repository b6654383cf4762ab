// SPDX-License-Identifier: MIT
// The system's clocks and randomness: the only place of the native program that reads them.
#pragma once

#include "base/random.h"
#include "base/time.h"

namespace platform {

base::Now now();
// Minutes to add to UTC to get local time.
int utc_offset_minutes(base::Wall wall);

// How long the machine has slept since it started: steady time does not count that.
base::Duration time_asleep();

// Notices that it slept, whoever woke the program.
class SleepWatch {
 public:
  explicit SleepWatch(base::Duration asleep) : asleep_(asleep) {}
  // Asked whenever anything happened. True once after each sleep.
  bool has_slept(base::Duration asleep);

 private:
  base::Duration asleep_;
};

// The kernel's random numbers (getrandom). Ends the program if it has none: nothing may be
// guessable.
class RandomNative : public base::Random {
 public:
  void fill(uint8_t* bytes, size_t size) override;
};

}  // namespace platform
