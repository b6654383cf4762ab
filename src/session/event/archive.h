// SPDX-License-Identifier: MIT
// Archives: the account's, under its bare address, and those of rooms. XEP-0313.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/time.h"
#include "xmpp/archive_preferences.h"
#include "xmpp/jid.h"

namespace session {

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

// The end of the page that was asked for with ReadArchivePage.
struct ArchivePageRead {
  xmpp::Jid conversation;
  bool is_failed =
      false;  // it brought nothing: there is no archive, or it does not answer, or no longer knows the place
  bool is_last = false;  // nothing is beyond it, the way it was asked for
};

// What the account's archive keeps; absent: the server does not say. XEP-0441.
struct ArchivePolicyTold {
  std::optional<xmpp::ArchivePolicy> policy;
  bool is_refused = false;  // it was to be another
};

using ArchiveEvent =
    std::variant<ArchivePlaceMoved, ArchiveGap, ArchiveRead, ArchivePageRead, ArchivePolicyTold>;

}  // namespace session
