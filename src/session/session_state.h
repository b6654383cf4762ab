// SPDX-License-Identifier: MIT
// The inside of a session, shared by the files that make it up: session.cpp (routing), session_login.cpp (who is logged in,
// and what the device keeps of it) and session_record.cpp (what a reload goes on with). Nobody else includes this.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "session/command.h"
#include "session/item.h"
#include "session/login.h"
#include "session/session.h"
#include "stream/stream.h"

namespace session {

struct Session::State {
  Settings settings;
  std::vector<std::unique_ptr<Extension>> extensions;
  std::optional<stream::Stream> stream;
  // After a logout: tells the server that our token is no longer good, then goes.
  std::optional<stream::Stream> farewell;
  bool farewell_is_over = false;
  Login login;  // whose session it is, and what is known about the account
  std::map<std::string, std::string, std::less<>>
      kept;                            // of the device, and what only this run keeps
  std::set<xmpp::Jid> scram_accounts;  // used SCRAM in this run: never PLAIN again (XEP-0474 7)
  base::SocketId last_socket = 0;
  base::RequestId last_request = 0;
  bool is_visible = true;
  bool is_logged_out = false;
  bool awaits_commits = false;
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

  stream::Sent send(xmpp::Stanza stanza) override;
  stream::Sent say(xmpp::Message message, const Content& content, bool is_tracked) override;
  void request(xmpp::IqType type, std::optional<xmpp::Jid> to, xml::Element payload,
               OnReply on_reply, base::Duration patience) override;
  void emit(Event event) override;
  void deliver(xmpp::Message inner, Delivery delivery) override;
  void deliver_archived(xmpp::Message inner, const xmpp::Jid& archive, Delivery delivery) override;
  void redeliver(const xmpp::Message& message, const Delivery& delivery) override;
  Facts& facts() override { return s_.facts; }
  const xmpp::Jid& own_jid() const override { return s_.facts.own; }
  base::Now now() const override { return env_.now; }
  std::string_view language() const override { return s_.settings.language; }
  const stream::Features& server_features() const override;
  bool is_managed() const override { return s_.stream && s_.stream->is_managed(); }
  bool has_carbons() const override { return s_.stream && s_.stream->has_carbons(); }
  const std::string* kept(std::string_view key) const override;
  void keep(std::string_view key, std::string value) override;
  std::string new_id() override { return base::new_id(env_.random); }
  std::vector<std::string> features() const override;

  // ---- commands ----

  void perform(const Command& command);
  void log_in(const Connect& connect);
  void start(Login login, std::optional<stream::ManagedSession> session, bool is_returning,
             std::string connection = {});
  stream::Config make_config(std::optional<stream::ManagedSession> session, bool is_returning);
  void log_out(bool forget);

  // ---- input ----

  void handle(const base::Input& input);
  void on_tick();
  // The device's records, and what other tabs make of them.
  void on_kept(const base::Kept& record);
  // The person logged out in another tab, which forgot all there was on the device. Nothing is written here: whoever
  // hears of it late (a frozen tab) must not take away what a new login has kept since.
  void on_logged_out_elsewhere();
  // Everything was handed over: somebody who stays signed in is logged in without being asked.
  void on_all_kept();
  // Everything that follows from the call, to the end.
  void settle();
  void take(stream::Item item);
  void take_farewell(stream::Item item);
  bool is_welcome(const xmpp::Jid& account) const;
  // One timer for all: tells the host when the earliest deadline has changed.
  void arm();

 private:
  bool is_bound() const { return s_.stream && s_.stream->is_bound(); }

  void remember_stream();

  // ---- what outlives this run ----

  void store(std::string key, std::string value, bool on_device);
  std::string account_key(std::string_view key) const;
  static std::string record_key(const xmpp::Jid& account);
  // trap C 31: one for the installation, not one per tab.
  std::string device_id();
  void keep_login();
  // Logging out leaves nothing of the account behind, and the other tabs hear of it by the account's record, whether there
  // was one or not.
  void forget_login();
  // The keys of all that is kept of the account.
  std::vector<std::string> login_keys() const;
  // The conversation a message of ours belongs to: an occupant is one of their own.
  xmpp::Jid conversation_of(const xmpp::Jid& to) const;
  void refuse(OnReply on_reply, IqReply reply);
  void run(std::vector<IqTracker::Answered> answered);
  void log(const char* line);
  void on_status(stream::Status status);
  // A connection came up: what it taught us is of use next time.
  void on_login();
  void take_spelling();
  // Nothing of it goes on.
  void end_session();
  void route(xmpp::Stanza stanza);
  void on_message(const xmpp::Message& message);
  // Of a message inside another one: whether it may go on.
  bool passes(const Verdict& verdict);
  void dispatch(const xmpp::Message& message, Delivery delivery);
  void tell_items(const xmpp::Message& message);
  void on_presence(const xmpp::Presence& presence);
  void on_iq(const xmpp::Iq& iq);
  void answer_error(const xmpp::Iq& iq, xmpp::Condition condition);

  State& s_;
  base::Env& env_;
};

}  // namespace session
