// SPDX-License-Identifier: MIT
// One mechanism's messages. See sasl_exchange.h.
#include "stream/sasl_exchange.h"

#include <utility>

#include "base/assert.h"
#include "stream/sasl_ht.h"

namespace stream {

uint32_t slice_of(base::HashAlgorithm algorithm) {
  switch (algorithm) {
    case base::HashAlgorithm::Sha1:
      return 2000;
    case base::HashAlgorithm::Sha256:
      return 1000;
    case base::HashAlgorithm::Sha512:
      return 500;
  }
  ASSERT(false);
}

SaslExchange SaslExchange::make(Mechanism mechanism, const xmpp::Jid& account,
                                const Credentials& credentials, AdvertisedLists advertised,
                                base::Random& random) {
  SaslExchange out;
  out.mechanism_ = mechanism;
  std::string user(account.local());
  switch (mechanism) {
    case Mechanism::HtSha256None:
      ASSERT(credentials.fast.has_value());
      out.token_ = credentials.fast->token;
      out.initial_ = ht_initial_response(user, out.token_);
      break;
    case Mechanism::ScramSha512:
    case Mechanism::ScramSha256:
    case Mechanism::ScramSha1:
      out.scram_.emplace(hash_of(mechanism), user, credentials.password, base::new_id(random),
                         std::move(advertised));
      if (credentials.keys && credentials.keys->mechanism == mechanism) {
        out.scram_->offer_keys(*credentials.keys);
      }
      out.slice_ = slice_of(hash_of(mechanism));
      out.initial_ = out.scram_->client_first();
      out.phase_ = Phase::AwaitChallenge;
      break;
    case Mechanism::OAuthBearer:
      out.initial_ = bearer_message(account.text(), credentials.bearer);
      break;
    case Mechanism::Plain:
      out.initial_ = plain_message(user, credentials.password);
      break;
    case Mechanism::External:
    case Mechanism::Anonymous:
      out.initial_ = "";  // XEP-0178 2: the certificate says who we are; RFC 4505: no trace
      break;
  }
  return out;
}

SaslExchange::OnChallenge SaslExchange::on_challenge(std::string_view data) {
  if (phase_ == Phase::AwaitChallenge) {
    base::Result<bool, ScramFailure> checked = scram_->server_first(data);
    if (!checked) return checked.error();
    phase_ = Phase::Deriving;
    return Working{};
  }
  if (phase_ == Phase::AwaitProof) {
    // RFC 6120 6.4.6 lets a server send its signature as a last challenge instead of with the success.
    base::Result<bool, ScramFailure> checked = scram_->server_final(data);
    if (!checked) return checked.error();
    phase_ = Phase::Proven;
    return Answer{};
  }
  if (phase_ == Phase::AwaitSuccess && mechanism_ == Mechanism::OAuthBearer) {
    // The reasons, as JSON. They help nobody here; the failure follows our dummy.
    phase_ = Phase::Refused;
    return Answer{std::string(1, '\x01')};
  }
  return ScramFailure{ScramFailure::Kind::Protocol, "a challenge out of turn"};
}

std::optional<std::string> SaslExchange::advance() {
  std::optional<std::string> last = scram_->advance(slice_);
  if (last) phase_ = Phase::AwaitProof;
  return last;
}

base::Result<bool, ScramFailure> SaslExchange::on_success(const std::optional<std::string>& data) {
  if (mechanism_ == Mechanism::HtSha256None) {
    if (data && ht_responder_is_valid(*data, token_)) return true;
    return ScramFailure{ScramFailure::Kind::Unproven, "the server does not know the token"};
  }
  if (scram_ && phase_ != Phase::Proven) {
    if (!data) return ScramFailure{ScramFailure::Kind::Unproven, "the success carries no proof"};
    return scram_->server_final(*data);
  }
  return true;
}

std::optional<ScramKeys> SaslExchange::keys() const {
  if (!scram_) return std::nullopt;
  ASSERT(scram_->keys().has_value());  // the server proved itself by them
  ScramKeys keys = *scram_->keys();
  keys.mechanism = mechanism_;
  return keys;
}

Failure SaslExchange::failure_of(std::string_view condition) const {
  const Failure failure = failure_of_condition(condition);
  const bool is_token =
      mechanism_ == Mechanism::HtSha256None || mechanism_ == Mechanism::OAuthBearer;
  // COMPAT(prosody): a refused token may be called malformed (protocol trap C 32).
  if (is_token && (failure == Failure::WrongPassword || failure == Failure::LoginProtocol)) {
    return Failure::TokenExpired;
  }
  return failure;
}

}  // namespace stream
