// SPDX-License-Identifier: MIT
// Pages of archives that somebody looks for. XEP-0313, XEP-0059; protocol traps D 43 to 47.
#include "ext/xep0313_pages.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;

namespace {

constexpr const char* own = "juliet@example.com/balcony";
const xmpp::Jid romeo = *xmpp::Jid::parse("romeo@example.net");
const xmpp::Jid room = *xmpp::Jid::parse("room@muc.example.com");

std::string query(const std::string& before, const std::string& with, const std::string& to = "") {
  return "<iq type='set' id='*'" + (to.empty() ? "" : " to='" + to + "'") +
         "><query xmlns='urn:xmpp:mam:2' queryid='*'>" +
         (with.empty() ? ""
                       : "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' "
                         "type='hidden'><value>urn:xmpp:mam:2</value></field><field var='with'>"
                         "<value>" +
                             with + "</value></field></x>") +
         "<set xmlns='http://jabber.org/protocol/rsm'><max>50</max>" +
         (before.empty() ? "<before/>" : "<before>" + before + "</before>") + "</set></query></iq>";
}

struct Reader {
  Wire wire = Wire::bound(own);
  std::string queryid, id;

  void reads(const std::string& before, const xmpp::Jid& of = romeo, bool is_room = false) {
    wire.skip();
    wire.performs(session::ReadArchivePage{of, is_room, before});
    REQUIRE_FALSE(wire.link().sent.empty());
    const std::string sent = wire.link().sent.front();
    const size_t begin = sent.find("queryid='") + 9;
    queryid = sent.substr(begin, sent.find('\'', begin) - begin);
    wire.sends(query(before, is_room ? "" : of.text(), is_room ? of.text() : ""));
    id = wire.id();
  }
  void result(const std::string& result_id, const std::string& from = "",
              const std::string& inner =
                  "from='romeo@example.net/o' to='juliet@example.com' "
                  "type='chat'") {
    wire.receives("<message" + (from.empty() ? "" : " from='" + from + "'") +
                  "><result xmlns='urn:xmpp:mam:2' queryid='" + queryid + "' id='" + result_id +
                  "'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' "
                  "stamp='2010-07-10T23:08:25Z'/><message xmlns='jabber:client' " +
                  inner + " id='m" + result_id + "'><body>" + result_id +
                  "</body></message></forwarded></result></message>");
  }
  void fin(bool is_complete, const std::string& from = "") {
    wire.receives("<iq type='result' id='" + id + "'" +
                  (from.empty() ? "" : " from='" + from + "'") + "><fin xmlns='urn:xmpp:mam:2'" +
                  (is_complete ? " complete='true'" : "") +
                  "><set xmlns='http://jabber.org/protocol/rsm'/></fin></iq>");
  }
  void brings(const std::string& body) {
    const auto received = wire.event<session::MessageReceived>();
    CHECK(received.content.body == body);
    CHECK(received.content.archive_id == body);
    CHECK(received.is_older);
    CHECK(received.is_archived);
    CHECK(received.is_delayed);
  }
  session::ArchivePageRead ends() {
    auto out = wire.event<session::ArchivePageRead>();
    wire.no_events();
    return out;
  }
};

}  // namespace

TEST_CASE("a page above what is known comes whole, when its end is there", "[ext][mam]") {
  Reader reader;
  reader.reads("a9");
  reader.result("a7");
  reader.result("a8");
  reader.wire.no_events();
  const bool is_beginning = GENERATE(false, true);
  reader.fin(is_beginning);
  reader.brings("a7");
  reader.brings("a8");
  const auto end = reader.ends();
  CHECK(end.conversation == romeo);
  CHECK(end.is_last == is_beginning);
  CHECK_FALSE(end.is_failed);
  // It says nothing of how far everything is known.
  reader.wire.sends_nothing();
}

TEST_CASE("where nothing is known the newest page is asked for", "[ext][mam]") {
  Reader reader;
  reader.reads("");
  reader.fin(true);
  CHECK(reader.ends().is_last);
}

TEST_CASE("a room's page is asked of the room, and only the room answers", "[ext][mam]") {
  Reader reader;
  reader.wire.performs(session::JoinRoom{room, "jules"}).skip();
  reader.reads("r9", room, true);
  const std::string says = "from='room@muc.example.com/nurse' type='groupchat'";
  reader.result("x", "", says);
  reader.result("x", "other@muc.example.com", says);
  reader.result("r8", "room@muc.example.com", says);
  reader.fin(false, "room@muc.example.com");
  reader.brings("r8");
  CHECK(reader.ends().conversation == room);
}

