// SPDX-License-Identifier: MIT
// Why somebody is no longer in a room. XEP-0045 7.14, 8.2, 9.1, 10.9.
#pragma once

namespace xmpp {

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

}  // namespace xmpp
