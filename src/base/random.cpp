// SPDX-License-Identifier: MIT
// Ids and uniform numbers made from the random port.
#include "base/random.h"

#include "base/bytes.h"

#include <array>
#include <string_view>

namespace base {

std::string new_id(Random& random) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";
  std::array<uint8_t, 16> bytes{};
  random.fill(bytes.data(), bytes.size());
  std::string id;
  id.reserve(26);
  uint32_t pending = 0;
  int pending_bits = 0;
  for (const uint8_t byte : bytes) {
    pending = (pending << 8) | byte;
    pending_bits += 8;
    while (pending_bits >= 5) {
      pending_bits -= 5;
      id += letters[(pending >> pending_bits) & 31];
    }
  }
  // 128 = 25 * 5 + 3: the last letter carries three bits.
  id += letters[(pending << (5 - pending_bits)) & 31];
  return id;
}

std::string new_uuid(Random& random) {
  uint8_t bytes[16];
  random.fill(bytes, sizeof bytes);
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3F) | 0x80);
  std::string out =
      encode_hex(std::string_view(reinterpret_cast<const char*>(bytes), sizeof bytes));
  for (size_t at : {8, 13, 18, 23}) out.insert(at, 1, '-');
  return out;
}

uint32_t uniform(Random& random, uint32_t bound) {
  if (bound == 0) return 0;
  // Numbers below `unfair` are drawn again: the rest divides evenly by the bound.
  const uint32_t unfair = (0u - bound) % bound;
  for (;;) {
    std::array<uint8_t, 4> bytes{};
    random.fill(bytes.data(), bytes.size());
    uint32_t number = 0;
    for (const uint8_t byte : bytes) number = (number << 8) | byte;
    if (number >= unfair) return number % bound;
  }
}

}  // namespace base
