// SPDX-License-Identifier: MIT
// UTF-8: validation, decoding, cutting. RFC 3629 (no surrogates, nothing above U+10FFFF, no
// overlong form).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace base {

bool is_valid_utf8(std::string_view text);

// Decodes the code point at `position` and moves it on; U+FFFD (and one byte on) for an invalid
// byte.
char32_t next_code_point(std::string_view text, size_t& position);
void append_utf8(std::string& out, char32_t code_point);

// Replaces every invalid byte by U+FFFD and every character XML 1.0 forbids (C0 but TAB LF CR,
// U+FFFE, U+FFFF) by U+FFFD: what is safe to show and to send (one pasted NUL would end the
// stream).
std::string sanitise(std::string_view text);

// The longest prefix of at most `bytes` bytes that does not cut a code point.
std::string_view truncate_utf8(std::string_view text, size_t bytes);

}  // namespace base
