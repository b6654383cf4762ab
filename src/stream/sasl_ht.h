// SPDX-License-Identifier: MIT
// The hashed-token mechanism HT-SHA-256-NONE: one message each way, both proving the token.
// draft-schmaus-kitten-sasl-ht-09; used by XEP-0484 (FAST), whose login follows in the stream.
#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"

namespace stream {

inline constexpr std::string_view ht_sha256_none = "HT-SHA-256-NONE";

// authcid NUL HMAC(token, "Initiator"); "NONE" means that no channel binding data follow.
std::string ht_initial_response(std::string_view username, const base::Secret& token);
// True when the data of the success prove that the server knows the token. Only then may a new
// token that came with it be stored.
bool ht_responder_is_valid(std::string_view success_data, const base::Secret& token);

}  // namespace stream
