// SPDX-License-Identifier: MIT
// The way from an open socket to a bound session: which step follows which, and how long each may
// take. RFC 6120 section 4.3, RFC 7395 3.7.
#pragma once

#include <optional>
#include <variant>

#include "stream/step.h"
#include "stream/step_bind.h"
#include "stream/step_features.h"
#include "stream/step_open.h"
#include "stream/step_sasl.h"
#include "stream/step_session.h"

namespace stream {

inline constexpr base::Duration step_timeout = std::chrono::seconds(20);

class Negotiation {
 public:
  void start(StepContext& context);
  // Finished here means that the session is bound.
  Outcome handle(const StepInput& input, StepContext& context);
  // A slice of key derivation, while is_deriving().
  void advance(StepContext& context);

  bool is_deriving() const;
  // When the server has had its time; our own work does not count.
  base::Steady deadline() const { return deadline_; }
  bool is_authenticated() const { return is_authenticated_; }
  bool used_scram() const { return used_scram_; }
  const xmpp::Jid& jid() const { return jid_; }
  std::optional<size_t> max_bytes() const { return features_.max_bytes; }

 private:
  Outcome next(StepContext& context);

  std::variant<StepOpen, StepFeatures, StepSasl, StepBind, StepSession> step_;
  Features features_;
  base::Steady deadline_{};
  bool is_authenticated_ = false;
  bool used_scram_ = false;
  xmpp::Jid jid_;
};

}  // namespace stream
