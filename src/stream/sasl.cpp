// SPDX-License-Identifier: MIT
// Login mechanisms. See sasl.h.
#include "stream/sasl.h"

#include <algorithm>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/saslprep.h"

namespace stream {
namespace {

constexpr Mechanism preference[] = {Mechanism::ScramSha512, Mechanism::ScramSha256,
                                    Mechanism::ScramSha1, Mechanism::Plain};

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
  }
  ASSERT(false);
}

bool is_scram(Mechanism mechanism) { return mechanism != Mechanism::Plain; }

base::HashAlgorithm hash_of(Mechanism scram) {
  switch (scram) {
    case Mechanism::ScramSha512:
      return base::HashAlgorithm::Sha512;
    case Mechanism::ScramSha256:
      return base::HashAlgorithm::Sha256;
    case Mechanism::ScramSha1:
      return base::HashAlgorithm::Sha1;
    case Mechanism::Plain:
      break;
  }
  ASSERT(false);
}

std::optional<Mechanism> choose_mechanism(const std::vector<std::string>& offered,
                                          const MechanismPolicy& policy) {
  for (Mechanism mechanism : preference) {
    if (mechanism == Mechanism::Plain && (!policy.allow_plain || policy.scram_seen)) continue;
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
