// SPDX-License-Identifier: MIT
// What unicode.cpp asks of whoever has the tables of the Unicode Character Database: utf8proc
// (unicode_utf8proc.cpp), or on a page the browser (platform/web/unicode_web.cpp), which saves a
// fifth of what the page loads. unicode.cpp answers for ASCII itself: only bidi_class_of is
// asked about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/unicode_properties.h"

namespace base::unicode_library {

// NFC, NFKC, NFKD.
enum class NormalForm : uint8_t { C, KC, KD };

// See unicode_properties.h for the meaning of each.
Category category_of(char32_t c);
BidiClass bidi_class_of(char32_t c);
bool is_virama(char32_t c);
bool is_default_ignorable(char32_t c);
bool has_compatibility_form(char32_t c);
// What is default-ignorable may or may not count as unstable.
bool is_unstable_under_case_folding(char32_t c);
char32_t map_width(char32_t c);
// Simple_Lowercase_Mapping.
char32_t lower_of(char32_t c);
// Of valid UTF-8.
std::string normalise(std::string_view text, NormalForm form);
// For each code point whether a grapheme cluster begins with it; the first one does.
std::vector<uint8_t> cluster_starts(std::u32string_view text);

}  // namespace base::unicode_library
