// SPDX-License-Identifier: MIT
// Unicode properties, normalisation, lower case and grapheme clusters: answers for ASCII at once,
// and asks the library behind unicode_library.h for the rest. Unicode Standard section 3.13.
#include "base/unicode.h"

#include <algorithm>

#include "base/unicode_library.h"
#include "base/unicode_properties.h"
#include "base/utf8.h"

namespace base {
namespace {

constexpr char32_t capital_i_with_dot = 0x130;
constexpr char32_t combining_dot_above = 0x307;
constexpr char32_t capital_sigma = 0x3A3;
constexpr char32_t small_sigma = 0x3C3;
constexpr char32_t small_final_sigma = 0x3C2;

bool is_capital(char32_t c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char32_t c) { return c >= 'a' && c <= 'z'; }

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<uint8_t>(c) < 0x80; });
}

// What is not UTF-8 stays what it is.
std::string normal_form(std::string_view text, unicode_library::NormalForm form) {
  if (is_ascii(text) || !is_valid_utf8(text)) return std::string(text);
  return unicode_library::normalise(text, form);
}

Category category_of_ascii(char32_t c) {
  if (is_capital(c)) return Category::Lu;
  if (is_small(c)) return Category::Ll;
  if (c >= '0' && c <= '9') return Category::Nd;
  switch (c) {
    case ' ':
      return Category::Zs;
    case '$':
      return Category::Sc;
    case '(':
    case '[':
    case '{':
      return Category::Ps;
    case ')':
    case ']':
    case '}':
      return Category::Pe;
    case '+':
    case '<':
    case '=':
    case '>':
    case '|':
    case '~':
      return Category::Sm;
    case '-':
      return Category::Pd;
    case '^':
    case '`':
      return Category::Sk;
    case '_':
      return Category::Pc;
    default:
      return c < 0x20 || c == 0x7F ? Category::Cc : Category::Po;
  }
}

char32_t simple_lower(char32_t c) {
  if (c < 0x80) return is_capital(c) ? c + 32 : c;
  return unicode_library::lower_of(c);
}

// Cased and Case_Ignorable of section 3.13, definitions D135 and D136. Those modifier letters that
// are both are skipped before they are asked whether they are cased.
bool is_cased(char32_t c) {
  const Category category = category_of(c);
  if (category == Category::Lu || category == Category::Ll || category == Category::Lt) return true;
  // Ordinals, Roman numerals, letters in circles and squares.
  return c == 0xAA || c == 0xBA || (c >= 0x2160 && c <= 0x217F) || (c >= 0x24B6 && c <= 0x24E9) ||
         (c >= 0x1F130 && c <= 0x1F149) || (c >= 0x1F150 && c <= 0x1F169) ||
         (c >= 0x1F170 && c <= 0x1F189);
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
      U"'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";
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

Category category_of(char32_t c) {
  return c < 0x80 ? category_of_ascii(c) : unicode_library::category_of(c);
}
BidiClass bidi_class_of(char32_t c) { return unicode_library::bidi_class_of(c); }
bool is_virama(char32_t c) { return c >= 0x80 && unicode_library::is_virama(c); }
bool is_default_ignorable(char32_t c) {
  return c >= 0x80 && unicode_library::is_default_ignorable(c);
}
bool has_compatibility_form(char32_t c) {
  return c >= 0x80 && unicode_library::has_compatibility_form(c);
}
bool is_unstable_under_case_folding(char32_t c) {
  return c < 0x80 ? is_capital(c) : unicode_library::is_unstable_under_case_folding(c);
}
char32_t map_width(char32_t c) { return c < 0x80 ? c : unicode_library::map_width(c); }

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

std::string to_nfc(std::string_view text) {
  return normal_form(text, unicode_library::NormalForm::C);
}
std::string to_nfkc(std::string_view text) {
  return normal_form(text, unicode_library::NormalForm::KC);
}
std::string to_nfkd(std::string_view text) {
  return normal_form(text, unicode_library::NormalForm::KD);
}

std::vector<uint32_t> grapheme_boundaries(std::string_view text) {
  std::vector<uint32_t> boundaries{0};
  if (text.empty()) return boundaries;
  if (is_ascii(text)) {
    for (size_t i = 1; i < text.size(); ++i) {
      if (text[i - 1] != '\r' || text[i] != '\n') boundaries.push_back(static_cast<uint32_t>(i));
    }
  } else {
    std::u32string points;
    std::vector<uint32_t> offsets;
    for (size_t position = 0; position < text.size();) {
      offsets.push_back(static_cast<uint32_t>(position));
      points += next_code_point(text, position);
    }
    const std::vector<uint8_t> starts = unicode_library::cluster_starts(points);
    for (size_t i = 1; i < points.size(); ++i) {
      if (starts[i] != 0) boundaries.push_back(offsets[i]);
    }
  }
  boundaries.push_back(static_cast<uint32_t>(text.size()));
  return boundaries;
}

std::string_view first_grapheme(std::string_view text) {
  if (text.empty()) return text;
  return text.substr(0, grapheme_boundaries(text)[1]);
}

}  // namespace base
