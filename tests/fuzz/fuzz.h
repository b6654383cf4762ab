// SPDX-License-Identifier: MIT
// What every fuzz target shares: each file has one LLVMFuzzerTestOneInput; what must hold is asserted with hold(), also in
// optimised builds. scripts/fuzz runs them.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#define hold(condition)                                                                   \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                       \
    }                                                                                     \
  } while (false)

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

inline std::string_view text_of(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Takes the input apart: up to the next byte of value `separator`, which is dropped.
inline std::string_view take_until(std::string_view& rest, char separator) {
  const std::string_view out = rest.substr(0, rest.find(separator));
  rest.remove_prefix(out.size() < rest.size() ? out.size() + 1 : rest.size());
  return out;
}
