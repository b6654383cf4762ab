// SPDX-License-Identifier: MIT
// Delays.
#include "xmpp/delay.h"

#include "support/catch.h"
#include "support/xml_equal.h"

TEST_CASE("delays are read in order, broken ones are left out", "[xmpp][delay]") {
  const auto message = support::parse_xml(
      "<message xmlns='jabber:client'>"
      "<delay xmlns='urn:xmpp:delay' from='example.com' "
      "stamp='2002-09-10T23:08:25Z'>Offline</delay>"
      "<delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:26.5Z'/>"
      "<delay xmlns='urn:xmpp:delay' from='example.com'/>"
      "<delay xmlns='urn:xmpp:delay' stamp='yesterday'/>"
      "<delay xmlns='urn:xmpp:delay' from='@' stamp='2002-09-10T23:08:27Z'/>"
      "<delay stamp='2002-09-10T23:08:28Z'/>"
      "<x xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:29Z'/></message>");
  const auto delays = xmpp::parse_delays(message.children());
  REQUIRE(delays.size() == 2);
  REQUIRE(delays[0].from);
  CHECK(delays[0].from->text() == "example.com");
  CHECK(base::format_datetime(delays[0].stamp) == "2002-09-10T23:08:25Z");
  CHECK_FALSE(delays[1].from);
  CHECK(base::format_datetime(delays[1].stamp) == "2002-09-10T23:08:26.500Z");
}
