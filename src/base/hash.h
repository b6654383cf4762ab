// SPDX-License-Identifier: MIT
// Hashes, HMAC and key derivation by Mbed TLS: crypto.subtle is missing on plain-HTTP intranets.
// FIPS 180-4, RFC 2104, RFC 8018 5.2 (PBKDF2, one block, as RFC 5802 2.2 "Hi").
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace base {

enum class HashAlgorithm { Sha1, Sha256, Sha512 };

size_t digest_size(HashAlgorithm algorithm);
std::string hash(HashAlgorithm algorithm, std::string_view bytes);
std::string hmac(HashAlgorithm algorithm, std::string_view key, std::string_view bytes);
// Time depends on the lengths only.
bool equal_in_constant_time(std::string_view a, std::string_view b);

// PBKDF2 in slices, so that a million iterations do not freeze a page. What it held is overwritten
// when it dies.
class KeyDerivation {
 public:
  // `iterations` of 0 counts as 1; callers have refused such peers long before.
  KeyDerivation(HashAlgorithm algorithm, std::string_view password, std::string_view salt,
                uint32_t iterations);
  KeyDerivation(KeyDerivation&&) noexcept;
  KeyDerivation& operator=(KeyDerivation&&) noexcept;
  ~KeyDerivation();
  // Does at most `steps` iterations; true when done.
  bool advance(uint32_t steps);
  // The derived key; empty before advance() returned true.
  const std::string& key() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace base
