// SPDX-License-Identifier: MIT
// Punycode, the ASCII form of internationalised labels. RFC 3492.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

// Without the "xn--". Absent when the label is too long to be one.
std::optional<std::string> encode_punycode(std::u32string_view label);
std::optional<std::u32string> decode_punycode(std::string_view text);

}  // namespace base
