// SPDX-License-Identifier: MIT
// The acceptance table, row by row: who may say what.
#include "session/gate.h"

#include "support/xml_equal.h"

using session::Facts;
using session::Verdict;
using support::parse_xml;
using Fate = Verdict::Fate;

namespace {

xmpp::Jid jid(const char* text) { return *xmpp::Jid::received(text); }

const Facts& facts() {
  static const Facts world{.own = jid("juliet@example.com/balcony"),
                           .rooms = {jid("room@muc.example.com")},
                           .watchers = {jid("romeo@example.net")}};
  return world;
}

xmpp::Stanza parse(const std::string& text) {
  size_t name_end = text.find_first_of(" />");
  std::string frame = text;
  frame.insert(name_end, " xmlns='jabber:client'");
  auto stanza = xmpp::parse_stanza(parse_xml(frame));
  REQUIRE(stanza);
  REQUIRE(*stanza);
  return **stanza;
}

Fate fate(const std::string& text) {
  INFO(text);
  Verdict verdict = session::judge(parse(text), facts());
  // Whatever is not accepted has a reason for the log.
  CHECK((verdict.fate == Fate::Accept) == (*verdict.reason == '\0'));
  return verdict.fate;
}

std::string carbon(const std::string& from, const std::string& inner_attributes,
                   const std::string& kind = "received") {
  return "<message " + from + "><" + kind +
         " xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>"
         "<message xmlns='jabber:client' " +
         inner_attributes + "><body>x</body></message></forwarded></" + kind + "></message>";
}

const std::string to_us = "from='romeo@example.net/o' to='juliet@example.com/balcony'";

std::string roster_push(const std::string& from, int items = 1) {
  std::string out = "<iq type='set' id='p' " + from + "><query xmlns='jabber:iq:roster'>";
  for (int i = 0; i < items; ++i) out += "<item jid='m@evil.example'/>";
  return out + "</query></iq>";
}

std::string event(const std::string& from, const std::string& node) {
  return "<message " + from + "><event xmlns='http://jabber.org/protocol/pubsub#event'>" +
         "<items node='" + node + "'/></event></message>";
}

}  // namespace

TEST_CASE("what comes under the mapped spelling of our address is for us", "[session][gate]") {
  const Facts street{.own = jid("straße@example.com/balcony")};
  const auto judged = [&](const char* to) {
    return session::judge(parse("<message type='chat' from='romeo@example.net/a' to='" +
                                std::string(to) + "'><body>hi</body></message>"),
                          street)
        .fate;
  };
  CHECK(judged("straße@example.com/balcony") == Fate::Accept);
  CHECK(judged("strasse@example.com") == Fate::Accept);
  CHECK(judged("strasse@example.net") == Fate::Ignore);
  CHECK(judged("strass@example.com") == Fate::Ignore);
  // Nobody speaks for us because his name is like ours.
  const auto push = parse(
      "<iq type='set' id='x' from='strasse@example.com'>"
      "<query xmlns='jabber:iq:roster'><item jid='eve@example.net'/></query></iq>");
  CHECK(session::judge(push, street).fate != Fate::Accept);
}

TEST_CASE("a stanza to another account is ignored", "[session][gate]") {
  CHECK(fate("<message to='romeo@example.net'/>") == Fate::Ignore);
  CHECK(fate("<presence to='juliet@example.com.evil.example'/>") == Fate::Ignore);
  CHECK(fate("<iq type='get' id='1' to='x@example.com'><q xmlns='q'/></iq>") == Fate::Ignore);
  CHECK(fate("<iq type='result' id='1' to='x@example.com'/>") == Fate::Ignore);
  CHECK(fate("<message to='juliet@example.com/balcony'/>") == Fate::Accept);
  CHECK(fate("<message to='juliet@example.com'/>") == Fate::Accept);
  CHECK(fate("<message/>") == Fate::Accept);
}

