// SPDX-License-Identifier: MIT
// Bodies of BOSH responses.
#include "stream/bosh_body.h"

#include "support/xml_equal.h"

using stream::parse_bosh_body;
using support::parse_xml;

TEST_CASE("stanzas of a body are handed on in order", "[stream][bosh]") {
  auto body = parse_bosh_body(
      parse_xml("<body xmlns='http://jabber.org/protocol/httpbind'><message xmlns='jabber:client'/>"
                "<presence xmlns='jabber:client'/></body>"));
  REQUIRE(body);
  REQUIRE(body->stanzas.size() == 2);
  CHECK(body->stanzas[0].local() == "message");
  CHECK(body->stanzas[1].local() == "presence");
  CHECK_FALSE(body->is_terminate);
}

TEST_CASE("an empty body is an answer, too", "[stream][bosh]") {
  auto body = parse_bosh_body(parse_xml("<body xmlns='http://jabber.org/protocol/httpbind'/>"));
  REQUIRE(body);
  CHECK(body->stanzas.empty());
}

TEST_CASE("a terminate ends the session and says why", "[stream][bosh]") {
  auto body = parse_bosh_body(
      parse_xml("<body xmlns='http://jabber.org/protocol/httpbind' type='terminate' "
                "condition='item-not-found'/>"));
  REQUIRE(body);
  CHECK(body->is_terminate);
  CHECK(body->condition == "item-not-found");
}

TEST_CASE("a body inside a body is no payload and ends nothing", "[stream][bosh]") {
  auto body =
      parse_bosh_body(parse_xml("<body xmlns='http://jabber.org/protocol/httpbind'>"
                                "<body type='terminate'><message xmlns='jabber:client'/></body>"
                                "<presence xmlns='jabber:client'/></body>"));
  REQUIRE(body);
  CHECK_FALSE(body->is_terminate);
  REQUIRE(body->stanzas.size() == 1);
  CHECK(body->stanzas[0].local() == "presence");
}

TEST_CASE("trap 22: a stanza that inherits the namespace of BOSH is none", "[stream][bosh]") {
  auto body = parse_bosh_body(
      parse_xml("<body xmlns='http://jabber.org/protocol/httpbind'><message/></body>"));
  REQUIRE(body);
  CHECK(body->stanzas.empty());
}

TEST_CASE("anything else than a body is refused", "[stream][bosh]") {
  CHECK_FALSE(parse_bosh_body(parse_xml("<html><body/></html>")));
  CHECK_FALSE(parse_bosh_body(parse_xml("<body xmlns='http://www.w3.org/1999/xhtml'/>")));
}
