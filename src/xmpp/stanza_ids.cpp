// SPDX-License-Identifier: MIT
// <origin-id/>. See stanza_ids.h.
#include "xmpp/stanza_ids.h"

#include "xmpp/ns.h"

namespace xmpp {

std::string origin_id(const std::vector<xml::Element>& payloads) {
  const xml::Element* found = nullptr;
  for (const xml::Element& payload : payloads) {
    if (!payload.is({ns::stanza_ids, "origin-id"})) continue;
    if (found != nullptr) return {};
    found = &payload;
  }
  return found == nullptr ? std::string() : std::string(found->attribute_or_empty("id"));
}

xml::Element make_origin_id(std::string_view id) {
  return xml::Element(ns::stanza_ids, "origin-id").set("id", id);
}

}  // namespace xmpp