TEST_CASE("carbons come from the own account only", "[session][gate]") {
  CHECK(fate(carbon("", to_us)) == Fate::Accept);
  CHECK(fate(carbon("from='juliet@example.com'", to_us)) == Fate::Accept);
  CHECK(fate(carbon("from='juliet@example.com'",
                    "from='juliet@example.com/garden' "
                    "to='romeo@example.net'",
                    "sent")) == Fate::Accept);
  for (const char* forger :
       {"mallory@evil.example/x", "example.com", "juliet@example.com/garden", "romeo@example.net",
        "jul\xD1\x96"
        "et@example.com",
        "room@muc.example.com"}) {
    CHECK(fate(carbon("from='" + std::string(forger) + "'", to_us)) == Fate::Ignore);
    CHECK(fate(carbon("from='" + std::string(forger) + "'", to_us, "sent")) == Fate::Ignore);
  }
}

TEST_CASE("a carbon holds exactly one message of ours", "[session][gate]") {
  CHECK(fate(carbon("type='groupchat'", to_us)) == Fate::Ignore);
  CHECK(fate(carbon("", to_us + " type='groupchat'")) == Fate::Ignore);
  CHECK(fate(carbon("", "from='romeo@example.net' to='nurse@example.com'")) == Fate::Ignore);
  CHECK(fate(carbon("", "")) == Fate::Ignore);
  CHECK(fate(carbon("", "from='a@b@c' to='@'")) == Fate::Ignore);
  const std::string open = "<message><received xmlns='urn:xmpp:carbons:2'>";
  const std::string inner = "<message xmlns='jabber:client' " + to_us + "/>";
  const std::string forwarded = "<forwarded xmlns='urn:xmpp:forward:0'>" + inner + "</forwarded>";
  const std::string close = "</received></message>";
  CHECK(fate(open + forwarded + close) == Fate::Accept);
  CHECK(fate(open + close) == Fate::Ignore);
  CHECK(fate(open + inner + close) == Fate::Ignore);
  CHECK(fate(open + forwarded + forwarded + close) == Fate::Ignore);
  CHECK(fate(open + "<x xmlns='urn:x'/>" + forwarded + close) == Fate::Ignore);
  CHECK(fate(open + "<forwarded xmlns='urn:xmpp:forward:0'/>" + close) == Fate::Ignore);
  CHECK(fate(open + "<forwarded xmlns='urn:xmpp:forward:0'>" + inner + inner + "</forwarded>" +
             close) == Fate::Ignore);
  // Two carbons in one message, and a carbon inside a carbon: one level, one message.
  const std::string payload = "<received xmlns='urn:xmpp:carbons:2'>" + forwarded + "</received>";
  CHECK(fate("<message>" + payload + payload + "</message>") == Fate::Ignore);
  CHECK(fate(open + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' " +
             to_us + ">" + payload + "</message></forwarded>" + close) == Fate::Ignore);
  CHECK(fate("<message><private xmlns='urn:xmpp:carbons:2'/></message>") == Fate::Accept);
}

TEST_CASE("a carbon goes the way it says", "[session][gate]") {
  const std::string from_us = "from='juliet@example.com/garden' to='romeo@example.net'";
  CHECK(fate(carbon("", to_us, "received")) == Fate::Accept);
  CHECK(fate(carbon("", from_us, "sent")) == Fate::Accept);
  // Somebody else's words as ours, ours as somebody else's.
  CHECK(fate(carbon("", "from='romeo@example.net' to='juliet@example.com'", "sent")) ==
        Fate::Ignore);
  CHECK(fate(carbon("", from_us, "received")) == Fate::Ignore);
  CHECK(fate(carbon("", "from='juliet@example.com/garden'", "sent")) == Fate::Accept);
  CHECK(fate(carbon("", "from='romeo@example.net'", "received")) == Fate::Ignore);
}

