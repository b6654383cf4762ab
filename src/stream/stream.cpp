// SPDX-License-Identifier: MIT
// The connection's state machine. Two rules: every change of state is in this file, and this file
// knows no socket, no clock and no feature. See stream.h.
#include "stream/stream.h"

#include <deque>
#include <utility>

#include "base/assert.h"
#include "base/overloaded.h"
#include "stream/backoff.h"
#include "stream/endpoint.h"
#include "stream/framing_websocket.h"
#include "stream/phase.h"
#include "stream/recovery.h"
#include "xml/reader.h"
#include "xmpp/ns.h"

namespace stream {
namespace {

constexpr base::Duration connect_timeout = std::chrono::seconds(15);
// How long the server may take to answer our <close/>; what it sent before is still delivered.
constexpr base::Duration close_timeout = std::chrono::seconds(2);
// Both servers' default; used where the server announces no limit of its own.
constexpr size_t usual_max_stanza_bytes = 256u << 10;

xmpp::StreamCondition condition_of(xml::ReadErrorKind kind) {
  switch (kind) {
    case xml::ReadErrorKind::NotWellFormed:
      return xmpp::StreamCondition::NotWellFormed;
    case xml::ReadErrorKind::RestrictedXml:
      return xmpp::StreamCondition::RestrictedXml;
    case xml::ReadErrorKind::UnsupportedEncoding:
      return xmpp::StreamCondition::UnsupportedEncoding;
    case xml::ReadErrorKind::PolicyViolation:
      return xmpp::StreamCondition::PolicyViolation;
  }
  ASSERT(false);
}

}  // namespace

struct Stream::State {
  Config config;
  bool is_private = false;
  Phase phase = Idle{};
  std::optional<xml::Reader> reader;
  std::deque<Item> out;
  Recovery recovery;
  size_t max_stanza_bytes = usual_max_stanza_bytes;
  base::Steady last_received{};

  // ---- output ----

  void emit(Item item) { out.push_back(std::move(item)); }
  void say(base::SocketId socket, const xml::Element& element) {
    emit(base::Output(base::SendText{socket, frame_text(element)}));
  }
  void log(base::LogLevel level, std::string_view line) {
    if (config.log != nullptr) config.log->write(level, "stream", line);
  }

  // ---- the socket that counts ----

  std::optional<base::SocketId> socket() const {
    return std::visit(base::Overloaded{
                          [](const Dialling& s) { return std::optional(s.socket); },
                          [](const Negotiating& s) { return std::optional(s.socket); },
                          [](const Bound& s) { return std::optional(s.socket); },
                          [](const Closing& s) { return std::optional(s.socket); },
                          [](const auto&) { return std::optional<base::SocketId>(); },
                      },
                      phase);
  }
  bool is_open() const { return socket() && !std::holds_alternative<Dialling>(phase); }

  // ---- beginning ----

  void open_socket(base::Env& env) {
    ++config.last_socket;
    phase = Dialling{config.last_socket, env.now.steady + connect_timeout};
    emit(Status(Connecting{}));
    emit(base::Output(base::OpenSocket{config.last_socket, config.websocket_url}));
  }

  void start_negotiation(base::SocketId socket, base::Env& env) {
    if (!reader) reader.emplace(env.random);
    reader->set_limits({.frame_bytes = xml::frame_bytes_before_login});
    emit(Status(Authenticating{}));
    phase = Negotiating{socket, Negotiation{}};
    with_negotiation(env, [](Negotiation& negotiation, StepContext& context) -> Outcome {
      negotiation.start(context);
      return Accepted{};
    });
  }

  // Lets the negotiation work, sends what it wants sent and acts on how it came out.
  template <class Work>
  void with_negotiation(base::Env& env, Work work) {
    auto& state = std::get<Negotiating>(phase);
    std::vector<xml::Element> frames;
    StepContext context{config, is_private, config.scram_seen, env, frames};
    bool was_authenticated = state.negotiation.is_authenticated();
    Outcome outcome = work(state.negotiation, context);
    for (const xml::Element& frame : frames) say(state.socket, frame);
    config.scram_seen = config.scram_seen || state.negotiation.used_scram();
    if (!was_authenticated && state.negotiation.is_authenticated()) reader->set_limits({});
    if (auto* rejected = std::get_if<Rejected>(&outcome)) {
      end(rejected->why, rejected->answer, env);
    } else if (std::holds_alternative<Finished>(outcome)) {
      bound(env);
    }
  }

  void bound(base::Env& env) {
    auto& state = std::get<Negotiating>(phase);
    xmpp::Jid jid = state.negotiation.jid();
    max_stanza_bytes = state.negotiation.max_bytes().value_or(usual_max_stanza_bytes);
    phase = Bound{state.socket, env.now.steady};
    recovery.bound();
    emit(Status(Fresh{jid}));
  }

  // ---- ending ----

