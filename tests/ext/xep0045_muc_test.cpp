// SPDX-License-Identifier: MIT
// Rooms. Examples after XEP-0045 sections 7 and 9; what both servers really send (protocol traps E 49, 52).
#include "ext/xep0045_muc.h"

#include "session/event.h"
#include "support/managed.h"

using namespace support;
using xmpp::Availability;
using xmpp::Departure;

namespace {

constexpr const char* own = "juliet@example.com/balcony";
const std::string room = "room@muc.example.com";

xmpp::Jid room_jid() { return *xmpp::Jid::parse(room); }

std::string occupant(const std::string& nick, const std::string& codes = "",
                     const std::string& attributes = "", const std::string& content = "") {
  return "<presence from='" + room + "/" + nick + "' " + attributes + ">" + content +
         "<x xmlns='http://jabber.org/protocol/muc#user'>"
         "<item affiliation='none' role='participant'/>" +
         codes + "</x></presence>";
}

std::string code(const std::string& number) { return "<status code='" + number + "'/>"; }

const std::string self = code("110");

std::string join_of(const std::string& nick, const std::string& history = "maxstanzas='50'") {
  return "<presence to='" + room + "/" + nick +
         "'><x xmlns='http://jabber.org/protocol/muc'><history " + history + "/></x></presence>";
}

std::string said(const std::string& nick, const std::string& id, const std::string& body,
                 const std::string& more = "") {
  return "<message type='groupchat' from='" + room + (nick.empty() ? "" : "/" + nick) + "' id='" +
         id + "'><body>" + body + "</body>" + more + "</message>";
}

std::string refused(const std::string& condition) {
  return "<presence type='error' from='" + room +
         "/juliet'><x xmlns='http://jabber.org/protocol/muc'/><error type='cancel' by='" + room +
         "'><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>";
}

Wire joining() {
  Wire wire = Wire::bound(own);
  wire.performs(session::JoinRoom{room_jid(), "juliet"});
  wire.sends(join_of("juliet")).sends_nothing().no_events();
  return wire;
}

Wire joined() {
  Wire wire = joining();
  wire.receives(occupant("nurse")).receives(occupant("juliet", self)).skip();
  return wire;
}

session::SendMessage to_room(const std::string& id, const std::string& body) {
  return {room_jid(), true, id, {body}};
}

}  // namespace

// ---- joining ----

TEST_CASE("trap 49: joined is who sees himself", "[ext][muc]") {
  Wire wire = joining();
  // ejabberd lets the room itself speak first; that is no occupant.
  wire.receives("<presence from='" + room +
                "'><c xmlns='http://jabber.org/protocol/caps'/>"
                "</presence>")
      .no_events();
  wire.receives(occupant("nurse", "", "", "<show>away</show>"));
  auto nurse = wire.event<session::OccupantChanged>();
  CHECK(nurse.occupant.text() == room + "/nurse");
  CHECK(nurse.availability == Availability::Away);
  wire.no_events();
  wire.receives(occupant("juliet", self));
  CHECK(wire.event<session::OccupantChanged>().occupant.resource() == "juliet");
  auto joined = wire.event<session::RoomJoined>();
  CHECK(joined.room == room_jid());
  CHECK(joined.nick == "juliet");
  // Our presence changing later is no second join.
  wire.receives(occupant("juliet", self)).event<session::OccupantChanged>();
  wire.no_events();
}

TEST_CASE("the room may give us another nick", "[ext][muc]") {
  Wire wire = joining();
  wire.receives(occupant("Juliet C.", self + code("210"))).event<session::OccupantChanged>();
  CHECK(wire.event<session::RoomJoined>().nick == "Juliet C.");
}

TEST_CASE("a new room is opened with its usual settings", "[ext][muc]") {
  Wire wire = joining();
  wire.receives(occupant("juliet", self + code("201")));
  wire.sends("<iq type='set' id='*' to='" + room +
             "'><query xmlns='http://jabber.org/protocol/muc#owner'>"
             "<x xmlns='jabber:x:data' type='submit'/></query></iq>");
}

