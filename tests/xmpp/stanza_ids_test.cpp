// SPDX-License-Identifier: MIT
// <origin-id/>: one, or none.
#include "xmpp/stanza_ids.h"

#include "support/xml_equal.h"
#include "xmpp/ns.h"

TEST_CASE("an origin id is what its author says once", "[xmpp][stanza-ids]") {
  const xml::Element one = xmpp::make_origin_id("a"), two = xmpp::make_origin_id("b");
  CHECK(xmpp::origin_id({}).empty());
  CHECK(xmpp::origin_id({one}) == "a");
  CHECK(xmpp::origin_id({xml::Element("jabber:client", "body"), one}) == "a");
  CHECK(xmpp::origin_id({one, two}).empty());
  CHECK(xmpp::origin_id({xml::Element(xmpp::ns::stanza_ids, "origin-id")}).empty());
}
