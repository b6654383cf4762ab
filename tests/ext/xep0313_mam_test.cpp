// SPDX-License-Identifier: MIT
// Reading archives: catching up, anchors that are gone, pages that bring nothing, and who may answer. XEP-0313, XEP-0059;
// protocol traps D 42 to 47.
#include "ext/xep0313_mam.h"

#include "session/event.h"
#include "support/managed.h"

using namespace support;

namespace {

constexpr const char* own = "juliet@example.com/balcony";
const xmpp::Jid account = *xmpp::Jid::parse("juliet@example.com");
const xmpp::Jid room = *xmpp::Jid::parse("room@muc.example.com");

std::string page(const std::string& place) {
  return "<set xmlns='http://jabber.org/protocol/rsm'><max>50</max>" + place + "</set>";
}
std::string query(const std::string& inside, const std::string& to = "") {
  return "<iq type='set' id='*'" + (to.empty() ? "" : " to='" + to + "'") +
         "><query xmlns='urn:xmpp:mam:2' queryid='*'>" + inside + "</query></iq>";
}
std::string behind(const std::string& id) { return query(page("<after>" + id + "</after>")); }

// A session whose account's archive may be read at once: what the server can do will not be told.
struct Reader {
  Wire wire;
  std::string queryid, id;

  explicit Reader(Wire begun) : wire(std::move(begun)) {}
  Reader() : Reader(Wire::bound(own)) { wire.advance(10s).skip(); }
  void read(std::string after = "", int64_t since = 0) {
    wire.performs(session::ReadArchive{{}, std::move(after), base::Wall(base::Duration(since))});
  }
  // The question that was put.
  void asks(const std::string& frame) {
    REQUIRE_FALSE(wire.link().sent.empty());
    const std::string sent = wire.link().sent.front();
    const size_t begin = sent.find("queryid='") + 9;
    queryid = sent.substr(begin, sent.find('\'', begin) - begin);
    wire.sends(frame);
    id = wire.id();
  }
  void result(const std::string& result_id, const std::string& body, const std::string& from = "",
              const std::string& inner =
                  "from='romeo@example.net/o' to='juliet@example.com'"
                  " type='chat'") {
    wire.receives("<message" + (from.empty() ? "" : " from='" + from + "'") +
                  "><result xmlns='urn:xmpp:mam:2' queryid='" + queryid + "' id='" + result_id +
                  "'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' "
                  "stamp='2010-07-10T23:08:25Z'/><message xmlns='jabber:client' " +
                  inner + " id='m" + result_id + "'><body>" + body +
                  "</body></message></forwarded></result></message>");
  }
  void fin(bool is_complete, const std::string& from = "") {
    wire.receives("<iq type='result' id='" + id + "'" +
                  (from.empty() ? "" : " from='" + from + "'") + "><fin xmlns='urn:xmpp:mam:2'" +
                  (is_complete ? " complete='true'" : "") +
                  "><set xmlns='http://jabber.org/protocol/rsm'/></fin></iq>");
  }
  void refuses(const std::string& type, const std::string& condition) {
    wire.receives("<iq type='error' id='" + id + "'><error type='" + type + "'><" + condition +
                  " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
  }
  void live(const std::string& stanza_id, const std::string& body) {
    wire.receives("<message from='romeo@example.net/o' type='chat' id='m" + stanza_id + "'><body>" +
                  body + "</body><stanza-id xmlns='urn:xmpp:sid:0' by='juliet@example.com' id='" +
                  stanza_id + "'/></message>");
  }
  session::MessageReceived received(const std::string& body) {
    auto out = wire.event<session::MessageReceived>();
    CHECK(out.content.body == body);
    return out;
  }
  void place(const std::string& wanted) {
    CHECK(wire.event<session::ArchivePlaceMoved>().id == wanted);
  }
  void is_read(bool is_complete) {
    const auto read = wire.event<session::ArchiveRead>();
    CHECK(read.archive == account);
    CHECK(read.is_complete == is_complete);
    wire.no_events();
  }
};

// Counts and what else is asked in a session that goes on.
void drop_others(Wire& wire) {
  auto& sent = wire.link().sent;
  while (!sent.empty() && sent.front().find("urn:xmpp:mam:2") == std::string::npos) {
    sent.pop_front();
  }
}

// Long ago: an empty answer about so old a place is doubted.
constexpr int64_t long_ago = 1'000'000'000'000;

}  // namespace

TEST_CASE("what was missed is read page by page, and the place moves with what was handed over",
          "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  reader.result("a1", "one");
  const auto one = reader.received("one");
  CHECK(one.content.archive_id == "a1");
  CHECK(one.is_archived);
  CHECK(one.is_delayed);
  CHECK(one.sent == *base::parse_datetime("2010-07-10T23:08:25Z"));
  CHECK(one.conversation == *xmpp::Jid::parse("romeo@example.net"));
  reader.wire.no_events();
  reader.fin(false);
  reader.place("a1");
  reader.asks(behind("a1"));
  reader.result("a2", "two", "",
                "from='juliet@example.com/garden' to='romeo@example.net' type='chat'");
  CHECK(reader.received("two").is_own);
  reader.fin(true);
  reader.place("a2");
  reader.is_read(true);
}

TEST_CASE("trap 42: what arrives meanwhile waits, and comes once", "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  reader.live("a2", "both ways");
  reader.live("a3", "only live");
  reader.wire.no_events();
  reader.result("a1", "one");
  reader.received("one");
  reader.result("a2", "both ways");
  reader.received("both ways");
  reader.fin(true);
  reader.place("a2");
  const auto held = reader.received("only live");
  CHECK(held.content.archive_id == "a3");
  CHECK_FALSE(held.is_archived);
  reader.is_read(true);
}

TEST_CASE("what the server was still writing down when the session began is read a little later",
          "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  reader.result("a1", "one");
  reader.received("one");
  reader.fin(true);
  reader.place("a1");
  reader.is_read(true);
  // What comes by itself says nothing of what is on its way: the place stays.
  reader.live("a3", "live");
  reader.received("live");
  reader.wire.no_events();
  reader.wire.advance(mam::settling - 1ms).sends_nothing();
  reader.wire.advance(1ms);
  reader.asks(behind("a1"));
  reader.result("a2", "on its way");
  CHECK(reader.received("on its way").is_archived);
  reader.result("a3", "live");
  reader.received("live");
  reader.fin(true);
  reader.place("a3");
  reader.is_read(true);
  // From now on it moves.
  reader.live("a4", "later");
  reader.received("later");
  reader.place("a4");
  reader.wire.advance(2 * mam::settling).sends_nothing();
}

TEST_CASE("the second look goes on from an old place without asking whether it is still known",
          "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  reader.fin(true);
  reader.asks(query("<set xmlns='http://jabber.org/protocol/rsm'><max>1</max><before/></set>"));
  reader.result("a0", "known");
  reader.fin(true);
  reader.is_read(true);
  reader.wire.advance(mam::settling);
  reader.asks(behind("a0"));
  reader.fin(true);
  reader.is_read(true);
  reader.wire.sends_nothing();
}

TEST_CASE("a page that is loaded anew before the second look takes it", "[ext][mam]") {
  Reader reader(managed_by_scram());
  reader.read("a0", long_ago);
  reader.wire.skip().advance(mam::patience);
  reader.asks(behind("a0"));
  reader.result("a1", "one");
  reader.fin(true);
  reader.wire.skip();
  // Or with the question already put, which nobody answers to the next page.
  const bool is_asked = GENERATE(false, true);
  if (is_asked) {
    reader.wire.advance(mam::settling);
    drop_others(reader.wire);
    reader.asks(behind("a1"));
  }
  lose_connection(reader.wire);
  // The server has had all of it.
  Reader next(reloaded(reader.wire.link().save(), at_start + 1 + (is_asked ? 1 : 0)));
  next.wire.status<stream::Resumed>();
  if (!is_asked) next.wire.advance(1ms);
  drop_others(next.wire);
  next.asks(behind("a1"));
  next.result("a2", "on its way");
  next.received("on its way");
  next.fin(true);
  next.place("a2");
  next.is_read(true);
  next.wire.advance(2 * mam::settling);
  drop_others(next.wire);
  next.wire.sends_nothing();
}

TEST_CASE("what the archive brings of what just arrived is not delayed: it is answered",
          "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  reader.live("a2", "both ways");
  reader.result("a1", "missed");
  CHECK(reader.received("missed").is_delayed);
  reader.result("a2", "both ways");
  const auto both = reader.received("both ways");
  CHECK_FALSE(both.is_delayed);
  CHECK(both.is_archived);  // and stands where the archive has it
  // Now the archive is the quicker one.
  reader.result("a3", "first there");
  CHECK(reader.received("first there").is_delayed);
  reader.live("a3", "first there");
  const auto again = reader.received("first there");
  CHECK_FALSE(again.is_delayed);
  CHECK_FALSE(again.is_archived);
  reader.fin(true);
  reader.place("a3");
  reader.is_read(true);
}

TEST_CASE("of the newest page, too, what just arrived is not delayed", "[ext][mam]") {
  Reader reader;
  reader.read();
  reader.asks(query(page("<before/>")));
  reader.live("a2", "both ways");
  reader.result("a1", "missed");
  reader.result("a2", "both ways");
  reader.fin(true);
  CHECK(reader.received("missed").is_delayed);
  CHECK_FALSE(reader.received("both ways").is_delayed);
}

TEST_CASE("five thousand live messages wait for the archive, with one more they wait no longer",
          "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  for (size_t i = 1; i <= mam::max_held; ++i) {
    reader.live("l" + std::to_string(i), std::to_string(i));
    reader.wire.no_events();
  }
  reader.live("last", "one more");
  for (size_t i = 1; i <= mam::max_held; ++i) {
    const auto held = reader.wire.event<session::MessageReceived>();
    if (held.content.body != std::to_string(i)) FAIL(held.content.body << " in the place of " << i);
  }
  reader.received("one more");
  reader.wire.no_events();
}