TEST_CASE("a taken nick is tried once more with a suffix", "[ext][muc]") {
  Wire wire = joining();
  wire.receives(refused("conflict")).sends(join_of("juliet_")).no_events();
  SECTION("and free") {
    wire.receives(occupant("juliet_", self)).event<session::OccupantChanged>();
    CHECK(wire.event<session::RoomJoined>().nick == "juliet_");
  }
  SECTION("and taken, too") {
    wire.receives(refused("conflict")).sends_nothing();
    CHECK(wire.event<session::RoomJoinFailed>().error.condition == xmpp::Condition::Conflict);
  }
}

TEST_CASE("a password is given to the room that wants one", "[ext][muc]") {
  Wire wire = Wire::bound(own);
  wire.performs(session::JoinRoom{room_jid(), "juliet", base::Secret("cauldronburn")});
  wire.sends("<presence to='" + room +
             "/juliet'><x xmlns='http://jabber.org/protocol/muc'>"
             "<password>cauldronburn</password><history maxstanzas='50'/></x></presence>");
  wire.receives(occupant("juliet", self)).event<session::OccupantChanged>();
  wire.event<session::RoomJoined>();
}

TEST_CASE("another nick is asked for, and is ours when the room says so", "[ext][muc]") {
  Wire wire = joining();
  wire.receives(refused("conflict")).sends(join_of("juliet_"));
  wire.receives(occupant("juliet_", self)).skip();
  wire.performs(session::ChangeNick{room_jid().with_resource("juliet")});
  wire.sends("<presence to='" + room + "/juliet'/>").skip();
  SECTION("and is ours") {
    wire.receives("<presence type='unavailable' from='" + room +
                  "/juliet_'><x xmlns='http://jabber.org/protocol/muc#user'>"
                  "<item nick='juliet'/>" +
                  code("303") + self + "</x></presence>");
    wire.event<session::OccupantChanged>();
    CHECK(wire.event<session::RoomJoined>().nick == "juliet");
    wire.receives(occupant("juliet", self)).event<session::OccupantChanged>();
    wire.no_events().sends_nothing();
  }
  SECTION("and somebody was faster") {
    wire.receives(refused("conflict")).sends_nothing().no_events();
    wire.receives(said("juliet_", "1", "me"));
    CHECK(wire.event<session::MessageReceived>().is_own);
  }
}

TEST_CASE("a closed door is reported with its reason", "[ext][muc]") {
  const std::pair<const char*, xmpp::Condition> table[] = {
      {"registration-required", xmpp::Condition::RegistrationRequired},
      {"forbidden", xmpp::Condition::Forbidden},
      {"not-authorized", xmpp::Condition::NotAuthorized},
      {"item-not-found", xmpp::Condition::ItemNotFound},
      {"service-unavailable", xmpp::Condition::ServiceUnavailable}};
  for (auto [name, condition] : table) {
    Wire wire = joining();
    wire.receives(refused(name)).sends_nothing();
    auto failed = wire.event<session::RoomJoinFailed>();
    CHECK(failed.room == room_jid());
    CHECK(failed.error.condition == condition);
    // It was not joined: what it says is not believed any more.
    wire.receives(said("nurse", "1", "hello")).receives(occupant("nurse")).no_events();
  }
}

TEST_CASE("a room that does not answer is given thirty seconds", "[ext][muc]") {
  Wire wire = joining();
  wire.advance(30s - 1ms).no_events();
  wire.advance(1ms);
  CHECK(wire.event<session::RoomJoinFailed>().error.condition ==
        xmpp::Condition::RemoteServerTimeout);
}

