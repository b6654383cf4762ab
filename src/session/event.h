// SPDX-License-Identifier: MIT
// The second vocabulary: every fact the protocol side tells the model, one header a topic. Facts go up.
#pragma once

#include "base/topics.h"
#include "session/event/address.h"
#include "session/event/archive.h"
#include "session/event/connection.h"
#include "session/event/discovery.h"
#include "session/event/message.h"
#include "session/event/presence.h"
#include "session/event/room.h"
#include "session/event/roster.h"

namespace session {

using EventTopics = std::variant<ConnectionEvent, AddressEvent, RosterEvent, PresenceEvent,
                                 MessageEvent, ArchiveEvent, RoomEvent, DiscoveryEvent>;

// Any of them; looked into with base::get_if, holds and visit. A struct, so that headers can name it without knowing what there is.
struct Event : EventTopics {
  using EventTopics::EventTopics;
};

}  // namespace session