TEST_CASE("what a carbon holds is judged like a message, once more", "[session][gate]") {
  const auto copied = [](const std::string& content) {
    xmpp::Stanza stanza = **xmpp::parse_stanza(
        support::parse_xml("<message xmlns='jabber:client' "
                           "from='romeo@example.net' to='juliet@example.com/garden'>" +
                           content + "</message>"));
    return session::judge_copied(std::get<xmpp::Message>(stanza), facts()).fate;
  };
  CHECK(copied("<body>hi</body>") == Fate::Accept);
  CHECK(copied("<private xmlns='urn:xmpp:carbons:2'/>") == Fate::Ignore);
  CHECK(copied("<no-copy xmlns='urn:xmpp:hints'/>") == Fate::Ignore);
  CHECK(copied("<no-store xmlns='urn:xmpp:hints'/>") == Fate::Accept);
  CHECK(copied("<result xmlns='urn:xmpp:mam:2' id='1'/>") == Fate::Ignore);
  CHECK(copied("<event xmlns='http://jabber.org/protocol/pubsub#event'>"
               "<items node='urn:xmpp:bookmarks:1'/></event>") == Fate::Ignore);
}

TEST_CASE("an archive result nobody asked for is ignored", "[session][gate]") {
  for (const char* from : {"", "from='juliet@example.com'", "from='mallory@evil.example'"}) {
    CHECK(fate("<message " + std::string(from) +
               "><result xmlns='urn:xmpp:mam:2' queryid='q' id='1'/></message>") == Fate::Ignore);
  }
}

TEST_CASE("groupchat comes from joined rooms only", "[session][gate]") {
  CHECK(fate("<message type='groupchat' from='room@muc.example.com/nurse'/>") == Fate::Accept);
  CHECK(fate("<message type='groupchat' from='room@muc.example.com'/>") == Fate::Accept);
  CHECK(fate("<message type='groupchat' from='other@muc.example.com/nurse'/>") == Fate::Ignore);
  CHECK(fate("<message type='groupchat' from='romeo@example.net/o'/>") == Fate::Ignore);
  CHECK(fate("<message type='groupchat'/>") == Fate::Ignore);
  CHECK(fate("<message type='chat' from='other@muc.example.com/nurse'/>") == Fate::Accept);
}

TEST_CASE("private events come from the own account only", "[session][gate]") {
  for (const char* node :
       {"urn:xmpp:bookmarks:1", "storage:bookmarks", "urn:xmpp:mds:displayed:0"}) {
    CHECK(fate(event("", node)) == Fate::Accept);
    CHECK(fate(event("from='juliet@example.com'", node)) == Fate::Accept);
    CHECK(fate(event("from='romeo@example.net'", node)) == Fate::Ignore);
    CHECK(fate(event("from='example.com'", node)) == Fate::Ignore);
  }
  CHECK(fate(event("from='romeo@example.net'", "urn:xmpp:avatar:metadata")) == Fate::Accept);
  CHECK(fate("<message from='romeo@example.net'>"
             "<event xmlns='http://jabber.org/protocol/pubsub#event'/></message>") == Fate::Accept);
}

TEST_CASE("occupants are believed in joined rooms only", "[session][gate]") {
  const std::string x = "<x xmlns='http://jabber.org/protocol/muc#user'/>";
  CHECK(fate("<presence from='room@muc.example.com/nurse'>" + x + "</presence>") == Fate::Accept);
  CHECK(fate("<presence from='other@muc.example.com/n'>" + x + "</presence>") == Fate::Ignore);
  CHECK(fate("<presence from='mallory@evil.example/room'>" + x + "</presence>") == Fate::Ignore);
  CHECK(fate("<presence>" + x + "</presence>") == Fate::Ignore);
  CHECK(fate("<presence from='romeo@example.net/o'/>") == Fate::Accept);
}

TEST_CASE("probes are the server's business", "[session][gate]") {
  CHECK(fate("<presence type='probe' from='mallory@evil.example'/>") == Fate::Ignore);
  CHECK(fate("<presence type='subscribe' from='mallory@evil.example'/>") == Fate::Accept);
}

TEST_CASE("roster pushes come from the own account, with exactly one item", "[session][gate]") {
  CHECK(fate(roster_push("")) == Fate::Accept);
  CHECK(fate(roster_push("from='juliet@example.com'")) == Fate::Accept);
  for (const char* forger : {"mallory@evil.example/x", "example.com", "romeo@example.net",
                             "juliet@example.com/garden", "room@muc.example.com/m"}) {
    CHECK(fate(roster_push("from='" + std::string(forger) + "'")) == Fate::Ignore);
  }
  CHECK(fate(roster_push("", 0)) == Fate::Ignore);
  CHECK(fate(roster_push("", 2)) == Fate::Ignore);
  CHECK(fate("<iq type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>") == Fate::Accept);
}

