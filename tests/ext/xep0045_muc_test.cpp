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

TEST_CASE("the wish for a name is never overwritten: alice, alice_, and not alice__",
          "[ext][muc]") {
  Wire wire = joining();
  wire.receives(refused("conflict")).sends(join_of("juliet_"));
  wire.receives(occupant("juliet_", self)).skip();
  for (int i = 0; i < 2; ++i) {
    wire.link().close_socket();
    wire.advance(2s);
    REQUIRE(wire.link().log_in(own));
    wire.link().sent.pop_front();  // the roster
    wire.link().sent.pop_front();  // what the server can do
    wire.sends("<presence/>").sends(join_of("juliet"));
    wire.receives(refused("conflict")).sends(join_of("juliet_"));
    wire.receives(occupant("juliet_", self)).skip();
  }
  // Somebody else's name becomes free, which is none of our business; then the wanted one does.
  wire.receives(occupant("nurse")).receives(occupant("nurse", "", "type='unavailable'"));
  wire.sends_nothing().receives(occupant("juliet", "", "type='unavailable'"));
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

TEST_CASE("joining twice joins once", "[ext][muc]") {
  Wire wire = joining();
  wire.performs(session::JoinRoom{room_jid(), "juliet"}).sends_nothing().no_events();
  wire.receives(occupant("juliet", self)).skip();
  wire.performs(session::JoinRoom{room_jid(), "other"}).sends_nothing();
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

TEST_CASE("what is written while the door is closed goes out when it opens", "[ext][muc]") {
  Wire wire = joining();
  wire.performs(to_room("m1", "one")).performs(to_room("m2", "two")).sends_nothing().no_events();
  SECTION("it opens") {
    wire.receives(occupant("juliet", self));
    wire.sends("<message to='" + room + "' id='m1' type='groupchat'><body>one</body></message>")
        .sends("<message to='" + room + "' id='m2' type='groupchat'><body>two</body></message>");
    wire.event<session::OccupantChanged>();
    wire.event<session::RoomJoined>();
    CHECK(wire.event<session::MessageSent>().id == "m1");
    CHECK(wire.event<session::MessageSent>().id == "m2");
  }
  SECTION("it stays closed") {
    wire.receives(refused("forbidden")).sends_nothing();
    wire.event<session::RoomJoinFailed>();
    CHECK(wire.event<session::MessageFailed>().id == "m1");
    CHECK(wire.event<session::MessageFailed>().id == "m2");
  }
}

TEST_CASE("a word to a room we are not in fails", "[ext][muc]") {
  Wire wire = Wire::bound(own);
  wire.performs(to_room("m1", "hello")).sends_nothing();
  CHECK(wire.event<session::MessageFailed>().error.condition == xmpp::Condition::NotAcceptable);
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

TEST_CASE("out of a room without being told: it is joined again, and the word waits for that",
          "[ext][muc]") {
  const std::string condition = GENERATE("not-acceptable", "item-not-found");
  Wire wire = joined();
  wire.performs(to_room("m1", "one")).performs(to_room("m2", "two")).skip();
  wire.receives(bounce("m1", condition));
  wire.sends(join_of("juliet"));
  CHECK(wire.event<session::MessageReturned>().id == "m1");
  // What was on its way as well comes back as well.
  wire.receives(bounce("m2", condition)).sends_nothing();
  CHECK(wire.event<session::MessageReturned>().id == "m2");
  wire.no_events();
  SECTION("and let in") {
    wire.receives(occupant("juliet", self)).event<session::OccupantChanged>();
    wire.event<session::RoomJoined>();
    wire.performs(to_room("m1", "one")).skip();
    SECTION("once more, when it was well in between") {
      wire.receives(said("juliet", "m1", "one")).event<session::MessageReceived>();
      wire.performs(to_room("m3", "three")).skip();
      wire.receives(bounce("m3", condition)).sends(join_of("juliet", "maxstanzas='50' since='*'"));
      CHECK(wire.event<session::MessageReturned>().id == "m3");
    }
    SECTION("but not again and again") {
      wire.receives(bounce("m1", condition));
      wire.sends("<presence to='" + room + "/juliet' type='unavailable'/>").sends_nothing();
      CHECK(wire.event<session::RoomLeft>().departure == Departure::Lost);
      CHECK(wire.event<session::MessageFailed>().id == "m1");
      wire.no_events();
    }
  }
  SECTION("and not let in") {
    wire.receives(refused("registration-required")).sends_nothing();
    CHECK(wire.event<session::RoomJoinFailed>().error.condition ==
          xmpp::Condition::RegistrationRequired);
  }
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
  wire.receives(occupant("never-seen", "", "type='unavailable'")).no_events();
}

TEST_CASE("of twenty thousand occupants one learns, and not of one more", "[ext][muc]") {
  Wire wire = joined();
  wire.skip();
  for (size_t i = 2; i < muc::max_occupants; ++i) wire.receives(occupant(std::to_string(i)));
  for (size_t i = 2; i < muc::max_occupants; ++i) {
    const auto came = wire.event<session::OccupantChanged>();
    if (came.occupant.resource() != std::to_string(i)) FAIL(came.occupant.text());
  }
  wire.receives(occupant("one more")).no_events();
  wire.receives(occupant("nurse", "", "", "<show>away</show>"));
  CHECK(wire.event<session::OccupantChanged>().availability == Availability::Away);
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
  wire.performs(session::SetPresence{Availability::Away, "out"});
  wire.sends("<presence><show>away</show><status>out</status></presence>")
      .sends("<presence to='" + room + "/juliet'><show>away</show><status>out</status></presence>")
      .sends_nothing();
  // Unavailable reaches them by itself.
  wire.performs(session::SetPresence{Availability::Offline, ""})
      .sends("<presence type='unavailable'/>")
      .sends_nothing();
}

// ---- leaving ----

TEST_CASE("leaving is said to the room and done at once", "[ext][muc]") {
  Wire wire = joined();
  wire.performs(session::LeaveRoom{room_jid()});
  wire.sends("<presence to='" + room + "/juliet' type='unavailable'/>").sends_nothing();
  auto left = wire.event<session::RoomLeft>();
  CHECK(left.departure == Departure::Asked);
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
  wire.receives(occupant("juliet", "", "type='unavailable'")).no_events();
  wire.receives(occupant("juliet", self)).event<session::OccupantChanged>();
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

TEST_CASE("after a break the rooms are joined again, and nothing is shown twice", "[ext][muc]") {
  Wire wire = joined();
  wire.receives(said("nurse", "n1", "one")).event<session::MessageReceived>();
  wire.skip().link().close_socket();
  wire.status<stream::Suspended>();
  CHECK(wire.event<session::OccupantChanged>().availability == Availability::Offline);
  CHECK(wire.event<session::OccupantChanged>().availability == Availability::Offline);
  wire.no_events();
  // Said while nobody listens: kept by the model.
  wire.performs(to_room("m1", "lost?")).sends_nothing().no_events();
  wire.advance(1s);
  REQUIRE(wire.link().log_in(own));
  const std::string stamp = base::format_datetime(base::Wall(1'795'380'180'000ms));
  wire.link().sent.pop_front();  // the roster
  wire.link().sent.pop_front();  // what the server can do
  wire.sends("<presence/>").sends(join_of("juliet", "maxstanzas='50' since='" + stamp + "'"));
  wire.skip();
  const std::string delay =
      "<delay xmlns='urn:xmpp:delay' from='" + room + "' stamp='" + stamp + "'/>";
  wire.receives(said("nurse", "n1", "one", delay)).no_events();
  wire.receives(said("nurse", "n2", "two", delay));
  CHECK(wire.event<session::MessageReceived>().content.body == "two");
  // The same id from another nick is another message.
  wire.receives(said("romeo", "n1", "mine", delay)).event<session::MessageReceived>();
  wire.receives(occupant("juliet", self)).event<session::OccupantChanged>();
  wire.event<session::RoomJoined>();
  // And live messages are shown even when somebody uses an id twice.
  wire.receives(said("nurse", "n2", "again")).event<session::MessageReceived>();
}

TEST_CASE("a room wished for without a session is joined on the next", "[ext][muc]") {
  Wire wire = connecting();
  wire.performs(session::JoinRoom{room_jid(), "juliet"}).sends_nothing();
  REQUIRE(wire.link().log_in(own));
  wire.link().sent.pop_front();  // the roster
  wire.link().sent.pop_front();  // what the server can do
  wire.sends("<presence/>").sends(join_of("juliet"));
}

TEST_CASE("a log-out is no expulsion", "[ext][muc]") {
  Wire wire = joined();
  wire.performs(session::Disconnect{}).skip();
  wire.receives(occupant("juliet", self, "type='unavailable'"));
  CHECK(wire.event<session::OccupantChanged>().availability == Availability::Offline);
  wire.no_events();
  wire.receives(our_close).status<stream::Closed>();
  // The same account finds its rooms again.
  wire.link().connect("juliet@example.com", "secret");
  REQUIRE(wire.link().log_in(own));
  bool was_joined = false;
  for (const std::string& frame : wire.link().sent) {
    was_joined = was_joined || frame.find(room + "/juliet") != std::string::npos;
  }
  CHECK(was_joined);
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
    wire.skip().performs(session::LeaveRoom{room_jid()}).sends_nothing();
    CHECK(wire.event<session::RoomLeft>().departure == Departure::Asked);
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
  wire.performs(session::LeaveRoom{room_jid()}).sends_nothing();
  CHECK(wire.event<session::RoomLeft>().departure == Departure::Asked);
  SECTION("in the same page") {
    resume(wire, with_join);
    wire.sends("<presence to='" + room + "/juliet' type='unavailable'/>");
    CHECK(said_to_room(wire).empty());
  }
  SECTION("and joined again before anybody was told") {
    wire.performs(session::JoinRoom{room_jid(), "juliet"}).sends_nothing();
    resume(wire, with_join);
    wire.sends("<presence to='" + room + "/juliet' type='unavailable'/>").sends(join_of("juliet"));
    wire.receives(occupant("juliet", self)).event<session::OccupantChanged>();
    wire.event<session::RoomJoined>();
  }
}

TEST_CASE("a room left while offline is told by the page that was loaded anew", "[ext][muc]") {
  // By SCRAM: its keys are in the page's record, the password is not.
  const auto log_in_to = [](Wire& wire) {
    ScramServer server(base::HashAlgorithm::Sha256, "pencil");
    challenge(wire, server);
    wire.link().work();
    wire.receives(sasl("success", server.final(take_sasl(wire, "response")))).sends(our_open);
    wire.receives(server_open()).receives(Link::features_frame(managed_features));
  };
  Wire wire = awaiting_features();
  log_in_to(wire);
  wire.sends(our_bind).receives(Link::bind_result(wire.id(), own)).sends(our_enable);
  wire.receives("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>");
  wire.performs(session::JoinRoom{room_jid(), "juliet"}).receives(occupant("juliet", self)).skip();
  lose_connection(wire);
  wire.performs(session::LeaveRoom{room_jid()});
  Wire next;
  REQUIRE(next.link().restore(wire.link().save()));
  next.link().open_socket();
  next.skip().receives(server_open());
  log_in_to(next);
  next.skip().receives("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='" +
                       std::to_string(with_join) + "'/>");
  REQUIRE(said_to_room(next).size() == 1);
  CHECK(attribute_of(said_to_room(next)[0], "to") == room + "/juliet");
  CHECK(attribute_of(said_to_room(next)[0], "type") == "unavailable");
}

TEST_CASE("a room wished for while the connection is away is joined when the session goes on",
          "[ext][muc]") {
  Wire wire = managed();
  lose_connection(wire);
  wire.performs(session::JoinRoom{room_jid(), "juliet"}).sends_nothing();
  SECTION("and kept") {
    resume(wire, at_start);
    wire.sends(join_of("juliet"));
    wire.receives(occupant("juliet", self)).event<session::OccupantChanged>();
    wire.event<session::RoomJoined>();
  }
  SECTION("and given up: nobody there ever heard of us") {
    wire.performs(session::LeaveRoom{room_jid()});
    resume(wire, at_start);
    CHECK(said_to_room(wire).empty());
  }
}

TEST_CASE("rooms hear of an availability chosen while the connection was away", "[ext][muc]") {
  Wire wire = managed_in_room();
  wire.performs(session::SetPresence{Availability::Away, ""}).sends_nothing();
  resume(wire, with_join);
  wire.sends("<presence><show>away</show></presence>")
      .sends("<presence to='" + room + "/juliet'><show>away</show></presence>");
  CHECK(said_to_room(wire).empty());
}