TEST_CASE("trap 43: without a place the newest page is read, and the rest is a gap", "[ext][mam]") {
  Reader reader;
  reader.read();
  reader.asks(query(page("<before/>")));
  reader.result("a8", "eight");
  reader.result("a9", "nine");
  reader.wire.no_events();
  reader.fin(false);
  CHECK(reader.wire.event<session::ArchiveGap>().after.empty());
  reader.received("eight");
  reader.received("nine");
  reader.place("a9");
  reader.is_read(true);
}

TEST_CASE("an archive that is empty is known up to now", "[ext][mam]") {
  Reader reader;
  reader.read();
  reader.asks(query(page("<before/>")));
  reader.fin(true);
  reader.place("");
  reader.is_read(true);
}

TEST_CASE(
    "trap 44: an anchor that is gone is replaced by its time less a day, and said to be a gap",
    "[ext][mam]") {
  Reader reader;
  reader.read("gone", long_ago);
  reader.asks(behind("gone"));
  reader.refuses("cancel", "item-not-found");
  CHECK(reader.wire.event<session::ArchiveGap>().after == "gone");
  reader.asks(
      query("<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>"
            "<value>urn:xmpp:mam:2</value></field><field var='start'><value>" +
            base::format_datetime(base::Wall(base::Duration(long_ago)) - std::chrono::hours(24)) +
            "</value></field></x>" + page("")));
  reader.result("a1", "one");
  reader.received("one");
  reader.fin(true);
  reader.place("a1");
  reader.is_read(true);
}

