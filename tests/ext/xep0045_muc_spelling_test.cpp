// SPDX-License-Identifier: MIT
// Rooms under the server's spelling. RFC 6122, RFC 7622, XEP-0045 7.2.2.
#include "ext/xep0045_muc.h"
#include "session/event.h"
#include "support/login.h"

using namespace support;

namespace {

constexpr const char* own = "juliet@example.com/balcony";
const std::string self = "<status code='110'/>";
const std::string spelled = "strasse@muc.example.com";

std::string street(const std::string& nick, const std::string& codes = "") {
  return "<presence from='" + spelled + "/" + nick +
         "'><x xmlns='http://jabber.org/protocol/muc#user'><item/>" + codes + "</x></presence>";
}

Wire joining_street() {
  Wire wire = Wire::bound(own);
  wire.performs(session::JoinRoom{*xmpp::Jid::parse("straße@muc.example.com"), "juliet"});
  wire.skip();
  return wire;
}

}  // namespace

TEST_CASE("a room that answers under another spelling is the one that was joined", "[ext][muc]") {
  Wire wire = joining_street();
  wire.receives(street("nurse"));
  const auto learned = wire.event<session::AddressSpelled>();
  CHECK(learned.asked.text() == "straße@muc.example.com");
  CHECK(learned.spelled.text() == spelled);
  CHECK(wire.event<session::OccupantChanged>().occupant.text() == spelled + "/nurse");
  wire.receives(street("juliet", self)).event<session::OccupantChanged>();
  CHECK(wire.event<session::RoomJoined>().room.text() == spelled);
  wire.performs(session::SendMessage{*xmpp::Jid::parse(spelled), true, "m1", {"hello"}});
  wire.sends("<message to='" + spelled + "' id='m1' type='groupchat'><body>hello</body></message>");
  wire.event<session::MessageSent>();
  // Nor is it given up under the one that was asked for.
  wire.advance(muc::join_timeout);
  wire.no_events();
}

TEST_CASE("a refusal under another spelling is the answer, too", "[ext][muc]") {
  Wire wire = joining_street();
  wire.receives("<presence type='error' from='" + spelled +
                "/juliet'><error type='auth'><not-authorized "
                "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");
  CHECK(wire.event<session::AddressSpelled>().spelled.text() == spelled);
  const auto failed = wire.event<session::RoomJoinFailed>();
  CHECK(failed.room.text() == spelled);
  CHECK(failed.error.condition == xmpp::Condition::NotAuthorized);
}

TEST_CASE("a room joined once more under another spelling is one room", "[ext][muc]") {
  Wire wire = joining_street();
  wire.receives(street("juliet", self)).skip();
  wire.performs(session::JoinRoom{*xmpp::Jid::parse("straße@muc.example.com"), "juliet"});
  wire.skip();
  wire.receives(street("juliet", self));
  wire.event<session::OccupantChanged>();
  CHECK(wire.event<session::AddressSpelled>().spelled.text() == spelled);
  wire.advance(muc::join_timeout);
  wire.no_events();
}

TEST_CASE("a room that nobody joined is no other spelling of one", "[ext][muc]") {
  SECTION("there is one of another service") {
    Wire wire = Wire::bound(own);
    wire.performs(session::JoinRoom{*xmpp::Jid::parse("straße@muc.example.net"), "juliet"});
    wire.skip();
    wire.receives(street("juliet", self)).no_events();
  }
  SECTION("there is one that was joined under its own spelling") {
    Wire wire = Wire::bound(own);
    wire.performs(session::JoinRoom{*xmpp::Jid::parse("straße@muc.example.com"), "juliet"});
    wire.receives(
            "<presence from='straße@muc.example.com/juliet'>"
            "<x xmlns='http://jabber.org/protocol/muc#user'><item/>" +
            self + "</x></presence>")
        .skip();
    wire.receives(street("juliet", self)).no_events();
  }
  SECTION("a presence that is no occupant's") {
    Wire wire = joining_street();
    wire.receives("<presence from='" + spelled + "'/>");
    wire.no_events();
  }
}
