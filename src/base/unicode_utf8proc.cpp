// SPDX-License-Identifier: MIT
// The tables of Unicode by utf8proc: the only file that knows it. See unicode_library.h.
// Unicode Standard sections 3.11 to 3.13, UAX #15 (NFC), UAX #29 (grapheme clusters).
#include <utf8proc.h>

#include <array>
#include <cstdlib>

#include "base/unicode_library.h"

namespace base::unicode_library {
namespace {

static_assert(static_cast<int>(Category::Lu) == UTF8PROC_CATEGORY_LU);
static_assert(static_cast<int>(Category::Nd) == UTF8PROC_CATEGORY_ND);
static_assert(static_cast<int>(Category::Po) == UTF8PROC_CATEGORY_PO);
static_assert(static_cast<int>(Category::Zs) == UTF8PROC_CATEGORY_ZS);
static_assert(static_cast<int>(Category::Co) == UTF8PROC_CATEGORY_CO);
static_assert(static_cast<int>(BidiClass::L) == UTF8PROC_BIDI_CLASS_L);
static_assert(static_cast<int>(BidiClass::AN) == UTF8PROC_BIDI_CLASS_AN);
static_assert(static_cast<int>(BidiClass::PDI) == UTF8PROC_BIDI_CLASS_PDI);

const utf8proc_property_t& property_of(char32_t c) {
  return *utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
}

// Whether the normal form the options name differs from the code point itself.
bool changes(char32_t c, int options) {
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

char32_t lower_of(char32_t c) {
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

std::string normalise(std::string_view text, NormalForm form) {
  utf8proc_uint8_t* mapped = nullptr;
  const int options = UTF8PROC_STABLE |
                      (form == NormalForm::KD ? UTF8PROC_DECOMPOSE : UTF8PROC_COMPOSE) |
                      (form == NormalForm::C ? 0 : UTF8PROC_COMPAT);
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                             static_cast<utf8proc_option_t>(options));
  // Only a lack of memory makes this fail for valid UTF-8.
  if (size < 0) return std::string(text);
  std::string out(reinterpret_cast<const char*>(mapped), static_cast<size_t>(size));
  std::free(mapped);
  return out;
}

std::vector<uint8_t> cluster_starts(std::u32string_view text) {
  std::vector<uint8_t> starts(text.size(), 1);
  utf8proc_int32_t state = 0;
  for (size_t i = 1; i < text.size(); ++i) {
    starts[i] = utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(text[i - 1]),
                                                 static_cast<utf8proc_int32_t>(text[i]), &state);
  }
  return starts;
}

}  // namespace base::unicode_library
