// SPDX-License-Identifier: MIT
// Service discovery, both ways. XEP-0030 examples 1 to 10.
#include "ext/xep0030_disco.h"

#include "support/login.h"
#include "support/xml_equal.h"

using namespace support;

namespace {

Wire bound() {
  return Wire::bound("juliet@example.com/balcony",
                     "<item jid='romeo@example.net' subscription='from'/>");
}

}  // namespace

TEST_CASE("who may know is told what we can do", "[ext][disco]") {
  Wire wire = bound();
  for (const char* from : {"example.com", "romeo@example.net/o", "juliet@example.com/garden"}) {
    wire.receives("<iq type='get' id='d' from='" + std::string(from) +
                  "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
    // Which features are told is registry_test's business.
    REQUIRE(wire.link().sent.size() == 1);
    const xml::Element reply = parse_xml(wire.link().sent.front());
    CHECK(reply.attribute_or_empty("type") == "result");
    CHECK(reply.attribute_or_empty("to") == from);
    const xml::Element& query = reply.children().front();
    CHECK(query.is({"http://jabber.org/protocol/disco#info", "query"}));
    CHECK_XML(query.children().front(),
              parse_xml("<identity xmlns='http://jabber.org/protocol/disco#info' "
                        "category='client' type='web' name='Parlance'/>"));
    CHECK(query.children().size() > 5);
    wire.skip();
  }
}

TEST_CASE("we have no nodes but the one our presence names", "[ext][disco]") {
  Wire wire = bound();
  wire.receives(
      "<iq type='get' id='d' from='example.com'>"
      "<query xmlns='http://jabber.org/protocol/disco#info' node='x'/></iq>");
  wire.sends(
      "<iq type='error' id='d' to='example.com'><error type='cancel'>"
      "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
}

TEST_CASE("setting what we can do is not possible", "[ext][disco]") {
  Wire wire = bound();
  wire.receives(
      "<iq type='set' id='d' from='example.com'>"
      "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
  wire.sends(
      "<iq type='error' id='d' to='example.com'><error type='cancel'>"
      "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
}
