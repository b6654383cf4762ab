// SPDX-License-Identifier: MIT
// The third vocabulary: everything the client can ask of the protocol side. Wishes go down.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "session/event.h"
#include "xmpp/jid.h"

namespace session {

struct Connect {
  xmpp::Jid account;  // bare; the domain alone for an anonymous login
  base::Secret password;
  base::Secret token;  // OAUTHBEARER, from the portal around us
  bool is_anonymous = false;
  bool stay = false;  // signed in on this device, if the deployer allows it
};
struct Disconnect {
  bool forget = true;  // logging out; otherwise what was kept of the login stays, for the next time
};
struct RetryNow {};  // while Suspended: do not wait for the next attempt

struct SendMessage {
  xmpp::Jid to;  // bare: a contact or a room
  bool is_groupchat = false;
  std::string id;  // the message's id and origin id, made once by the model
  std::string body;
};
// Reads what the archive holds after the place known, then goes on with what arrives. On every new session, by whoever knows
// the place; a resumed one goes on by itself. Without a place only the newest page is read.
struct ReadArchive {
  std::optional<xmpp::Jid> archive;  // bare; absent: the account's
  std::string after;                 // the last id known; may be empty
  base::Wall since{};                // when that was; for an archive that no longer knows the id
  bool is_whole = false;             // from its beginning: it was empty when it was read last
};
struct SetPresence {
  Availability availability = Availability::Available;
  std::string status;
};
struct SetRosterItem {
  xmpp::Jid jid;
  std::string name;
  std::vector<std::string> groups;
};
struct RemoveRosterItem {
  xmpp::Jid jid;
};
struct RequestSubscription {
  xmpp::Jid to;
};
struct AnswerSubscription {
  xmpp::Jid to;
  bool approve = false;
};
struct CancelSubscription {  // we no longer want their presence
  xmpp::Jid to;
};
struct JoinRoom {
  xmpp::Jid room;  // bare
  std::string nick;
  base::Secret password;  // of the room; empty: none
};
struct LeaveRoom {
  xmpp::Jid room;
};
struct FindRoomService {};  // where the account's server has its rooms
// What can that resource do? Asked only when somebody on the screen needs it: it tells them that we are here.
struct FindFeatures {
  xmpp::Jid of;  // full
};

using Command =
    std::variant<Connect, Disconnect, RetryNow, SendMessage, SetPresence, SetRosterItem,
                 RemoveRosterItem, RequestSubscription, AnswerSubscription, CancelSubscription,
                 JoinRoom, LeaveRoom, FindRoomService, FindFeatures, ReadArchive>;

// For the log, in the order of the variant.
inline constexpr std::array<std::string_view, std::variant_size_v<Command>> command_names{
    "Connect",
    "Disconnect",
    "RetryNow",
    "SendMessage",
    "SetPresence",
    "SetRosterItem",
    "RemoveRosterItem",
    "RequestSubscription",
    "AnswerSubscription",
    "CancelSubscription",
    "JoinRoom",
    "LeaveRoom",
    "FindRoomService",
    "FindFeatures",
    "ReadArchive"};
static_assert(!command_names.back().empty());

// Begins the line of the log about a wish that no feature took: it came to nothing, and whoever wished it waits in vain.
inline constexpr std::string_view untaken_wish = "no feature takes the wish ";

}  // namespace session
