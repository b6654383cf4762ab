// SPDX-License-Identifier: MIT
// SASLprep: map, normalise, prohibit, check direction. See saslprep.h.
#include "base/saslprep.h"

#include <algorithm>

#include "base/secret.h"
#include "base/unicode.h"
#include "base/unicode_properties.h"

namespace base {
namespace {

struct Range {
  char32_t first, last;
};

template <size_t N>
bool is_in(const Range (&ranges)[N], char32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](const Range& r) { return c >= r.first && c <= r.last; });
}

// RFC 3454 C.1.2.
constexpr Range other_spaces[] = {{0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200B},
                                  {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
// RFC 3454 B.1.
constexpr Range mapped_to_nothing[] = {{0xAD, 0xAD},     {0x34F, 0x34F},   {0x1806, 0x1806},
                                       {0x180B, 0x180D}, {0x200C, 0x200D}, {0x2060, 0x2060},
                                       {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}};
// RFC 3454 C.2.1 to C.9 without C.5: surrogates are no UTF-8. The noncharacters at the end of each
// plane are handled in code.
constexpr Range prohibited[] = {
    {0x0, 0x1F},        {0x7F, 0x9F},       {0x340, 0x341},      {0x6DD, 0x6DD},
    {0x70F, 0x70F},     {0x180E, 0x180E},   {0x200E, 0x200F},    {0x2028, 0x202E},
    {0x2061, 0x2063},   {0x206A, 0x206F},   {0x2FF0, 0x2FFB},    {0xE000, 0xF8FF},
    {0xFDD0, 0xFDEF},   {0xFFF9, 0xFFFF},   {0x1D173, 0x1D17A},  {0xE0001, 0xE0001},
    {0xE0020, 0xE007F}, {0xF0000, 0xFFFFD}, {0x100000, 0x10FFFD}};

bool is_prohibited(char32_t c) { return (c & 0xFFFE) == 0xFFFE || is_in(prohibited, c); }

bool is_right_to_left(char32_t c) {
  BidiClass bidi = bidi_class_of(c);
  return bidi == BidiClass::R || bidi == BidiClass::AL;
}

// RFC 3454 section 6: right-to-left text has no left-to-right letter, begins and ends
// right-to-left.
bool has_valid_direction(const std::u32string& text) {
  if (std::none_of(text.begin(), text.end(), is_right_to_left)) return true;
  bool has_left_to_right = std::any_of(text.begin(), text.end(),
                                       [](char32_t c) { return bidi_class_of(c) == BidiClass::L; });
  return !has_left_to_right && is_right_to_left(text.front()) && is_right_to_left(text.back());
}

}  // namespace

std::optional<std::string> saslprep(std::string_view text) {
  std::optional<std::u32string> points = decode_utf8(text);
  if (!points) return std::nullopt;
  std::u32string mapped;
  for (char32_t c : *points) {
    if (is_in(other_spaces, c)) {
      mapped += U' ';
    } else if (!is_in(mapped_to_nothing, c)) {
      mapped += c;
    }
  }
  std::string prepared = to_nfkc(encode_utf8(mapped));
  points = decode_utf8(prepared);
  if (!points || std::any_of(points->begin(), points->end(), is_prohibited) ||
      !has_valid_direction(*points)) {
    wipe(prepared);
    return std::nullopt;
  }
  return prepared;
}

std::string saslprep_or_same(std::string_view text) {
  std::optional<std::string> prepared = saslprep(text);
  return prepared ? *std::move(prepared) : std::string(text);
}

}  // namespace base
