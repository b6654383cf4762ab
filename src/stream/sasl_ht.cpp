// SPDX-License-Identifier: MIT
// HT-SHA-256-NONE. See sasl_ht.h.
#include "stream/sasl_ht.h"

#include "base/hash.h"

namespace stream {

std::string ht_initial_response(std::string_view username, const base::Secret& token) {
  std::string out(username);
  out += '\0';
  out += base::hmac(base::HashAlgorithm::Sha256, token.reveal(), "Initiator");
  return out;
}

bool ht_responder_is_valid(std::string_view success_data, const base::Secret& token) {
  return base::equal_in_constant_time(
      success_data, base::hmac(base::HashAlgorithm::Sha256, token.reveal(), "Responder"));
}

}  // namespace stream
