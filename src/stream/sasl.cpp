// SPDX-License-Identifier: MIT
// Login mechanisms. See sasl.h.
#include "stream/sasl.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/saslprep.h"

namespace stream {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  size_t begin = text.find_first_not_of(space);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

}  // namespace

std::string_view name_of(Mechanism mechanism) {
  switch (mechanism) {
    case Mechanism::ScramSha512:
      return "SCRAM-SHA-512";
    case Mechanism::ScramSha256:
      return "SCRAM-SHA-256";
    case Mechanism::ScramSha1:
      return "SCRAM-SHA-1";
    case Mechanism::Plain:
      return "PLAIN";
    case Mechanism::HtSha256None:
      return "HT-SHA-256-NONE";
    case Mechanism::OAuthBearer:
      return "OAUTHBEARER";
    case Mechanism::External:
      return "EXTERNAL";
    case Mechanism::Anonymous:
      return "ANONYMOUS";
  }
  ASSERT(false);
}

bool is_scram(Mechanism mechanism) {
  return mechanism == Mechanism::ScramSha512 || mechanism == Mechanism::ScramSha256 ||
         mechanism == Mechanism::ScramSha1;
}

base::HashAlgorithm hash_of(Mechanism scram) {
  ASSERT(is_scram(scram));
  if (scram == Mechanism::ScramSha512) return base::HashAlgorithm::Sha512;
  if (scram == Mechanism::ScramSha256) return base::HashAlgorithm::Sha256;
  return base::HashAlgorithm::Sha1;
}

std::optional<Mechanism> choose_mechanism(const std::vector<std::string>& offered,
                                          const MechanismPolicy& policy) {
  const auto has_scram = [&](Mechanism scram) {
    return policy.has_password || policy.keys == scram;
  };
  // Best first, each with whether we have what it asks for, and may show it. Tokens (HT-SHA-256-NONE) have a list of
  // their own.
  const std::pair<Mechanism, bool> preference[] = {
      {Mechanism::OAuthBearer, policy.has_bearer},
      {Mechanism::External, policy.has_certificate},
      {Mechanism::ScramSha512, has_scram(Mechanism::ScramSha512)},
      {Mechanism::ScramSha256, has_scram(Mechanism::ScramSha256)},
      {Mechanism::ScramSha1, has_scram(Mechanism::ScramSha1)},
      {Mechanism::Plain, policy.has_password && policy.allow_plain && !policy.scram_seen},
      {Mechanism::Anonymous, policy.is_anonymous},
  };
  for (const auto& [mechanism, is_possible] : preference) {
    if (!is_possible) continue;
    if (std::find(offered.begin(), offered.end(), name_of(mechanism)) != offered.end()) {
      return mechanism;
    }
  }
  return std::nullopt;
}

std::string plain_message(std::string_view username, const base::Secret& password) {
  std::string out(1, '\0');
  out += base::saslprep_or_same(username);
  out += '\0';
  out += base::saslprep_or_same(password.reveal());
  return out;
}

std::string bearer_message(std::string_view account, const base::Secret& token) {
  // RFC 5801 4: the two characters with a meaning of their own in the gs2 header.
  std::string out = "n,a=";
  for (char c : account) {
    if (c == '=') {
      out += "=3D";
    } else if (c == ',') {
      out += "=2C";
    } else {
      out += c;
    }
  }
  out +=
      ",\x01"
      "auth=Bearer ";
  out += token.reveal();
  out += "\x01\x01";
  return out;
}

std::string encode_sasl_data(std::string_view bytes) {
  return bytes.empty() ? "=" : base::encode_base64(bytes);
}

std::optional<std::string> decode_sasl_data(std::string_view text) {
  text = trim(text);
  if (text == "=") return std::string();
  return base::decode_base64(text);
}

Failure failure_of_condition(std::string_view condition) {
  if (condition == "not-authorized" || condition == "credentials-expired" ||
      condition == "invalid-authzid") {
    return Failure::WrongPassword;
  }
  if (condition == "account-disabled") return Failure::AccountDisabled;
  if (condition == "temporary-auth-failure") return Failure::TemporaryAuthFailure;
  if (condition == "encryption-required" || condition == "invalid-mechanism" ||
      condition == "mechanism-too-weak") {
    return Failure::NoMechanism;
  }
  return Failure::LoginProtocol;
}

}  // namespace stream
