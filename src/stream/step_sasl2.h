// SPDX-License-Identifier: MIT
// Logs in and comes up in one exchange: SASL 2 with everything that may ride on it. XEP-0388 1.0.4, XEP-0386 1.1.0 (Bind 2),
// XEP-0484 0.2.0 (FAST), XEP-0198 section 9 (inline), XEP-0280 and XEP-0352 1.0.0 inside Bind 2.
#pragma once

#include <optional>

#include "stream/management.h"
#include "stream/sasl_exchange.h"
#include "stream/step.h"
#include "stream/step_features.h"

namespace stream {

class StepSasl2 {
 public:
  // The best login of what is offered: a token, then keys or password. Rejected when there is none to choose.
  Outcome start(const Features& features, StepContext& context);
  // Before the features are known, in the same flight as our <open/>: only with a token, which a server gives out that
  // knows all of this: one round trip in all.
  void start_early(StepContext& context);
  // The features came after start_early(): does the server still offer what was sent?
  bool is_still_offered(const Features& features) const;
  Outcome handle(const StepInput& input, StepContext& context);
  void advance(StepContext& context);

  bool is_deriving() const { return exchange_ && exchange_->is_deriving(); }
  const std::optional<SaslExchange>& exchange() const { return exchange_; }

  // ---- what the success brought; empty before Finished ----

  const xmpp::Jid& jid() const { return jid_; }  // bare when nothing was bound
  const std::optional<FastToken>& token() const { return token_; }
  const std::optional<xml::Element>& resumed() const { return resumed_; }
  const std::optional<xml::Element>& resume_failed() const { return resume_failed_; }
  const std::optional<xml::Element>& enabled() const { return enabled_; }
  bool is_bound() const { return is_bound_; }
  bool has_carbons() const { return is_bound_ && asked_carbons_; }
  bool is_inactive() const { return is_bound_ && asked_inactive_; }

 private:
  void authenticate(Mechanism mechanism, const Features& features, StepContext& context);
  Outcome on_challenge(const xml::Element& challenge, StepContext& context);
  Outcome on_success(const xml::Element& success, StepContext& context);
  Outcome abort(const ScramFailure& failure, StepContext& context);

  std::optional<SaslExchange> exchange_;
  xmpp::Jid jid_;
  std::optional<FastToken> token_;
  std::optional<xml::Element> resumed_, resume_failed_, enabled_;
  bool is_bound_ = false;
  bool asked_carbons_ = false;
  bool asked_inactive_ = false;
};

}  // namespace stream