TEST_CASE("block list pushes come from the own account", "[session][gate]") {
  const std::string unblock = "><unblock xmlns='urn:xmpp:blocking'/></iq>";
  CHECK(fate("<iq type='set' id='1'" + unblock) == Fate::Accept);
  CHECK(fate("<iq type='set' id='1' from='juliet@example.com'" + unblock) == Fate::Accept);
  CHECK(fate("<iq type='set' id='1' from='mallory@evil.example'" + unblock) == Fate::Ignore);
}

TEST_CASE("requests of strangers learn nothing", "[session][gate]") {
  auto ask = [](const std::string& from) {
    return fate("<iq type='get' id='1' " + from + "><ping xmlns='urn:xmpp:ping'/></iq>");
  };
  CHECK(ask("") == Fate::Accept);
  CHECK(ask("from='juliet@example.com/garden'") == Fate::Accept);
  CHECK(ask("from='example.com'") == Fate::Accept);
  CHECK(ask("from='romeo@example.net/orchard'") == Fate::Accept);
  CHECK(ask("from='room@muc.example.com/nurse'") == Fate::Accept);
  CHECK(ask("from='mallory@evil.example/x'") == Fate::Refuse);
  CHECK(ask("from='muc.example.com'") == Fate::Refuse);
  CHECK(session::judge(parse("<iq type='set' id='1' from='m@evil.example'><q xmlns='q'/></iq>"),
                       facts())
            .refusal == xmpp::Condition::ServiceUnavailable);
  // Results and errors pass: the tracker knows what was asked of whom.
  CHECK(fate("<iq type='result' id='1' from='mallory@evil.example'/>") == Fate::Accept);
  CHECK(fate("<iq type='error' id='1' from='mallory@evil.example'/>") == Fate::Accept);
}

// ---- parts of a stanza ----

TEST_CASE("a forwarded message on its own is taken out", "[session][gate]") {
  xmpp::Stanza stanza = parse(
      "<message from='mallory@evil.example/x'><body>look</body>"
      "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' "
      "from='romeo@example.net'><body>I hate you</body></message></forwarded></message>");
  session::strip(stanza, facts());
  auto& message = std::get<xmpp::Message>(stanza);
  REQUIRE(message.payloads.size() == 1);
  CHECK(message.payloads[0].local() == "body");
}

TEST_CASE("stanza ids count when our archive or the room gave them, once", "[session][gate]") {
  auto kept = [](const std::string& from, const std::string& payloads) {
    xmpp::Stanza stanza = parse("<message " + from + ">" + payloads + "</message>");
    session::strip(stanza, facts());
    std::string ids;
    for (const auto& each : std::get<xmpp::Message>(stanza).payloads) {
      ids += std::string(each.attribute_or_empty("id")) + ";";
    }
    return ids;
  };
  auto id = [](const std::string& by, const std::string& value) {
    return "<stanza-id xmlns='urn:xmpp:sid:0' by='" + by + "' id='" + value + "'/>";
  };
  const std::string chat = "type='chat' from='romeo@example.net/o'";
  const std::string room = "type='groupchat' from='room@muc.example.com/nurse'";
  CHECK(kept(chat, id("juliet@example.com", "1")) == "1;");
  CHECK(kept(chat, id("juliet@example.com", "1") + id("romeo@example.net", "2")) == "1;");
  CHECK(kept(chat, id("juliet@example.com", "1") + id("juliet@example.com", "2")).empty());
  CHECK(kept(chat, id("room@muc.example.com", "1")).empty());
  CHECK(kept(chat, id("juliet@example.com/balcony", "1") + id("", "2")).empty());
  CHECK(kept(room, id("room@muc.example.com", "1")) == "1;");
  CHECK(kept(room, id("other@muc.example.com", "1")).empty());
  CHECK(kept("", id("juliet@example.com", "1")) == "1;");
  CHECK(kept(chat, "<x xmlns='urn:x' id='y'/>") == "y;");
}

