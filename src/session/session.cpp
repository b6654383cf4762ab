// SPDX-License-Identifier: MIT
// Routing: from the stream through gate and tracker to the features, and back. See session.h.
#include "session/session.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "base/overloaded.h"
#include "session/login.h"
#include "stream/stream.h"
#include "xmpp/ns.h"

namespace session {

namespace {

// Numbers of the farewell stream's sockets and requests: far from those of the session's own.
constexpr uint32_t farewell_numbers = 0x8000'0000u;

constexpr std::string_view record_format = "session 2";
constexpr std::string_view device_key = "device";
constexpr std::string_view login_key = "login";

}  // namespace

struct Session::State {
  Settings settings;
  std::vector<std::unique_ptr<Extension>> extensions;
  std::optional<stream::Stream> stream;
  // After a logout: tells the server that our token is no longer good, then goes.
  std::optional<stream::Stream> farewell;
  bool farewell_is_over = false;
  Login login;  // whose session it is, and what is known about the account
  std::string tab_id;
  std::map<std::string, std::string, std::less<>>
      kept;                            // of the device, and what only this run keeps
  std::set<xmpp::Jid> scram_accounts;  // used SCRAM in this run: never PLAIN again (XEP-0474 7)
  base::SocketId last_socket = 0;
  base::RequestId last_request = 0;
  bool is_visible = true;
  bool is_logged_out = false;
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
    } else if (auto* presence = std::get_if<xmpp::Presence>(&stanza)) {
      for (auto& extension : s_.extensions) extension->on_outgoing(*this, *presence);
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

  void emit(Event event) override {
    // Told by one extension, of use to others.
    if (auto* server = std::get_if<ServerFeatures>(&event)) {
      for (auto& extension : s_.extensions) extension->on_server_features(*this, server->features);
    }
    s_.out.emplace_back(std::move(event));
  }
  void deliver(xmpp::Message inner, Delivery delivery) override {
    xmpp::Stanza stanza = std::move(inner);
    strip(stanza, s_.facts);
    const xmpp::Message& message = std::get<xmpp::Message>(stanza);
    const Verdict verdict = judge_copied(message, s_.facts);
    log(verdict.reason);
    if (verdict.fate == Verdict::Fate::Accept) dispatch(message, delivery);
  }
  Facts& facts() override { return s_.facts; }
  const xmpp::Jid& own_jid() const override { return s_.facts.own; }
  base::Now now() const override { return env_.now; }
  const stream::Features& server_features() const override {
    static const stream::Features none;
    return s_.stream ? s_.stream->features() : none;
  }
  bool has_carbons() const override { return s_.stream && s_.stream->has_carbons(); }
  const std::string* kept(std::string_view key) const override {
    auto found = s_.kept.find(account_key(key));
    return found == s_.kept.end() ? nullptr : &found->second;
  }
  void keep(std::string_view key, std::string value) override {
    // Every guest is somebody else, under the same name; and who has logged out is nobody any more.
    if (s_.login.credentials.is_anonymous || s_.is_logged_out) return;
    store(account_key(key), std::move(value), s_.login.stays);
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
    if (auto* connect = std::get_if<Connect>(&command)) return log_in(*connect);
    if (std::holds_alternative<RetryNow>(command)) {
      if (s_.stream) s_.stream->retry_now(env_);
      return;
    }
    for (auto& extension : s_.extensions) {
      if (extension->on_command(*this, command) == Handled::Yes) break;
    }
    // After the extensions: presence says good-bye first.
    if (auto* disconnect = std::get_if<Disconnect>(&command)) log_out(disconnect->forget);
  }

  void log_in(const Connect& connect) {
    Login login;
    login.account = connect.account;
    login.stays = connect.stay && s_.settings.remember == Remember::Device;
    auto known = s_.kept.find(record_key(connect.account));
    if (known != s_.kept.end()) login.restore(known->second);
    stream::Credentials& have = login.credentials;
    const bool is_new_password = !connect.password.empty();
    // Who types a password wants it to be tried, not what an older one left behind.
    if (is_new_password) have = {};
    have.password = connect.password;
    have.bearer = connect.token;
    have.is_anonymous = connect.is_anonymous;
    have.has_certificate = s_.settings.has_certificate;
    start(std::move(login), std::nullopt, false);
  }

  void start(Login login, std::optional<stream::ManagedSession> session, bool is_returning,
             std::string connection = {}) {
    if (s_.stream) {
      s_.stream->abandon(env_);
      settle();
    }
    remember_stream();
    if (login.account != s_.login.account && !is_returning) {
      for (auto& extension : s_.extensions) extension->on_new_account(*this);
    }
    s_.login = std::move(login);
    s_.is_logged_out = false;
    stream::Config config = make_config(std::move(session), is_returning);
    config.connection = std::move(connection);
    s_.stream.emplace(std::move(config));
    s_.stream->connect(env_);
  }

  stream::Config make_config(std::optional<stream::ManagedSession> session, bool is_returning) {
    const Login& login = s_.login;
    return {.account = login.account,
            .credentials = login.credentials,
            .endpoints = s_.settings.endpoints,
            .preferred_endpoint = login.endpoint,
            .allowed_endpoints = s_.settings.allowed_endpoints,
            .allow_plain = s_.settings.allow_plain,
            .allow_insecure = s_.settings.allow_insecure,
            .language = s_.settings.language,
            .device_id = device_id(),
            .tab_id = tab_id(),
            .wants_token = s_.settings.remember != Remember::No && !login.credentials.is_anonymous,
            .is_returning = is_returning,
            .session = std::move(session),
            .is_visible = s_.is_visible,
            .scram_seen = login.scram_seen || s_.scram_accounts.count(login.account) > 0,
            .last_socket = s_.last_socket,
            .last_request = s_.last_request,
            .make_tcp = s_.settings.make_tcp,
            .log = s_.settings.log};
  }

  void log_out(bool forget) {
    if (!s_.stream) return;
    if (forget && s_.login.credentials.fast) {
      stream::Config config = make_config(std::nullopt, false);
      config.preferred_endpoint = s_.stream->endpoint();
      config.purpose = stream::Purpose::Invalidate;
      config.last_socket = config.last_request = farewell_numbers + s_.stream->last_socket();
      s_.farewell.emplace(std::move(config));
      s_.farewell->connect(env_);
    }
    s_.stream->close(env_);
    if (!forget) return;
    forget_login();
    s_.login.credentials = {};
    s_.is_logged_out = true;
  }

  // ---- input ----

  void handle(const base::Input& input) {
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

  void on_tick() {
    run(s_.tracker.take_expired(env_.now.steady));
    for (auto& extension : s_.extensions) {
      if (!is_bound()) return;
      std::optional<base::Steady> wake = extension->next_wake(*this);
      if (wake && *wake <= env_.now.steady) extension->on_wake(*this);
      settle();
    }
  }

  // The device's records, and what other tabs make of them.
  void on_kept(const base::Kept& record) {
    if (record.where != base::Keeping::Device) return;
    if (record.value.empty()) {
      s_.kept.erase(record.key);
    } else {
      s_.kept[record.key] = record.value;
    }
    const bool is_ours = s_.stream && !s_.is_logged_out && !s_.login.credentials.is_anonymous &&
                         record.key == record_key(s_.login.account);
    if (!is_ours) return;
    if (record.value.empty()) {
      on_logged_out_elsewhere();
    } else if (s_.login.stays) {
      Login other;
      other.account = s_.login.account;
      if (other.restore(record.value)) s_.stream->set_token(other.credentials.fast);
    }
  }

  // The person logged out in another tab, which forgot all there was on the device. Nothing is written here: whoever
  // hears of it late (a frozen tab) must not take away what a new login has kept since.
  void on_logged_out_elsewhere() {
    for (const std::string& key : login_keys()) s_.kept.erase(key);
    s_.login.credentials = {};
    s_.is_logged_out = true;
    emit(LoginForgotten{});
  }

  // Everything was handed over: somebody who stays signed in is logged in without being asked.
  void on_all_kept() {
    if (s_.stream) return;
    auto found = s_.kept.find(login_key);
    if (found == s_.kept.end()) return;
    base::Result<xmpp::Jid> account = xmpp::Jid::parse(found->second);
    auto known = account ? s_.kept.find(record_key(*account)) : s_.kept.end();
    Login login;
    if (known == s_.kept.end() || !login.restore(known->second)) return;
    if (!is_welcome(*account)) return;
    login.account = *account;
    login.stays = true;
    if (!login.credentials.can_log_in()) return;
    emit(LoginRestored{login.account});
    start(std::move(login), std::nullopt, true);
  }

  // Everything that follows from the call, to the end.
  void settle() {
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

  void take(stream::Item item) {
    std::visit(base::Overloaded{
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
                     keep_login();
                   },
               },
               item);
  }

  void take_farewell(stream::Item item) {
    if (auto* output = std::get_if<base::Output>(&item)) {
      s_.out.emplace_back(std::move(*output));
    } else if (auto* status = std::get_if<stream::Status>(&item)) {
      const bool is_over = std::holds_alternative<stream::Closed>(*status) ||
                           std::holds_alternative<stream::Failed>(*status);
      if (is_over) s_.farewell_is_over = true;
    }
  }

  bool is_welcome(const xmpp::Jid& account) const {
    return s_.settings.account.empty() || s_.settings.account == account;
  }

  // One timer for all: tells the host when the earliest deadline has changed.
  void arm() {
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

 private:
  bool is_bound() const { return s_.stream && s_.stream->is_bound(); }

  void remember_stream() {
    if (!s_.stream) return;
    s_.last_socket = s_.stream->last_socket();
    s_.last_request = s_.stream->last_request();
    if (s_.stream->scram_seen()) s_.scram_accounts.insert(s_.login.account);
  }

  // ---- what outlives this run ----

  void store(std::string key, std::string value, bool on_device) {
    if (on_device) {
      s_.out.emplace_back(base::Output(base::Keep{base::Keeping::Device, key, value}));
    }
    if (value.empty()) {
      s_.kept.erase(key);
    } else {
      s_.kept[std::move(key)] = std::move(value);
    }
  }

  std::string account_key(std::string_view key) const {
    return std::string(key) + ":" + s_.login.account.text();
  }
  static std::string record_key(const xmpp::Jid& account) { return "account:" + account.text(); }

  // trap C 31: one for the installation, not one per tab.
  std::string device_id() {
    auto found = s_.kept.find(device_key);
    if (found != s_.kept.end()) return found->second;
    std::string id = base::new_uuid(env_.random);
    store(std::string(device_key), id, s_.settings.remember != Remember::No);
    return id;
  }
  const std::string& tab_id() {
    if (s_.tab_id.empty()) s_.tab_id = base::new_id(env_.random).substr(0, 8);
    return s_.tab_id;
  }

  void keep_login() {
    if (!s_.login.stays) return;
    store(record_key(s_.login.account), s_.login.save(), true);
    store(std::string(login_key), s_.login.account.text(), true);
  }

  // Logging out leaves nothing of the account behind, and the other tabs hear of it by the account's record, whether there
  // was one or not.
  void forget_login() {
    std::vector<std::string> keys = login_keys();
    if (s_.settings.remember != Remember::No && !s_.login.credentials.is_anonymous) {
      keys.push_back(record_key(s_.login.account));
    }
    for (std::string& key : keys) store(std::move(key), "", true);
  }

  // The keys of all that is kept of the account.
  std::vector<std::string> login_keys() const {
    std::vector<std::string> keys;
    const std::string suffix = ":" + s_.login.account.text();
    for (const auto& [key, value] : s_.kept) {
      const bool is_its = key.size() > suffix.size() &&
                          key.compare(key.size() - suffix.size(), suffix.size(), suffix) == 0;
      if (is_its || (key == login_key && value == s_.login.account.text())) keys.push_back(key);
    }
    return keys;
  }

  // The conversation a message of ours belongs to: an occupant is one of their own.
  xmpp::Jid conversation_of(const xmpp::Jid& to) const {
    return s_.facts.rooms.count(to.bare()) > 0 ? to : to.bare();
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
    if (auto* fresh = std::get_if<stream::Fresh>(&status)) {
      end_session();
      s_.facts.own = fresh->jid;
      if (s_.login.credentials.is_anonymous) s_.login.account = fresh->jid.domain_only();
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

  // A connection came up: what it taught us is of use next time.
  void on_login() {
    s_.login.scram_seen = s_.stream->scram_seen();
    s_.login.endpoint = s_.stream->endpoint();
    keep_login();
  }

  // Nothing of it goes on.
  void end_session() {
    if (s_.facts.own.empty()) return;
    run(s_.tracker.take_all());
    for (auto& extension : s_.extensions) extension->on_lost(*this);
    s_.facts = Facts{};
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
    dispatch(message, Delivery{.sent = env_.now.wall});
  }

  void dispatch(const xmpp::Message& message, Delivery delivery) {
    if (std::optional<base::Wall> stamp = believed_delay(message, s_.facts)) {
      // A stamp in the future would stay below every later message for ever.
      delivery.sent = std::min(*stamp, delivery.sent);
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

std::string Session::save() const {
  const State& s = *state_;
  // Logged out: nobody's.
  if (s.settings.remember == Remember::No || !s.stream || s.is_logged_out) return {};
  std::optional<stream::ManagedSession> session = s.stream->resumable();
  base::RecordWriter out(record_format);
  s.login.write(out, true);
  // Without one, the login at least goes on.
  out.flag(session.has_value());
  if (session) session->write(out);
  out.text(s.stream->saved_connection());
  out.text(s.tab_id);
  out.number(s.facts.rooms.size());
  for (const xmpp::Jid& room : s.facts.rooms) out.text(room.text());
  out.number(s.facts.watchers.size());
  for (const xmpp::Jid& watcher : s.facts.watchers) out.text(watcher.text());
  for (const auto& extension : s.extensions) extension->save(out);
  return out.take();
}

bool Session::restore(std::string_view record, base::Env& env) {
  State& s = *state_;
  if (s.stream || s.settings.remember == Remember::No) return false;
  base::RecordReader in(record, record_format);
  Login login;
  if (!login.read(in)) return false;
  std::optional<stream::ManagedSession> session;
  if (in.flag()) {
    session = stream::ManagedSession::read(in);
    if (!session) return false;
  }
  std::string connection(in.text());
  std::string tab_id(in.text());
  Facts facts;
  auto read_set = [&](std::set<xmpp::Jid>& out) {
    const size_t count = in.count();
    for (size_t i = 0; i < count && in.is_good(); ++i) {
      base::Result<xmpp::Jid> jid = xmpp::Jid::parse(in.text());
      if (jid) out.insert(*jid);
    }
  };
  read_set(facts.rooms);
  read_set(facts.watchers);
  for (auto& extension : s.extensions) extension->restore(in);
  State::Work work(s, env);
  if (!in.is_finished() || !work.is_welcome(login.account)) {
    // What the extensions have read so far is of no account.
    for (auto& extension : s.extensions) extension->on_new_account(work);
    return false;
  }
  if (session) {
    facts.own = session->jid;
    s.facts = std::move(facts);
  } else {
    for (auto& extension : s.extensions) extension->on_lost(work);
  }
  s.tab_id = std::move(tab_id);
  work.start(std::move(login), std::move(session), true, std::move(connection));
  work.settle();
  work.arm();
  return true;
}

bool Session::restore_login(std::string_view record, base::Env& env) {
  State& s = *state_;
  if (s.stream || s.settings.remember == Remember::No) return false;
  base::RecordReader in(record, record_format);
  Login login;
  if (!login.read(in) || !login.credentials.can_log_in()) return false;
  State::Work work(s, env);
  if (!work.is_welcome(login.account)) return false;
  work.emit(LoginRestored{login.account});
  work.start(std::move(login), std::nullopt, true);
  work.settle();
  work.arm();
  return true;
}

std::optional<Item> Session::poll() {
  if (state_->out.empty()) return std::nullopt;
  Item item = std::move(state_->out.front());
  state_->out.pop_front();
  return item;
}

}  // namespace session
