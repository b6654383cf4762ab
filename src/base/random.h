// SPDX-License-Identifier: MIT
// The port through which every id, nonce and jitter gets its randomness; fixed in tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace base {

class Random {
 public:
  virtual ~Random() = default;
  // Fills `size` bytes with cryptographically strong randomness.
  virtual void fill(uint8_t* bytes, size_t size) = 0;
};

// 128 random bits as 26 lower-case base32 letters: stanza ids, origin ids, nonces.
std::string new_id(Random& random);
// A random UUID (RFC 9562 5.4): 36 characters.
std::string new_uuid(Random& random);
// Uniform in [0, bound); 0 when bound is 0.
uint32_t uniform(Random& random, uint32_t bound);

}  // namespace base
