// SPDX-License-Identifier: MIT
// The client side of SCRAM without channel binding. RFC 5802, RFC 7677 (SHA-256), XEP-0474 0.5.0 (the
// hash over the advertised mechanisms, checked when the server sends one).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "base/secret.h"
#include "stream/credentials.h"

namespace stream {

// RFC 7677 4 asks for at least 4096; the upper bound keeps a hostile server from freezing us (RFC
// 5802 9).
inline constexpr uint32_t scram_min_iterations = 4096;
inline constexpr uint32_t scram_max_iterations = 1'000'000;

struct ScramFailure {
  enum class Kind {
    Protocol,  // the message breaks a rule of RFC 5802, or the mechanism list was tampered with
    Unproven,  // the server's signature is wrong or missing
    Refused,   // the server says that our proof is wrong
    Stale,     // salt or iterations changed since our keys were made, and there is no password
  };
  Kind kind = Kind::Protocol;
  const char* detail = "";  // a constant sentence for the log
  bool operator==(const ScramFailure&) const = default;
};

// What the server offered in the version of SASL that is used. XEP-0474 5, XEP-0440.
struct AdvertisedLists {
  std::vector<std::string> mechanisms;
  std::optional<std::vector<std::string>> channel_bindings;  // absent: it announced none of them
};

class Scram {
 public:
  // `username` and `password` as the user knows them: SASLprep and escaping happen here. `nonce`
  // without commas; `advertised` is for XEP-0474.
  Scram(base::HashAlgorithm algorithm, std::string username, base::Secret password,
        std::string nonce, AdvertisedLists advertised = {});
  // Keys of an earlier login, used when they fit the server's salt and iterations.
  void offer_keys(ScramKeys keys) { offered_keys_ = std::move(keys); }

  std::string client_first() const;
  // Checks the server's first message; the error says which rule it broke. Nothing may be sent
  // then. On success the key derivation starts.
  base::Result<bool, ScramFailure> server_first(std::string_view message);
  // Goes on deriving for at most `steps` iterations; the client-final message when done.
  std::optional<std::string> advance(uint32_t steps);
  // Success when the server proved that it knows the password.
  base::Result<bool, ScramFailure> server_final(std::string_view message);
  // Known as soon as advance() has answered. The mechanism is the caller's to fill in.
  const std::optional<ScramKeys>& keys() const { return keys_; }

 private:
  std::string final_message();

  base::HashAlgorithm algorithm_;
  base::Secret password_;
  std::string nonce_;
  AdvertisedLists advertised_;
  std::optional<ScramKeys> offered_keys_, keys_;
  std::string client_first_bare_;
  std::string server_first_;
  std::string client_final_without_proof_;
  std::optional<base::KeyDerivation> derivation_;
  std::string expected_signature_;
};

}  // namespace stream
