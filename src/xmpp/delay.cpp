// SPDX-License-Identifier: MIT
// Reading <delay/>. XEP-0203 2.0 section 4.
#include "xmpp/delay.h"

#include "xmpp/ns.h"

namespace xmpp {

std::vector<Delay> parse_delays(const std::vector<xml::Element>& payloads) {
  std::vector<Delay> delays;
  for (const xml::Element& payload : payloads) {
    if (!payload.is({ns::delay, "delay"})) continue;
    const std::optional<base::Wall> stamp =
        base::parse_datetime(payload.attribute_or_empty("stamp"));
    if (!stamp) continue;
    Delay delay{std::nullopt, *stamp};
    if (const auto from = payload.attribute("from")) {
      const auto jid = Jid::received(*from);
      // An address that cannot be one must not pass for an absent one.
      if (!jid) continue;
      delay.from = *jid;
    }
    delays.push_back(std::move(delay));
  }
  return delays;
}

}  // namespace xmpp
