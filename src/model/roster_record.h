// SPDX-License-Identifier: MIT
// The roster in records: an item, and the pages it is stored in. A change of one contact writes one page, however long the
// roster is, and all of it is read at once.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/record.h"
#include "model/roster.h"

namespace model {

inline constexpr unsigned roster_pages = 64;

// On which page a contact stands: the same in every run and on every machine.
unsigned roster_page(const xmpp::Jid& jid);

void write_roster_item(base::RecordWriter& out, const xmpp::RosterItem& item);
// What cannot be one spoils the reader.
xmpp::RosterItem read_roster_item(base::RecordReader& in);

// Of those pages; empty where nobody stands.
std::map<unsigned, std::string> write_roster_pages(const Roster& roster,
                                                   const std::set<unsigned>& pages);
std::set<unsigned> all_roster_pages();
// Absent: damaged, or of another version.
std::optional<std::vector<xmpp::RosterItem>> read_roster_page(std::string_view value);

}  // namespace model
