// SPDX-License-Identifier: MIT
// The other side of SCRAM, for tests: knows the password, checks the proof and proves itself. RFC 5802.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/hash.h"

namespace support {

class ScramServer {
 public:
  ScramServer(base::HashAlgorithm algorithm, std::string password, uint32_t iterations = 4096)
      : algorithm_(algorithm), password_(std::move(password)), iterations_(iterations) {}

  std::string first(std::string_view client_first) {
    client_first_bare_ = client_first.substr(3);  // after "n,,"
    std::string_view nonce =
        std::string_view(client_first_bare_).substr(client_first_bare_.find(",r=") + 3);
    server_first_ = "r=" + std::string(nonce) + "SERVER,s=" + base::encode_base64(salt_) +
                    ",i=" + std::to_string(iterations_);
    return server_first_;
  }
  // The server's last message; empty when the client's proof is wrong.
  std::string final(std::string_view client_final) {
    base::KeyDerivation derivation(algorithm_, password_, salt_, iterations_);
    while (!derivation.advance(iterations_)) {
    }
    size_t proof_at = client_final.find(",p=");
    std::string auth_message = client_first_bare_ + "," + server_first_ + "," +
                               std::string(client_final.substr(0, proof_at));
    std::string client_key = base::hmac(algorithm_, derivation.key(), "Client Key");
    std::string expected = base::hmac(algorithm_, base::hash(algorithm_, client_key), auth_message);
    for (size_t i = 0; i < expected.size(); ++i) {
      expected[i] = static_cast<char>(expected[i] ^ client_key[i]);
    }
    if (client_final.substr(proof_at + 3) != base::encode_base64(expected)) return "";
    return "v=" +
           base::encode_base64(base::hmac(
               algorithm_, base::hmac(algorithm_, derivation.key(), "Server Key"), auth_message));
  }

 private:
  base::HashAlgorithm algorithm_;
  std::string password_;
  uint32_t iterations_;
  std::string salt_ = "0123456789abcdef";
  std::string client_first_bare_, server_first_;
};

}  // namespace support
