// SPDX-License-Identifier: MIT
// Login mechanisms: which one is chosen, and the messages of those that have only one.
// RFC 4422, RFC 6120 section 6, RFC 4616 (PLAIN), RFC 4505 (ANONYMOUS), RFC 7628 (OAUTHBEARER), XEP-0474 7 (SCRAM once
// means PLAIN never again).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/secret.h"
#include "stream/credentials.h"
#include "stream/status.h"

namespace stream {

std::string_view name_of(Mechanism mechanism);
bool is_scram(Mechanism mechanism);
base::HashAlgorithm hash_of(Mechanism scram);

struct MechanismPolicy {
  bool allow_plain = false;  // by the deployer, and only where nobody can listen
  bool scram_seen = false;   // this account used SCRAM before
  bool has_password = true;
  bool has_bearer = false;  // only where nobody can listen
  bool has_certificate = false;
  bool is_anonymous = false;
  std::optional<Mechanism> keys;  // we hold SCRAM keys of this mechanism
};

// Our order decides, not the server's (protocol trap C 27). Variants with channel binding are never
// chosen: a page cannot see the TLS session.
std::optional<Mechanism> choose_mechanism(const std::vector<std::string>& offered,
                                          const MechanismPolicy& policy);

// The single message of PLAIN.
std::string plain_message(std::string_view username, const base::Secret& password);
// The single message of OAUTHBEARER; `account` is the bare address.
std::string bearer_message(std::string_view account, const base::Secret& token);

// Data of SASL elements: base64, where "=" stands for empty data (RFC 6120 6.4.2).
std::string encode_sasl_data(std::string_view bytes);
std::optional<std::string> decode_sasl_data(std::string_view text);

// A <failure/> condition in our terms. RFC 6120 6.5.
Failure failure_of_condition(std::string_view condition);

}  // namespace stream
