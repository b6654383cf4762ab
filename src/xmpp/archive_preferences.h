// SPDX-License-Identifier: MIT
// What an archive keeps, unless a list of single addresses says otherwise. XEP-0441: Message Archive Management Preferences
// 0.2.0.
#pragma once

#include <cstdint>
#include <optional>

#include "xml/element.h"

namespace xmpp {

enum class ArchivePolicy : uint8_t { Everything, Contacts, Nothing };  // always, roster, never

// Of a <prefs/>; absent when it is none, or says nothing that is known.
std::optional<ArchivePolicy> parse_archive_policy(const xml::Element& prefs);
xml::Element make_archive_preferences_wish();
// The same, with that policy: the lists of single addresses are others' work and stay.
xml::Element with_archive_policy(xml::Element prefs, ArchivePolicy policy);

}  // namespace xmpp
