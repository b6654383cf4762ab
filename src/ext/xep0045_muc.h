// SPDX-License-Identifier: MIT
// Rooms: joins, rejoins and leaves them, carries what is said and who is there.
// XEP-0045: Multi-User Chat 1.35.5
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "session/command/message.h"
#include "session/extension.h"
#include "session/sent_messages.h"
#include "xmpp/availability.h"

namespace muc {

inline constexpr std::string_view max_history = "50";
inline constexpr base::Duration join_timeout = std::chrono::seconds(30);
// LIMIT: of larger rooms the rest is not listed; their messages are shown all the same.
inline constexpr size_t max_occupants = 20'000;
inline constexpr size_t max_remembered = 256;

class Muc : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  void on_new_account(session::Context& context) override;
  void on_fresh(session::Context& context) override;
  void on_resumed(session::Context& context) override;
  std::string_view section() const override { return "rooms 1"; }
  void save(base::RecordWriter& out) const override;
  void restore(base::RecordReader& in) override;
  void on_lost(session::Context& context) override;
  session::Handled on_command(session::Context& context, const session::Command& command) override;
  session::Handled on_message(session::Context& context, const xmpp::Message& message,
                              const session::Delivery& delivery,
                              const session::Content& content) override;
  session::Handled on_presence(session::Context& context, const xmpp::Presence& presence) override;
  std::optional<base::Steady> next_wake(const session::Context& context) const override;
  void on_wake(session::Context& context) override;

 private:
  struct Room {
    xmpp::Jid jid;
    std::string wanted;  // the nick that was wished for
    std::string nick;    // the one that we have, or try
    base::Secret password;
    bool is_joined = false;
    bool has_retried = false;  // with another nick
    bool is_unsaid = false;    // that we join: the connection was away
    // Joined again because it says that we are not in it; until it shows what we say.
    bool is_doubted = false;
    std::optional<base::Steady> deadline;  // of the join
    std::set<std::string> occupants;       // nicks
    // Written while the room was still being joined.
    std::vector<session::SendMessage> waiting;
    // What a rejoin needs so that history is not shown twice.
    std::optional<base::Wall> last_message;
    std::deque<std::string> seen;  // "nick id"
  };

  Room* find(const std::optional<xmpp::Jid>& from);
  // The one that is being joined under another spelling than the one it answers from.
  Room* find_asked(const xmpp::Presence& presence);
  Room* find_asked(const xmpp::Jid& from);
  Room& respell(session::Context& context, const xmpp::Jid& asked, const xmpp::Jid& spelled);
  // From the beginning; join() is one try of it.
  void enter(session::Context& context, Room& room);
  void join(session::Context& context, Room& room);
  void leave(session::Context& context, const xmpp::Jid& jid);
  static bool say_bye(session::Context& context, xmpp::Jid occupant);
  // Says in the rooms how available we are.
  void tell_rooms(session::Context& context);
  void send(session::Context& context, Room& room, const session::SendMessage& command);
  void on_join_error(session::Context& context, Room& room, const xmpp::StanzaError& error);
  void give_up(session::Context& context, const xmpp::Jid& jid, const xmpp::StanzaError& error);
  void on_occupant(session::Context& context, Room& room, const xmpp::Presence& presence);
  void on_self(session::Context& context, Room& room, const std::string& nick, bool is_new_room);
  void on_gone(session::Context& context, Room& room, const xmpp::Presence& presence);
  void take_wanted_nick(session::Context& context, const Room& room);
  void remove(session::Context& context, const xmpp::Jid& jid);
  void on_bounce(session::Context& context, const xmpp::Jid& jid, const xmpp::Message& message);
  bool is_repeated(Room& room, const xmpp::Message& message, const session::Delivery& delivery);

  std::map<xmpp::Jid, Room> rooms_;
  // Left while the connection was away, with the nick: if the session goes on, the room is told.
  std::map<xmpp::Jid, std::string> unsaid_leaves_;
  session::SentMessages sent_;
  xmpp::Availability availability_ = xmpp::Availability::Available;
  std::string status_;
  bool is_presence_unsaid_ = false;  // changed while the connection was away
};

}  // namespace muc