TEST_CASE("an archive that was empty is read from its beginning, whatever our clock said then",
          "[ext][mam]") {
  Reader reader;
  reader.wire.performs(
      session::ReadArchive{.since = base::Wall(base::Duration(long_ago)), .is_whole = true});
  reader.asks(query("<set xmlns='http://jabber.org/protocol/rsm'><max>50</max></set>"));
  reader.result("a1", "one");
  reader.received("one");
  reader.fin(true);
  reader.place("a1");
  reader.is_read(true);
}

TEST_CASE("offline messages older than the newest page are not shown below it", "[ext][mam]") {
  Reader reader;
  reader.read();
  reader.asks(query(page("<before/>")));
  reader.live("a1", "older");
  reader.live("a2", "in the page");
  reader.live("a4", "newer");
  reader.wire.no_events();
  reader.result("a2", "in the page");
  reader.result("a3", "in the page, too");
  reader.fin(false);
  const auto older = reader.received("older");
  CHECK(older.is_archived);
  CHECK(older.content.archive_id == "a1");
  CHECK(reader.wire.event<session::ArchiveGap>().after.empty());
  reader.received("in the page");
  reader.received("in the page, too");
  reader.place("a3");
  reader.received("newer");
  reader.is_read(true);
}

TEST_CASE("what a server kept for us stands above what it let pass meanwhile", "[ext][mam]") {
  Reader reader;
  reader.read();
  reader.asks(query(page("<before/>")));
  reader.live("a4", "live");
  for (const std::string number : {"1", "2", "3"}) {
    reader.wire.receives("<message from='romeo@example.net/o' type='chat' id='ma" + number +
                         "'><body>a" + number +
                         "</body><stanza-id xmlns='urn:xmpp:sid:0' by='juliet@example.com' id='a" +
                         number + "'/><delay xmlns='urn:xmpp:delay' from='example.com' " +
                         "stamp='2010-07-10T23:08:0" + number + "Z'/></message>");
  }
  SECTION("the newest page has some of it") {
    reader.result("a2", "a2");
    reader.result("a3", "a3");
    reader.fin(true);
    for (const char* body : {"a1", "a2", "a3"}) CHECK(reader.received(body).is_archived);
    reader.place("a3");
  }
  SECTION("the archive does not answer") {
    reader.refuses("cancel", "service-unavailable");
    for (const char* body : {"a1", "a2", "a3"}) CHECK(reader.received(body).is_delayed);
  }
  CHECK_FALSE(reader.received("live").is_delayed);
}

