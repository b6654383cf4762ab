// SPDX-License-Identifier: MIT
// <show/>, <status/> and <priority/>. See availability.h.
#include "xmpp/availability.h"

#include "base/utf8.h"
#include "xmpp/ns.h"

namespace xmpp {

Availability availability_of(const Presence& presence) {
  if (presence.type != PresenceType::Available) return Availability::Offline;
  std::string_view show = child_text(presence.payloads, "show").value_or("");
  if (show == "chat") return Availability::Chat;
  if (show == "away") return Availability::Away;
  if (show == "xa") return Availability::ExtendedAway;
  if (show == "dnd") return Availability::DoNotDisturb;
  return Availability::Available;
}

std::string status_of(const Presence& presence) {
  std::string_view text = child_text(presence.payloads, "status").value_or("");
  return std::string(base::truncate_utf8(text, max_status_bytes));
}

int8_t priority_of(const Presence& presence) {
  std::string_view text = child_text(presence.payloads, "priority").value_or("");
  bool is_negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (text.empty() || text.size() > 3) return 0;
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return 0;
    value = value * 10 + (c - '0');
  }
  if (is_negative) value = -value;
  return value < -128 || value > 127 ? int8_t{0} : static_cast<int8_t>(value);
}

Presence make_presence(Availability availability, std::string_view status) {
  Presence out;
  std::string_view show;
  switch (availability) {
    case Availability::Offline:
      out.type = PresenceType::Unavailable;
      break;
    case Availability::Available:
      break;
    case Availability::Chat:
      show = "chat";
      break;
    case Availability::Away:
      show = "away";
      break;
    case Availability::ExtendedAway:
      show = "xa";
      break;
    case Availability::DoNotDisturb:
      show = "dnd";
      break;
  }
  if (!show.empty()) {
    out.payloads.emplace_back(ns::client, "show");
    out.payloads.back().add_text(show);
  }
  if (!status.empty()) {
    out.payloads.emplace_back(ns::client, "status");
    out.payloads.back().add_text(status);
  }
  return out;
}

}  // namespace xmpp
