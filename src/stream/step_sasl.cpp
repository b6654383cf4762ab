// SPDX-License-Identifier: MIT
// The SASL exchange over the stream. See step_sasl.h.
#include "stream/step_sasl.h"

#include "base/assert.h"
#include "base/overloaded.h"
#include "xmpp/ns.h"

namespace stream {
namespace {

xml::Element sasl_element(std::string_view name, std::string_view data = "") {
  xml::Element element(xmpp::ns::sasl, name);
  element.add_text(data);
  return element;
}

Failure failure_of(ScramFailure::Kind kind) {
  switch (kind) {
    case ScramFailure::Kind::Protocol:
      return Failure::LoginProtocol;
    case ScramFailure::Kind::Unproven:
      return Failure::ServerUnproven;
    case ScramFailure::Kind::Refused:
      return Failure::WrongPassword;
    case ScramFailure::Kind::Stale:
      return Failure::TokenExpired;
  }
  ASSERT(false);
}

}  // namespace

Rejected rejected(const ScramFailure& failure, StepContext& context) {
  warn(context.config, failure.detail);
  return Rejected{{.failure = failure_of(failure.kind)}, std::nullopt};
}

Rejected refused_login(const xml::Element& failure, const SaslExchange& exchange) {
  Problem why{.failure = exchange.failure_of("")};
  for (const xml::Element& child : failure.children()) {
    if (child.local() == "text") {
      why.text = child.text();
    } else if (child.ns() == xmpp::ns::sasl || child.ns() == xmpp::ns::sasl2) {
      why.failure = exchange.failure_of(child.local());
    }
  }
  return Rejected{why, std::nullopt};
}

std::optional<Mechanism> choose(const std::vector<std::string>& offered,
                                const StepContext& context) {
  const Credentials& have = context.config.credentials;
  return choose_mechanism(offered,
                          {.allow_plain = context.config.allow_plain && context.is_private,
                           .scram_seen = context.scram_seen,
                           .has_password = !have.password.empty(),
                           .has_bearer = !have.bearer.empty() && context.is_private,
                           .has_certificate = have.has_certificate,
                           .is_anonymous = have.is_anonymous,
                           .keys = have.keys ? std::optional(have.keys->mechanism) : std::nullopt});
}

Outcome StepSasl::start(const Features& features, StepContext& context) {
  std::optional<Mechanism> chosen = choose(features.mechanisms, context);
  if (!chosen) return Rejected{{.failure = Failure::NoMechanism}, std::nullopt};
  exchange_ =
      SaslExchange::make(*chosen, context.config.account, context.config.credentials,
                         {features.mechanisms, features.channel_bindings}, context.env.random);
  context.out.push_back(sasl_element("auth", encode_sasl_data(*exchange_->initial()))
                            .set("mechanism", name_of(*chosen)));
  return Accepted{};
}

Outcome StepSasl::handle(const StepInput& input, StepContext& context) {
  const auto* element = std::get_if<xml::Element>(&input);
  if (element == nullptr) return unexpected(input);
  if (element->is({xmpp::ns::sasl, "failure"})) return refused_login(*element, *exchange_);
  if (element->is({xmpp::ns::sasl, "success"})) return on_success(*element, context);
  if (element->is({xmpp::ns::sasl, "challenge"})) return on_challenge(*element, context);
  return unexpected(input);
}

Outcome StepSasl::on_challenge(const xml::Element& challenge, StepContext& context) {
  std::optional<std::string> data = decode_sasl_data(challenge.text());
  if (!data) return abort({ScramFailure::Kind::Protocol, "a challenge is no base64"}, context);
  return base::match(
      base::Overloaded{
          [&](const SaslExchange::Answer& answer) -> Outcome {
            // An empty answer is an empty element here, not "=" (RFC 6120 6.4.3).
            context.out.push_back(
                sasl_element("response", answer.data.empty() ? "" : encode_sasl_data(answer.data)));
            return Accepted{};
          },
          [](const SaslExchange::Working&) -> Outcome { return Accepted{}; },
          [&](const ScramFailure& failure) -> Outcome { return abort(failure, context); },
      },
      exchange_->on_challenge(*data));
}

void StepSasl::advance(StepContext& context) {
  if (std::optional<std::string> last = exchange_->advance()) {
    context.out.push_back(sasl_element("response", encode_sasl_data(*last)));
  }
}

Outcome StepSasl::on_success(const xml::Element& success, StepContext& context) {
  std::optional<std::string> data = decode_sasl_data(success.text());
  base::Result<bool, ScramFailure> checked = exchange_->on_success(data);
  if (checked) return Finished{};
  if (!data) return abort(checked.error(), context);
  // Nothing is left to abort; and whatever is wrong with the proof, the server did not prove itself.
  return Rejected{{.failure = Failure::ServerUnproven}, xmpp::StreamCondition::NotAuthorized};
}

Outcome StepSasl::abort(const ScramFailure& failure, StepContext& context) {
  context.out.push_back(sasl_element("abort"));
  return rejected(failure, context);
}

}  // namespace stream