TEST_CASE("an address that is no room, or a nick that is none, is refused", "[ext][muc]") {
  Wire wire = Wire::bound(own);
  wire.performs(session::JoinRoom{*xmpp::Jid::parse("muc.example.com"), "juliet"}).sends_nothing();
  CHECK(wire.event<session::RoomJoinFailed>().error.condition == xmpp::Condition::JidMalformed);
  for (const std::string& nick : {std::string(), std::string("a\tb"), std::string(1024, 'x')}) {
    wire.performs(session::JoinRoom{room_jid(), nick}).sends_nothing();
    wire.event<session::RoomJoinFailed>();
  }
  wire.performs(session::JoinRoom{room_jid(), std::string(1023, 'x')});
  CHECK(wire.link().sent.size() == 1);
}

TEST_CASE("a room is entered as one is seen, and its history goes on where it ended",
          "[ext][muc]") {
  Wire wire = Wire::bound(own);
  session::JoinRoom wish{.room = room_jid(),
                         .nick = "juliet",
                         .availability = Availability::Away,
                         .status = "out",
                         .since = base::parse_datetime("2026-11-20T10:00:00Z")};
  wire.performs(wish);
  const std::string history =
      "<x xmlns='http://jabber.org/protocol/muc'><history "
      "maxstanzas='50' since='2026-11-20T10:00:00Z'/></x></presence>";
  wire.sends("<presence to='" + room + "/juliet'><show>away</show><status>out</status>" + history);
  // Who is unseen elsewhere has to be seen in a room.
  wish.availability = Availability::Offline;
  wire.performs(wish).sends("<presence to='" + room + "/juliet'>" + history);
}

TEST_CASE("a room can be joined anew by whoever is in it", "[ext][muc]") {
  Wire wire = joined();
  wire.performs(session::JoinRoom{room_jid(), "juliet"}).sends(join_of("juliet")).no_events();
  wire.receives(occupant("juliet", self)).event<session::OccupantChanged>();
  CHECK(wire.event<session::RoomJoined>().nick == "juliet");
}

// ---- what is said ----

TEST_CASE("what is said in the room is shown", "[ext][muc]") {
  Wire wire = joined();
  wire.receives(said("nurse", "n1", "anon, good nurse"));
  auto message = wire.event<session::MessageReceived>();
  CHECK(message.conversation == room_jid());
  CHECK(message.from.text() == room + "/nurse");
  CHECK(message.is_groupchat);
  CHECK_FALSE(message.is_own);
  CHECK(message.id == "n1");
  CHECK(message.content.body == "anon, good nurse");
  wire.receives(said("", "r1", "This room is not anonymous"));
  CHECK(wire.event<session::MessageReceived>().from == room_jid());
  wire.receives("<message type='groupchat' from='" + room + "/nurse'><body/></message>")
      .no_events();
}

TEST_CASE("our own words come back marked as ours", "[ext][muc]") {
  Wire wire = joined();
  wire.performs(to_room("m1", "hello"));
  wire.sends("<message to='" + room + "' id='m1' type='groupchat'><body>hello</body></message>");
  CHECK(wire.event<session::MessageSent>().conversation == room_jid());
  wire.receives(said("juliet", "m1", "hello"));
  auto message = wire.event<session::MessageReceived>();
  CHECK(message.is_own);
  CHECK(message.id == "m1");
}

TEST_CASE("history carries the time it was said", "[ext][muc]") {
  Wire wire = joining();
  wire.receives(
      said("nurse", "n1", "before",
           "<delay xmlns='urn:xmpp:delay' from='" + room + "' stamp='2026-11-20T10:00:00Z'/>"));
  auto message = wire.event<session::MessageReceived>();
  CHECK(message.is_delayed);
  CHECK(message.sent == *base::parse_datetime("2026-11-20T10:00:00Z"));
}

