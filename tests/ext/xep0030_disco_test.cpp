// SPDX-License-Identifier: MIT
// Service discovery, both ways. XEP-0030 examples 1 to 10.
#include "ext/xep0030_disco.h"

#include "support/login.h"

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
    wire.sends("<iq type='result' id='d' to='" + std::string(from) +
               "'><query xmlns='http://jabber.org/protocol/disco#info'>"
               "<identity category='client' type='web' name='Parlance'/>"
               "<feature var='http://jabber.org/protocol/caps'/>"
               "<feature var='http://jabber.org/protocol/disco#info'/>"
               "<feature var='http://jabber.org/protocol/muc'/>"
               "<feature var='urn:xmpp:delay'/><feature var='urn:xmpp:ping'/><feature "
               "var='urn:xmpp:sid:0'/></query></iq>")
        .sends_nothing();
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
