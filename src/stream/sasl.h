// SPDX-License-Identifier: MIT
// Chooses the login mechanism and holds the exchange of the chosen one.
// RFC 4422, RFC 6120 section 6, RFC 4616 (PLAIN), XEP-0474 6 (SCRAM once means PLAIN never again).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/secret.h"
#include "stream/status.h"

namespace stream {

enum class Mechanism { ScramSha512, ScramSha256, ScramSha1, Plain };

std::string_view name_of(Mechanism mechanism);
bool is_scram(Mechanism mechanism);
base::HashAlgorithm hash_of(Mechanism scram);

struct MechanismPolicy {
  bool allow_plain = false;  // by the deployer, and only where nobody can listen
  bool scram_seen = false;   // this account used SCRAM before
};

// Our order decides, not the server's (protocol trap C 27). Variants with channel binding are never
// chosen: a page cannot see the TLS session.
std::optional<Mechanism> choose_mechanism(const std::vector<std::string>& offered,
                                          const MechanismPolicy& policy);

// The single message of PLAIN.
std::string plain_message(std::string_view username, const base::Secret& password);

// Data of SASL elements: base64, where "=" stands for empty data (RFC 6120 6.4.2).
std::string encode_sasl_data(std::string_view bytes);
std::optional<std::string> decode_sasl_data(std::string_view text);

// A <failure/> condition in our terms. RFC 6120 6.5.
Failure failure_of_condition(std::string_view condition);

}  // namespace stream
