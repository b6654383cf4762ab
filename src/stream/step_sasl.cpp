// SPDX-License-Identifier: MIT
// The SASL exchange over the stream. See step_sasl.h.
#include "stream/step_sasl.h"

#include "base/assert.h"
#include "xmpp/ns.h"

namespace stream {
namespace {

xml::Element sasl_element(std::string_view name, std::string_view data = "") {
  xml::Element element(xmpp::ns::sasl, name);
  element.add_text(data);
  return element;
}

}  // namespace

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

Outcome StepSasl::start(const std::vector<std::string>& offered, StepContext& context) {
  std::optional<Mechanism> chosen =
      choose_mechanism(offered, {.allow_plain = context.config.allow_plain && context.is_private,
                                 .scram_seen = context.scram_seen});
  if (!chosen) return Rejected{{.failure = Failure::NoMechanism}, std::nullopt};

  std::string first;
  std::string user(context.config.account.local());
  if (is_scram(*chosen)) {
    scram_.emplace(hash_of(*chosen), user, context.config.password,
                   base::new_id(context.env.random), offered);
    slice_ = slice_of(hash_of(*chosen));
    first = scram_->client_first();
    phase_ = Phase::AwaitChallenge;
  } else {
    first = plain_message(user, context.config.password);
    phase_ = Phase::AwaitPlain;
  }
  context.out.push_back(
      sasl_element("auth", encode_sasl_data(first)).set("mechanism", name_of(*chosen)));
  return Accepted{};
}

Outcome StepSasl::handle(const StepInput& input, StepContext& context) {
  const auto* element = std::get_if<xml::Element>(&input);
  if (element == nullptr) return unexpected(input);
  if (element->is({xmpp::ns::sasl, "failure"})) return on_failure(*element);
  if (element->is({xmpp::ns::sasl, "success"})) return on_success(*element, context);
  if (!element->is({xmpp::ns::sasl, "challenge"})) return unexpected(input);
  std::optional<std::string> data = decode_sasl_data(element->text());
  if (!data) return abort({ScramFailure::Kind::Protocol, "a challenge is no base64"}, context);
  return on_challenge(*data, context);
}

Outcome StepSasl::on_challenge(const std::string& data, StepContext& context) {
  if (phase_ == Phase::AwaitChallenge) {
    base::Result<bool, ScramFailure> checked = scram_->server_first(data);
    if (!checked) return abort(checked.error(), context);
    phase_ = Phase::Deriving;
    return Accepted{};
  }
  if (phase_ == Phase::AwaitProof) {
    // RFC 6120 6.4.6 lets a server send its signature as a last challenge instead of with the
    // success.
    base::Result<bool, ScramFailure> checked = scram_->server_final(data);
    if (!checked) return abort(checked.error(), context);
    phase_ = Phase::Proven;
    context.out.push_back(sasl_element("response"));
    return Accepted{};
  }
  return abort({ScramFailure::Kind::Protocol, "a challenge out of turn"}, context);
}

void StepSasl::advance(StepContext& context) {
  if (std::optional<std::string> last = scram_->advance(slice_)) {
    context.out.push_back(sasl_element("response", encode_sasl_data(*last)));
    phase_ = Phase::AwaitProof;
  }
}

Outcome StepSasl::on_success(const xml::Element& success, StepContext& context) {
  if (phase_ == Phase::AwaitPlain || phase_ == Phase::Proven) return Finished{};
  // Anyone can say "success": only the signature shows that the server knows the password (trap C
  // 28).
  std::optional<std::string> data = decode_sasl_data(success.text());
  if (!data) return abort({ScramFailure::Kind::Unproven, "the success carries no proof"}, context);
  base::Result<bool, ScramFailure> checked = scram_->server_final(*data);
  if (checked) return Finished{};
  // Nothing is left to abort; and whatever is wrong with the proof, the server did not prove
  // itself.
  return Rejected{{.failure = Failure::ServerUnproven}, xmpp::StreamCondition::NotAuthorized};
}

Outcome StepSasl::on_failure(const xml::Element& failure) {
  Problem why{.failure = Failure::LoginProtocol};
  for (const xml::Element& child : failure.children()) {
    if (child.is({xmpp::ns::sasl, "text"})) {
      why.text = child.text();
    } else if (child.ns() == xmpp::ns::sasl) {
      why.failure = failure_of_condition(child.local());
    }
  }
  return Rejected{why, std::nullopt};
}

Outcome StepSasl::abort(const ScramFailure& failure, StepContext& context) {
  if (context.config.log != nullptr) {
    context.config.log->write(base::LogLevel::Warning, "stream", failure.detail);
  }
  context.out.push_back(sasl_element("abort"));
  Problem why;
  switch (failure.kind) {
    case ScramFailure::Kind::Protocol:
      why.failure = Failure::LoginProtocol;
      break;
    case ScramFailure::Kind::Unproven:
      why.failure = Failure::ServerUnproven;
      break;
    case ScramFailure::Kind::Refused:
      why.failure = Failure::WrongPassword;
      break;
  }
  return Rejected{why, std::nullopt};
}

}  // namespace stream