  // Tells the server why (where it is at fault), says good-bye and lets the socket go; then either
  // waits for the next attempt or gives up. The socket's own "closed" comes later and changes
  // nothing: the first reason counts, not "1000 normal" (protocol trap A 11).
  void end(Problem why, std::optional<xmpp::StreamCondition> answer, base::Env& env) {
    if (is_open() && !std::holds_alternative<Closing>(phase)) {
      if (answer) say(*socket(), xmpp::to_element(xmpp::StreamError{.condition = *answer}));
      say(*socket(), make_close());
    }
    release(why, env);
  }

  void release(Problem why, base::Env& env) {
    if (std::optional<base::SocketId> current = socket()) {
      emit(base::Output(base::CloseSocket{*current}));
    }
    leave(std::move(why), env);
  }

  // The socket is gone already, or on its way.
  void leave(Problem why, base::Env& env) {
    if (std::holds_alternative<Closing>(phase)) {
      phase = Dead{};
      emit(Status(Closed{}));
      return;
    }
    base::Duration lasted{};
    if (auto* state = std::get_if<Bound>(&phase)) lasted = env.now.steady - state->since;
    if (recovery.should_retry(why, lasted)) {
      base::Steady at = env.now.steady + recovery.next_delay(env.random);
      phase = WaitingToRetry{at};
      emit(Status(Suspended{why, at}));
    } else {
      phase = Dead{};
      emit(Status(Failed{why}));
    }
  }

  // ---- input ----

  void on_opened(const base::SocketOpened& input, base::Env& env) {
    if (!std::holds_alternative<Dialling>(phase)) return;
    if (input.protocol != "xmpp") {
      // Not even an <open/>: whatever answered speaks something else (protocol trap A 1).
      release({.failure = Failure::NoXmpp}, env);
      return;
    }
    start_negotiation(input.socket, env);
  }

  void on_text(const base::SocketText& input, base::Env& env) {
    if (!is_open()) return;
    last_received = env.now.steady;
    base::Result<xml::Element, xml::ReadError> read = reader->read(input.data);
    if (!read) {
      log(base::LogLevel::Warning, read.error().detail);
      xmpp::StreamCondition condition = condition_of(read.error().kind);
      end({.failure = Failure::BadXml, .condition = condition}, condition, env);
      return;
    }
    Frame frame = classify_frame(std::move(*read));
    std::visit(base::Overloaded{
                   [&](ServerOpen& open) { on_open(std::move(open), env); },
                   [&](ServerClose& close) { on_close(close, env); },
                   [&](xmpp::StreamError& error) { on_stream_error(error, env); },
                   [&](xml::Element& element) { on_element(std::move(element), env); },
               },
               frame);
  }

  void on_open(ServerOpen open, base::Env& env) {
    if (std::holds_alternative<Negotiating>(phase)) {
      negotiate(std::move(open), env);
    } else {
      end({.failure = Failure::StreamError, .condition = xmpp::StreamCondition::BadFormat},
          xmpp::StreamCondition::BadFormat, env);
    }
  }

  void on_close(const ServerClose& close, base::Env& env) {
    if (std::holds_alternative<Closing>(phase)) {
      release({}, env);
      return;
    }
    // RFC 7395 3.6.1. The address is not followed: it would get our credentials, and nobody checks
    // who it is.
    Failure failure = close.see_other_uri.empty() ? Failure::ConnectionLost : Failure::Redirected;
    end({.failure = failure, .text = close.see_other_uri}, std::nullopt, env);
  }

  void on_stream_error(const xmpp::StreamError& error, base::Env& env) {
    end(problem_of(error, std::holds_alternative<Bound>(phase)), std::nullopt, env);
  }

