// SPDX-License-Identifier: MIT
// The SASL 2 exchange and its riders. See step_sasl2.h.
#include "stream/step_sasl2.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/overloaded.h"
#include "stream/sasl_ht.h"
#include "stream/step_sasl.h"
#include "xmpp/ns.h"

namespace stream {
namespace {

namespace ns = xmpp::ns;

xml::Element with_data(xml::Name name, const std::string& data) {
  xml::Element element(name);
  // COMPAT(prosody, ejabberd): an empty element is empty data; "=" is what SASL 1 would say.
  element.add_text(base::encode_base64(data));
  return element;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// XEP-0388 2.4: stable for this installation. Servers refuse FAST without it (protocol trap C 31).
xml::Element make_user_agent(const Config& config) {
  xml::Element agent(ns::sasl2, "user-agent");
  agent.set_if("id", config.device_id);
  agent.add(xml::Element(ns::sasl2, "software").add_text("Parlance"));
  return agent;
}

xml::Element make_bind(const Sasl2Features& offered, bool is_active) {
  xml::Element bind(ns::bind2, "bind");
  // No tag: the server makes up a resource for each tab then. With one, ejabberd 24.12 takes whoever binds with the same
  // user-agent id, whatever the tag, for the same client come back, and ends the session of the other tab (seen; the id
  // is one per installation, trap C 31); Prosody makes one resource of both (protocol trap E 57).
  if (offered.has_carbons) bind.add(xml::Element(ns::carbons, "enable"));
  if (offered.has_enable) bind.add(Management::make_enable(true));
  if (offered.has_csi && !is_active) bind.add(xml::Element(ns::csi, "inactive"));
  return bind;
}

// What a server that gave us a token offered when it did.
Sasl2Features usual_with_token() {
  return {.has_resume = true,
          .has_bind = true,
          .has_carbons = true,
          .has_enable = true,
          .has_csi = true};
}

}  // namespace

Outcome StepSasl2::start(const Features& features, StepContext& context) {
  const bool has_token = context.config.credentials.fast.has_value() &&
                         has(features.sasl2->fast, ht_sha256_none) && context.is_private;
  if (has_token) {
    authenticate(Mechanism::HtSha256None, features, context);
    return Accepted{};
  }
  std::optional<Mechanism> chosen = choose(features.sasl2->mechanisms, context);
  if (!chosen) {
    // Only a token was left to us, and it is of no use here any more.
    const bool had_token = context.config.credentials.fast || context.config.credentials.keys;
    return Rejected{{.failure = had_token ? Failure::TokenExpired : Failure::NoMechanism},
                    std::nullopt};
  }
  authenticate(*chosen, features, context);
  return Accepted{};
}

void StepSasl2::start_early(StepContext& context) {
  Features expected;
  expected.sasl2 = usual_with_token();
  authenticate(Mechanism::HtSha256None, expected, context);
}

bool StepSasl2::is_still_offered(const Features& features) const {
  return features.sasl2 && has(features.sasl2->fast, ht_sha256_none);
}

void StepSasl2::authenticate(Mechanism mechanism, const Features& features, StepContext& context) {
  const Config& config = context.config;
  const Sasl2Features& offered = *features.sasl2;
  exchange_ =
      SaslExchange::make(mechanism, config.account, config.credentials,
                         {offered.mechanisms, features.channel_bindings}, context.env.random);
  xml::Element element(ns::sasl2, "authenticate");
  element.set("mechanism", name_of(mechanism));
  element.add(with_data({ns::sasl2, "initial-response"}, *exchange_->initial()));
  element.add(make_user_agent(config));
  if (mechanism == Mechanism::HtSha256None) {
    xml::Element fast(ns::fast, "fast");
    if (config.purpose == Purpose::Invalidate) fast.set("invalidate", "true");
    element.add(std::move(fast));
  } else if (config.wants_token && has(offered.fast, ht_sha256_none) && context.is_private) {
    element.add(xml::Element(ns::fast, "request-token").set("mechanism", ht_sha256_none));
  }
  if (config.purpose != Purpose::Invalidate) {
    if (offered.has_resume && context.resumable != nullptr) {
      element.add(context.resumable->make_resume());
    }
    if (offered.has_bind) {
      element.add(make_bind(offered, context.is_active));
      asked_carbons_ = offered.has_carbons;
      asked_inactive_ = offered.has_csi && !context.is_active;
    }
  }
  context.out.push_back(std::move(element));
}

Outcome StepSasl2::handle(const StepInput& input, StepContext& context) {
  const auto* element = std::get_if<xml::Element>(&input);
  if (element == nullptr) return unexpected(input);
  if (element->is({ns::sasl2, "failure"})) return refused_login(*element, *exchange_);
  if (element->is({ns::sasl2, "success"})) return on_success(*element, context);
  if (element->is({ns::sasl2, "challenge"})) return on_challenge(*element, context);
  if (element->is({ns::sasl2, "continue"})) {
    // Tasks (a second factor, a change of password) are not something this program can do; saying so beats silence.
    context.out.push_back(xml::Element(ns::sasl2, "abort"));
    return Rejected{{.failure = Failure::NoMechanism}, std::nullopt};
  }
  return unexpected(input);
}

Outcome StepSasl2::on_challenge(const xml::Element& challenge, StepContext& context) {
  std::optional<std::string> data = decode_sasl_data(challenge.text());
  if (!data) return abort({ScramFailure::Kind::Protocol, "a challenge is no base64"}, context);
  return base::match(
      base::Overloaded{
          [&](const SaslExchange::Answer& answer) -> Outcome {
            context.out.push_back(with_data({ns::sasl2, "response"}, answer.data));
            return Accepted{};
          },
          [](const SaslExchange::Working&) -> Outcome { return Accepted{}; },
          [&](const ScramFailure& failure) -> Outcome { return abort(failure, context); },
      },
      exchange_->on_challenge(*data));
}

void StepSasl2::advance(StepContext& context) {
  if (std::optional<std::string> last = exchange_->advance()) {
    context.out.push_back(with_data({ns::sasl2, "response"}, *last));
  }
}

Outcome StepSasl2::on_success(const xml::Element& success, StepContext& context) {
  std::optional<std::string> data;
  if (const xml::Element* additional = success.child({ns::sasl2, "additional-data"})) {
    data = decode_sasl_data(additional->text());
  }
  base::Result<bool, ScramFailure> proven = exchange_->on_success(data);
  if (!proven) {
    rejected(proven.error(), context);  // for the log
    return Rejected{{.failure = Failure::ServerUnproven}, xmpp::StreamCondition::NotAuthorized};
  }
  const xml::Element* identity = success.child({ns::sasl2, "authorization-identifier"});
  base::Result<xmpp::Jid> jid = xmpp::Jid::received(identity == nullptr ? "" : identity->text());
  if (!jid) return Rejected{{.failure = Failure::LoginProtocol}, xmpp::StreamCondition::InvalidXml};
  if (!is_ours(*jid, context.config)) {
    warn(context.config, "the server says that another account is logged in");
    return Rejected{{.failure = Failure::ForeignIdentity}, xmpp::StreamCondition::NotAuthorized};
  }
  jid_ = *jid;
  if (const xml::Element* token = success.child({ns::fast, "token"})) {
    std::string_view text = token->attribute_or_empty("token");
    if (!text.empty()) {
      token_ = FastToken{base::Secret(text), std::string(token->attribute_or_empty("expiry"))};
    }
  }
  auto copy = [](const xml::Element* element) {
    return element == nullptr ? std::nullopt : std::optional<xml::Element>(*element);
  };
  resumed_ = copy(success.child({ns::management, "resumed"}));
  resume_failed_ = copy(success.child({ns::management, "failed"}));
  if (const xml::Element* bound = success.child({ns::bind2, "bound"})) {
    if (jid_.is_bare()) {
      return Rejected{{.failure = Failure::LoginProtocol}, xmpp::StreamCondition::InvalidXml};
    }
    is_bound_ = true;
    enabled_ = copy(bound->child({ns::management, "enabled"}));
  }
  return Finished{};
}

Outcome StepSasl2::abort(const ScramFailure& failure, StepContext& context) {
  context.out.push_back(xml::Element(ns::sasl2, "abort"));
  return rejected(failure, context);
}

}  // namespace stream
