// SPDX-License-Identifier: MIT
// Pings, both ways. XEP-0199 examples 1 to 8.
#include "ext/xep0199_ping.h"

#include "support/login.h"

using namespace support;

namespace {

constexpr const char* our_ping =
    "<iq type='get' id='*' to='example.com'><ping xmlns='urn:xmpp:ping'/></iq>";

Wire bound() { return Wire::bound("juliet@example.com/balcony"); }

}  // namespace

TEST_CASE("a ping is answered", "[ext][ping]") {
  Wire wire = bound();
  wire.receives(
      "<iq from='example.com' to='juliet@example.com/balcony' id='s2c1' type='get'>"
      "<ping xmlns='urn:xmpp:ping'/></iq>");
  wire.sends("<iq to='example.com' id='s2c1' type='result'/>").sends_nothing();
  wire.receives("<iq id='s2c2' type='get'><ping xmlns='urn:xmpp:ping'/></iq>");
  wire.sends("<iq id='s2c2' type='result'/>");
}

TEST_CASE("trap A 14: after 45 silent seconds the server is pinged", "[ext][ping]") {
  Wire wire = bound();
  wire.advance(45s - 1ms).sends_nothing();
  wire.advance(1ms).sends(our_ping).sends_nothing();
  wire.advance(3s).receives("<iq type='result' from='example.com' id='" + wire.id() + "'/>");
  wire.advance(45s - 1ms).sends_nothing().no_events();
  wire.advance(1ms).sends(our_ping);
}

TEST_CASE("a server that refuses pings is alive", "[ext][ping]") {
  Wire wire = bound();
  wire.advance(45s).sends(our_ping);
  wire.receives("<iq type='error' from='example.com' id='" + wire.id() + "'/>");
  wire.advance(44s).sends_nothing().no_events();
}

TEST_CASE("any traffic shows that the connection lives", "[ext][ping]") {
  Wire wire = bound();
  for (int i = 0; i < 5; ++i) {
    wire.advance(44s).receives("<presence from='romeo@example.net/o'/>");
  }
  wire.sends_nothing();
  wire.skip().advance(45s).sends(our_ping).advance(9s);
  wire.receives("<presence from='romeo@example.net/o'/>").advance(44s).sends_nothing();
}

TEST_CASE("a server silent for ten more seconds is lost, and found again", "[ext][ping]") {
  Wire wire = bound();
  wire.advance(45s).sends(our_ping).advance(10s - 1ms).no_events();
  wire.advance(1ms).sends_nothing().closes_socket();
  CHECK(wire.status<stream::Suspended>().why.failure == stream::Failure::ConnectionLost);
  wire.skip().advance(1s).opens("wss://example.com/ws");
}

TEST_CASE("when the network comes back the connection is checked at once", "[ext][ping]") {
  Wire wire = bound();
  wire.advance(3s).link().network_online();
  wire.sends(our_ping).advance(10s);
  CHECK(wire.status<stream::Suspended>().why.failure == stream::Failure::ConnectionLost);
}

TEST_CASE("a machine that slept asks again before it gives up", "[ext][ping]") {
  Wire wire = bound();
  wire.advance(45s).sends(our_ping);
  wire.link().now.steady += 1h;
  wire.link().input(base::Tick{});
  wire.no_events().sends(our_ping);
  wire.advance(10s);
  wire.status<stream::Suspended>();
}

TEST_CASE("without a session nobody is pinged", "[ext][ping]") {
  Wire wire = bound();
  wire.link().close_socket();
  wire.skip().link().network_online();
  wire.sends_nothing();
  Wire failed = connecting();
  failed.link().close_socket();
  failed.advance(1h).sends_nothing();
}