TEST_CASE("what was said elsewhere before carbons came late is read, too", "[ext][mam]") {
  Reader reader;
  support::Link& link = reader.wire.link();
  // A new session, in which the server is slow to say what it can do.
  link.close_socket();
  link.advance(60s);
  link.open_socket();
  link.receive(support::Link::open_frame("example.com"));
  link.receive(
      support::Link::features_frame("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                    "<mechanism>PLAIN</mechanism></mechanisms>"));
  link.receive("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
  link.receive(support::Link::open_frame("example.com"));
  link.receive(support::Link::features_frame("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"));
  link.receive(support::Link::bind_result(support::attribute_of(link.sent.back(), "id"), own));
  std::string features_asked;
  for (const std::string& frame : link.sent) {
    const std::string frame_id(support::attribute_of(frame, "id"));
    if (frame.find("disco#info") != std::string::npos) features_asked = frame_id;
    if (frame.find("jabber:iq:roster") == std::string::npos) continue;
    link.receive("<iq xmlns='jabber:client' type='result' id='" + frame_id +
                 "'><query xmlns='jabber:iq:roster'/></iq>");
  }
  REQUIRE_FALSE(features_asked.empty());
  reader.wire.skip();
  reader.read("a0", long_ago);
  reader.wire.sends_nothing();
  reader.wire.advance(10s);
  reader.asks(behind("a0"));
  reader.result("a1", "one");
  reader.received("one");
  reader.fin(true);
  reader.place("a1");
  reader.is_read(true);
  // At last: there are carbons from now on.
  reader.wire.receives("<iq type='result' from='example.com' id='" + features_asked +
                       "'><query xmlns='http://jabber.org/protocol/disco#info'>"
                       "<identity category='server' type='im'/>"
                       "<feature var='urn:xmpp:carbons:2'/></query></iq>");
  reader.wire.event<session::ServerFeatures>();
  reader.wire.sends("<iq type='set' id='*'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
  reader.asks(behind("a1"));
}

TEST_CASE("trap 44: an archive that says nothing came after an old place is asked for its newest",
          "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  reader.fin(true);
  reader.asks(query("<set xmlns='http://jabber.org/protocol/rsm'><max>1</max><before/></set>"));
  SECTION("it is ours") {
    reader.result("a0", "known");
    reader.fin(true);
    reader.is_read(true);
  }
  SECTION("it is another, and our place is still known") {
    reader.result("a1", "one");
    reader.fin(false);
    reader.asks(behind("a0"));
    reader.result("a1", "one");
    reader.received("one");
    reader.fin(true);
    reader.place("a1");
    reader.is_read(true);
  }
  SECTION("it is another, and our place is not known") {
    reader.result("a1", "one");
    reader.fin(false);
    reader.asks(behind("a0"));
    reader.fin(true);
    CHECK(reader.wire.event<session::ArchiveGap>().after == "a0");
    CHECK(reader.wire.link().sent.front().find("var='start'") != std::string::npos);
  }
  SECTION("there is none any more") {
    reader.fin(true);
    CHECK(reader.wire.event<session::ArchiveGap>().after == "a0");
  }
}

TEST_CASE("trap 45: an archive that promises more and brings nothing new is left", "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  reader.result("a1", "one");
  reader.received("one");
  reader.fin(false);
  reader.place("a1");
  reader.asks(behind("a1"));
  reader.result("a1", "one");
  reader.wire.no_events();
  reader.fin(false);
  reader.place("a1");
  CHECK(reader.wire.event<session::ArchiveGap>().after == "a1");
  reader.is_read(false);
}

TEST_CASE("without an archive everything goes on as it comes", "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  reader.live("a1", "meanwhile");
  reader.wire.no_events();
  SECTION("the server has none") { reader.refuses("cancel", "service-unavailable"); }
  SECTION("what answers is none") {
    reader.wire.receives("<iq type='result' id='" + reader.id + "'><query xmlns='other'/></iq>");
  }
  reader.received("meanwhile");
  reader.is_read(false);
  reader.live("a2", "later");
  reader.received("later");
  reader.wire.no_events();
}

TEST_CASE("an archive that does not answer is asked again, then left alone for a while",
          "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  reader.refuses("wait", "resource-constraint");
  reader.asks(behind("a0"));
  reader.live("a1", "meanwhile");
  reader.wire.advance(31s);
  reader.received("meanwhile");
  reader.is_read(false);
  for (int i = 0; i < 7; ++i) {
    reader.wire.skip();
    reader.live("b" + std::to_string(i), "still there");  // the connection lives
    reader.wire.advance(9s);
  }
  reader.wire.link().events.clear();
  reader.asks(behind("a0"));
  reader.result("a1", "meanwhile");
  reader.received("meanwhile");
  reader.fin(true);
  reader.place("a1");
  reader.is_read(true);
}

TEST_CASE("trap 47: nobody else answers for an archive", "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  for (const char* from : {"romeo@example.net", "mallory@example.com", "example.com",
                           "romeo@example.net/o", "muc.example.com"}) {
    reader.result("x", "forged", from);
  }
  const std::string right = reader.queryid;
  reader.queryid = "another";
  reader.result("x", "forged");
  reader.queryid = right;
  reader.result("x", "forged", "",
                "from='romeo@example.net/o' to='mallory@example.net' type='chat'");
  reader.result("x", "forged", "", "from='room@muc.example.com/n' type='groupchat'");
  reader.wire.no_events();
  reader.result("a1", "one", "juliet@example.com");
  reader.received("one");
  reader.fin(true);
  reader.place("a1");
  reader.is_read(true);
  reader.result("a2", "after the end");
  reader.wire.no_events();
}

TEST_CASE("a topic of long ago, read in a room's archive, does not change today's",
          "[ext][mam][muc]") {
  Reader reader;
  Wire& wire = reader.wire;
  wire.performs(session::JoinRoom{room, "jules"}).skip();
  wire.performs(session::ReadArchive{room, "r0", base::Wall(base::Duration(long_ago))});
  reader.asks(query(page("<after>r0</after>"), "room@muc.example.com"));
  wire.receives("<message from='room@muc.example.com'><result xmlns='urn:xmpp:mam:2' queryid='" +
                reader.queryid +
                "' id='r1'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' "
                "stamp='2010-07-10T23:08:25Z'/><message xmlns='jabber:client' type='groupchat' "
                "from='room@muc.example.com/nurse'><subject>Of old</subject></message>"
                "</forwarded></result></message>");
  wire.no_events();
}

TEST_CASE("a room's archive is asked in the room, and answers for it alone", "[ext][mam]") {
  Reader reader;
  Wire& wire = reader.wire;
  wire.performs(session::JoinRoom{room, "jules"}).skip();
  wire.receives(
      "<presence from='room@muc.example.com/jules'>"
      "<x xmlns='http://jabber.org/protocol/muc#user'><status code='110'/></x></presence>");
  wire.skip();
  wire.performs(session::ReadArchive{room, "r0", base::Wall(base::Duration(long_ago))});
  reader.asks(query(page("<after>r0</after>"), "room@muc.example.com"));
  const std::string says = "from='room@muc.example.com/nurse' type='groupchat'";
  reader.result("r1", "one", "room@muc.example.com", says);
  const auto one = reader.received("one");
  CHECK(one.is_groupchat);
  CHECK(one.content.archive_id == "r1");
  reader.result("x", "forged", "room@muc.example.com",
                "from='other@muc.example.com/nurse' type='groupchat'");
  reader.result("x", "forged", "", says);
  wire.no_events();
  reader.fin(true, "room@muc.example.com");
  CHECK(wire.event<session::ArchivePlaceMoved>().archive == room);
  CHECK(wire.event<session::ArchiveRead>().archive == room);
}

TEST_CASE("a question that a lost session took along is put again on the next", "[ext][mam]") {
  Reader reader;
  reader.read("a0", long_ago);
  reader.asks(behind("a0"));
  reader.live("a1", "held");
  reader.wire.no_events();
  reader.wire.link().close_socket(1001);
  CHECK(reader.wire.status<stream::Suspended>().why.failure == stream::Failure::ConnectionLost);
  // What was held is in the archive behind the place that is known: it comes with the next question.
  reader.wire.no_events();
}
