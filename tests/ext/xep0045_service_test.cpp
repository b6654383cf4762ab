// SPDX-License-Identifier: MIT
// Where the server has its rooms. XEP-0045 section 6.1.
#include "ext/xep0045_service.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;

namespace {

const std::string items = "http://jabber.org/protocol/disco#items";
const std::string info = "http://jabber.org/protocol/disco#info";

std::string service(const std::string& type, bool has_rooms = true) {
  return "<identity category='conference' type='" + type + "'/>" +
         (has_rooms ? "<feature var='http://jabber.org/protocol/muc'/>" : "");
}

// The id of the question.
std::string asks(Wire& wire, const std::string& whom, const std::string& ns) {
  wire.sends("<iq type='get' id='*' to='" + whom + "'><query xmlns='" + ns + "'/></iq>");
  return wire.id();
}

void answer(Wire& wire, const std::string& id, const std::string& from, const std::string& ns,
            const std::string& content) {
  wire.receives("<iq type='result' id='" + id + "' from='" + from + "'><query xmlns='" + ns + "'>" +
                content + "</query></iq>");
}

}  // namespace

TEST_CASE("the service for rooms is found among the server's, and asked for once", "[ext][muc]") {
  Wire wire = Wire::bound("juliet@example.com/balcony");
  wire.performs(session::FindRoomService{});
  const std::string list = asks(wire, "example.com", items);
  answer(wire, list, "example.com", items,
         "<item jid='upload.example.com'/><item jid='irc.example.com'/><item jid='a@example.com'/>"
         "<item jid='rooms.example.com'/>");
  const std::string upload = asks(wire, "upload.example.com", info);
  const std::string irc = asks(wire, "irc.example.com", info);
  const std::string rooms = asks(wire, "rooms.example.com", info);
  wire.sends_nothing();  // a person is no service
  answer(wire, irc, "irc.example.com", info, service("irc"));
  answer(wire, upload, "upload.example.com", info, "<identity category='store' type='file'/>");
  wire.no_events();
  answer(wire, rooms, "rooms.example.com", info, service("text"));
  auto found = wire.event<session::RoomServiceFound>();
  REQUIRE(found.service);
  CHECK(found.service->text() == "rooms.example.com");
  wire.performs(session::FindRoomService{}).sends_nothing();
  CHECK(wire.event<session::RoomServiceFound>().service == found.service);
}

TEST_CASE("a server without rooms says so, whatever way", "[ext][muc]") {
  Wire wire = Wire::bound("juliet@example.com/balcony");
  wire.performs(session::FindRoomService{});
  const std::string list = asks(wire, "example.com", items);
  SECTION("it has no services") { answer(wire, list, "example.com", items, ""); }
  SECTION("it refuses") {
    wire.receives("<iq type='error' id='" + list + "' from='example.com'/>");
  }
  SECTION("none of them is for rooms") {
    answer(wire, list, "example.com", items,
           "<item jid='x.example.com'/><item jid='y.example.com'/>");
    const std::string x = asks(wire, "x.example.com", info);
    const std::string y = asks(wire, "y.example.com", info);
    answer(wire, x, "x.example.com", info, service("text", false));
    wire.no_events();
    wire.receives("<iq type='error' id='" + y + "' from='y.example.com'/>");
  }
  CHECK_FALSE(wire.event<session::RoomServiceFound>().service);
}
