// SPDX-License-Identifier: MIT
// Reading archives. XEP-0313.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/time.h"
#include "xmpp/archive_preferences.h"
#include "xmpp/jid.h"

namespace session {

// An anchor that is gone is replaced by its time, less this much: clocks differ. What comes twice then is known again.
inline constexpr base::Duration archive_overlap = std::chrono::hours(24);

// Reads what the archive holds after the place known, then goes on with what arrives. On every new session, by whoever knows
// the place; a resumed one goes on by itself. Without a place only the newest page is read.
struct ReadArchive {
  std::optional<xmpp::Jid> archive;  // bare; absent: the account's
  std::string after;                 // the last id known; may be empty
  base::Wall since{};                // when that was; for an archive that no longer knows the id
  bool is_whole = false;             // from its beginning: it was empty when it was read last
};

// A page of what was said in a conversation, next to what is known of it or from some time on. Answered by what it brings,
// oldest first, and then by ArchivePageRead, once.
struct ReadArchivePage {
  xmpp::Jid conversation;
  bool is_room = false;  // which has an archive of its own
  // What the archive calls the message above which the page ends, or, forward, below which it begins. Empty: its newest page,
  // or, forward, the first one from `since` on.
  std::string edge;
  bool is_forward = false;
  base::Wall since{};
};

// What the account's archive keeps. Answered by ArchivePolicyTold, once.
struct ReadArchivePolicy {};
struct SetArchivePolicy {
  xmpp::ArchivePolicy policy = xmpp::ArchivePolicy::Everything;
};

using ArchiveCommand =
    std::variant<ReadArchive, ReadArchivePage, ReadArchivePolicy, SetArchivePolicy>;

}  // namespace session
