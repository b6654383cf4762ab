// SPDX-License-Identifier: MIT
// From one step to the next. See negotiation.h.
#include "stream/negotiation.h"

#include <utility>

#include "base/overloaded.h"

namespace stream {

void Negotiation::start(StepContext& context, bool may_hurry) {
  std::get<StepOpen>(step_).start(context);
  if (may_hurry && context.config.credentials.fast && context.is_private) {
    hurried_.emplace().start_early(context);
    awaits_resumption_ = context.resumable != nullptr;
    shown_ = Mechanism::HtSha256None;
    was_hurried_ = true;
  }
  deadline_ = context.env.now.steady + patience(context);
}

base::Duration Negotiation::patience(const StepContext& context) const {
  return awaits_resumption_ && context.is_over_bosh ? bosh_resume_timeout : step_timeout;
}

Outcome Negotiation::handle(const StepInput& input, StepContext& context) {
  Outcome outcome = base::match(base::Overloaded{
                                    [&](StepFeatures& step) { return step.handle(input); },
                                    [&](StepResume& step) { return step.handle(input); },
                                    [&](auto& step) { return step.handle(input, context); },
                                },
                                step_);
  if (std::holds_alternative<Rejected>(outcome)) return outcome;
  if (std::holds_alternative<Finished>(outcome)) outcome = next(context);
  deadline_ = context.env.now.steady + patience(context);
  return outcome;
}

void Negotiation::advance(StepContext& context) {
  if (auto* sasl = std::get_if<StepSasl>(&step_)) sasl->advance(context);
  if (auto* sasl2 = std::get_if<StepSasl2>(&step_)) sasl2->advance(context);
  deadline_ = context.env.now.steady + patience(context);
}

bool Negotiation::is_deriving() const {
  if (auto* sasl = std::get_if<StepSasl>(&step_)) return sasl->is_deriving();
  auto* sasl2 = std::get_if<StepSasl2>(&step_);
  return sasl2 != nullptr && sasl2->is_deriving();
}

// The current step is finished: enters the one that follows. Finished when none does.
Outcome Negotiation::next(StepContext& context) {
  auto finished = std::exchange(step_, StepOpen{});
  return base::match([&](auto& step) { return after(step, context); }, finished);
}

Outcome Negotiation::after(const StepOpen&, StepContext&) {
  enter<StepFeatures>();
  return Accepted{};
}

Outcome Negotiation::after(const StepFeatures& step, StepContext& context) {
  result_.features = step.features();
  if (is_authenticated_) {
    result_.has_features = true;
    if (early_resume_) {
      step_ = *std::exchange(early_resume_, std::nullopt);
      return Accepted{};
    }
    if (!result_.features.has_bind) {
      return Rejected{{.failure = Failure::LoginProtocol},
                      xmpp::StreamCondition::UnsupportedFeature};
    }
    return bind(context);
  }
  has_met_server_ = true;
  if (hurried_) {
    if (!hurried_->is_still_offered(result_.features)) {
      return Rejected{{.failure = Failure::TokenExpired}, std::nullopt};
    }
    step_ = *std::exchange(hurried_, std::nullopt);
    return Accepted{};
  }
  // Only a token is invalidated by showing it.
  if (context.config.purpose == Purpose::Invalidate) {
    return Rejected{{.failure = Failure::TokenExpired}, std::nullopt};
  }
  Outcome started;
  const auto begin = [&](auto& sasl) {
    started = sasl.start(result_.features, context);
    if (sasl.exchange()) shown_ = sasl.exchange()->mechanism();
  };
  if (result_.features.sasl2) {
    begin(enter<StepSasl2>());
  } else {
    begin(enter<StepSasl>());
  }
  return started;
}

Outcome Negotiation::after(const StepSasl& step, StepContext& context) {
  is_authenticated_ = true;
  result_.keys = step.exchange()->keys();
  // RFC 7395 3.7: a new <open/>, and no <close/> before it (protocol trap A 7).
  enter<StepOpen>().start(context);
  if (context.resumable != nullptr) {
    early_resume_.emplace().start(context);
    awaits_resumption_ = true;
  } else {
    early_bind_.emplace().start(context);
  }
  return Accepted{};
}

Outcome Negotiation::after(const StepSasl2& step, StepContext& context) {
  is_authenticated_ = true;
  result_.jid = step.jid();
  result_.keys = step.exchange()->keys();
  result_.token = step.token();
  result_.resumed = step.resumed();
  result_.resume_failed = step.resume_failed();
  result_.enabled = step.enabled();
  // What was asked for in a hurry, the server may not have.
  const Sasl2Features offered = result_.features.sasl2.value_or(Sasl2Features());
  result_.has_carbons = step.has_carbons() && offered.has_carbons;
  result_.is_inactive = step.is_inactive() && offered.has_csi;
  if (context.config.purpose == Purpose::Invalidate) return Finished{};
  // No restart, and no features to wait for: a server may send them after what it replays, or never (trap D 38).
  if (result_.resumed || step.is_bound()) return Finished{};
  enter<StepFeatures>();
  if (context.resumable != nullptr && !result_.resume_failed) {
    early_resume_.emplace().start(context);
    awaits_resumption_ = true;
  }
  return Accepted{};
}

Outcome Negotiation::after(const StepResume& step, StepContext& context) {
  awaits_resumption_ = false;
  result_.resumed = step.resumed();
  result_.resume_failed = step.failed();
  if (result_.resumed) return Finished{};
  if (!result_.features.has_bind) {
    return Rejected{{.failure = Failure::LoginProtocol}, xmpp::StreamCondition::UnsupportedFeature};
  }
  return bind(context);
}

Outcome Negotiation::after(const StepBind& step, StepContext& context) {
  result_.jid = step.jid();
  if (!result_.features.needs_session) return Finished{};
  enter<StepSession>().start(context);
  return Accepted{};
}

Outcome Negotiation::bind(StepContext& context) {
  if (early_bind_) {
    step_ = *std::exchange(early_bind_, std::nullopt);
  } else {
    enter<StepBind>().start(context);
  }
  return Accepted{};
}

}  // namespace stream
