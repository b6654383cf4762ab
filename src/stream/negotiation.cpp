// SPDX-License-Identifier: MIT
// Chooses the next step. See negotiation.h.
#include "stream/negotiation.h"

#include <utility>

#include "base/overloaded.h"

namespace stream {

void Negotiation::start(StepContext& context) {
  step_ = StepOpen{};
  std::get<StepOpen>(step_).start(context);
  deadline_ = context.env.now.steady + step_timeout;
}

Outcome Negotiation::handle(const StepInput& input, StepContext& context) {
  Outcome outcome = std::visit(base::Overloaded{
                                   [&](StepOpen& step) { return step.handle(input, context); },
                                   [&](StepFeatures& step) { return step.handle(input); },
                                   [&](StepSasl& step) { return step.handle(input, context); },
                                   [&](StepBind& step) { return step.handle(input, context); },
                                   [&](StepSession& step) { return step.handle(input, context); },
                               },
                               step_);
  if (std::holds_alternative<Rejected>(outcome)) return outcome;
  deadline_ = context.env.now.steady + step_timeout;
  return std::holds_alternative<Finished>(outcome) ? next(context) : outcome;
}

void Negotiation::advance(StepContext& context) {
  std::get<StepSasl>(step_).advance(context);
  deadline_ = context.env.now.steady + step_timeout;
}

bool Negotiation::is_deriving() const {
  const auto* sasl = std::get_if<StepSasl>(&step_);
  return sasl != nullptr && sasl->is_deriving();
}

// The current step is finished: enters the one that follows. Finished when none does.
Outcome Negotiation::next(StepContext& context) {
  if (std::holds_alternative<StepOpen>(step_)) {
    step_ = StepFeatures{};
    return Accepted{};
  }
  if (std::holds_alternative<StepSasl>(step_)) {
    is_authenticated_ = true;
    // RFC 7395 3.7: a new <open/>, and no <close/> before it (protocol trap A 7).
    step_ = StepOpen{};
    std::get<StepOpen>(step_).start(context);
    return Accepted{};
  }
  if (auto* offered = std::get_if<StepFeatures>(&step_)) {
    features_ = offered->features();
    if (!is_authenticated_) {
      step_ = StepSasl{};
      auto& sasl = std::get<StepSasl>(step_);
      Outcome started = sasl.start(features_.mechanisms, context);
      used_scram_ = sasl.chose_scram();
      return started;
    }
    if (!features_.has_bind) {
      return Rejected{{.failure = Failure::LoginProtocol},
                      xmpp::StreamCondition::UnsupportedFeature};
    }
    step_ = StepBind{};
    std::get<StepBind>(step_).start(context);
    return Accepted{};
  }
  if (auto* bind = std::get_if<StepBind>(&step_)) {
    jid_ = bind->jid();
    if (!features_.needs_session) return Finished{};
    step_ = StepSession{};
    std::get<StepSession>(step_).start(context);
    return Accepted{};
  }
  return Finished{};
}

}  // namespace stream
