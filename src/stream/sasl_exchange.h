// SPDX-License-Identifier: MIT
// The exchange of one chosen mechanism, free of the elements that carry it: SASL 1 and SASL 2 wrap the same messages
// differently. RFC 4422 section 3; RFC 5802, RFC 7628 3.2.3 (the dummy answer to a bearer's error), HT-SHA-256-NONE.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/random.h"
#include "stream/credentials.h"
#include "stream/sasl.h"
#include "stream/scram.h"
#include "xmpp/jid.h"

namespace stream {

// Iterations of the key derivation between two looks at everything else: under 4 ms each in wasm on two busy cores.
uint32_t slice_of(base::HashAlgorithm algorithm);

class SaslExchange {
 public:
  // What a challenge asks of us: an answer at once, or work first (is_deriving()).
  struct Answer {
    std::string data;
  };
  struct Working {};
  using OnChallenge = std::variant<Answer, Working, ScramFailure>;

  // `account` is the bare address, its local part the name at the login.
  static SaslExchange make(Mechanism mechanism, const xmpp::Jid& account,
                           const Credentials& credentials, AdvertisedLists advertised,
                           base::Random& random);

  Mechanism mechanism() const { return mechanism_; }
  // The first message. Absent where the mechanism sends none (RFC 4422 section 5: not the same as an empty one).
  const std::optional<std::string>& initial() const { return initial_; }
  OnChallenge on_challenge(std::string_view data);
  // A slice of key derivation; the answer to the challenge when it is done.
  std::optional<std::string> advance();
  bool is_deriving() const { return phase_ == Phase::Deriving; }
  // The data that came with the success; absent: none. Anyone can say "success": only the proof shows that the server
  // knows the secret (protocol trap C 28).
  base::Result<bool, ScramFailure> on_success(const std::optional<std::string>& data);
  // After a success: what logs in next time without the password.
  std::optional<ScramKeys> keys() const;
  // What a <failure/> of not-authorized means for what we showed.
  Failure failure_of(std::string_view condition) const;

 private:
  enum class Phase { AwaitChallenge, Deriving, AwaitProof, Proven, AwaitSuccess, Refused };

  Mechanism mechanism_ = Mechanism::Plain;
  Phase phase_ = Phase::AwaitSuccess;
  std::optional<std::string> initial_;
  std::optional<Scram> scram_;
  base::Secret token_;
  uint32_t slice_ = 0;
};

}  // namespace stream