TEST_CASE("trap 52: a subject is a subject without a body", "[ext][muc]") {
  Wire wire = joined();
  wire.receives("<message type='groupchat' from='" + room +
                "/nurse'><subject>Balcony talk</subject></message>");
  auto changed = wire.event<session::RoomSubjectChanged>();
  CHECK(changed.room == room_jid());
  CHECK(changed.subject == "Balcony talk");
  wire.receives("<message type='groupchat' from='" + room +
                "/nurse'><subject>Not this</subject><body>text</body></message>");
  CHECK(wire.event<session::MessageReceived>().content.body == "text");
  wire.receives("<message type='groupchat' from='" + room + "'><subject/></message>");
  CHECK(wire.event<session::RoomSubjectChanged>().subject.empty());
  wire.receives(
      "<message type='groupchat' from='" + room +
      "'>"
      "<x xmlns='http://jabber.org/protocol/muc#user'><status code='104'/></x></message>");
  wire.no_events();
}

TEST_CASE("what is said in a thread with a subject does not change the topic", "[ext][muc]") {
  Wire wire = joined();
  const std::string begin =
      "<message type='groupchat' from='" + room + "/nurse'><subject>Aside</subject>";
  for (const char* rest :
       {"<thread>t1</thread>", "<thread/>", "<body/>", "<thread parent='t0'>t1</thread><body/>"}) {
    INFO(rest);
    wire.receives(begin + rest + "</message>").no_events();
  }
  wire.receives(begin + "<thread>t1</thread><body>psst</body></message>");
  CHECK(wire.event<session::MessageReceived>().content.body == "psst");
  wire.no_events();
}

TEST_CASE("a private message of an occupant is no word to the room", "[ext][muc]") {
  Wire wire = joined();
  wire.receives("<message type='chat' from='" + room +
                "/nurse' id='p1'><body>psst</body>"
                "<x xmlns='http://jabber.org/protocol/muc#user'/></message>");
  auto message = wire.event<session::MessageReceived>();
  CHECK(message.conversation.text() == room + "/nurse");
  CHECK_FALSE(message.is_groupchat);
  // The answer goes to her alone, and its bounce is recognised.
  wire.performs(session::SendMessage{message.conversation, false, "m1", {"yes?"}});
  wire.sends("<message to='" + room +
             "/nurse' id='m1' type='chat'><x xmlns='http://jabber.org/protocol/muc#user'/>"
             "<body>yes?</body></message>");
  wire.skip().receives("<message type='error' id='m1' from='" + room + "/nurse'/>");
  CHECK(wire.event<session::MessageFailed>().conversation.text() == room + "/nurse");
}

