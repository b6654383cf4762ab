// SPDX-License-Identifier: MIT
// Status codes. See xep0045_muc_status.h.
#include "ext/xep0045_muc_status.h"

#include "xmpp/ns.h"
#include "xmpp/stanza.h"

namespace muc {
namespace {

namespace ns = xmpp::ns;
using xmpp::Departure;

// The first one that is there counts: the cause before how it was carried out. Whoever could not be reached (333) was not
// kicked (307), although some rooms say so as well (9.3).
constexpr std::pair<std::string_view, Departure> departures[] = {
    {"301", Departure::Banned},      {"332", Departure::Shutdown},    {"333", Departure::Technical},
    {"321", Departure::Affiliation}, {"322", Departure::MembersOnly}, {"307", Departure::Kicked}};

std::string reason_of(const xml::Element& parent) {
  const xml::Element* reason = parent.child({ns::muc_user, "reason"});
  return reason == nullptr ? std::string() : std::string(reason->text());
}

std::string actor_of(const xml::Element& item) {
  const xml::Element* actor = item.child({ns::muc_user, "actor"});
  if (actor == nullptr) return {};
  const std::string_view nick = actor->attribute_or_empty("nick");
  return std::string(nick.empty() ? actor->attribute_or_empty("jid") : nick);
}

}  // namespace

OccupantStatus::OccupantStatus(const std::vector<xml::Element>& payloads) {
  const xml::Element* x = xmpp::find(payloads, {ns::muc_user, "x"});
  if (x == nullptr) return;
  for (const xml::Element& child : x->children()) {
    if (child.is({ns::muc_user, "status"})) codes.emplace(child.attribute_or_empty("code"));
    if (child.is({ns::muc_user, "item"})) {
      new_nick = std::string(child.attribute_or_empty("nick"));
      actor = actor_of(child);
      if (reason.empty()) reason = reason_of(child);
    }
    if (child.is({ns::muc_user, "destroy"})) {
      is_destroyed = true;
      if (std::string why = reason_of(child); !why.empty()) reason = std::move(why);
      if (const auto jid = xmpp::Jid::received(child.attribute_or_empty("jid"))) {
        if (!jid->local().empty()) alternate = jid->bare();
      }
    }
  }
}

Departure OccupantStatus::departure() const {
  if (is_destroyed) return Departure::Destroyed;
  for (const auto& [code, departure] : departures) {
    if (has(code)) return departure;
  }
  return Departure::Lost;
}

}  // namespace muc
