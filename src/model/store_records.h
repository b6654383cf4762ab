// SPDX-License-Identifier: MIT
// The records of an account's store: their keys and what is in them. Keys are compared as bytes:
//   c JID                   how far that archive is known
//   k JID                   a conversation: draft, what is unread, the room
//   m JID NUL place turn fingerprint    a message that is where it belongs; in the order of the timeline
//   r page                  contacts (model/roster_record.h); r alone: the version of the roster
//   o owner id              a message of ours that the server does not have yet: the outbox of one life (base/io.h)
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/io.h"
#include "model/archive.h"
#include "model/conversation.h"

namespace model {

inline constexpr std::string_view archives_prefix = "c";
inline constexpr std::string_view conversations_prefix = "k";
inline constexpr std::string_view outbox_prefix = "o";
inline constexpr std::string_view roster_prefix = "r";

std::string archive_key(const xmpp::Jid& jid);
std::string conversation_key(const xmpp::Jid& jid);
std::string roster_page_key(unsigned page);
std::string outbox_key(std::string_view owner, std::string_view id);
// What the keys of a conversation's messages begin with, and the first key behind them.
std::string rows_prefix(const xmpp::Jid& jid);
std::string rows_end(const xmpp::Jid& jid);
std::string row_key(const xmpp::Jid& jid, const Message& message);
// The first key behind all rows of a spot; where the row of a key stands.
std::string behind_spot(const xmpp::Jid& jid, const Spot& spot);
std::optional<Spot> spot_of(std::string_view row_key);
// The first key behind all that begin with a prefix of ours.
std::string behind(std::string_view prefix);

// A message of ours that stands in the outbox.
bool is_in_outbox(const Message& message);
std::string write_archive_record(const Archive& archive);
std::optional<Archive> read_archive_record(std::string_view value);
std::string write_conversation_record(const Conversation& conversation);
std::string write_row_record(const xmpp::Jid& jid, const Message& message, bool is_groupchat);

// As much as is kept of a conversation beside its messages. Absent: damaged, or of another version.
std::optional<Conversation> read_conversation_record(std::string_view value);
struct StoredRow {
  xmpp::Jid jid;
  bool is_groupchat = false;
  Message message;
};
std::optional<StoredRow> read_row_record(std::string_view value);

}  // namespace model