TEST_CASE("a page that breaks off brings nothing: no hole that nobody knows of", "[ext][mam]") {
  Reader reader;
  reader.reads("a9");
  reader.result("a7");
  SECTION("the place is no longer known") {
    reader.wire.receives("<iq type='error' id='" + reader.id +
                         "'><error type='cancel'><item-not-found "
                         "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
  }
  SECTION("what answers is no archive") {
    reader.wire.receives("<iq type='result' id='" + reader.id + "'><query xmlns='other'/></iq>");
  }
  SECTION("nobody answers") {
    for (int i = 0; i < 4; ++i) {
      reader.wire.advance(9s);
      reader.wire.receives("<presence from='romeo@example.net/o'/>");
      reader.wire.link().events.erase(
          std::remove_if(reader.wire.link().events.begin(), reader.wire.link().events.end(),
                         [](const session::Event& each) {
                           return base::holds<session::PresenceChanged>(each);
                         }),
          reader.wire.link().events.end());
    }
  }
  SECTION("the session is gone") {
    reader.wire.link().close_socket(1001);
    reader.wire.status<stream::Suspended>();
    reader.wire.link().advance(60s);
    while (!reader.wire.link().events.empty() &&
           !base::holds<session::ArchivePageRead>(reader.wire.link().events.front())) {
      reader.wire.link().events.pop_front();
    }
  }
  CHECK(reader.wire.event<session::ArchivePageRead>().is_failed);
  // Nor later.
  reader.result("a8");
  for (const session::Event& each : reader.wire.link().events) {
    CHECK_FALSE(base::holds<session::MessageReceived>(each));
  }
}

TEST_CASE("of more than was asked for the newest are taken", "[ext][mam]") {
  Reader reader;
  reader.reads("z");
  for (size_t i = 0; i < 3 * xmpp::page_size; ++i) reader.result("a" + std::to_string(i));
  reader.fin(false);
  for (size_t i = 2 * xmpp::page_size; i < 3 * xmpp::page_size; ++i) {
    reader.brings("a" + std::to_string(i));
  }
  CHECK_FALSE(reader.ends().is_failed);
}

TEST_CASE("what is forged in a page is left out", "[ext][mam]") {
  Reader reader;
  reader.reads("a9");
  reader.result("x", "romeo@example.net");
  reader.result("x", "", "from='romeo@example.net/o' to='mallory@example.net' type='chat'");
  reader.result("a8");
  reader.fin(false);
  reader.brings("a8");
  reader.ends();
}

TEST_CASE("more pages at once than anybody can look at are refused", "[ext][mam]") {
  Reader reader;
  for (size_t i = 0; i < mam::max_pages; ++i) reader.reads("a" + std::to_string(i));
  reader.wire.skip();
  reader.wire.performs(session::ReadArchivePage{romeo, false, "b"});
  CHECK(reader.ends().is_failed);
}

TEST_CASE("a page from some time on, and the one behind it, are asked for forward", "[ext][mam]") {
  Reader reader;
  const base::Wall since{base::Duration(1'278'803'305'000)};
  const auto asks = [&](const session::ReadArchivePage& wish, const std::string& field,
                        const std::string& set) {
    reader.wire.skip();
    reader.wire.performs(wish);
    REQUIRE_FALSE(reader.wire.link().sent.empty());
    const std::string sent = reader.wire.link().sent.front();
    const size_t begin = sent.find("queryid='") + 9;
    reader.queryid = sent.substr(begin, sent.find('\'', begin) - begin);
    reader.wire.sends(
        "<iq type='set' id='*'><query xmlns='urn:xmpp:mam:2' queryid='*'><x xmlns='jabber:x:data' "
        "type='submit'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>"
        "<field var='with'><value>romeo@example.net</value></field>" +
        field + "</x><set xmlns='http://jabber.org/protocol/rsm'><max>50</max>" + set +
        "</set></query></iq>");
    reader.id = reader.wire.id();
  };
  asks({.conversation = romeo, .is_forward = true, .since = since},
       "<field var='start'><value>2010-07-10T23:08:25Z</value></field>", "");
  // More than was asked for lies further away from the time.
  for (size_t i = 0; i < 2 * xmpp::page_size; ++i) reader.result("a" + std::to_string(i));
  reader.fin(false);
  for (size_t i = 0; i < xmpp::page_size; ++i) reader.brings("a" + std::to_string(i));
  CHECK_FALSE(reader.ends().is_last);
  asks({.conversation = romeo, .edge = "a49", .is_forward = true}, "", "<after>a49</after>");
  reader.result("a50");
  reader.fin(true);
  reader.brings("a50");
  CHECK(reader.ends().is_last);
}
