// SPDX-License-Identifier: MIT
// Domain parts: internationalised domain names and IP literals.
// RFC 7622 3.2, RFC 5890 to 5893 (IDNA2008), RFC 5895 section 2 (mapping), RFC 4291 2.2 (IPv6
// text).
#include <algorithm>
#include <vector>

#include "base/address_rules.h"
#include "base/punycode.h"
#include "base/unicode.h"
#include "base/unicode_properties.h"
#include "base/utf8.h"

namespace base {
namespace {

constexpr size_t most_octets_of_label = 63;  // RFC 1034 3.1
constexpr size_t most_octets_of_name =
    253;  // RFC 1034 3.1: 255 with the length octets of both ends
constexpr size_t most_octets_of_part = 1023;  // RFC 7622 3.2
constexpr std::string_view ascii_prefix = "xn--";

std::vector<std::u32string_view> split_labels(std::u32string_view text) {
  std::vector<std::u32string_view> labels;
  size_t begin = 0;
  for (size_t dot = text.find(U'.'); dot != std::u32string_view::npos;
       dot = text.find(U'.', begin)) {
    labels.push_back(text.substr(begin, dot - begin));
    begin = dot + 1;
  }
  labels.push_back(text.substr(begin));
  return labels;
}

bool is_ascii(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) { return c < 0x80; });
}

bool is_mark(char32_t c) {
  const Category category = category_of(c);
  return category == Category::Mn || category == Category::Mc || category == Category::Me;
}

