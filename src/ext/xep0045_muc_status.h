// SPDX-License-Identifier: MIT
// What a room says of one of its occupants, and why somebody had to go: <x xmlns='…muc#user'/> of a presence.
// XEP-0045: Multi-User Chat 1.35.5, sections 7 to 11 and 15.6
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "xml/element.h"
#include "xmpp/departure.h"
#include "xmpp/jid.h"

namespace muc {

// The status codes that are acted on one by one; those of a departure are known to departure().
inline constexpr std::string_view code_self = "110";
inline constexpr std::string_view code_created = "201";
inline constexpr std::string_view code_new_nick = "303";

struct OccupantStatus {
  std::set<std::string, std::less<>> codes;
  std::string new_nick;
  std::string actor;  // nick, or else address
  std::string reason;
  bool is_destroyed = false;
  std::optional<xmpp::Jid> alternate;  // of a destroyed room

  explicit OccupantStatus(const std::vector<xml::Element>& payloads);

  bool has(std::string_view code) const { return codes.count(code) > 0; }
  xmpp::Departure departure() const;
};

}  // namespace muc
