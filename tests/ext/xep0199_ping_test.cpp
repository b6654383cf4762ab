// SPDX-License-Identifier: MIT
// Pings, both ways. XEP-0199 examples 1 to 8.
#include "ext/xep0199_ping.h"

#include "support/login.h"

using namespace support;

namespace {

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
