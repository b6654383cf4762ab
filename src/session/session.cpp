// SPDX-License-Identifier: MIT
// Routing: from the stream through gate and tracker to the features, and back. See session.h.
#include "session/session.h"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "base/overloaded.h"
#include "stream/stream.h"
#include "xmpp/ns.h"

namespace session {

struct Session::State {
  Settings settings;
  std::vector<std::unique_ptr<Extension>> extensions;
  std::optional<stream::Stream> stream;
  xmpp::Jid account;
  std::set<xmpp::Jid> scram_accounts;  // used SCRAM in this run: never PLAIN again (XEP-0474 6)
  base::SocketId last_socket = 0;
  Facts facts;
  IqTracker tracker;
  // Requests that were refused on the spot; their callbacks run after whoever asked has returned.
  std::vector<IqTracker::Answered> refused;
  std::deque<Item> out;
  std::optional<base::Steady> armed;  // the WakeAt the host has

  class Work;
};

// One call into the session: the state with the time and randomness of that call. This is what
// extensions see.
class Session::State::Work final : public Context {
 public:
  Work(State& state, base::Env& env) : s_(state), env_(env) {}

  // ---- what extensions may do ----

  stream::Sent send(xmpp::Stanza stanza) override {
    if (!s_.stream) return stream::Sent::NotBound;
    if (auto* message = std::get_if<xmpp::Message>(&stanza)) {
      for (auto& extension : s_.extensions) extension->on_outgoing(*this, *message);
    }
    return s_.stream->send(stanza, env_);
  }