TEST_CASE("a word that the room refuses has failed", "[ext][muc]") {
  Wire wire = joined();
  wire.performs(to_room("m1", "hello")).skip();
  wire.receives("<message type='error' id='m1' from='" + room +
                "'><error type='auth'><forbidden "
                "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
  auto failed = wire.event<session::MessageFailed>();
  CHECK(failed.conversation == room_jid());
  CHECK(failed.error.condition == xmpp::Condition::Forbidden);
}

TEST_CASE("a word too long for the server fails", "[ext][muc]") {
  Wire wire = joined();
  wire.performs(to_room("m1", std::string(300'000, 'x'))).sends_nothing();
  CHECK(wire.event<session::MessageFailed>().error.condition == xmpp::Condition::PolicyViolation);
}

namespace {

std::string bounce(const std::string& id, const std::string& condition,
                   const std::string& from = room) {
  return "<message type='error' id='" + id + "' from='" + from + "'><error type='modify'><" +
         condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>";
}

}  // namespace

TEST_CASE("out of a room without being told: the word comes back", "[ext][muc]") {
  const std::string condition = GENERATE("not-acceptable", "item-not-found");
  Wire wire = joined();
  wire.performs(to_room("m1", "one")).skip();
  wire.receives(bounce("m1", condition)).sends_nothing();
  const auto returned = wire.event<session::MessageReturned>();
  CHECK(returned.conversation == room_jid());
  CHECK(returned.id == "m1");
  CHECK(xmpp::name_of(returned.error.condition) == condition);
  wire.no_events();
}

TEST_CASE("only the room itself says that we are out of it", "[ext][muc]") {
  Wire wire = joined();
  wire.performs(to_room("m1", "one")).skip();
  SECTION("an occupant's address is not the room") {
    wire.receives(bounce("m1", "not-acceptable", room + "/nurse")).sends_nothing();
    CHECK(wire.event<session::MessageFailed>().id == "m1");
  }
  SECTION("nor is what we did not send evidence") {
    wire.receives(bounce("m7", "not-acceptable")).sends_nothing().no_events();
  }
  SECTION("nor another complaint") {
    wire.receives(bounce("m1", "forbidden")).sends_nothing();
    CHECK(wire.event<session::MessageFailed>().id == "m1");
  }
  wire.receives(said("nurse", "1", "still here?")).event<session::MessageReceived>();
}

TEST_CASE("a word refused after the room was left has failed", "[ext][muc]") {
  Wire wire = joined();
  wire.performs(to_room("m1", "one")).performs(session::LeaveRoom{room_jid()}).skip();
  wire.receives(bounce("m1", "not-acceptable")).sends_nothing();
  CHECK(wire.event<session::MessageFailed>().id == "m1");
}

// ---- who is there ----

TEST_CASE("occupants come, change and go", "[ext][muc]") {
  Wire wire = joined();
  wire.receives(occupant("romeo", "", "", "<show>dnd</show>"));
  CHECK(wire.event<session::OccupantChanged>().availability == Availability::DoNotDisturb);
  wire.receives(occupant("romeo", "", "type='unavailable'"));
  auto gone = wire.event<session::OccupantChanged>();
  CHECK(gone.occupant.text() == room + "/romeo");
  CHECK(gone.availability == Availability::Offline);
}

TEST_CASE("a change of nick is no leaving", "[ext][muc]") {
  Wire wire = joined();
  const std::string x = "<presence type='unavailable' from='" + room +
                        "/juliet'><x xmlns='http://jabber.org/protocol/muc#user'>"
                        "<item nick='jules'/>" +
                        code("303") + self + "</x></presence>";
  wire.receives(x);
  CHECK(wire.event<session::OccupantChanged>().availability == Availability::Offline);
  CHECK(wire.event<session::RoomJoined>().nick == "jules");
  wire.receives(occupant("jules", self));
  CHECK(wire.event<session::OccupantChanged>().occupant.resource() == "jules");
  wire.no_events();
  wire.receives(said("jules", "1", "me"));
  CHECK(wire.event<session::MessageReceived>().is_own);
}

TEST_CASE("our presence is told to the rooms, too", "[ext][muc]") {
  Wire wire = joined();
  const std::vector<xmpp::Jid> occupants{room_jid().with_resource("juliet")};
  wire.performs(session::SetPresence{Availability::Away, "out", occupants});
  wire.sends("<presence><show>away</show><status>out</status></presence>")
      .sends("<presence to='" + room + "/juliet'><show>away</show><status>out</status></presence>")
      .sends_nothing();
  // Unavailable reaches them by itself.
  wire.performs(session::SetPresence{Availability::Offline, "", occupants})
      .sends("<presence type='unavailable'/>")
      .sends_nothing();
}

// ---- leaving ----

TEST_CASE("leaving is said to the room and done at once", "[ext][muc]") {
  Wire wire = joined();
  wire.performs(session::LeaveRoom{room_jid()});
  wire.sends("<presence to='" + room + "/juliet' type='unavailable'/>").sends_nothing();
  wire.receives(occupant("juliet", self, "type='unavailable'")).no_events();
  wire.receives(said("nurse", "1", "gone?")).no_events();
  wire.performs(session::LeaveRoom{room_jid()}).sends_nothing().no_events();
}

TEST_CASE("being put out is reported with the reason", "[ext][muc]") {
  const std::pair<const char*, Departure> table[] = {{"307", Departure::Kicked},
                                                     {"301", Departure::Banned},
                                                     {"321", Departure::Affiliation},
                                                     {"322", Departure::MembersOnly},
                                                     {"332", Departure::Shutdown},
                                                     {"333", Departure::Technical},
                                                     {"", Departure::Lost}};
  for (auto [number, departure] : table) {
    INFO(number);
    Wire wire = joined();
    wire.receives("<presence type='unavailable' from='" + room +
                  "/juliet'><x xmlns='http://jabber.org/protocol/muc#user'>"
                  "<item role='none'><actor nick='nurse'/><reason>noisy</reason></item>" +
                  (*number == '\0' ? "" : code(number)) + self + "</x></presence>");
    wire.event<session::OccupantChanged>();
    auto left = wire.event<session::RoomLeft>();
    CHECK(left.reason == "noisy");
    CHECK(left.actor == "nurse");
    CHECK(left.departure == departure);
    wire.receives(said("nurse", "1", "gone")).no_events();
  }
  Wire wire = joined();
  wire.receives("<presence type='unavailable' from='" + room +
                "/juliet'><x xmlns='http://jabber.org/protocol/muc#user'><item role='none'/>"
                "<destroy jid='new@muc.example.com'><reason>moved</reason></destroy></x>"
                "</presence>");
  wire.event<session::OccupantChanged>();
  auto left = wire.event<session::RoomLeft>();
  CHECK(left.departure == Departure::Destroyed);
  CHECK(left.reason == "moved");
  CHECK(left.alternate == *xmpp::Jid::parse("new@muc.example.com"));
  wire.sends_nothing();  // never follows to another room by itself
}

TEST_CASE("somebody else put out is no end for us", "[ext][muc]") {
  Wire wire = joined();
  wire.receives(occupant("nurse", code("307"), "type='unavailable'"));
  wire.event<session::OccupantChanged>();
  wire.no_events().receives(said("romeo", "1", "oh"));
  wire.event<session::MessageReceived>();
}

TEST_CASE("a kick that does not come from the room is ignored", "[ext][muc]") {
  Wire wire = joined();
  wire.receives(
      "<presence type='unavailable' from='mallory@evil.example/juliet'>"
      "<x xmlns='http://jabber.org/protocol/muc#user'><item role='none'/>" +
      code("307") + self + "</x></presence>");
  wire.no_events();
}

TEST_CASE("a ghost leaving under our nick does not end the join", "[ext][muc]") {
  Wire wire = joining();
  wire.receives(occupant("juliet", "", "type='unavailable'"));
  CHECK(wire.event<session::OccupantChanged>().availability == Availability::Offline);
  wire.no_events().receives(occupant("juliet", self)).event<session::OccupantChanged>();
  wire.event<session::RoomJoined>();
}

TEST_CASE("an invitation is never followed by itself", "[ext][muc]") {
  Wire wire = Wire::bound(own);
  wire.receives(
      "<message from='other@muc.example.com'>"
      "<x xmlns='http://jabber.org/protocol/muc#user'>"
      "<invite from='romeo@example.net'/></x></message>");
  wire.receives(
      "<message from='mallory@evil.example/x'>"
      "<x xmlns='jabber:x:conference' jid='other@muc.example.com'/></message>");
  wire.sends_nothing().no_events();
}

// ---- sessions ----

TEST_CASE("a log-out is no expulsion", "[ext][muc]") {
  Wire wire = joined();
  wire.performs(session::Disconnect{}).skip();
  wire.receives(occupant("juliet", self, "type='unavailable'"));
  wire.receives(said("nurse", "1", "gone?")).no_events();
  wire.receives(our_close).status<stream::Closed>();
}

TEST_CASE("a new session is in no room", "[ext][muc]") {
  Wire wire = joined();
  wire.link().close_socket();
  wire.advance(1s);
  REQUIRE(wire.link().log_in(own));
  wire.skip().receives(said("nurse", "1", "hello")).receives(occupant("nurse", self));
  wire.no_events().sends_nothing();
}

TEST_CASE("what was said before a rejoin comes again, as history", "[ext][muc]") {
  Wire wire = joined();
  wire.receives(said("nurse", "n1", "one")).event<session::MessageReceived>();
  wire.receives(
      said("nurse", "n1", "one",
           "<delay xmlns='urn:xmpp:delay' from='" + room + "' stamp='2026-11-20T10:00:00Z'/>"));
  CHECK(wire.event<session::MessageReceived>().is_delayed);  // the model knows it again
}

// ---- while the connection is away ----

namespace {

// In the room, and the connection is lost.
Wire managed_in_room() {
  Wire wire = managed();
  wire.performs(session::JoinRoom{room_jid(), "juliet"});
  wire.receives(occupant("juliet", self)).skip();
  lose_connection(wire);
  return wire;
}

constexpr uint32_t with_join = at_start + 1;

std::vector<std::string> said_to_room(Wire& wire) {
  std::vector<std::string> out;
  for (const std::string& frame : wire.link().sent) {
    if (frame.find(room) != std::string::npos) out.push_back(frame);
  }
  return out;
}

}  // namespace

TEST_CASE("a room left while offline is not joined by the next session", "[ext][muc]") {
  SECTION("the session was lost with the connection") {
    Wire wire = joined();
    wire.link().close_socket();
    wire.status<stream::Suspended>();
    wire.skip().performs(session::LeaveRoom{room_jid()}).sends_nothing().no_events();
    wire.advance(1s);
    REQUIRE(wire.link().log_in(own));
    CHECK(said_to_room(wire).empty());
  }
  SECTION("the session could have been resumed, and was not") {
    Wire wire = managed_in_room();
    wire.performs(session::LeaveRoom{room_jid()}).sends_nothing();
    come_back(wire);
    wire.receives(server_open()).receives(Link::features_frame(managed_features)).skip();
    wire.receives(
        "<failed xmlns='urn:xmpp:sm:3'>"
        "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
    wire.sends(our_bind).receives(Link::bind_result(wire.id(), own));
    REQUIRE(wire.link().last_status<stream::Fresh>() != nullptr);
    CHECK(said_to_room(wire).empty());
  }
}

TEST_CASE("a room left while offline is told when the session goes on", "[ext][muc]") {
  Wire wire = managed_in_room();
  wire.performs(session::LeaveRoom{room_jid()}).sends_nothing().no_events();
  resume(wire, with_join);
  wire.sends("<presence to='" + room + "/juliet' type='unavailable'/>");
  CHECK(said_to_room(wire).empty());
}

namespace {

// In the room, in a page that is about to be loaded anew.
Wire about_to_reload() {
  Wire wire = managed_by_scram();
  wire.performs(session::JoinRoom{room_jid(), "juliet"}).receives(occupant("juliet", self)).skip();
  lose_connection(wire);
  return wire;
}

}  // namespace

TEST_CASE("a room left while offline is told by the page that was loaded anew", "[ext][muc]") {
  Wire wire = about_to_reload();
  wire.performs(session::LeaveRoom{room_jid()});
  Wire next = reloaded(wire.link().save(), with_join);
  REQUIRE(said_to_room(next).size() == 1);
  CHECK(attribute_of(said_to_room(next)[0], "to") == room + "/juliet");
  CHECK(attribute_of(said_to_room(next)[0], "type") == "unavailable");
}

TEST_CASE("a page that was loaded anew knows its rooms as soon as it is told", "[ext][muc]") {
  const bool is_joined = GENERATE(true, false);
  Wire wire = about_to_reload();
  Wire next = reloaded(wire.link().save(), with_join,
                       session::KnowRooms{{{room_jid().with_resource("juliet"), is_joined}}});
  next.status<stream::Resumed>();
  if (is_joined) {
    next.receives(said("juliet", "m1", "mine"));
    CHECK(next.event<session::MessageReceived>().is_own);
    next.receives(occupant("juliet", self)).event<session::OccupantChanged>();
    next.no_events();
    return;
  }
  // Its answer may have been on the way.
  next.advance(30s - 1ms);
  CHECK(next.link().events.empty());
  next.advance(1ms);
  CHECK(next.event<session::RoomJoinFailed>().error.condition ==
        xmpp::Condition::RemoteServerTimeout);
}
