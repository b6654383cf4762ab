// SPDX-License-Identifier: MIT
// A whole login as a dialogue. RFC 7395, RFC 6120 sections 4 to 7.
#include <string>

#include "support/login.h"

using support::Link;
using support::Wire;
using namespace std::chrono_literals;

TEST_CASE("a login with SCRAM-SHA-256 ends in a bound session", "[stream][login]") {
  Wire wire;
  support::ScramServer server(base::HashAlgorithm::Sha256, "pencil");
  wire.link().connect("juliet@example.com", "pencil");
  wire.opens("wss://example.com/ws").status<stream::Connecting>();
  wire.link().open_socket();
  wire.status<stream::Authenticating>();
  wire.sends(support::our_open).sends_nothing();
  wire.receives(Link::open_frame("example.com"))
      .receives(support::offer({"PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"}));
  std::string first = support::take_sasl(wire, "auth");
  wire.receives(support::sasl("challenge", server.first(first))).sends_nothing().advance(0ms);
  std::string final = server.final(support::take_sasl(wire, "response"));
  REQUIRE_FALSE(final.empty());
  wire.receives(support::sasl("success", final));
  // A new <open/>, and no <close/> before it (protocol trap A 7); the request to bind does not wait for its answer.
  wire.sends(support::our_open)
      .sends("<iq type='set' id='*'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
      .sends_nothing();
  wire.receives(Link::open_frame("example.com"))
      .receives(Link::features_frame("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"))
      .sends_nothing();
  wire.receives(Link::bind_result(wire.id(), "juliet@example.com/balcony"));
  CHECK(wire.status<stream::Fresh>().jid.text() == "juliet@example.com/balcony");
  wire.sends(
          "<iq type='get' id='*' to='example.com'>"
          "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>")
      .sends("<iq type='get' id='*'><query xmlns='jabber:iq:roster'/></iq>")
      .sends("<presence/>")
      .sends_nothing();
}