TEST_CASE("presences and requests are left whole", "[session][gate]") {
  xmpp::Stanza presence = parse("<presence><forwarded xmlns='urn:xmpp:forward:0'/></presence>");
  session::strip(presence, facts());
  CHECK(std::get<xmpp::Presence>(presence).payloads.size() == 1);
}

TEST_CASE("a delay is believed from our server, our account or the message's room",
          "[session][gate]") {
  auto believed = [](const std::string& from, const std::string& delays) {
    auto stanza = parse("<message " + from + ">" + delays + "</message>");
    return session::believed_delay(std::get<xmpp::Message>(stanza), facts());
  };
  auto delay = [](const std::string& from, const std::string& stamp) {
    return "<delay xmlns='urn:xmpp:delay' " + from + " stamp='" + stamp + "'/>";
  };
  const std::string early = "2002-09-10T23:08:25Z", late = "2002-09-10T23:08:26Z";
  const base::Wall early_wall = *base::parse_datetime(early);
  const std::string chat = "from='romeo@example.net/o'";
  const std::string room = "type='groupchat' from='room@muc.example.com/nurse'";
  CHECK(believed(chat, delay("from='example.com'", early)) == early_wall);
  CHECK(believed(chat, delay("from='juliet@example.com'", early)) == early_wall);
  CHECK(believed(room, delay("from='room@muc.example.com'", early)) == early_wall);
  CHECK_FALSE(believed(chat, ""));
  CHECK_FALSE(believed(chat, delay("", early)));
  CHECK_FALSE(believed(chat, delay("from='romeo@example.net'", early)));
  CHECK_FALSE(believed(chat, delay("from='room@muc.example.com'", early)));
  CHECK_FALSE(believed(room, delay("from='room@muc.example.com/nurse'", early)));
  CHECK_FALSE(believed("", delay("from='room@muc.example.com'", early)));
  // Trap D 48: the oldest of those that count.
  CHECK(
      believed(chat, delay("from='example.com'", late) + delay("from='juliet@example.com'", early) +
                         delay("from='romeo@example.net'", "2001-01-01T00:00:00Z")) == early_wall);
  CHECK(believed(chat, delay("from='example.com'", early) +
                           delay("from='juliet@example.com'", late)) == early_wall);
}

TEST_CASE("who may answer a request", "[session][gate]") {
  using Address = std::optional<xmpp::Jid>;
  const Address none;
  auto may = [](const Address& from, const Address& to) {
    return session::may_answer(from, to, facts());
  };
  // Without `to` the account was asked.
  CHECK(may(none, none));
  CHECK(may(jid("juliet@example.com"), none));
  CHECK(may(jid("juliet@example.com/balcony"), none));
  CHECK(may(jid("example.com"), none));
  CHECK_FALSE(may(jid("juliet@example.com/garden"), none));
  CHECK_FALSE(may(jid("mallory@evil.example"), none));
  // With `to` only that address.
  CHECK(may(jid("romeo@example.net/o"), jid("romeo@example.net/o")));
  CHECK_FALSE(may(jid("romeo@example.net"), jid("romeo@example.net/o")));
  CHECK_FALSE(may(jid("romeo@example.net/o"), jid("romeo@example.net")));
  CHECK_FALSE(may(jid("mallory@evil.example"), jid("romeo@example.net")));
  CHECK_FALSE(may(none, jid("romeo@example.net")));
  CHECK_FALSE(may(none, jid("example.com")));
  CHECK(may(none, jid("juliet@example.com")));
}

namespace {

// A world in which our archive and the room's are being asked, and have answered before.
Facts asking() {
  Facts out = facts();
  out.queries = {{"q1", jid("juliet@example.com")}, {"q2", jid("room@muc.example.com")}};
  out.archives = {jid("juliet@example.com"), jid("room@muc.example.com")};
  return out;
}

std::string archived(const std::string& from, const std::string& attributes,
                     const std::string& inside =
                         "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'/>"
                         "</forwarded>") {
  return "<message " + from + "><result xmlns='urn:xmpp:mam:2' " + attributes + ">" + inside +
         "</result></message>";
}

Fate asked(const std::string& text) {
  INFO(text);
  return session::judge(parse(text), asking()).fate;
}

Fate held(const std::string& text, const char* archive = "juliet@example.com") {
  INFO(text);
  return session::judge_archived(std::get<xmpp::Message>(parse(text)), jid(archive), asking()).fate;
}

}  // namespace

