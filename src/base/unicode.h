// SPDX-License-Identifier: MIT
// Unicode properties and mappings by utf8proc, with a fast path for ASCII.
// RFC 8264/8265 (PRECIS), RFC 5892/5893 (IDNA2008), UAX #29 (grapheme clusters).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// PRECIS UsernameCaseMapped: width mapping, lower case, NFC, IdentifierClass, Bidi rule. RFC
// 8265 3.3.
std::optional<std::string> precis_username_case_mapped(std::string_view text);
// PRECIS OpaqueString: non-ASCII spaces to U+0020, NFC, FreeformClass. RFC 8265 4.2. Never empty.
std::optional<std::string> precis_opaque_string(std::string_view text);
// A domain part: lower case, width mapping, NFC, each label by IDNA2008, or an IPv4/IPv6 literal.
// RFC 7622 3.2.
std::optional<std::string> normalise_domain(std::string_view text);
// Lower case for searching in lists: simple mapping, no normalisation of meaning.
std::string to_lower(std::string_view text);
std::string to_nfc(std::string_view text);
std::string to_nfkc(std::string_view text);
std::string to_nfkd(std::string_view text);

// Byte offsets of grapheme cluster boundaries, from 0 to text.size() inclusive.
std::vector<uint32_t> grapheme_boundaries(std::string_view text);
// The first grapheme cluster of `text` (empty for an empty text): initials on avatars.
std::string_view first_grapheme(std::string_view text);

}  // namespace base
