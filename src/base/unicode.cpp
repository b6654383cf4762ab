// SPDX-License-Identifier: MIT
// Unicode properties, normalisation, lower case and grapheme clusters by utf8proc.
// Unicode Standard sections 3.11 to 3.13, UAX #15 (NFC), UAX #29 (grapheme clusters).
#include "base/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/unicode_properties.h"
#include "base/utf8.h"

namespace base {
namespace {

static_assert(static_cast<int>(Category::Lu) == UTF8PROC_CATEGORY_LU);
static_assert(static_cast<int>(Category::Nd) == UTF8PROC_CATEGORY_ND);
static_assert(static_cast<int>(Category::Po) == UTF8PROC_CATEGORY_PO);
static_assert(static_cast<int>(Category::Zs) == UTF8PROC_CATEGORY_ZS);
static_assert(static_cast<int>(Category::Co) == UTF8PROC_CATEGORY_CO);
static_assert(static_cast<int>(BidiClass::L) == UTF8PROC_BIDI_CLASS_L);
static_assert(static_cast<int>(BidiClass::AN) == UTF8PROC_BIDI_CLASS_AN);
static_assert(static_cast<int>(BidiClass::PDI) == UTF8PROC_BIDI_CLASS_PDI);

constexpr char32_t capital_i_with_dot = 0x130;
constexpr char32_t combining_dot_above = 0x307;
constexpr char32_t capital_sigma = 0x3A3;
constexpr char32_t small_sigma = 0x3C3;
constexpr char32_t small_final_sigma = 0x3C2;

const utf8proc_property_t& property_of(char32_t c) {
  return *utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<uint8_t>(c) < 0x80; });
}

// A composed normal form; `options` is 0 for NFC.
std::string normalise(std::string_view text, int options) {
  if (is_ascii(text) || !is_valid_utf8(text)) return std::string(text);
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                   static_cast<utf8proc_option_t>(options | UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  // Only a lack of memory makes this fail for valid UTF-8.
  if (size < 0) return std::string(text);
  std::string out(reinterpret_cast<const char*>(mapped), static_cast<size_t>(size));
  std::free(mapped);
  return out;
}

char32_t simple_lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

// Whether the normal form the options name differs from the code point itself.
bool changes(char32_t c, int options) {
  if (c < 0x80) return (options & UTF8PROC_CASEFOLD) != 0 && c >= 'A' && c <= 'Z';
  const auto all = static_cast<utf8proc_option_t>(options | UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  // The longest decomposition, of U+FDFA, has 18 code points.
  std::array<utf8proc_int32_t, 32> buffer{};
  int last_boundclass = 0;
  utf8proc_ssize_t size =
      utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), buffer.data(),
                              static_cast<utf8proc_ssize_t>(buffer.size()), all, &last_boundclass);
  if (size < 1 || size > static_cast<utf8proc_ssize_t>(buffer.size())) return true;
  size = utf8proc_normalize_utf32(buffer.data(), size, all);
  return size != 1 || buffer[0] != static_cast<utf8proc_int32_t>(c);
}

// Cased and Case_Ignorable of section 3.13, definitions D135 and D136, as far as General_Category
// and the few named characters tell them.
bool is_cased(char32_t c) {
  const Category category = category_of(c);
  return category == Category::Lu || category == Category::Ll || category == Category::Lt;
}
bool is_case_ignorable(char32_t c) {
  switch (category_of(c)) {
    case Category::Mn:
    case Category::Me:
    case Category::Cf:
    case Category::Lm:
    case Category::Sk:
      return true;
    default:
      break;
  }
  constexpr std::u32string_view mid_letters =
      U"'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027";
  return mid_letters.find(c) != std::u32string_view::npos;
}
bool is_final_sigma(std::u32string_view text, size_t position) {
  size_t before = position;
  while (before > 0 && is_case_ignorable(text[before - 1])) --before;
  if (before == 0 || !is_cased(text[before - 1])) return false;
  size_t after = position + 1;
  while (after < text.size() && is_case_ignorable(text[after])) ++after;
  return after == text.size() || !is_cased(text[after]);
}

}  // namespace

Category category_of(char32_t c) { return static_cast<Category>(property_of(c).category); }
BidiClass bidi_class_of(char32_t c) { return static_cast<BidiClass>(property_of(c).bidi_class); }
bool is_virama(char32_t c) { return property_of(c).combining_class == 9; }
bool is_default_ignorable(char32_t c) { return property_of(c).ignorable != 0; }
bool has_compatibility_form(char32_t c) { return changes(c, UTF8PROC_COMPAT); }
bool is_unstable_under_case_folding(char32_t c) {
  return changes(c, UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
}

char32_t map_width(char32_t c) {
  const int type = property_of(c).decomp_type;
  if (type != UTF8PROC_DECOMP_TYPE_WIDE && type != UTF8PROC_DECOMP_TYPE_NARROW) return c;
  // The library decomposes all the way down. For the fullwidth macron and the halfwidth jamo that
  // is one step too far, but what they stand for is refused in every address as well.
  std::array<utf8proc_int32_t, 8> buffer{};
  int last_boundclass = 0;
  const auto size = utf8proc_decompose_char(
      static_cast<utf8proc_int32_t>(c), buffer.data(), static_cast<utf8proc_ssize_t>(buffer.size()),
      static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT), &last_boundclass);
  return size == 1 ? static_cast<char32_t>(buffer[0]) : c;
}

std::optional<std::u32string> decode_utf8(std::string_view text) {
  if (!is_valid_utf8(text)) return std::nullopt;
  std::u32string out;
  out.reserve(text.size());
  for (size_t position = 0; position < text.size();) out += next_code_point(text, position);
  return out;
}

std::string encode_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

std::u32string lower_case(std::u32string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == capital_sigma) {
      out += is_final_sigma(text, i) ? small_final_sigma : small_sigma;
    } else if (text[i] == capital_i_with_dot) {
      out += U'i';
      out += combining_dot_above;
    } else {
      out += simple_lower(text[i]);
    }
  }
  return out;
}

std::string to_lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t position = 0; position < text.size();) {
    append_utf8(out, simple_lower(next_code_point(text, position)));
  }
  return out;
}

std::string to_nfc(std::string_view text) { return normalise(text, 0); }
std::string to_nfkc(std::string_view text) { return normalise(text, UTF8PROC_COMPAT); }

std::vector<uint32_t> grapheme_boundaries(std::string_view text) {
  std::vector<uint32_t> boundaries{0};
  if (text.empty()) return boundaries;
  size_t position = 0;
  utf8proc_int32_t state = 0;
  char32_t before = next_code_point(text, position);
  while (position < text.size()) {
    const size_t here = position;
    const char32_t next = next_code_point(text, position);
    if (utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before),
                                         static_cast<utf8proc_int32_t>(next), &state)) {
      boundaries.push_back(static_cast<uint32_t>(here));
    }
    before = next;
  }
  boundaries.push_back(static_cast<uint32_t>(text.size()));
  return boundaries;
}

std::string_view first_grapheme(std::string_view text) {
  if (text.empty()) return text;
  size_t position = 0;
  utf8proc_int32_t state = 0;
  char32_t before = next_code_point(text, position);
  while (position < text.size()) {
    const size_t here = position;
    const char32_t next = next_code_point(text, position);
    if (utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before),
                                         static_cast<utf8proc_int32_t>(next), &state)) {
      return text.substr(0, here);
    }
    before = next;
  }
  return text;
}

}  // namespace base
