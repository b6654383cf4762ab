// SPDX-License-Identifier: MIT
// The third vocabulary: everything the client can ask of the protocol side, one header a topic. Wishes go down.
#pragma once

#include <string_view>

#include "base/topics.h"
#include "session/command/archive.h"
#include "session/command/connection.h"
#include "session/command/message.h"
#include "session/command/presence.h"
#include "session/command/room.h"
#include "session/command/roster.h"

namespace session {

using CommandTopics = std::variant<ConnectionCommand, MessageCommand, ArchiveCommand,
                                   PresenceCommand, RosterCommand, RoomCommand>;

// Any of them; looked into with base::get_if, holds and visit. A struct, so that headers can name it without knowing what there is.
struct Command : CommandTopics {
  using CommandTopics::CommandTopics;
};

// Begins the line of the log about a wish that no feature took: it came to nothing, and whoever wished it waits in vain.
inline constexpr std::string_view untaken_wish = "no feature takes the wish ";

}  // namespace session
