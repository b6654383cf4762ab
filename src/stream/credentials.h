// SPDX-License-Identifier: MIT
// What somebody can log in with. Any of it may be missing; the login takes the best of what is there.
// RFC 5802 3 (keys instead of the password), XEP-0484 (tokens), RFC 7628 (a portal's token).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/secret.h"

namespace stream {

enum class Mechanism {
  HtSha256None,
  ScramSha512,
  ScramSha256,
  ScramSha1,
  OAuthBearer,
  External,
  Plain,
  Anonymous,
};

// What a login by SCRAM leaves behind: enough to log in again while the server keeps salt and iterations, and less than
// the password, which other accounts of the same person may share.
struct ScramKeys {
  Mechanism mechanism = Mechanism::ScramSha1;
  std::string salt;
  uint32_t iterations = 0;
  base::Secret client_key, server_key;
};

// As good as a password for this account until it expires or is invalidated.
struct FastToken {
  base::Secret token;
  std::string expiry;  // as the server wrote it; only the server judges it (clocks lie)
};

struct Credentials {
  base::Secret password;
  base::Secret bearer;  // OAUTHBEARER, from the portal around us
  std::optional<ScramKeys> keys;
  std::optional<FastToken> fast;
  // The token before `fast`: a server may rotate a token in an answer that never reached us whole.
  std::optional<FastToken> fast_before;
  bool is_anonymous = false;
  bool has_certificate = false;  // the transport shows one: EXTERNAL (native)

  bool can_log_in() const {
    return !password.empty() || !bearer.empty() || keys || fast || is_anonymous || has_certificate;
  }
};

}  // namespace stream