// RFC 5892 section 3: PVALID, or CONTEXTJ/CONTEXTO in a context that allows it.
bool is_allowed(std::u32string_view label, size_t position) {
  const char32_t c = label[position];
  switch (exception_of(c)) {
    case Exception::Valid:
      return true;
    case Exception::Contextual:
      return context_allows(label, position);
    case Exception::Disallowed:
      return false;
    case Exception::None:
      break;
  }
  if (c < 0x80) return c == U'-' || (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z');
  if (is_join_control(c)) return context_allows(label, position);
  const bool ignorable_block = (c >= 0x20D0 && c <= 0x20FF) || (c >= 0x1D100 && c <= 0x1D24F);
  if (ignorable_block || is_old_hangul_jamo(c) || is_default_ignorable(c)) return false;
  switch (category_of(c)) {
    case Category::Ll:
    case Category::Lu:
    case Category::Lo:
    case Category::Nd:
    case Category::Lm:
    case Category::Mn:
    case Category::Mc:
      return !is_unstable_under_case_folding(c);
    default:
      return false;
  }
}

// RFC 5895 section 2 step 1. Of Cherokee the capitals are the letters of domains: its small ones came later (Unicode 8), and
// case folding, which RFC 5892 asks to change nothing, leads from them to the capitals.
std::u32string map_case(std::u32string_view label) {
  std::u32string out = lower_case(label);
  for (char32_t& c : out) {
    if (c >= 0xAB70 && c <= 0xABBF) c = c - 0xAB70 + 0x13A0;
    if (c >= 0x13F8 && c <= 0x13FD) c -= 8;
  }
  return out;
}

// The label as a U-label or an NR-LDH label; absent when it is neither. RFC 5891 5.4.
std::optional<std::u32string> checked_label(std::u32string label) {
  std::string ascii;
  if (is_ascii(label)) {
    ascii = encode_utf8(label);
    if (ascii.compare(0, ascii_prefix.size(), ascii_prefix) == 0) {
      const auto decoded = decode_punycode(std::string_view(ascii).substr(ascii_prefix.size()));
      if (!decoded || is_ascii(*decoded)) return std::nullopt;
      const std::string text = encode_utf8(*decoded);
      // An A-label that is not the form of its own U-label is a fake.
      if (to_nfc(text) != text) return std::nullopt;
      if (encode_punycode(*decoded) != ascii.substr(ascii_prefix.size())) return std::nullopt;
      label = *decoded;
    }
  }
  if (ascii.empty()) {
    const std::optional<std::string> encoded = encode_punycode(label);
    if (!encoded) return std::nullopt;
    ascii.append(ascii_prefix).append(*encoded);
  }
  if (label.empty() || ascii.size() > most_octets_of_label) return std::nullopt;
  if (label.front() == U'-' || label.back() == U'-') return std::nullopt;
  if (label.size() >= 4 && label[2] == U'-' && label[3] == U'-') return std::nullopt;
  if (is_mark(label.front())) return std::nullopt;
  for (size_t i = 0; i < label.size(); ++i) {
    if (!is_allowed(label, i)) return std::nullopt;
  }
  return label;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Four decimal numbers without leading zeros.
bool is_ipv4(std::string_view text) {
  int numbers = 0;
  while (!text.empty()) {
    const size_t dot = std::min(text.find('.'), text.size());
    const std::string_view number = text.substr(0, dot);
    if (number.empty() || number.size() > 3) return false;
    if (number.size() > 1 && number.front() == '0') return false;
    int value = 0;
    for (const char c : number) {
      if (!is_digit(c)) return false;
      value = value * 10 + (c - '0');
    }
    if (value > 255) return false;
    ++numbers;
    if (dot + 1 == text.size()) return false;
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return numbers == 4;
}

// The groups between colons, an IPv4 address at the end counting as two; absent when one is no
// group.
std::optional<int> count_ipv6_groups(std::string_view text, bool may_end_in_ipv4) {
  int groups = 0;
  while (!text.empty()) {
    const size_t colon = std::min(text.find(':'), text.size());
    const std::string_view group = text.substr(0, colon);
    if (may_end_in_ipv4 && colon == text.size() && is_ipv4(group)) return groups + 2;
    const bool hexadecimal = std::all_of(group.begin(), group.end(), [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
    if (group.empty() || group.size() > 4 || !hexadecimal) return std::nullopt;
    ++groups;
    if (colon + 1 == text.size()) return std::nullopt;  // a colon at the end
    text.remove_prefix(std::min(colon + 1, text.size()));
  }
  return groups;
}

// Eight groups of at most four hexadecimal digits; "::" once in place of one or more groups of
// zero.
bool is_ipv6(std::string_view text) {
  const size_t gap = text.find("::");
  if (gap == std::string_view::npos) return count_ipv6_groups(text, true) == 8;
  const std::optional<int> before = count_ipv6_groups(text.substr(0, gap), false);
  const std::optional<int> after = count_ipv6_groups(text.substr(gap + 2), true);
  return before && after && *before + *after <= 7;
}

bool is_number(std::u32string_view label) {
  return std::all_of(label.begin(), label.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; });
}

}  // namespace

std::optional<std::string> normalise_domain(std::string_view text) {
  // Before any other step; the dot of the root adds nothing.
  if (!text.empty() && text.back() == '.') text.remove_suffix(1);
  if (text.empty() || text.size() > 4 * most_octets_of_part) return std::nullopt;
  if (text.front() == '[') {
    if (text.back() != ']' || !is_ipv6(text.substr(1, text.size() - 2))) return std::nullopt;
    return to_lower(text);
  }
  std::optional<std::u32string> mapped = decode_utf8(text);
  if (!mapped) return std::nullopt;
  for (char32_t& c : *mapped) {
    c = map_width(c);
    // RFC 5895 section 2 step 4: the full stop that Chinese and Japanese keyboards type.
    if (c == 0x3002) c = U'.';
  }

  std::vector<std::u32string> labels;
  size_t name_octets = 0;
  for (const std::u32string_view label : split_labels(*mapped)) {
    const auto normal = decode_utf8(to_nfc(encode_utf8(map_case(label))));
    if (!normal) return std::nullopt;
    const std::optional<std::u32string> checked = checked_label(*normal);
    if (!checked) return std::nullopt;
    const bool ascii = is_ascii(*checked);
    name_octets +=
        1 + (ascii ? checked->size() : ascii_prefix.size() + encode_punycode(*checked)->size());
    labels.push_back(*checked);
  }
  if (name_octets - 1 > most_octets_of_name) return std::nullopt;

  const bool bidi = std::any_of(labels.begin(), labels.end(), has_right_to_left);
  std::string out;
  for (const std::u32string& label : labels) {
    if (bidi && !satisfies_bidi_rule(label)) return std::nullopt;
    if (!out.empty()) out += '.';
    out += encode_utf8(label);
  }
  // No top level domain is a number, so this is an IPv4 address or a mistyped one.
  if (is_number(labels.back()) && !is_ipv4(out)) return std::nullopt;
  return out;
}

}  // namespace base
