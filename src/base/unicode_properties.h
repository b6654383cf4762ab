// SPDX-License-Identifier: MIT
// Properties of single code points and mappings of whole strings: what the rules for addresses are
// made of. Unicode Standard Annex #44. Only unicode.cpp knows the library behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// General_Category, by its short names.
enum class Category : uint8_t {
  Cn,
  Lu,
  Ll,
  Lt,
  Lm,
  Lo,
  Mn,
  Mc,
  Me,
  Nd,
  Nl,
  No,
  Pc,
  Pd,
  Ps,
  Pe,
  Pi,
  Pf,
  Po,
  Sm,
  Sc,
  Sk,
  So,
  Zs,
  Zl,
  Zp,
  Cc,
  Cf,
  Cs,
  Co
};

// Bidi_Class, by its short names; Unknown for what is not assigned.
enum class BidiClass : uint8_t {
  Unknown,
  L,
  LRE,
  LRO,
  R,
  AL,
  RLE,
  RLO,
  PDF,
  EN,
  ES,
  ET,
  AN,
  CS,
  NSM,
  BN,
  B,
  S,
  WS,
  ON,
  LRI,
  RLI,
  FSI,
  PDI
};

Category category_of(char32_t c);
BidiClass bidi_class_of(char32_t c);
// Canonical_Combining_Class is 9.
bool is_virama(char32_t c);
bool is_default_ignorable(char32_t c);
// Its NFKC form is something else.
bool has_compatibility_form(char32_t c);
// Its NFKC form, case-folded, is something else.
bool is_unstable_under_case_folding(char32_t c);
// What a fullwidth or halfwidth form stands for; any other code point itself.
char32_t map_width(char32_t c);

// Absent when the text is not UTF-8.
std::optional<std::u32string> decode_utf8(std::string_view text);
std::string encode_utf8(std::u32string_view text);
// The full toLowercase() of the Unicode Standard, section 3.13, with its rule for a final sigma. No
// case folding: sharp s and final sigma stay what they are.
std::u32string lower_case(std::u32string_view text);

}  // namespace base
