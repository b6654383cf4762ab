// SPDX-License-Identifier: MIT
// Punycode. RFC 3492 sections 5 (parameters), 6.1 (bias), 6.2 (decoding) and 6.3 (encoding).
#include "base/punycode.h"

#include <algorithm>
#include <cstdint>

namespace base {
namespace {

constexpr uint32_t radix = 36, t_min = 1, t_max = 26, skew = 38, damp = 700;
constexpr uint32_t initial_bias = 72;
constexpr char32_t initial_code_point = 128;
// A DNS label has 63 octets. Beyond a multiple of that nothing can be a label, and below it no sum
// here overflows 64 bits.
constexpr size_t most_code_points = 256;

uint32_t threshold(uint32_t k, uint32_t bias) {
  if (k <= bias + t_min) return t_min;
  return k >= bias + t_max ? t_max : k - bias;
}

uint32_t adapt(uint64_t delta, uint64_t points, bool first) {
  delta = first ? delta / damp : delta / 2;
  delta += delta / points;
  uint32_t k = 0;
  for (; delta > (radix - t_min) * t_max / 2; k += radix) delta /= radix - t_min;
  return k + static_cast<uint32_t>((radix - t_min + 1) * delta / (delta + skew));
}

char digit(uint64_t value) {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + value - 26);
}

std::optional<uint32_t> value_of(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<uint32_t>(c - 'a');
  if (c >= 'A' && c <= 'Z') return static_cast<uint32_t>(c - 'A');
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0') + 26;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> encode_punycode(std::u32string_view label) {
  if (label.size() > most_code_points) return std::nullopt;
  std::string out;
  for (const char32_t c : label) {
    if (c < 0x80) out += static_cast<char>(c);
  }
  const size_t basic = out.size();
  size_t done = basic;
  if (basic > 0) out += '-';
  char32_t n = initial_code_point;
  uint64_t delta = 0;
  uint32_t bias = initial_bias;
  while (done < label.size()) {
    char32_t next = 0x10FFFF;
    for (const char32_t c : label) {
      if (c >= n) next = std::min(next, c);
    }
    delta += uint64_t{next - n} * (done + 1);
    n = next;
    for (const char32_t c : label) {
      if (c < n) ++delta;
      if (c != n) continue;
      uint64_t q = delta;
      for (uint32_t k = radix;; k += radix) {
        const uint32_t t = threshold(k, bias);
        if (q < t) break;
        out += digit(t + (q - t) % (radix - t));
        q = (q - t) / (radix - t);
      }
      out += digit(q);
      bias = adapt(delta, done + 1, done == basic);
      delta = 0;
      ++done;
    }
    ++delta;
    ++n;
  }
  return out;
}

std::optional<std::u32string> decode_punycode(std::string_view text) {
  if (text.size() > most_code_points) return std::nullopt;
  std::u32string out;
  const size_t hyphen = text.rfind('-');
  if (hyphen != std::string_view::npos) {
    for (const char c : text.substr(0, hyphen)) {
      if (static_cast<uint8_t>(c) >= 0x80) return std::nullopt;
      out += static_cast<char32_t>(c);
    }
    text.remove_prefix(hyphen + 1);
  }
  uint64_t n = initial_code_point;
  uint64_t i = 0;
  uint32_t bias = initial_bias;
  while (!text.empty()) {
    const uint64_t old = i;
    uint64_t weight = 1;
    for (uint32_t k = radix;; k += radix) {
      if (text.empty()) return std::nullopt;
      const std::optional<uint32_t> value = value_of(text.front());
      text.remove_prefix(1);
      if (!value) return std::nullopt;
      i += *value * weight;
      // Past this every code point would be beyond Unicode.
      if (i > uint64_t{0x110000} * (most_code_points + 1)) return std::nullopt;
      const uint32_t t = threshold(k, bias);
      if (*value < t) break;
      weight *= radix - t;
    }
    bias = adapt(i - old, out.size() + 1, old == 0);
    n += i / (out.size() + 1);
    i %= out.size() + 1;
    if (n > 0x10FFFF || (n >= 0xD800 && n <= 0xDFFF)) return std::nullopt;
    out.insert(static_cast<size_t>(i), 1, static_cast<char32_t>(n));
    ++i;
  }
  return out;
}

}  // namespace base
