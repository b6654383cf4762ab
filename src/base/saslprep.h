// SPDX-License-Identifier: MIT
// Prepares user names and passwords the way SCRAM and PLAIN servers store them.
// RFC 4013 (SASLprep, a profile of RFC 3454), which RFC 5802 2.2 and RFC 4616 2 demand.
// OpaqueString of RFC 8265 will not do: it keeps a fullwidth digit, which every server of today has
// stored as an ASCII one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

// Absent for what SASLprep prohibits: control, private-use and directional characters, mixed
// direction. Unassigned code points pass, as in any query (RFC 3454 section 7).
std::optional<std::string> saslprep(std::string_view text);
// The text itself where SASLprep prohibits it: a server that stored such a password did not prepare
// it either.
std::string saslprep_or_same(std::string_view text);

}  // namespace base
