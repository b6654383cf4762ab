// SPDX-License-Identifier: MIT
// The two PRECIS profiles of addresses and passwords.
// RFC 8264 sections 7 to 9 (order of the rules, derived property), RFC 8265 sections 3.3 and 4.2.
#include <algorithm>

#include "base/address_rules.h"
#include "base/unicode.h"
#include "base/unicode_properties.h"

namespace base {
namespace {

enum class Derived {
  Valid,       // PVALID: everywhere
  Freeform,    // FREE_PVAL: in the FreeformClass only
  Contextual,  // CONTEXTJ, CONTEXTO: where appendix A of RFC 5892 allows it
  Disallowed,  // DISALLOWED, UNASSIGNED
};

// RFC 8264 section 8.
Derived derived_property(char32_t c) {
  switch (exception_of(c)) {
    case Exception::Valid:
      return Derived::Valid;
    case Exception::Contextual:
      return Derived::Contextual;
    case Exception::Disallowed:
      return Derived::Disallowed;
    case Exception::None:
      break;
  }
  if (c >= 0x21 && c <= 0x7E) return Derived::Valid;
  if (is_join_control(c)) return Derived::Contextual;
  if (is_old_hangul_jamo(c) || is_default_ignorable(c)) return Derived::Disallowed;
  switch (category_of(c)) {
    case Category::Ll:
    case Category::Lu:
    case Category::Lo:
    case Category::Nd:
    case Category::Lm:
    case Category::Mn:
    case Category::Mc:
      return has_compatibility_form(c) ? Derived::Freeform : Derived::Valid;
    case Category::Cc:
    case Category::Cn:
    case Category::Cs:
      return Derived::Disallowed;
    case Category::Cf:
    case Category::Co:
    case Category::Zl:
    case Category::Zp:
      return has_compatibility_form(c) ? Derived::Freeform : Derived::Disallowed;
    // Other letters and digits, spaces, symbols, punctuation.
    default:
      return Derived::Freeform;
  }
}

bool conforms(std::u32string_view text, bool freeform) {
  for (size_t i = 0; i < text.size(); ++i) {
    const Derived derived = derived_property(text[i]);
    if (derived == Derived::Disallowed) return false;
    if (derived == Derived::Freeform && !freeform) return false;
    if (derived == Derived::Contextual && !context_allows(text, i)) return false;
  }
  return true;
}

bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace

std::optional<std::string> precis_username_case_mapped(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (is_printable_ascii(text)) return to_lower(text);
  std::optional<std::u32string> mapped = decode_utf8(text);
  if (!mapped) return std::nullopt;
  for (char32_t& c : *mapped) c = map_width(c);
  const std::string normal = to_nfc(encode_utf8(lower_case(*mapped)));
  const std::optional<std::u32string> result = decode_utf8(normal);
  if (!result || !conforms(*result, false)) return std::nullopt;
  if (has_right_to_left(*result) && !satisfies_bidi_rule(*result)) return std::nullopt;
  return normal;
}

std::optional<std::string> precis_opaque_string(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (is_printable_ascii(text)) return std::string(text);
  std::optional<std::u32string> mapped = decode_utf8(text);
  if (!mapped) return std::nullopt;
  for (char32_t& c : *mapped) {
    if (category_of(c) == Category::Zs) c = U' ';
  }
  const std::string normal = to_nfc(encode_utf8(*mapped));
  const std::optional<std::u32string> result = decode_utf8(normal);
  if (!result || !conforms(*result, true)) return std::nullopt;
  return normal;
}

}  // namespace base
