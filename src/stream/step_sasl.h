// SPDX-License-Identifier: MIT
// Logs in by SASL with the password. RFC 6120 section 6, RFC 5802, RFC 4616.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stream/sasl.h"
#include "stream/scram.h"
#include "stream/step.h"

namespace stream {

// Iterations of the key derivation between two looks at everything else: under 4 ms each in wasm on two busy cores.
uint32_t slice_of(base::HashAlgorithm algorithm);

class StepSasl {
 public:
  // Chooses a mechanism of `offered` and sends its first message; Rejected when there is none to
  // choose.
  Outcome start(const std::vector<std::string>& offered, StepContext& context);
  Outcome handle(const StepInput& input, StepContext& context);
  // A slice of key derivation.
  void advance(StepContext& context);

  // There is work to do without waiting for the server.
  bool is_deriving() const { return phase_ == Phase::Deriving; }
  bool chose_scram() const { return scram_.has_value(); }

 private:
  enum class Phase { AwaitChallenge, Deriving, AwaitProof, Proven, AwaitPlain };

  Outcome on_challenge(const std::string& data, StepContext& context);
  Outcome on_success(const xml::Element& success, StepContext& context);
  Outcome on_failure(const xml::Element& failure);
  Outcome abort(const ScramFailure& failure, StepContext& context);

  Phase phase_ = Phase::AwaitPlain;
  std::optional<Scram> scram_;
  uint32_t slice_ = 0;
};

}  // namespace stream
