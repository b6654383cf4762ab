// SPDX-License-Identifier: MIT
// How available somebody is, as presence stanzas say it, and as we say it. RFC 6121 4.7.2.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "xmpp/stanza.h"

namespace xmpp {

enum class Availability { Offline, Available, Chat, Away, ExtendedAway, DoNotDisturb };

inline constexpr size_t max_status_bytes = 1024;

// Offline for everything that is not an available presence; an unknown <show/> is plain Available.
Availability availability_of(const Presence& presence);
std::string status_of(const Presence& presence);  // cut at max_status_bytes
int8_t priority_of(const Presence& presence);     // 0 for one that is no number of its range
// A presence that says it; `to` and further payloads are the caller's.
Presence make_presence(Availability availability, std::string_view status);

}  // namespace xmpp
