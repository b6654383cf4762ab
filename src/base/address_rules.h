// SPDX-License-Identifier: MIT
// Rules that user names and domain labels share.
// RFC 5892 section 2.6 and appendix A (exceptions, contextual rules), RFC 5893 section 2 (the Bidi
// rule).
#pragma once

#include <cstddef>
#include <string_view>

namespace base {

enum class Exception { None, Valid, Contextual, Disallowed };
// RFC 5892 2.6, the same table as RFC 8264 9.6.
Exception exception_of(char32_t c);
// U+200C and U+200D, which are valid in context only.
bool is_join_control(char32_t c);
// RFC 5892 2.9: conjoining jamo of old Hangul.
bool is_old_hangul_jamo(char32_t c);
// Appendix A, for a code point that is Contextual or a join control.
bool context_allows(std::u32string_view text, size_t position);

bool has_right_to_left(std::u32string_view text);
// All six conditions, for one label or user name.
bool satisfies_bidi_rule(std::u32string_view label);

}  // namespace base
