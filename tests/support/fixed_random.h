// SPDX-License-Identifier: MIT
// The random port for tests: the same bytes in every run, from a seed or from a script.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "base/random.h"

namespace support {

// SplitMix64: short, evenly spread, good for generators of test data, useless for secrets.
class FixedRandom : public base::Random {
 public:
  explicit FixedRandom(uint64_t seed = 1) : state_(seed) {}

  // The next bytes come from `bytes` first: a nonce of an RFC's example, for one.
  void script(std::string bytes) { scripted_ += bytes; }

  void fill(uint8_t* bytes, size_t size) override {
    for (size_t i = 0; i < size; ++i) {
      if (!scripted_.empty()) {
        bytes[i] = static_cast<uint8_t>(scripted_.front());
        scripted_.erase(0, 1);
      } else {
        bytes[i] = static_cast<uint8_t>(next());
      }
    }
  }
  uint64_t next() {
    uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  // Uniform enough in [0, bound).
  uint32_t below(uint32_t bound) { return static_cast<uint32_t>(next() % bound); }

 private:
  uint64_t state_;
  std::string scripted_;
};

}  // namespace support
