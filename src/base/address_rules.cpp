// SPDX-License-Identifier: MIT
// Exceptions, contextual rules and the Bidi rule. RFC 5892 section 2.6 and appendix A, RFC 5893
// section 2.
#include "base/address_rules.h"

#include <algorithm>

#include "base/joining_type.h"
#include "base/unicode_properties.h"

namespace base {
namespace {

bool between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

// The scripts the rules name; only letters that are valid in a label matter.
bool is_greek(char32_t c) {
  return between(c, 0x370, 0x373) || between(c, 0x375, 0x377) || between(c, 0x37B, 0x37D) ||
         c == 0x37F || between(c, 0x386, 0x3E1) || between(c, 0x3F0, 0x3FF) ||
         between(c, 0x1F00, 0x1FFF);
}
bool is_hebrew(char32_t c) { return between(c, 0x591, 0x5F4) || between(c, 0xFB1D, 0xFB4F); }
bool is_kana_or_han(char32_t c) {
  return between(c, 0x3041, 0x3096) || between(c, 0x309D, 0x309F) || between(c, 0x30A1, 0x30FA) ||
         between(c, 0x30FD, 0x30FF) || between(c, 0x31F0, 0x31FF) || between(c, 0x3005, 0x3007) ||
         between(c, 0x3400, 0x4DBF) || between(c, 0x4E00, 0x9FFF) || between(c, 0xF900, 0xFAFF) ||
         between(c, 0x1AFF0, 0x1B167) || between(c, 0x20000, 0x323AF);
}
bool is_arabic_indic_digit(char32_t c) { return between(c, 0x660, 0x669); }
bool is_extended_arabic_indic_digit(char32_t c) { return between(c, 0x6F0, 0x6F9); }

// Joining_Type Transparent: marks and format characters do not come between two joined letters.
bool is_transparent(char32_t c) {
  const Category category = category_of(c);
  return category == Category::Mn || category == Category::Me ||
         (category == Category::Cf && !is_join_control(c));
}

// Appendix A.1: the non-joiner stands between two letters that would be joined without it.
bool breaks_a_join(std::u32string_view text, size_t position) {
  size_t before = position;
  while (before > 0 && is_transparent(text[before - 1])) --before;
  if (before == 0 || !is_joined_to_next(text[before - 1])) return false;
  size_t after = position + 1;
  while (after < text.size() && is_transparent(text[after])) ++after;
  return after < text.size() && is_joined_to_previous(text[after]);
}

bool any(std::u32string_view text, bool (*is)(char32_t)) {
  return std::any_of(text.begin(), text.end(), is);
}

}  // namespace

Exception exception_of(char32_t c) {
  switch (c) {
    case 0xDF:
    case 0x3C2:
    case 0x6FD:
    case 0x6FE:
    case 0xF0B:
    case 0x3007:
      return Exception::Valid;
    case 0xB7:
    case 0x375:
    case 0x5F3:
    case 0x5F4:
    case 0x30FB:
      return Exception::Contextual;
    case 0x640:
    case 0x7FA:
    case 0x302E:
    case 0x302F:
    case 0x303B:
      return Exception::Disallowed;
    default:
      break;
  }
  if (is_arabic_indic_digit(c) || is_extended_arabic_indic_digit(c)) return Exception::Contextual;
  if (between(c, 0x3031, 0x3035)) return Exception::Disallowed;
  return Exception::None;
}

bool is_join_control(char32_t c) { return c == 0x200C || c == 0x200D; }

bool is_old_hangul_jamo(char32_t c) {
  return between(c, 0x1100, 0x11FF) || between(c, 0xA960, 0xA97C) || between(c, 0xD7B0, 0xD7C6) ||
         between(c, 0xD7CB, 0xD7FB);
}

bool context_allows(std::u32string_view text, size_t position) {
  const bool has_before = position > 0;
  const bool has_after = position + 1 < text.size();
  switch (text[position]) {
    case 0x200C:  // zero width non-joiner
      return (has_before && is_virama(text[position - 1])) || breaks_a_join(text, position);
    case 0x200D:  // zero width joiner
      return has_before && is_virama(text[position - 1]);
    case 0xB7:  // the middle dot of Catalan
      return has_before && has_after && text[position - 1] == U'l' && text[position + 1] == U'l';
    case 0x375:  // Greek lower numeral sign
      return has_after && is_greek(text[position + 1]);
    case 0x5F3:  // Hebrew geresh
    case 0x5F4:  // Hebrew gershayim
      return has_before && is_hebrew(text[position - 1]);
    case 0x30FB:  // the middle dot of Katakana
      return any(text, is_kana_or_han);
    default:
      break;
  }
  // The two sets of Arabic digits are not mixed, for their 1, 2, 3, 7, 8 and 9 look the same.
  if (is_arabic_indic_digit(text[position])) return !any(text, is_extended_arabic_indic_digit);
  if (is_extended_arabic_indic_digit(text[position])) return !any(text, is_arabic_indic_digit);
  return false;
}

bool has_right_to_left(std::u32string_view text) {
  return any(text, [](char32_t c) {
    const BidiClass bidi = bidi_class_of(c);
    return bidi == BidiClass::R || bidi == BidiClass::AL || bidi == BidiClass::AN;
  });
}

bool satisfies_bidi_rule(std::u32string_view label) {
  if (label.empty()) return false;
  const BidiClass first = bidi_class_of(label.front());
  const bool right_to_left = first == BidiClass::R || first == BidiClass::AL;
  if (!right_to_left && first != BidiClass::L) return false;  // condition 1

  bool has_european_number = false;
  bool has_arabic_number = false;
  BidiClass last = first;  // that is no nonspacing mark
  for (const char32_t c : label) {
    const BidiClass bidi = bidi_class_of(c);
    switch (bidi) {
      case BidiClass::L:
        if (right_to_left) return false;  // condition 2
        break;
      case BidiClass::R:
      case BidiClass::AL:
      case BidiClass::AN:
        if (!right_to_left) return false;  // condition 5
        break;
      case BidiClass::EN:
      case BidiClass::ES:
      case BidiClass::CS:
      case BidiClass::ET:
      case BidiClass::ON:
      case BidiClass::BN:
      case BidiClass::NSM:
        break;
      default:
        return false;  // conditions 2 and 5
    }
    has_european_number = has_european_number || bidi == BidiClass::EN;
    has_arabic_number = has_arabic_number || bidi == BidiClass::AN;
    if (bidi != BidiClass::NSM) last = bidi;
  }
  if (!right_to_left) return last == BidiClass::L || last == BidiClass::EN;  // condition 6
  if (has_european_number && has_arabic_number) return false;                // condition 4
  return last == BidiClass::R || last == BidiClass::AL || last == BidiClass::EN ||
         last == BidiClass::AN;  // condition 3
}

}  // namespace base