  void on_element(xml::Element element, base::Env& env) {
    if (std::holds_alternative<Negotiating>(phase)) {
      negotiate(std::move(element), env);
      return;
    }
    if (element.is({xmpp::ns::streams, "stream"})) {
      // RFC 7395 3.3.1 has no wrapper element; what is inside must not be read as stanzas.
      end({.failure = Failure::StreamError,
           .condition = xmpp::StreamCondition::UnsupportedStanzaType},
          xmpp::StreamCondition::UnsupportedStanzaType, env);
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

  void negotiate(StepInput input, base::Env& env) {
    with_negotiation(env, [&](Negotiation& negotiation, StepContext& context) {
      return negotiation.handle(input, context);
    });
  }

  void on_closed(const base::SocketClosed& input, base::Env& env) {
    Failure failure = Failure::ConnectionLost;
    if (std::holds_alternative<Dialling>(phase) && !input.was_open) {
      failure = Failure::Unreachable;
    }
    leave({.failure = failure}, env);
  }

  void on_tick(base::Env& env) {
    base::Steady now = env.now.steady;
    if (auto* state = std::get_if<Dialling>(&phase)) {
      if (now >= state->deadline) release({.failure = Failure::Timeout}, env);
    } else if (auto* state = std::get_if<Negotiating>(&phase)) {
      if (state->negotiation.is_deriving()) {
        with_negotiation(env, [](Negotiation& negotiation, StepContext& context) -> Outcome {
          negotiation.advance(context);
          return Accepted{};
        });
      } else if (now >= state->negotiation.deadline()) {
        end({.failure = Failure::Timeout}, xmpp::StreamCondition::ConnectionTimeout, env);
      }
    } else if (auto* state = std::get_if<Closing>(&phase)) {
      if (now >= state->deadline) release({}, env);
    } else if (auto* state = std::get_if<WaitingToRetry>(&phase)) {
      if (now >= state->at) open_socket(env);
    }
  }
};

Stream::Stream(Config config) : state_(std::make_unique<State>()) {
  state_->config = std::move(config);
}
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;
Stream::~Stream() = default;

void Stream::connect(base::Env& env) {
  State& s = *state_;
  if (!std::holds_alternative<Idle>(s.phase) && !std::holds_alternative<Dead>(s.phase)) return;
  Failure failure = Failure::None;
  EndpointKind kind = classify_endpoint(s.config.websocket_url);
  if (s.config.account.local().empty() || !s.config.account.is_bare()) {
    failure = Failure::BadAddress;
  } else if (kind == EndpointKind::Invalid) {
    failure = Failure::Unreachable;
  } else if (kind == EndpointKind::Insecure && !s.config.allow_insecure) {
    failure = Failure::InsecureUrl;
  }
  if (failure != Failure::None) {
    s.phase = Dead{};
    s.emit(Status(Failed{{.failure = failure}}));
    return;
  }
  s.is_private = kind != EndpointKind::Insecure;
  s.open_socket(env);
}

void Stream::close(base::Env& env) {
  State& s = *state_;
  if (std::holds_alternative<Dead>(s.phase) || std::holds_alternative<Closing>(s.phase)) return;
  if (s.is_open()) {
    base::SocketId socket = *s.socket();
    bool was_bound = is_bound();
    s.say(socket, make_close());
    s.phase = Closing{socket, env.now.steady + close_timeout};
    // What the server already sent to a session is still to be delivered; to a login it is of no
    // use.
    if (was_bound) return;
  } else if (std::optional<base::SocketId> socket = s.socket()) {
    s.phase = Closing{*socket, env.now.steady};
  } else {
    s.phase = Dead{};
    s.emit(Status(Closed{}));
    return;
  }
  s.release({}, env);
}

void Stream::abandon(base::Env& env) {
  close(env);
  if (std::holds_alternative<Closing>(state_->phase)) state_->release({}, env);
}

void Stream::handle(const base::Input& input, base::Env& env) {
  State& s = *state_;
  auto is_current = [&](base::SocketId socket) { return s.socket() == socket; };
  std::visit(base::Overloaded{
                 [&](const base::SocketOpened& i) {
                   if (is_current(i.socket)) s.on_opened(i, env);
                 },
                 [&](const base::SocketText& i) {
                   if (is_current(i.socket)) s.on_text(i, env);
                 },
                 [&](const base::SocketClosed& i) {
                   if (is_current(i.socket)) s.on_closed(i, env);
                 },
                 [&](const base::Tick&) { s.on_tick(env); },
                 [&](const base::NetworkOnline&) { retry_now(env); },
                 [](const auto&) {},
             },
             input);
}

Sent Stream::send(const xmpp::Stanza& stanza, base::Env&) {
  auto* bound = std::get_if<Bound>(&state_->phase);
  if (bound == nullptr) return Sent::NotBound;
  std::string text = frame_text(xmpp::to_element(stanza));
  if (text.size() > state_->max_stanza_bytes) return Sent::TooLarge;
  state_->emit(base::Output(base::SendText{bound->socket, std::move(text)}));
  return Sent::Yes;
}

void Stream::lose(base::Env& env) {
  // Without a good-bye: nobody is there to read it.
  if (state_->is_open()) state_->release({.failure = Failure::ConnectionLost}, env);
}

void Stream::retry_now(base::Env& env) {
  if (std::holds_alternative<WaitingToRetry>(state_->phase)) state_->open_socket(env);
}

bool Stream::is_bound() const { return std::holds_alternative<Bound>(state_->phase); }

std::optional<base::Steady> Stream::next_wake() const {
  using Wake = std::optional<base::Steady>;
  return std::visit(base::Overloaded{
                        [](const Dialling& s) { return Wake(s.deadline); },
                        // Deriving keys: as soon as the host has looked at everything else.
                        [&](const Negotiating& s) {
                          return Wake(s.negotiation.is_deriving() ? state_->last_received
                                                                  : s.negotiation.deadline());
                        },
                        [](const Closing& s) { return Wake(s.deadline); },
                        [](const WaitingToRetry& s) { return Wake(s.at); },
                        [](const auto&) { return Wake(); },
                    },
                    state_->phase);
}

base::Steady Stream::last_received() const { return state_->last_received; }
bool Stream::scram_seen() const { return state_->config.scram_seen; }
base::SocketId Stream::last_socket() const { return state_->config.last_socket; }

std::optional<Item> Stream::poll() {
  if (state_->out.empty()) return std::nullopt;
  Item item = std::move(state_->out.front());
  state_->out.pop_front();
  return item;
}

}  // namespace stream