TEST_CASE("an archive result comes from whom was asked, and says what it answers",
          "[session][gate]") {
  CHECK(asked(archived("", "queryid='q1' id='1'")) == Fate::Accept);
  CHECK(asked(archived("from='juliet@example.com'", "queryid='q1' id='1'")) == Fate::Accept);
  CHECK(asked(archived("from='room@muc.example.com'", "queryid='q2' id='1'")) == Fate::Accept);
  for (const char* from : {"from='romeo@example.net'", "from='example.com'",
                           "from='room@muc.example.com'", "from='juliet@example.com.evil'"}) {
    CHECK(asked(archived(from, "queryid='q1' id='1'")) == Fate::Ignore);
  }
  for (const char* from : {"", "from='juliet@example.com'", "from='room@muc.example.com/nurse'",
                           "from='muc.example.com'"}) {
    CHECK(asked(archived(from, "queryid='q2' id='1'")) == Fate::Ignore);
  }
  CHECK(asked(archived("", "queryid='q3' id='1'")) == Fate::Ignore);
  CHECK(asked(archived("", "id='1'")) == Fate::Ignore);
}

TEST_CASE("an archive result holds one message at most, and has a name", "[session][gate]") {
  const std::string inner = "<message xmlns='jabber:client'/>";
  const auto forwarded = [](const std::string& inside) {
    return "<forwarded xmlns='urn:xmpp:forward:0'>" + inside + "</forwarded>";
  };
  const std::string good = "queryid='q1' id='1'";
  CHECK(asked(archived("", good, forwarded(""))) == Fate::Accept);
  CHECK(asked(archived("", good, forwarded(inner + inner))) == Fate::Ignore);
  CHECK(asked(archived("", good, forwarded(inner) + forwarded(inner))) == Fate::Ignore);
  CHECK(asked(archived("", good, "")) == Fate::Ignore);
  CHECK(asked(archived("", good, "<other xmlns='other'/>")) == Fate::Ignore);
  CHECK(asked(archived("", "queryid='q1'", forwarded(inner))) == Fate::Ignore);
  const std::string result =
      "<result xmlns='urn:xmpp:mam:2' queryid='q1' id='1'>" + forwarded(inner) + "</result>";
  CHECK(asked("<message>" + result + result + "</message>") == Fate::Ignore);
}

TEST_CASE("what our archive holds is by us or to us, and nothing that holds more",
          "[session][gate]") {
  const std::string ours = "from='juliet@example.com/garden' to='romeo@example.net'";
  CHECK(held("<message " + ours + "/>") == Fate::Accept);
  CHECK(held("<message " + to_us + "/>") == Fate::Accept);
  CHECK(held("<message from='romeo@example.net'/>") == Fate::Accept);
  CHECK(held("<message to='romeo@example.net'/>") == Fate::Accept);
  CHECK(held("<message from='romeo@example.net' to='tybalt@example.com'/>") == Fate::Ignore);
  CHECK(held("<message type='error' " + to_us + "/>") == Fate::Ignore);
  CHECK(held("<message type='groupchat' from='room@muc.example.com/nurse'/>") == Fate::Ignore);
  CHECK(held("<message " + to_us +
             "><result xmlns='urn:xmpp:mam:2' queryid='q1' id='1'/></message>") == Fate::Ignore);
  CHECK(held("<message " + to_us + "><received xmlns='urn:xmpp:carbons:2'/></message>") ==
        Fate::Ignore);
}

