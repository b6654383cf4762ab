// SPDX-License-Identifier: MIT
// Byte strings and their text forms.
// RFC 4648 sections 4 (base64, strict: padded, no white space, no stray bits) and 8 (base16).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// Raw bytes travel as std::string.
std::string encode_base64(std::string_view bytes);
std::optional<std::string> decode_base64(std::string_view text);
std::string encode_hex(std::string_view bytes);  // lower case

}  // namespace base
