// SPDX-License-Identifier: MIT
// How a connection begins and ends. See connection.h.
#include "stream/connection.h"

#include <utility>

#include "base/overloaded.h"
#include "base/record.h"
#include "stream/framing_bosh.h"
#include "stream/framing_websocket.h"
#include "xml/writer.h"
#include "xmpp/ns.h"

namespace stream {
namespace {

// How long the features may lag behind the success of Bind 2.
constexpr base::Duration features_patience = std::chrono::seconds(1);

// What Prosody calls itself in its features (XEP-0115).
constexpr std::string_view prosody_node = "http://prosody.im";

constexpr std::string_view connection_format = "connection 2";
// Nothing of XMPP happened yet: another address of the same server may do better.
bool is_of_transport(Failure failure) {
  switch (failure) {
    case Failure::Unreachable:
    case Failure::NoXmpp:
    case Failure::NoBosh:
    case Failure::NoTls:
    case Failure::Timeout:
    case Failure::ConnectionLost:
      return true;
    default:
      return false;
  }
}

// A server may only have choked on a token that came before its features. What it said about the account or about itself
// it said on purpose: the token must not be shown to it once more.
bool may_be_hurry(Failure failure) {
  switch (failure) {
    case Failure::ServerUnproven:
    case Failure::ForeignIdentity:
    case Failure::AccountDisabled:
    case Failure::Redirected:
      return false;
    default:
      return true;
  }
}

std::unique_ptr<Framing> make_framing(Config& config, const std::string& url) {
  const Endpoint endpoint = classify_endpoint(url);
  const bool is_private = endpoint.kind != EndpointKind::Insecure;
  switch (endpoint.transport) {
    case Transport::WebSocket:
      return std::make_unique<WebSocketFraming>(++config.last_socket, url, is_private);
    case Transport::Bosh:
      return std::make_unique<BoshFraming>(url, is_private, config.last_request);
    case Transport::Tcp:
      break;
  }
  return config.make_tcp(++config.last_socket, url, config);
}

}  // namespace

void Stream::State::say(const xml::Element& element, base::Env& env) {
  if (framing) framing->send(xml::write(element), env);
}

void Stream::State::begin(base::Env& env) {
  first_problem = {};
  emit(Status(Connecting{}));
  if (candidates.empty()) {
    Discovery discovery;
    emit(base::Output(discovery.start(config.account.domain(), ++config.last_request)));
    phase = Discovering{std::move(discovery)};
    return;
  }
  candidates.rewind();
  dial(env);
}

std::string Stream::State::saved_connection() const {
  std::string transport = is_bound() && framing ? framing->save() : std::string();
  if (transport.empty()) return {};
  base::RecordWriter out(connection_format);
  out.text(candidates.current()).text(transport).number(server_limit());
  out.flag(features.has_csi).flag(features.has_roster_versions).flag(has_carbons);
  out.flag(told_active);
  return out.take();
}

bool Stream::State::attach(const std::string& record, base::Env& env) {
  base::RecordReader in(record, connection_format);
  std::string url(in.text());
  std::string_view transport = in.text();
  const uint64_t limit = in.number_up_to(1u << 30);
  Features offered;
  offered.has_csi = in.flag();
  offered.has_roster_versions = in.flag();
  const bool carbons = in.flag();
  const bool was_active = in.flag();
  const Endpoint endpoint = classify_endpoint(url);
  // Only where we would connect anyway: the record is no authority on that.
  const bool is_allowed = !candidates.empty() && candidates.current() == url;
  if (!in.is_finished() || !management.can_resume() || !is_allowed) return false;
  if (endpoint.transport != Transport::Bosh) return false;
  auto bosh = std::make_unique<BoshFraming>(url, endpoint.kind != EndpointKind::Insecure,
                                            config.last_request);
  if (!bosh->attach(transport, env)) return false;
  framing = std::move(bosh);
  offered.max_bytes = static_cast<size_t>(limit);
  take_features(std::move(offered));
  knows_features = true;
  has_carbons = carbons;
  told_active = was_active;
  liveness.start(env.now.steady);
  phase = Bound{env.now.steady, std::nullopt};
  emit(Status(Resumed{management.session().jid}));
  tell_activity(env);
  // Whether the server still knows it is not certain before it has said something.
  look(Liveness::patience_sent, env);
  return true;
}

void Stream::State::dial(base::Env& env) {
  phase = Dialling{};
  framing = make_framing(config, candidates.current());
  framing->dial(env);
}

// Lets the negotiation work, sends what it wants sent and acts on how it came out.
template <class Work>
void Stream::State::with_negotiation(base::Env& env, Work work) {
  Negotiation& negotiation = std::get<Negotiating>(phase).negotiation;
  std::vector<Say> says;
  StepContext context{config,
                      framing->is_private(),
                      is_over_bosh(),
                      config.scram_seen,
                      config.is_visible,
                      resumable(),
                      env,
                      says};
  const bool was_authenticated = negotiation.is_authenticated();
  Outcome outcome = work(negotiation, context);
  for (const Say& each : says) {
    base::match(base::Overloaded{
                    [&](const OpenStream&) {
                      // RFC 6120 4.7.1: who we are is nobody's business on the way.
                      const bool names_us =
                          framing->is_private() && !config.credentials.is_anonymous;
                      framing->open({.from = names_us ? config.account.text() : "",
                                     .to = std::string(config.account.domain()),
                                     .language = config.language},
                                    env);
                    },
                    [&](const xml::Element& element) { say(element, env); },
                },
                each);
  }
  std::optional<Mechanism> shown = negotiation.shown();
  if (shown && (is_scram(*shown) || *shown == Mechanism::External)) config.scram_seen = true;
  if (!was_authenticated && negotiation.is_authenticated()) framing->set_limits({});
  if (auto* rejected = std::get_if<Rejected>(&outcome)) {
    end(rejected->why, rejected->answer, env);
  } else if (std::holds_alternative<Finished>(outcome)) {
    come_up(env);
  }
}

void Stream::State::start_negotiation(base::Env& env) {
  phase = Negotiating{};
  emit(Status(Authenticating{}));
  const bool hurry = may_hurry || config.purpose == Purpose::Invalidate;
  with_negotiation(env, [&](Negotiation& negotiation, StepContext& context) -> Outcome {
    negotiation.start(context, hurry);
    return Accepted{};
  });
}

void Stream::State::negotiate(StepInput input, base::Env& env) {
  with_negotiation(env, [&](Negotiation& negotiation, StepContext& context) {
    return negotiation.handle(input, context);
  });
}

void Stream::State::derive(base::Env& env) {
  with_negotiation(env, [](Negotiation& negotiation, StepContext& context) -> Outcome {
    negotiation.advance(context);
    return Accepted{};
  });
}

// The negotiation is over: the session of before goes on, or a new one begins.
void Stream::State::come_up(base::Env& env) {
  const Negotiated result = std::get<Negotiating>(phase).negotiation.result();
  if (!result.jid.empty() && !config.credentials.is_anonymous) config.account = result.jid.bare();
  if (result.token) {
    config.credentials.fast_before = std::exchange(config.credentials.fast, result.token);
  }
  if (result.keys) config.credentials.keys = result.keys;
  if (result.token || result.keys) emit(CredentialsChanged{});
  if (config.purpose == Purpose::Invalidate) {
    phase = Closing{env.now.steady};
    framing->close(std::nullopt, env);
    leave({}, env);
    return;
  }
  candidates.worked();
  recovery.bound();
  liveness.start(env.now.steady);
  // What is offered before a login is for strangers. A session that goes on, perhaps without ever hearing new features (trap D
  // 38), keeps those it had; of CSI also a reloaded page knows, and what may ride on Bind 2 tells.
  const bool knew_csi = features.has_csi;
  const bool keeps_features = result.resumed && !result.has_features && knows_features;
  if (!keeps_features) features = {};
  take_features(keeps_features ? features : result.features);
  if (!result.has_features) {
    const bool rides = result.features.sasl2 && result.features.sasl2->has_csi;
    features.has_csi = rides || (result.resumed && knew_csi);
  }
  knows_features = true;
  has_carbons = has_carbons && result.resumed.has_value();

  if (result.resumed) {
    std::optional<std::vector<Unacknowledged>> acknowledged =
        management.acknowledge(*result.resumed);
    const bool is_mine = result.resumed->attribute_or_empty("previd") == management.session().id;
    if (!acknowledged || !is_mine) {
      give_up_session();
      end({.failure = Failure::StreamError}, xmpp::StreamCondition::UndefinedCondition, env);
      return;
    }
    for (const Unacknowledged& stanza : *acknowledged) tell<Acknowledged>(stanza);
    management.resumed();
    phase = Bound{env.now.steady, std::nullopt};
    emit(Status(Resumed{management.session().jid}));
    for (const Unacknowledged& stanza : management.queue()) framing->send(stanza.text, env);
    if (!management.queue().empty()) say(management.make_request(env.now.steady), env);
    told_active = true;  // section 5.2: also a resumed stream begins active
    tell_activity(env);
    return;
  }

  if (result.resume_failed) {
    // trap D 39: its h may still acknowledge a part.
    if (std::optional<std::vector<Unacknowledged>> acknowledged =
            management.acknowledge(*result.resume_failed)) {
      for (const Unacknowledged& stanza : *acknowledged) tell<Acknowledged>(stanza);
    }
  }
  give_up_session();
  has_carbons = result.has_carbons;
  told_active = !result.is_inactive;
  if (result.enabled) {
    management.request();
    management.enabled(*result.enabled, result.jid);
  } else if (result.features.has_management) {
    // After the bind, never before (XEP-0198 section 3); everything behind it counts.
    management.request();
    say(Management::make_enable(true), env);
  }
  phase = Bound{env.now.steady, env.now.steady + features_patience};
  fresh_jid = result.jid;
  if (result.has_features) announce(env);
}

// COMPAT(prosody 0.12, 13): no <resume/> is answered over BOSH, not even with an error, and the stream is dead behind it.
Management* Stream::State::resumable() {
  return management.can_resume() && !(is_over_bosh() && is_lost_over_bosh) ? &management : nullptr;
}

bool Stream::State::is_over_bosh() const {
  return classify_endpoint(candidates.current()).transport == Transport::Bosh;
}

// COMPAT(prosody): announces limits before a login with Bind 2, not behind it; what is not taken back goes on.
void Stream::State::take_features(Features offered) {
  if (!offered.max_bytes) offered.max_bytes = features.max_bytes;
  if (!offered.idle_limit) offered.idle_limit = features.idle_limit;
  if (offered.caps) is_lost_over_bosh = offered.caps->node == prosody_node;
  features = std::move(offered);
  framing->set_server_limit(server_limit());
  liveness.set_idle_limit(features.idle_limit);
}

// A new session is usable; whoever waits for it may send.
void Stream::State::announce(base::Env& env) {
  auto* bound = std::get_if<Bound>(&phase);
  if (bound == nullptr || !bound->announce_at) return;
  bound->announce_at.reset();
  emit(Status(Fresh{fresh_jid}));
  tell_activity(env);
}

// What was not acknowledged goes back to whoever wrote it.
void Stream::State::give_up_session() {
  for (const Unacknowledged& stanza : management.queue()) tell<Unsent>(stanza);
  management.forget();
  poisoned = 0;
}

// Tells the server why (where it is at fault), says good-bye and lets the connection go; then either waits for the next
// attempt or gives up. The transport's own end comes later and changes nothing: the first reason counts, not "1000
// normal" (protocol trap A 11).
void Stream::State::end(Problem why, std::optional<xmpp::StreamCondition> answer, base::Env& env) {
  if (framing && is_open() && !std::holds_alternative<Closing>(phase)) {
    framing->close(answer, env);
  }
  leave(std::move(why), env);
}

void Stream::State::drop_framing(base::Env& env) {
  if (!framing) return;
  framing->drop(env);
  while (std::optional<Signal> signal = framing->poll()) {
    if (auto* output = std::get_if<base::Output>(&*signal)) emit(std::move(*output));
  }
  framing.reset();
}

void Stream::State::finish_closing() {
  phase = Dead{};
  emit(Status(Closed{}));
}

// Another address, or another credential: whatever is left to try before a person must hear of it.
bool Stream::State::try_otherwise(const Problem& why, base::Env& env) {
  auto* negotiating = std::get_if<Negotiating>(&phase);
  const bool met_server = negotiating != nullptr && negotiating->negotiation.has_met_server();
  if (why.failure == Failure::Redirected &&
      candidates.redirect(why.text, config.allowed_endpoints)) {
    emit(Status(Connecting{}));
    dial(env);
    return true;
  }
  if (negotiating == nullptr && !std::holds_alternative<Dialling>(phase)) return false;
  if (!met_server && is_of_transport(why.failure)) {
    if (first_problem.failure == Failure::None) first_problem = why;
    if (candidates.advance()) {
      dial(env);
      return true;
    }
    return false;
  }
  if (negotiating == nullptr) return false;
  if (why.failure == Failure::Timeout && management.can_resume()) {
    give_up_session();
    dial(env);
    return true;
  }

  const Negotiation& negotiation = negotiating->negotiation;
  std::optional<Mechanism> shown = negotiation.shown();
  Credentials& have = config.credentials;
  bool is_changed = false;
  if (shown == Mechanism::HtSha256None) {
    if (why.failure == Failure::TokenExpired) {
      have.fast = std::exchange(have.fast_before, std::nullopt);
      is_changed = true;
    } else if (negotiation.is_hurried() && may_hurry && !negotiation.is_authenticated() &&
               may_be_hurry(why.failure)) {
      may_hurry = false;  // perhaps it only choked on the hurry
      is_changed = true;
    }
  } else if (have.keys && shown == have.keys->mechanism &&
             (why.failure == Failure::TokenExpired || why.failure == Failure::WrongPassword)) {
    have.keys.reset();
    is_changed = true;
  }
  if (!is_changed) return false;
  emit(CredentialsChanged{});
  if (!have.can_log_in() || config.purpose == Purpose::Invalidate) return false;
  dial(env);
  return true;
}

// The connection is gone already, or on its way.
void Stream::State::leave(Problem why, base::Env& env) {
  drop_framing(env);
  ping_id.clear();
  if (std::holds_alternative<Closing>(phase)) {
    finish_closing();
    return;
  }
  // The reason for programs; what the server wrote is for the person alone.
  const bool has_condition = why.failure == Failure::StreamError || why.failure == Failure::BadXml;
  std::string line = "the connection ended: " + std::string(name_of(why.failure));
  if (has_condition) line += " (" + std::string(xmpp::name_of(why.condition)) + ")";
  log(base::LogLevel::Warning, line);
  if (try_otherwise(why, env)) return;
  // Keys of a password that was changed: what a person hears is that the login is no longer good.
  if (why.failure == Failure::WrongPassword && config.credentials.password.empty() &&
      config.credentials.bearer.empty()) {
    why.failure = Failure::TokenExpired;
  }
  if (first_problem.failure != Failure::None && is_of_transport(why.failure)) why = first_problem;
  base::Duration lasted{};
  if (auto* bound = std::get_if<Bound>(&phase)) lasted = env.now.steady - bound->since;
  if (Recovery::is_poison(why) && ++poisoned >= 2) give_up_session();
  if (recovery.should_retry(why, lasted)) {
    base::Steady at = env.now.steady + recovery.next_delay(env.random);
    if (is_offline) why = {.failure = Failure::NoNetwork};
    phase = WaitingToRetry{at};
    emit(Status(Suspended{why, at}));
  } else {
    give_up_session();
    phase = Dead{};
    emit(Status(Failed{why}));
  }
}

}  // namespace stream
