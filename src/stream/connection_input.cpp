// SPDX-License-Identifier: MIT
// What a connection does with what it hears: from its transport, the clock and the host. See connection.h.
#include <utility>

#include "base/overloaded.h"
#include "stream/connection.h"
#include "stream/step_features.h"
#include "xml/writer.h"
#include "xmpp/ns.h"

namespace stream {
namespace {

// The wall clock and the steady one drift apart by this much only when the machine slept or somebody set the clock.
constexpr base::Duration slept = std::chrono::seconds(5);

xmpp::StreamCondition condition_of(xml::ReadErrorKind kind) {
  switch (kind) {
    case xml::ReadErrorKind::NotWellFormed:
      return xmpp::StreamCondition::NotWellFormed;
    case xml::ReadErrorKind::RestrictedXml:
      return xmpp::StreamCondition::RestrictedXml;
    case xml::ReadErrorKind::UnsupportedEncoding:
      return xmpp::StreamCondition::UnsupportedEncoding;
    case xml::ReadErrorKind::InvalidNamespace:
      return xmpp::StreamCondition::InvalidNamespace;
    case xml::ReadErrorKind::PolicyViolation:
      break;
  }
  return xmpp::StreamCondition::PolicyViolation;
}

}  // namespace

void Stream::State::handle(const base::Input& input, base::Env& env) {
  notice_sleep(env);
  if (framing) framing->handle(input, env);
  settle(env);
  base::match(base::Overloaded{
                  [&](const base::Tick&) { on_tick(env); },
                  [&](const base::NetworkOnline&) {
                    is_offline = false;
                    look(Liveness::patience_woken, env);
                    retry_now(env);
                  },
                  [&](const base::NetworkOffline&) {
                    is_offline = true;
                    look(Liveness::patience_woken, env);
                  },
                  [&](const base::Woke&) {
                    look(Liveness::patience_woken, env);
                    retry_now(env);
                  },
                  [&](const base::Frozen&) {
                    if (is_bound()) framing->pause(env);
                  },
                  [&](const base::VisibilityChanged& change) {
                    const bool came_back = change.is_visible && !config.is_visible;
                    set_visible(change.is_visible, env);
                    if (!came_back) return;
                    look(Liveness::patience_woken, env);
                    retry_now(env);
                  },
                  [&](const base::HttpReply& reply) {
                    auto* discovering = std::get_if<Discovering>(&phase);
                    if (discovering == nullptr) return;
                    if (reply.request != discovering->discovery.request()) return;
                    on_discovered(
                        discovering->discovery.handle(reply, config.last_request + 1, env), env);
                  },
                  [](const auto&) {},
              },
              input);
  settle(env);
}

void Stream::State::on_discovered(std::variant<base::HttpRequest, Discovery::Found> step,
                                  base::Env& env) {
  if (auto* next = std::get_if<base::HttpRequest>(&step)) {
    config.last_request = next->request;
    emit(base::Output(std::move(*next)));
    return;
  }
  candidates.set(std::get<Discovery::Found>(step).endpoints, config.preferred_endpoint,
                 config.allow_insecure, config.make_tcp != nullptr);
  if (candidates.empty()) {
    leave({.failure = Failure::NoEndpoint}, env);
  } else {
    dial(env);
  }
}

void Stream::State::settle(base::Env& env) {
  for (;;) {
    while (framing) {
      std::optional<Signal> signal = framing->poll();
      if (!signal) break;
      on_signal(std::move(*signal), env);
    }
    if (!framing) return;
    // At the end of a turn: what arrived in it is done (G4), what was sent in it goes out together.
    if (is_bound()) {
      if (management.is_ack_due(env.now.steady)) say(management.make_ack(), env);
      if (management.is_request_due()) {
        say(management.make_request(env.now.steady), env);
        liveness.asked(env.now.steady, Liveness::patience_sent);
      }
    }
    framing->flush(env);
    if (!framing->has_signals()) return;
  }
}

void Stream::State::on_signal(Signal signal, base::Env& env) {
  if (!std::holds_alternative<base::Output>(signal)) liveness.heard(env.now.steady);
  base::match(
      base::Overloaded{
          [&](base::Output& output) { emit(std::move(output)); },
          [&](TransportOpened&) {
            if (std::holds_alternative<Dialling>(phase)) start_negotiation(env);
          },
          [&](ServerOpen& open) {
            if (std::holds_alternative<Negotiating>(phase)) return negotiate(open, env);
            end({.failure = Failure::StreamError, .condition = xmpp::StreamCondition::BadFormat},
                xmpp::StreamCondition::BadFormat, env);
          },
          [&](ServerClose& close) {
            if (std::holds_alternative<Closing>(phase)) return leave({}, env);
            Failure failure =
                close.see_other_uri.empty() ? Failure::ConnectionLost : Failure::Redirected;
            end({.failure = failure, .text = close.see_other_uri}, std::nullopt, env);
          },
          [&](xmpp::StreamError& error) { end(problem_of(error, is_bound()), std::nullopt, env); },
          [&](xml::Element& element) { on_element(std::move(element), env); },
          [&](Unreadable& unreadable) {
            log(base::LogLevel::Warning, unreadable.error.detail);
            xmpp::StreamCondition condition = condition_of(unreadable.error.kind);
            end({.failure = Failure::BadXml, .condition = condition}, condition, env);
          },
          [&](Broken& broken) {
            for (const std::string& words : {broken.text, broken.detail}) {
              if (!words.empty()) log(base::LogLevel::Info, words);
            }
            leave({.failure = broken.failure, .text = std::move(broken.text)}, env);
          },
      },
      signal);
}

void Stream::State::on_element(xml::Element element, base::Env& env) {
  if (std::holds_alternative<Negotiating>(phase)) {
    negotiate(std::move(element), env);
  } else if (element.is({xmpp::ns::streams, "features"})) {
    // After a SASL 2 login; after a resumption they may come behind what is replayed (trap D 38).
    take_features(parse_features(element));
    announce(env);
    tell_activity(env);
  } else if (element.ns() == xmpp::ns::management) {
    announce(env);
    on_management(element, env);
  } else if (element.is({xmpp::ns::streams, "stream"})) {
    // RFC 7395 3.3.1 has no wrapper element; what is inside must not be read as stanzas.
    end({.failure = Failure::StreamError,
         .condition = xmpp::StreamCondition::UnsupportedStanzaType},
        xmpp::StreamCondition::UnsupportedStanzaType, env);
  } else {
    announce(env);
    on_stanza(std::move(element), env);
  }
}

void Stream::State::on_management(const xml::Element& element, base::Env& env) {
  if (element.local() == "r") {
    if (management.is_on()) say(management.make_ack(true), env);
  } else if (element.local() == "a") {
    if (!management.is_on()) return;
    std::optional<std::vector<Unacknowledged>> acknowledged = management.acknowledge(element);
    if (!acknowledged) {
      // Trap D 37: the two sides count different sessions; nothing of this one can be trusted any more.
      log(base::LogLevel::Warning, "the server acknowledges what was never sent");
      give_up_session();
      end({.failure = Failure::StreamError, .condition = xmpp::StreamCondition::UndefinedCondition},
          xmpp::StreamCondition::UndefinedCondition, env);
      return;
    }
    for (const Unacknowledged& stanza : *acknowledged) tell<Acknowledged>(stanza);
  } else if (element.local() == "enabled") {
    if (management.is_requested()) management.enabled(element, fresh_jid);
  } else if (element.local() == "failed") {
    if (management.is_requested()) management.refused();
  }
}

void Stream::State::on_stanza(xml::Element element, base::Env& env) {
  const bool counts =
      element.ns() == xmpp::ns::client &&
      (element.local() == "message" || element.local() == "presence" || element.local() == "iq");
  if (counts) management.received(env.now.steady);
  if (!ping_id.empty() && element.local() == "iq" && element.attribute_or_empty("id") == ping_id) {
    ping_id.clear();  // it has done its work by arriving
    return;
  }
  std::optional<base::Result<xmpp::Stanza>> stanza = xmpp::parse_stanza(std::move(element));
  if (!stanza) {
    log(base::LogLevel::Info, "ignored an element that is no stanza");
  } else if (!*stanza) {
    log(base::LogLevel::Warning, stanza->error().detail);
  } else {
    emit(std::move(**stanza));
  }
}

// Asks whether anybody is there.
void Stream::State::look(base::Duration patience, base::Env& env) {
  if (!is_bound()) return;
  if (management.is_on()) {
    say(management.make_request(env.now.steady), env);
  } else if (ping_id.empty()) {
    ping_id = base::new_id(env.random);
    std::string text = xml::write(xmpp::to_element(xmpp::make_iq(
        xmpp::IqType::Get, std::nullopt, ping_id, xml::Element(xmpp::ns::ping, "ping"))));
    framing->send(text, env);
    management.sent({.text = std::move(text)});  // a stanza like any other once <enable/> is out
  }
  liveness.asked(env.now.steady, patience);
}

void Stream::State::retry_now(base::Env& env) {
  if (std::holds_alternative<WaitingToRetry>(phase)) begin(env);
}

void Stream::State::set_visible(bool is_visible, base::Env& env) {
  config.is_visible = is_visible;
  tell_activity(env);
}

// When the page is shown or hidden, when a session is new or goes on, when it turns out that the server wants to know.
void Stream::State::tell_activity(base::Env& env) {
  if (!is_bound() || !features.has_csi || told_active == config.is_visible) return;
  told_active = config.is_visible;
  say(xml::Element(xmpp::ns::csi, told_active ? "active" : "inactive"), env);
}

void Stream::State::notice_sleep(base::Env& env) {
  const base::Duration offset = env.now.wall.time_since_epoch() - env.now.steady.time_since_epoch();
  const base::Duration drift = clock_offset ? offset - *clock_offset : base::Duration();
  clock_offset = offset;
  if (drift > slept || drift < -slept) look(Liveness::patience_woken, env);
}

void Stream::State::on_tick(base::Env& env) {
  const base::Steady now = env.now.steady;
  if (auto* negotiating = std::get_if<Negotiating>(&phase)) {
    if (negotiating->negotiation.is_deriving()) {
      derive(env);
    } else if (now >= negotiating->negotiation.deadline()) {
      end({.failure = Failure::Timeout}, xmpp::StreamCondition::ConnectionTimeout, env);
    }
  } else if (auto* bound = std::get_if<Bound>(&phase)) {
    if (bound->announce_at && now >= *bound->announce_at) announce(env);
    if (liveness.is_dead(now) && liveness.takes_chance(now)) {
      look(Liveness::patience_woken, env);
    } else if (liveness.is_dead(now)) {
      // Without a good-bye: nobody is there to read it.
      leave({.failure = Failure::ConnectionLost}, env);
    } else if (liveness.is_question_due(now, config.is_visible)) {
      look(config.is_visible ? Liveness::patience_visible : Liveness::patience_hidden, env);
    }
  } else if (auto* closing = std::get_if<Closing>(&phase)) {
    if (now >= closing->deadline) leave({}, env);
  } else if (auto* waiting = std::get_if<WaitingToRetry>(&phase)) {
    if (now >= waiting->at) begin(env);
  }
}

std::optional<base::Steady> Stream::State::next_wake() const {
  using Wake = std::optional<base::Steady>;
  Wake next = framing ? framing->next_wake() : std::nullopt;
  auto consider = [&](Wake at) {
    if (at && (!next || *at < *next)) next = at;
  };
  base::match(
      base::Overloaded{
          // Deriving keys: as soon as the host has looked at everything else.
          [&](const Negotiating& s) {
            consider(s.negotiation.is_deriving() ? liveness.heard_at() : s.negotiation.deadline());
          },
          [&](const Bound& s) {
            consider(s.announce_at);
            consider(liveness.next_wake(config.is_visible));
            consider(management.next_wake());
          },
          [&](const Closing& s) { consider(s.deadline); },
          [&](const WaitingToRetry& s) { consider(s.at); },
          [](const auto&) {},
      },
      phase);
  return next;
}

}  // namespace stream
