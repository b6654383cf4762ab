// SPDX-License-Identifier: MIT
// Logs in by SASL as RFC 6120 section 6 carries it (SASL 1 here and in the XEPs).
#pragma once

#include <optional>

#include "stream/sasl_exchange.h"
#include "stream/step.h"
#include "stream/step_features.h"

namespace stream {

// What the exchange's failure means to a person, and to the log.
Rejected rejected(const ScramFailure& failure, StepContext& context);
// A <failure/> of either version of SASL. COMPAT(prosody): the condition may stand in another namespace.
Rejected refused_login(const xml::Element& failure, const SaslExchange& exchange);
// The mechanism we would take of these; absent when there is none.
std::optional<Mechanism> choose(const std::vector<std::string>& offered,
                                const StepContext& context);

class StepSasl {
 public:
  // Chooses a mechanism and sends its first message; Rejected when there is none to choose.
  Outcome start(const Features& features, StepContext& context);
  Outcome handle(const StepInput& input, StepContext& context);
  // A slice of key derivation.
  void advance(StepContext& context);

  // There is work to do without waiting for the server.
  bool is_deriving() const { return exchange_ && exchange_->is_deriving(); }
  const std::optional<SaslExchange>& exchange() const { return exchange_; }

 private:
  Outcome on_challenge(const xml::Element& challenge, StepContext& context);
  Outcome on_success(const xml::Element& success, StepContext& context);
  Outcome abort(const ScramFailure& failure, StepContext& context);

  std::optional<SaslExchange> exchange_;
};

}  // namespace stream