  void request(xmpp::IqType type, std::optional<xmpp::Jid> to, xml::Element payload,
               OnReply on_reply) override {
    if (s_.tracker.is_full()) {
      refuse(std::move(on_reply),
             xmpp::StanzaError{xmpp::ErrorType::Wait, xmpp::Condition::ResourceConstraint, ""});
      return;
    }
    xmpp::Iq iq = xmpp::make_iq(type, std::move(to), new_id(), std::move(payload));
    switch (send(iq)) {
      case stream::Sent::Yes:
        s_.tracker.add(iq, std::move(on_reply), env_.now.steady);
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

  void emit(Event event) override { s_.out.emplace_back(std::move(event)); }
  Facts& facts() override { return s_.facts; }
  const xmpp::Jid& own_jid() const override { return s_.facts.own; }
  base::Now now() const override { return env_.now; }
  base::Steady last_received() const override {
    return s_.stream ? s_.stream->last_received() : base::Steady{};
  }
  void lose_connection() override {
    if (s_.stream) s_.stream->lose(env_);
  }
  std::string new_id() override { return base::new_id(env_.random); }
  std::vector<std::string_view> features() const override {
    // Delays are read by the gate for everyone (XEP-0203 section 6).
    std::vector<std::string_view> all{xmpp::ns::delay};
    for (const auto& extension : s_.extensions) {
      for (std::string_view feature : extension->features()) all.push_back(feature);
    }
    return all;
  }

  // ---- commands ----

  void perform(const Command& command) {
    if (auto* connect = std::get_if<Connect>(&command)) return start(*connect);
    if (std::holds_alternative<RetryNow>(command)) {
      if (s_.stream) s_.stream->retry_now(env_);
      return;
    }
    for (auto& extension : s_.extensions) {
      if (extension->on_command(*this, command) == Handled::Yes) break;
    }
    // After the extensions: presence says good-bye first.
    if (std::holds_alternative<Disconnect>(command) && s_.stream) s_.stream->close(env_);
  }

  void start(const Connect& connect) {
    if (s_.stream) {
      s_.stream->abandon(env_);
      settle();
    }
    remember_stream();
    if (connect.account != s_.account) {
      for (auto& extension : s_.extensions) extension->on_new_account(*this);
      s_.account = connect.account;
    }
    stream::Config config{.account = connect.account,
                          .password = connect.password,
                          .websocket_url = s_.settings.websocket_url,
                          .allow_plain = s_.settings.allow_plain,
                          .allow_insecure = s_.settings.allow_insecure,
                          .language = s_.settings.language,
                          .scram_seen = s_.scram_accounts.count(connect.account) > 0,
                          .last_socket = s_.last_socket,
                          .log = s_.settings.log};
    s_.stream.emplace(std::move(config));
    s_.stream->connect(env_);
  }

  // ---- input ----

  void handle(const base::Input& input) {
    const bool is_tick = std::holds_alternative<base::Tick>(input);
    if (is_tick) s_.armed.reset();
    if (s_.stream) s_.stream->handle(input, env_);
    settle();
    if (is_tick) on_tick();
    if (std::holds_alternative<base::NetworkOnline>(input) && is_bound()) {
      for (auto& extension : s_.extensions) extension->on_network_online(*this);
    }
  }

  void on_tick() {
    run(s_.tracker.take_expired(env_.now.steady));
    for (auto& extension : s_.extensions) {
      if (!is_bound()) return;
      std::optional<base::Steady> wake = extension->next_wake(*this);
      if (wake && *wake <= env_.now.steady) extension->on_wake(*this);
      settle();
    }
  }

  // Everything that follows from the call, to the end.
  void settle() {
    for (;;) {
      while (s_.stream) {
        std::optional<stream::Item> item = s_.stream->poll();
        if (!item) break;
        std::visit(base::Overloaded{
                       [&](base::Output& output) { s_.out.emplace_back(std::move(output)); },
                       [&](xmpp::Stanza& stanza) { route(std::move(stanza)); },
                       [&](stream::Status& status) { on_status(std::move(status)); },
                   },
                   *item);
      }
      if (s_.refused.empty()) break;
      std::vector<IqTracker::Answered> refused;
      refused.swap(s_.refused);
      run(std::move(refused));
    }
  }

  // One timer for all: tells the host when the earliest deadline has changed.
  void arm() {
    std::optional<base::Steady> next = s_.tracker.next_deadline();
    auto consider = [&](std::optional<base::Steady> at) {
      if (at && (!next || *at < *next)) next = at;
    };
    if (s_.stream) consider(s_.stream->next_wake());
    if (is_bound()) {
      for (auto& extension : s_.extensions) consider(extension->next_wake(*this));
    }
    if (!next || next == s_.armed) return;
    s_.armed = next;
    s_.out.emplace_back(base::Output(base::WakeAt{*next}));
  }

 private:
  bool is_bound() const { return s_.stream && s_.stream->is_bound(); }

  void remember_stream() {
    if (!s_.stream) return;
    s_.last_socket = s_.stream->last_socket();
    if (s_.stream->scram_seen()) s_.scram_accounts.insert(s_.account);
  }

  void refuse(OnReply on_reply, IqReply reply) {
    s_.refused.push_back({std::move(on_reply), std::move(reply)});
  }

  void run(std::vector<IqTracker::Answered> answered) {
    for (IqTracker::Answered& each : answered) each.on_reply(*this, each.reply);
  }

  void log(const char* line) {
    if (s_.settings.log != nullptr && *line != '\0') {
      s_.settings.log->write(base::LogLevel::Info, "session", line);
    }
  }

  void on_status(stream::Status status) {
    const bool had_session = !s_.facts.own.empty();
    if (auto* fresh = std::get_if<stream::Fresh>(&status)) {
      s_.facts = Facts{};
      s_.facts.own = fresh->jid;
      emit(StatusChanged{status});
      for (auto& extension : s_.extensions) extension->on_fresh(*this);
    } else if (std::holds_alternative<stream::Resumed>(status)) {
      emit(StatusChanged{status});
      for (auto& extension : s_.extensions) extension->on_resumed(*this);
    } else {
      emit(StatusChanged{std::move(status)});
      // Connecting and Authenticating follow a loss; only the first status after a session ends it.
      if (!had_session) return;
      run(s_.tracker.take_all());
      for (auto& extension : s_.extensions) extension->on_lost(*this);
      s_.facts = Facts{};
    }
  }

  void route(xmpp::Stanza stanza) {
    strip(stanza, s_.facts);
    Verdict verdict = judge(stanza, s_.facts);
    log(verdict.reason);
    if (verdict.fate == Verdict::Fate::Ignore) return;
    if (verdict.fate == Verdict::Fate::Refuse) {
      answer_error(std::get<xmpp::Iq>(stanza), verdict.refusal);
      return;
    }
    std::visit(base::Overloaded{
                   [&](const xmpp::Message& message) { on_message(message); },
                   [&](const xmpp::Presence& presence) { on_presence(presence); },
                   [&](const xmpp::Iq& iq) { on_iq(iq); },
               },
               stanza);
  }

  void on_message(const xmpp::Message& message) {
    Delivery delivery{.sent = env_.now.wall};
    if (std::optional<base::Wall> stamp = believed_delay(message, s_.facts)) {
      // A stamp in the future would stay below every later message for ever.
      delivery.sent = std::min(*stamp, env_.now.wall);
      delivery.is_delayed = true;
    }
    for (auto& extension : s_.extensions) {
      if (extension->on_message(*this, message, delivery) == Handled::Yes) return;
    }
  }

  void on_presence(const xmpp::Presence& presence) {
    for (auto& extension : s_.extensions) {
      if (extension->on_presence(*this, presence) == Handled::Yes) return;
    }
  }

  void on_iq(const xmpp::Iq& iq) {
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

  void answer_error(const xmpp::Iq& iq, xmpp::Condition condition) {
    send(xmpp::make_error(iq, {xmpp::ErrorType::Cancel, condition, ""}));
  }

  State& s_;
  base::Env& env_;
};

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

std::optional<Item> Session::poll() {
  if (state_->out.empty()) return std::nullopt;
  Item item = std::move(state_->out.front());
  state_->out.pop_front();
  return item;
}

}  // namespace session
