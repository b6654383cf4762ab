// SPDX-License-Identifier: MIT
// Randomness from the browser. Web Cryptography API, getRandomValues: works on plain HTTP, too.
#pragma once

#include "base/random.h"

namespace platform {

class BrowserRandom : public base::Random {
 public:
  void fill(uint8_t* bytes, size_t size) override;
};

}  // namespace platform
