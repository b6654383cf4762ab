// SPDX-License-Identifier: MIT
// Rooms: joins and leaves them, carries what is said and who is there. Which of them a person is in, and who else, the model
// knows; here is what tells a room's stanzas from other people's: who we are in it, and the joins that are under way.
// XEP-0045: Multi-User Chat 1.35.5
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "session/command/message.h"
#include "session/command/room.h"
#include "session/extension.h"
#include "session/sent_messages.h"

namespace muc {

inline constexpr std::string_view max_history = "50";
inline constexpr base::Duration join_timeout = std::chrono::seconds(30);

class Muc : public session::Extension {
 public:
  std::vector<std::string_view> features() const override;
  void on_new_account(session::Context& context) override;
  void on_resumed(session::Context& context) override;
  std::string_view section() const override { return "rooms 2"; }
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
  struct Joining {
    session::JoinRoom wish;
    bool has_retried = false;  // with another nick
    // Absent: asked by the page before this one, whose session is not up again yet.
    std::optional<base::Steady> deadline;
  };
  struct Room {
    xmpp::Jid jid;
    std::string nick;  // the one that we have, or try
    std::optional<Joining> joining;
  };

  Room* find(const std::optional<xmpp::Jid>& from);
  // The one that is being joined under another spelling than the one it answers from.
  Room* find_asked(const xmpp::Presence& presence);
  Room* find_asked(const xmpp::Jid& from);
  Room& respell(session::Context& context, const xmpp::Jid& asked, const xmpp::Jid& spelled);
  // One try of it.
  void join(session::Context& context, Room& room);
  void leave(session::Context& context, const xmpp::Jid& jid);
  static bool say_bye(session::Context& context, xmpp::Jid occupant);
  void know(session::Context& context, const session::KnowRooms::Known& known);
  void on_join_error(session::Context& context, Room& room, const xmpp::StanzaError& error);
  void give_up(session::Context& context, const xmpp::Jid& jid, const xmpp::StanzaError& error);
  void on_occupant(session::Context& context, Room& room, const xmpp::Presence& presence);
  void on_self(session::Context& context, Room& room, const std::string& nick, bool is_new_room);
  void on_gone(session::Context& context, Room& room, const xmpp::Presence& presence);
  void remove(session::Context& context, const xmpp::Jid& jid);
  void on_bounce(session::Context& context, const xmpp::Jid& jid, const xmpp::Message& message);

  std::map<xmpp::Jid, Room> rooms_;
  // Left while the connection was away, with the nick: if the session goes on, the room is told.
  std::map<xmpp::Jid, std::string> unsaid_leaves_;
  session::SentMessages sent_;
};

}  // namespace muc