TEST_CASE("what a room's archive holds was said in that room", "[session][gate]") {
  const char* room = "room@muc.example.com";
  CHECK(held("<message type='groupchat' from='room@muc.example.com/nurse'/>", room) ==
        Fate::Accept);
  CHECK(held("<message type='groupchat' from='other@muc.example.com/nurse'/>", room) ==
        Fate::Ignore);
  CHECK(held("<message type='chat' from='room@muc.example.com/nurse'/>", room) == Fate::Ignore);
  CHECK(held("<message type='groupchat'/>", room) == Fate::Ignore);
}

TEST_CASE("trap 42: the name an archive gives is believed of archives that have answered",
          "[session][gate]") {
  const auto name_of = [](const std::string& text, const Facts& world) {
    return session::archive_id(std::get<xmpp::Message>(parse(text)), world);
  };
  const auto id_by = [](const std::string& by) {
    return "<stanza-id xmlns='urn:xmpp:sid:0' id='s' by='" + by + "'/>";
  };
  const std::string chat = "<message " + to_us + ">", end = "</message>";
  const std::string group = "<message type='groupchat' from='room@muc.example.com/nurse'>";
  const std::string by_us = id_by("juliet@example.com"), by_room = id_by("room@muc.example.com");
  CHECK(name_of(chat + by_us + end, asking()) == "s");
  CHECK(name_of(chat + by_room + by_us + end, asking()) == "s");
  CHECK(name_of(chat + by_room + end, asking()).empty());
  CHECK(name_of(chat + "<other xmlns='urn:xmpp:sid:0' by='juliet@example.com' id='s'/>" + end,
                asking())
            .empty());
  CHECK(name_of(chat + by_us + end, facts()).empty());
  CHECK(name_of(group + by_room + end, asking()) == "s");
  CHECK(name_of(group + by_us + end, asking()).empty());
  CHECK(name_of("<message type='groupchat'>" + by_room + end, asking()).empty());
}

// ---- what is dropped while the rest may be believed ----

namespace {

// What is left of a message: the names of its payloads.
std::string left_of(const std::string& text) {
  xmpp::Stanza stanza = parse(text);
  session::strip(stanza, facts());
  std::string out;
  for (const xml::Element& payload : std::get<xmpp::Message>(stanza).payloads) {
    out += (out.empty() ? "" : " ") + payload.local();
  }
  return out;
}

std::string message(const std::string& type, const std::string& payloads) {
  const std::string from =
      type == "groupchat" ? "room@muc.example.com/nurse" : "romeo@example.net/o";
  return "<message from='" + from + "' type='" + type + "'><body>x</body>" + payloads +
         "</message>";
}

}  // namespace

TEST_CASE("a state of somebody is a single one, in a conversation", "[session][gate]") {
  const std::string ns = " xmlns='http://jabber.org/protocol/chatstates'/>";
  for (const char* type : {"chat", "groupchat", "normal"}) {
    CHECK(left_of(message(type, "<composing" + ns)) == "body composing");
    CHECK(left_of(message(type, "<composing" + ns + "<paused" + ns)) == "body");
    CHECK(left_of(message(type, "<active" + ns + "<active" + ns)) == "body");
  }
  CHECK(left_of(message("headline", "<composing" + ns)) == "body");
}

TEST_CASE("a correction takes the place of a single message", "[session][gate]") {
  const auto replace = [](const std::string& id) {
    return "<replace xmlns='urn:xmpp:message-correct:0' id='" + id + "'/>";
  };
  for (const char* type : {"chat", "groupchat"}) {
    CHECK(left_of(message(type, replace("a"))) == "body replace");
    CHECK(left_of(message(type, replace(""))) == "body");
    CHECK(left_of(message(type, replace("a") + replace("b"))) == "body");
    CHECK(left_of(message(type, "<other xmlns='urn:xmpp:message-correct:0'/>")) == "body other");
  }
}

TEST_CASE("receipts are between two", "[session][gate]") {
  const std::string both =
      "<request xmlns='urn:xmpp:receipts'/><received xmlns='urn:xmpp:receipts' id='a'/>";
  CHECK(left_of(message("chat", both)) == "body request received");
  CHECK(left_of(message("normal", both)) == "body request received");
  CHECK(left_of(message("groupchat", both)) == "body");
}
