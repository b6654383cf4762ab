// SPDX-License-Identifier: MIT
// The stream's face; what stands behind it is in connection.cpp and connection_input.cpp. See stream.h.
#include "stream/stream.h"

#include <utility>

#include "stream/connection.h"
#include "xml/writer.h"

namespace stream {
namespace {

// How long the server may take to answer our good-bye; what it sent before is still delivered.
constexpr base::Duration close_patience = std::chrono::seconds(2);

// What a message is known by whose fate somebody waits for; empty for everything else.
Unacknowledged record_of(const xmpp::Stanza& stanza, Track track, std::string text) {
  Unacknowledged out{.text = std::move(text)};
  const auto* message = std::get_if<xmpp::Message>(&stanza);
  if (track == Track::Yes && message != nullptr && message->to) {
    out.to = *message->to;
    out.id = message->id;
  }
  return out;
}

}  // namespace

Stream::Stream(Config config) : state_(std::make_unique<State>()) {
  state_->config = std::move(config);
}
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;
Stream::~Stream() = default;

void Stream::connect(base::Env& env) {
  State& s = *state_;
  if (!std::holds_alternative<Idle>(s.phase) && !std::holds_alternative<Dead>(s.phase)) return;
  const Config& config = s.config;
  Failure failure = Failure::None;
  s.candidates.set(config.endpoints, config.preferred_endpoint, config.allow_insecure,
                   config.make_tcp != nullptr);
  const bool is_address =
      config.account.is_bare() && config.account.local().empty() == config.credentials.is_anonymous;
  if (!is_address) {
    failure = Failure::BadAddress;
  } else if (!config.credentials.can_log_in()) {
    failure = Failure::TokenExpired;
  } else if (s.candidates.empty() && !config.endpoints.empty()) {
    failure = s.candidates.refusal();
  }
  if (failure != Failure::None) {
    s.phase = Dead{};
    s.emit(Status(Failed{{.failure = failure}}));
    return;
  }
  if (config.is_returning || config.session) s.recovery.bound();
  if (config.session) {
    s.features.has_csi = config.session->has_csi;
    s.is_lost_over_bosh = config.session->is_lost_over_bosh;
    s.management.restore(*std::exchange(s.config.session, std::nullopt));
  }
  if (!s.attach(std::exchange(s.config.connection, {}), env)) s.begin(env);
  s.settle(env);
}

void Stream::close(base::Env& env) {
  State& s = *state_;
  if (std::holds_alternative<Dead>(s.phase) || std::holds_alternative<Closing>(s.phase)) return;
  const bool was_bound = s.is_bound();
  if (was_bound && s.management.is_on()) s.say(s.management.make_ack(), env);
  if (s.is_open()) s.framing->close(std::nullopt, env);
  // What the server already sent to a session is still to be delivered; to a login it is of no use.
  s.phase = Closing{env.now.steady + (was_bound ? close_patience : base::Duration())};
  if (!was_bound) s.leave({}, env);
  s.give_up_session();
  s.settle(env);
}

void Stream::abandon(base::Env& env) {
  close(env);
  if (std::holds_alternative<Closing>(state_->phase)) state_->leave({}, env);
}

void Stream::handle(const base::Input& input, base::Env& env) { state_->handle(input, env); }

Sent Stream::send(const xmpp::Stanza& stanza, base::Env& env, Track track) {
  State& s = *state_;
  if (!s.is_bound()) return Sent::NotBound;
  std::string text = xml::write(xmpp::to_element(stanza));
  if (text.size() + s.framing->envelope_bytes() > s.server_limit()) return Sent::TooLarge;
  s.framing->send(text, env);
  s.management.sent(record_of(stanza, track, std::move(text)));
  return Sent::Yes;
}

bool Stream::flush(base::Env& env) {
  state_->settle(env);
  return !state_->out.empty();
}

void Stream::retry_now(base::Env& env) {
  state_->retry_now(env);
  state_->settle(env);
}

bool Stream::is_bound() const {
  const auto* bound = std::get_if<Bound>(&state_->phase);
  return bound != nullptr && !bound->announce_at;
}

std::optional<base::Steady> Stream::next_wake() const { return state_->next_wake(); }
const xmpp::Jid& Stream::account() const { return state_->config.account; }
bool Stream::scram_seen() const { return state_->config.scram_seen; }
base::SocketId Stream::last_socket() const { return state_->config.last_socket; }
base::RequestId Stream::last_request() const { return state_->config.last_request; }
const Credentials& Stream::credentials() const { return state_->config.credentials; }
void Stream::set_token(std::optional<FastToken> token) {
  state_->config.credentials.fast = std::move(token);
}
const Features& Stream::features() const { return state_->features; }
bool Stream::has_carbons() const { return state_->has_carbons; }
bool Stream::is_managed() const {
  return state_->management.is_on() || state_->management.is_requested();
}
std::string Stream::endpoint() const {
  return state_->candidates.empty() ? std::string() : state_->candidates.current();
}
std::optional<ManagedSession> Stream::resumable() const {
  if (!state_->management.can_resume()) return std::nullopt;
  ManagedSession session = state_->management.session();
  session.has_csi = state_->features.has_csi;
  session.is_lost_over_bosh = state_->is_lost_over_bosh;
  return session;
}

void Stream::await_commits(bool is_wanted) { state_->management.await_commits(is_wanted); }
void Stream::mark(uint64_t batch) { state_->management.mark(batch); }
void Stream::commit(uint64_t batch) { state_->management.commit(batch); }
bool Stream::commit_all() { return state_->management.commit_all(); }

std::string Stream::saved_connection() const { return state_->saved_connection(); }

std::optional<Item> Stream::poll() {
  if (state_->out.empty()) return std::nullopt;
  Item item = std::move(state_->out.front());
  state_->out.pop_front();
  return item;
}

}  // namespace stream
