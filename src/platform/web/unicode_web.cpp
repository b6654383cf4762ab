// SPDX-License-Identifier: MIT
// The tables of Unicode by the browser (web/lib/unicode.js), and by property_tables.h what it does
// not tell. Stands in for base/unicode_utf8proc.cpp; see base/unicode_library.h.
#include "base/property_tables.h"
#include "base/unicode.h"
#include "base/unicode_library.h"
#include "platform/web/host.h"

namespace base::unicode_library {
namespace {

constexpr uint32_t category_bits = 0xFF;
constexpr uint32_t is_ignorable_bit = 0x100, has_compatibility_form_bit = 0x200,
                   is_unstable_bit = 0x400;

bool has(char32_t c, uint32_t bit) { return (host_unicode_properties(c) & bit) != 0; }

}  // namespace

Category category_of(char32_t c) {
  return static_cast<Category>(host_unicode_properties(c) & category_bits);
}
BidiClass bidi_class_of(char32_t c) { return tabled_bidi_class(c, base::category_of(c)); }
bool is_virama(char32_t c) { return is_tabled_virama(c); }
bool is_default_ignorable(char32_t c) { return has(c, is_ignorable_bit); }
bool has_compatibility_form(char32_t c) { return has(c, has_compatibility_form_bit); }
bool is_unstable_under_case_folding(char32_t c) { return has(c, is_unstable_bit); }

char32_t map_width(char32_t c) {
  // The ideographic space and the block of halfwidth and fullwidth forms: all that have a
  // decomposition of the types wide and narrow.
  const bool has_other_width = c == 0x3000 || (c >= 0xFF00 && c <= 0xFFEF);
  return has_other_width ? host_unicode_decomposed(c) : c;
}

char32_t lower_of(char32_t c) { return host_unicode_lower(c); }

std::string normalise(std::string_view text, NormalForm form) {
  const std::optional<std::u32string> points = decode_utf8(text);
  if (!points) return std::string(text);
  // A normal form is rarely much longer than the text, but may be: then it is asked for once more.
  std::u32string normal(points->size() + 16, U'\0');
  for (;;) {
    const size_t size = host_unicode_normalise(
        points->data(), points->size(), static_cast<int>(form), normal.data(), normal.size());
    const bool is_whole = size <= normal.size();
    normal.resize(size);
    if (is_whole) return encode_utf8(normal);
  }
}

std::vector<uint8_t> cluster_starts(std::u32string_view text) {
  std::vector<uint8_t> starts(text.size(), 0);
  host_unicode_clusters(text.data(), text.size(), starts.data());
  return starts;
}

}  // namespace base::unicode_library
