// SPDX-License-Identifier: MIT
// Routing: from the stream through gate and tracker to the features, and back. See session.h.
#include "session/session.h"

#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "session/command.h"
#include "session/content.h"
#include "session/session_state.h"
#include "xmpp/ns.h"

namespace session {

stream::Sent Session::State::Work::send(xmpp::Stanza stanza) {
  if (!s_.stream) return stream::Sent::NotBound;
  if (auto* presence = std::get_if<xmpp::Presence>(&stanza)) {
    for (auto& extension : s_.extensions) extension->on_outgoing(*this, *presence);
  }
  return s_.stream->send(stanza, env_);
}

stream::Sent Session::State::Work::say(xmpp::Message message, const Content& content,
                                       bool is_tracked) {
  if (!s_.stream) return stream::Sent::NotBound;
  for (auto& extension : s_.extensions) extension->on_compose(*this, content, message);
  return s_.stream->send(message, env_, is_tracked ? stream::Track::Yes : stream::Track::No);
}

void Session::State::Work::request(xmpp::IqType type, std::optional<xmpp::Jid> to,
                                   xml::Element payload, OnReply on_reply,
                                   base::Duration patience) {
  if (s_.tracker.is_full()) {
    refuse(std::move(on_reply),
           xmpp::StanzaError{xmpp::ErrorType::Wait, xmpp::Condition::ResourceConstraint, ""});
    return;
  }
  xmpp::Iq iq = xmpp::make_iq(type, std::move(to), new_id(), std::move(payload));
  switch (send(iq)) {
    case stream::Sent::Yes:
      s_.tracker.add(iq, std::move(on_reply), env_.now.steady + patience);
      break;
    case stream::Sent::NotBound:
      refuse(std::move(on_reply), SessionLost{});
      break;
    case stream::Sent::TooLarge:
      refuse(std::move(on_reply),
             xmpp::StanzaError{xmpp::ErrorType::Modify, xmpp::Condition::PolicyViolation, ""});
      break;
  }
}

void Session::State::Work::emit(Event event) {
  // Told by one extension, of use to others.
  if (auto* server = base::get_if<ServerFeatures>(&event)) {
    for (auto& extension : s_.extensions) extension->on_server_features(*this, server->features);
  }
  s_.out.emplace_back(std::move(event));
}

void Session::State::Work::deliver(xmpp::Message inner, Delivery delivery) {
  xmpp::Stanza stanza = std::move(inner);
  strip(stanza, s_.facts);
  const xmpp::Message& message = std::get<xmpp::Message>(stanza);
  if (passes(judge_copied(message, s_.facts))) dispatch(message, std::move(delivery));
}

void Session::State::Work::deliver_archived(xmpp::Message inner, const xmpp::Jid& archive,
                                            Delivery delivery) {
  xmpp::Stanza stanza = std::move(inner);
  strip(stanza, s_.facts);
  const xmpp::Message& message = std::get<xmpp::Message>(stanza);
  if (passes(judge_archived(message, archive, s_.facts))) dispatch(message, std::move(delivery));
}

void Session::State::Work::redeliver(const xmpp::Message& message, const Delivery& delivery) {
  dispatch(message, delivery);
}

bool Session::State::Work::passes(const Verdict& verdict) {
  log(verdict.reason);
  return verdict.fate == Verdict::Fate::Accept;
}

const stream::Features& Session::State::Work::server_features() const {
  static const stream::Features none;
  return s_.stream ? s_.stream->features() : none;
}

std::vector<std::string> Session::State::Work::features() const {
  // Delays are read by the gate for everyone (XEP-0203 section 6).
  std::vector<std::string> all{std::string(xmpp::ns::delay)};
  for (const auto& extension : s_.extensions) {
    for (std::string_view feature : extension->features()) all.emplace_back(feature);
    for (std::string_view node : extension->nodes()) all.push_back(std::string(node) + "+notify");
  }
  return all;
}

void Session::State::Work::perform(const Command& command) {
  if (auto* connect = base::get_if<Connect>(&command)) return log_in(*connect);
  if (base::holds<RetryNow>(command)) {
    if (s_.stream) s_.stream->retry_now(env_);
    return;
  }
  Handled handled = Handled::No;
  for (auto& extension : s_.extensions) {
    handled = std::max(handled, extension->on_command(*this, command));
    if (handled == Handled::Yes) break;
  }
  // After the extensions: presence says good-bye first.
  if (auto* disconnect = base::get_if<Disconnect>(&command)) return log_out(disconnect->forget);
  if (handled == Handled::No && s_.settings.log != nullptr) {
    s_.settings.log->write(base::LogLevel::Error, "session",
                           std::string(untaken_wish).append(base::name_of(command)));
  }
}

void Session::State::Work::handle(const base::Input& input) {
  const bool is_tick = std::holds_alternative<base::Tick>(input);
  if (is_tick) s_.armed.reset();
  if (auto* visibility = std::get_if<base::VisibilityChanged>(&input)) {
    s_.is_visible = visibility->is_visible;
  }
  if (auto* kept = std::get_if<base::Kept>(&input)) on_kept(*kept);
  if (std::holds_alternative<base::AllKept>(input)) on_all_kept();
  if (s_.stream) s_.stream->handle(input, env_);
  if (s_.farewell) s_.farewell->handle(input, env_);
  settle();
  if (is_tick) on_tick();
}

void Session::State::Work::on_tick() {
  run(s_.tracker.take_expired(env_.now.steady));
  for (auto& extension : s_.extensions) {
    if (!is_bound()) return;
    std::optional<base::Steady> wake = extension->next_wake(*this);
    if (wake && *wake <= env_.now.steady) extension->on_wake(*this);
    settle();
  }
}

void Session::State::Work::settle() {
  for (;;) {
    while (s_.stream) {
      std::optional<stream::Item> item = s_.stream->poll();
      if (!item) break;
      take(std::move(*item));
    }
    while (s_.farewell) {
      std::optional<stream::Item> item = s_.farewell->poll();
      if (!item) break;
      take_farewell(std::move(*item));
    }
    if (std::exchange(s_.farewell_is_over, false)) s_.farewell.reset();
    if (!s_.refused.empty()) {
      std::vector<IqTracker::Answered> refused;
      refused.swap(s_.refused);
      run(std::move(refused));
    } else if (s_.stream && s_.stream->flush(env_)) {
      continue;
    } else {
      break;
    }
  }
}

void Session::State::Work::take(stream::Item item) {
  base::match(base::Overloaded{
                  [&](base::Output& output) { s_.out.emplace_back(std::move(output)); },
                  [&](xmpp::Stanza& stanza) { route(std::move(stanza)); },
                  [&](stream::Status& status) { on_status(std::move(status)); },
                  [&](stream::Acknowledged& message) {
                    emit(MessageAcknowledged{conversation_of(message.to), message.id});
                  },
                  [&](stream::Unsent& message) {
                    emit(MessageUnsent{conversation_of(message.to), message.id});
                  },
                  [&](stream::CredentialsChanged&) {
                    s_.login.credentials = s_.stream->credentials();
                    take_spelling();
                    keep_login();
                  },
              },
              item);
}

void Session::State::Work::arm() {
  std::optional<base::Steady> next = s_.tracker.next_deadline();
  auto consider = [&](std::optional<base::Steady> at) {
    if (at && (!next || *at < *next)) next = at;
  };
  if (s_.stream) consider(s_.stream->next_wake());
  if (s_.farewell) consider(s_.farewell->next_wake());
  if (is_bound()) {
    for (auto& extension : s_.extensions) consider(extension->next_wake(*this));
  }
  if (!next || next == s_.armed) return;
  s_.armed = next;
  s_.out.emplace_back(base::Output(base::WakeAt{*next}));
}

xmpp::Jid Session::State::Work::conversation_of(const xmpp::Jid& to) const {
  return s_.facts.rooms.count(to.bare()) > 0 ? to : to.bare();
}

void Session::State::Work::refuse(OnReply on_reply, IqReply reply) {
  s_.refused.push_back({std::move(on_reply), std::move(reply)});
}

void Session::State::Work::run(std::vector<IqTracker::Answered> answered) {
  for (IqTracker::Answered& each : answered) each.on_reply(*this, each.reply);
}

void Session::State::Work::log(const char* line) {
  if (s_.settings.log != nullptr && *line != '\0') {
    s_.settings.log->write(base::LogLevel::Info, "session", line);
  }
}

void Session::State::Work::on_status(stream::Status status) {
  if (auto* fresh = std::get_if<stream::Fresh>(&status)) {
    end_session();
    s_.facts.own = fresh->jid;
    take_spelling();
    on_login();
    emit(StatusChanged{status});
    for (auto& extension : s_.extensions) extension->on_fresh(*this);
  } else if (std::holds_alternative<stream::Resumed>(status)) {
    on_login();
    emit(StatusChanged{status});
    for (auto& extension : s_.extensions) extension->on_resumed(*this);
  } else {
    const bool is_lost = !s_.stream->resumable() ||
                         std::holds_alternative<stream::Failed>(status) ||
                         std::holds_alternative<stream::Closed>(status);
    emit(StatusChanged{std::move(status)});
    if (is_lost) end_session();
  }
}

void Session::State::Work::end_session() {
  if (s_.facts.own.empty()) return;
  run(s_.tracker.take_all());
  for (auto& extension : s_.extensions) extension->on_lost(*this);
  s_.facts = Facts{};
}

void Session::State::Work::route(xmpp::Stanza stanza) {
  strip(stanza, s_.facts);
  Verdict verdict = judge(stanza, s_.facts);
  log(verdict.reason);
  if (verdict.fate == Verdict::Fate::Ignore) return;
  if (verdict.fate == Verdict::Fate::Refuse) {
    answer_error(std::get<xmpp::Iq>(stanza), verdict.refusal);
    return;
  }
  base::match(base::Overloaded{
                  [&](const xmpp::Message& message) { on_message(message); },
                  [&](const xmpp::Presence& presence) { on_presence(presence); },
                  [&](const xmpp::Iq& iq) { on_iq(iq); },
              },
              stanza);
}

void Session::State::Work::on_message(const xmpp::Message& message) {
  dispatch(message, Delivery{.sent = env_.now.wall});
}

void Session::State::Work::dispatch(const xmpp::Message& message, Delivery delivery) {
  if (!delivery.is_archived) {
    if (std::optional<base::Wall> stamp = believed_delay(message, s_.facts)) {
      // A stamp in the future would stay below every later message for ever.
      delivery.sent = std::min(*stamp, delivery.sent);
      delivery.is_delayed = true;
    }
    delivery.archive_id = archive_id(message, s_.facts);
  }
  tell_items(message);
  Content content;
  content.archive_id = delivery.archive_id;
  for (auto& extension : s_.extensions) extension->on_incoming(*this, message, delivery, content);
  for (auto& extension : s_.extensions) {
    if (extension->on_message(*this, message, delivery, content) == Handled::Yes) break;
  }
  for (auto& extension : s_.extensions) extension->after_message(*this, message, delivery);
}

// One dispatch for all that personal eventing tells.
void Session::State::Work::tell_items(const xmpp::Message& message) {
  const xml::Element* payload = xmpp::find(message.payloads, {xmpp::ns::pubsub_event, "event"});
  if (payload == nullptr || message.type == xmpp::MessageType::Error) return;
  const std::optional<xmpp::NodeEvent> event = xmpp::parse_event(*payload);
  if (!event) return;
  const xmpp::Jid from = message.from.value_or(s_.facts.own).bare();
  for (auto& extension : s_.extensions) {
    const std::vector<std::string_view> nodes = extension->nodes();
    if (std::find(nodes.begin(), nodes.end(), event->node) != nodes.end()) {
      extension->on_item(*this, from, *event);
    }
  }
}

void Session::State::Work::on_presence(const xmpp::Presence& presence) {
  for (auto& extension : s_.extensions) {
    if (extension->on_presence(*this, presence) == Handled::Yes) return;
  }
}

void Session::State::Work::on_iq(const xmpp::Iq& iq) {
  if (iq.type == xmpp::IqType::Result || iq.type == xmpp::IqType::Error) {
    std::optional<IqTracker::Answered> answered = s_.tracker.take(iq, s_.facts);
    if (answered) {
      answered->on_reply(*this, answered->reply);
    } else {
      log("an iq that answers nothing we asked of its sender");
    }
    return;
  }
  for (auto& extension : s_.extensions) {
    if (extension->on_iq(*this, iq) == Handled::Yes) return;
  }
  // RFC 6120 8.4. The payload is not sent back: it may be large, and its sender knows it.
  answer_error(iq, xmpp::Condition::ServiceUnavailable);
}

void Session::State::Work::answer_error(const xmpp::Iq& iq, xmpp::Condition condition) {
  send(xmpp::make_error(iq, {xmpp::ErrorType::Cancel, condition, ""}));
}

Session::Session(Settings settings, std::vector<std::unique_ptr<Extension>> extensions)
    : state_(std::make_unique<State>()) {
  state_->settings = std::move(settings);
  state_->extensions = std::move(extensions);
}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

void Session::handle(const base::Input& input, base::Env& env) {
  State::Work work(*state_, env);
  work.handle(input);
  work.settle();
  work.arm();
}

void Session::perform(const Command& command, base::Env& env) {
  State::Work work(*state_, env);
  work.perform(command);
  work.settle();
  work.arm();
}

void Session::await_commits(bool is_wanted) {
  state_->awaits_commits = is_wanted;
  if (state_->stream) state_->stream->await_commits(is_wanted);
}

void Session::mark(uint64_t batch) {
  if (state_->stream) state_->stream->mark(batch);
}

void Session::commit(uint64_t batch, base::Env& env) {
  if (!state_->stream) return;
  state_->stream->commit(batch);
  State::Work work(*state_, env);
  work.settle();
  work.arm();
}

void Session::commit_all(base::Env& env) {
  if (!state_->stream || !state_->stream->commit_all()) return;
  State::Work work(*state_, env);
  work.settle();
  work.arm();
}

std::optional<Item> Session::poll() {
  if (state_->out.empty()) return std::nullopt;
  Item item = std::move(state_->out.front());
  state_->out.pop_front();
  return item;
}

}  // namespace session
