// SPDX-License-Identifier: MIT
// What a pure state machine needs from outside besides its input: the time and randomness.
#pragma once

#include "base/random.h"
#include "base/time.h"

namespace base {

struct Env {
  Now now;
  Random& random;
};

}  // namespace base
