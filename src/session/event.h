// SPDX-License-Identifier: MIT
// The second vocabulary: every fact the protocol side tells the model. Facts go up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "stream/status.h"
#include "xmpp/jid.h"
#include "xmpp/stanza_error.h"

namespace session {

// ---- connection
// -----------------------------------------------------------------------------------------------

struct StatusChanged {
  stream::Status status;
};

// A login kept on this device is taken up again, without anybody having asked.
struct LoginRestored {
  xmpp::Jid account;  // bare
};

// The person logged out in another tab: nothing of the account stays here either.
struct LoginForgotten {};

// ---- addresses
// -----------------------------------------------------------------------------------------------

// What we asked the server for under one address it answers for under another: it spells it so.
struct AddressSpelled {
  xmpp::Jid asked, spelled;  // bare
};

// ---- roster, RFC 6121 2
// ---------------------------------------------------------------------------------------

enum class Subscription { None, To, From, Both };

struct RosterItem {
  xmpp::Jid jid;  // bare
  std::string name;
  Subscription subscription = Subscription::None;
  bool is_pending = false;  // ask='subscribe': we asked, no answer yet
  std::vector<std::string> groups;
  bool operator==(const RosterItem&) const = default;
};
struct RosterLoaded {
  std::vector<RosterItem> items;
};
struct RosterItemChanged {
  RosterItem item;
};
struct RosterItemRemoved {
  xmpp::Jid jid;
};
struct RosterRequestFailed {  // adding, renaming or removing was refused; `jid` empty: loading it
                              // was
  xmpp::Jid jid;
  xmpp::StanzaError error;
};

// ---- presence, RFC 6121 3 and 4
// -------------------------------------------------------------------------------

enum class Availability { Offline, Available, Chat, Away, ExtendedAway, DoNotDisturb };

struct PresenceChanged {
  xmpp::Jid from;  // full, or bare when the server speaks for the account
  Availability availability = Availability::Offline;
  std::string status;
  int8_t priority = 0;
};
struct SubscriptionRequested {
  xmpp::Jid from;  // bare
  std::string message;
};
struct SubscriptionAnswered {
  xmpp::Jid from;  // bare
  bool is_approved = false;
};

// ---- messages, RFC 6121 5
// -------------------------------------------------------------------------------------

struct MessageReceived {
  // Bare: the contact, or the room. Full for a private message of a room's occupant, as far as the
  // message or the session tells: that is whom an answer must go to, and not to the room.
  xmpp::Jid conversation;
  xmpp::Jid peer;  // of a one-to-one message: whom it was exchanged with, as the stanza has it
  xmpp::Jid from;  // full sender; a room's occupant for groupchat
  bool is_groupchat = false;
  bool is_own = false;  // our own words coming back (a room's reflection)
  std::string id;       // the stanza's id; may be empty
  std::string body;     // valid UTF-8 without characters XML forbids
  base::Wall sent;      // a believed delay's stamp, else the time of arrival
  bool is_delayed = false;
  // What our archive, or the room's, calls it (XEP-0359), if that may be believed; empty otherwise.
  std::string archive_id;
  std::string origin_id;     // what its author calls it: a claim that says nothing about others
  bool is_archived = false;  // read from the archive, in the archive's order
  // What it is encrypted with, as its sender calls it: its words cannot be read here, and the body is empty.
  std::string encryption;
};
struct MessageFailed {  // our message came back as an error
  xmpp::Jid conversation;
  std::string id;
  xmpp::StanzaError error;
};
struct MessageSent {  // it is in the stream
  xmpp::Jid conversation;
  std::string id;
  bool is_counted = false;  // MessageAcknowledged or MessageUnsent will follow
};
struct MessageAcknowledged {  // the server has it (XEP-0198)
  xmpp::Jid conversation;
  std::string id;
};
// The session that carried it is gone, and the server did not say that it has it: to be sent again, under the same id.
struct MessageUnsent {
  xmpp::Jid conversation;
  std::string id;
};

// The room says that we are not in it, although it let us in: it is being joined again, and the message did not get there.
struct MessageReturned {
  xmpp::Jid conversation;
  std::string id;
};

// ---- archives, XEP-0313: the account's, under its bare address, and those of rooms
// ------------------------------------------------------------------------------------------

// Everything in the archive up to this id was handed over. Without an id: up to that time, the archive has nothing newer.
struct ArchivePlaceMoved {
  xmpp::Jid archive;
  std::string id;
  base::Wall stamp;
};
// Something was left out: what the archive holds between `after` (empty: its beginning) and what is handed over next.
struct ArchiveGap {
  xmpp::Jid archive;
  std::string after;
};
// The answer to ReadArchive, once: everything up to now was handed over, or there is no archive, or it does not answer.
struct ArchiveRead {
  xmpp::Jid archive;
  bool is_complete = false;  // everything there is was read, from where it was asked to begin
};

// ---- rooms, XEP-0045
// ------------------------------------------------------------------------------------------

struct RoomJoined {
  xmpp::Jid room;  // bare
  std::string nick;
};
enum class Departure {
  Asked,  // we left ourselves
  Kicked,
  Banned,
  Affiliation,  // ours was taken away, and the room is for members only
  MembersOnly,  // the room became that
  Destroyed,
  Shutdown,
  Technical,  // the room could not reach us
  Lost        // it did not say why
};
struct RoomLeft {
  xmpp::Jid room;
  Departure departure = Departure::Lost;
  // Quoted from the room, each may be empty: why, and who did it.
  std::string reason;
  std::string actor;
  std::optional<xmpp::Jid>
      alternate;  // where a destroyed room says that it goes on; never followed
};
struct RoomJoinFailed {
  xmpp::Jid room;
  xmpp::StanzaError error;
};
// The answer to FindRoomService.
struct RoomServiceFound {
  std::optional<xmpp::Jid> service;  // absent: the server has none, or nobody said
};
struct RoomSubjectChanged {
  xmpp::Jid room;
  std::string subject;
};
struct OccupantChanged {
  xmpp::Jid occupant;  // room@service/nick
  Availability availability = Availability::Offline;
};

// ---- discovery, XEP-0030 and XEP-0115
// --------------------------------------------------------------------------------------

struct ServerFeatures {
  std::vector<std::string> features;  // sorted
};
// The answer to FindFeatures.
struct FeaturesFound {
  xmpp::Jid of;
  std::optional<std::vector<std::string>> features;  // sorted; absent when nobody said
};

using Event = std::variant<StatusChanged, LoginRestored, LoginForgotten, AddressSpelled,
                           RosterLoaded, RosterItemChanged, RosterItemRemoved, RosterRequestFailed,
                           PresenceChanged, SubscriptionRequested, SubscriptionAnswered,
                           MessageReceived, MessageFailed, MessageSent, MessageAcknowledged,
                           MessageUnsent, MessageReturned, ArchivePlaceMoved, ArchiveGap,
                           ArchiveRead, RoomJoined, RoomLeft, RoomJoinFailed, RoomServiceFound,
                           RoomSubjectChanged, OccupantChanged, ServerFeatures, FeaturesFound>;

}  // namespace session
