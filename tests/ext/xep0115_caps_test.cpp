// SPDX-License-Identifier: MIT
// Capabilities: ours in presence, those of others asked once, proved before they are shared. Examples after XEP-0115.
#include "ext/xep0115_caps.h"

#include <map>

#include "support/login.h"
#include "support/xml_equal.h"

using namespace support;

namespace {

constexpr const char* own = "juliet@example.com/balcony";
const std::string caps_ns = "http://jabber.org/protocol/caps";
const std::string info_ns = "http://jabber.org/protocol/disco#info";

// Exodus of section 5.2: what it names, and what it says.
const std::string exodus_ver = "QgayPKawpkPSDYmwT/WM94uAlu0=";
const std::string exodus_info =
    "<identity category='client' type='pc' name='Exodus 0.9.1'/>"
    "<feature var='http://jabber.org/protocol/caps'/>"
    "<feature var='http://jabber.org/protocol/disco#info'/>"
    "<feature var='http://jabber.org/protocol/disco#items'/>"
    "<feature var='http://jabber.org/protocol/muc'/>";
const caps::Features exodus{"http://jabber.org/protocol/caps", info_ns,
                            "http://jabber.org/protocol/disco#items",
                            "http://jabber.org/protocol/muc"};

std::string c_of(const std::string& ver, const std::string& hash = "sha-1") {
  return "<c xmlns='" + caps_ns + "' hash='" + hash + "' node='urn:exodus' ver='" + ver + "'/>";
}
std::string presence(const std::string& from, const std::string& content,
                     const std::string& type = "") {
  return "<presence from='" + from + "' " + type + ">" + content + "</presence>";
}
std::string question(const std::string& to, const std::string& ver) {
  return "<iq type='get' id='*' to='" + to + "'><query xmlns='" + info_ns + "'" +
         (ver.empty() ? "" : " node='urn:exodus#" + ver + "'") + "/></iq>";
}
std::string answer(Wire& wire, const std::string& from, const std::string& content) {
  return "<iq type='result' id='" + wire.id() + "' from='" + from + "'><query xmlns='" + info_ns +
         "'>" + content + "</query></iq>";
}
void ask(Wire& wire, const std::string& whom) {
  wire.performs(session::FindFeatures{*xmpp::Jid::parse(whom)});
}
// That somebody is here is told, too.
session::FeaturesFound found(Wire& wire) {
  auto& events = wire.link().events;
  while (!events.empty() && std::holds_alternative<session::PresenceChanged>(events.front())) {
    events.pop_front();
  }
  return wire.event<session::FeaturesFound>();
}

// Romeo is here with Exodus, and nobody has asked him anything.
Wire with_romeo(const std::string& content = c_of(exodus_ver)) {
  Wire wire = Wire::bound(own);
  wire.receives(presence("romeo@example.net/orchard", content)).sends_nothing().skip();
  return wire;
}

// What is kept on the device, by key.
std::map<std::string, std::string> kept(Wire& wire) {
  std::map<std::string, std::string> out;
  for (const base::Keep& keep : wire.link().kept) {
    CHECK(keep.where == base::Keeping::Device);
    if (keep.value.empty()) {
      out.erase(keep.key);
    } else {
      out[keep.key] = keep.value;
    }
  }
  return out;
}

session::Settings device() {
  session::Settings settings = Wire::usual();
  settings.remember = session::Remember::Device;
  return settings;
}

// Up to the bound session, on a server that names its capabilities; what was sent after that is to be read.
Wire on_device(const std::map<std::string, std::string>& records, const std::string& features,
               const char* account = "juliet@example.com") {
  Wire wire(device());
  for (const auto& [key, value] : records) {
    wire.link().input(base::Kept{base::Keeping::Device, key, value});
  }
  wire.performs(session::Connect{
      .account = *xmpp::Jid::parse(account), .password = base::Secret("secret"), .stay = true});
  wire.link().open_socket();
  wire.receives(server_open()).receives(offer({"PLAIN"})).receives(sasl("success"));
  wire.receives(server_open()).receives(Link::features_frame(bind_feature + features));
  const std::string id = attribute_of(wire.link().sent.back(), "id");
  wire.skip();
  wire.receives(Link::bind_result(id, std::string(account) + "/balcony"));
  wire.sends("<iq type='get' id='*'><query xmlns='jabber:iq:roster'/></iq>");
  while (wire.link().events.size() > 0 &&
         std::holds_alternative<session::StatusChanged>(wire.link().events.front())) {
    wire.link().events.pop_front();
  }
  return wire;
}

}  // namespace

// ---- ours ----

TEST_CASE("our presence names what disco#info of us says", "[ext][caps]") {
  Wire wire = Wire::bound(own, "<item jid='romeo@example.net' subscription='from'/>");
  wire.performs(session::SetPresence{session::Availability::Away, ""});
  xml::Element sent = parse_xml(wire.link().sent.front());
  const xml::Element* c = sent.child({caps_ns, "c"});
  REQUIRE(c != nullptr);
  const std::string node =
      std::string(c->attribute_or_empty("node")) + '#' + std::string(c->attribute_or_empty("ver"));
  wire.skip();
  wire.receives("<iq type='get' id='d' from='romeo@example.net/o'><query xmlns='" + info_ns +
                "' node='" + node + "'/></iq>");
  xml::Element reply = parse_xml(wire.link().sent.front());
  const xml::Element& query = reply.children().front();
  CHECK(query.attribute_or_empty("node") == node);
  // Whoever recomputes it finds the same.
  CHECK(xmpp::verification_string(query, c->attribute_or_empty("hash")) ==
        c->attribute_or_empty("ver"));
  // Any other version of us is not here.
  wire.skip();
  wire.receives("<iq type='get' id='d' from='romeo@example.net/o'><query xmlns='" + info_ns +
                "' node='" + node + "x'/></iq>");
  CHECK(wire.link().sent.front().find("item-not-found") != std::string::npos);
}

TEST_CASE("rooms hear it, too, and farewells and requests do not carry it", "[ext][caps]") {
  Wire wire = Wire::bound(own);
  wire.performs(session::JoinRoom{*xmpp::Jid::parse("room@muc.example.com"), "juliet"});
  CHECK(parse_xml(wire.link().sent.front()).child({caps_ns, "c"}) != nullptr);
  wire.skip();
  wire.performs(session::RequestSubscription{*xmpp::Jid::parse("romeo@example.net")});
  CHECK(parse_xml(wire.link().sent.front()).child({caps_ns, "c"}) == nullptr);
  wire.skip();
  wire.performs(session::SetPresence{session::Availability::Offline, ""});
  CHECK(parse_xml(wire.link().sent.front()).child({caps_ns, "c"}) == nullptr);
}

// ---- those of others ----

TEST_CASE("nobody is asked before somebody wants to know, and then once", "[ext][caps]") {
  Wire wire = with_romeo();
  ask(wire, "romeo@example.net/orchard");
  wire.sends(question("romeo@example.net/orchard", exodus_ver)).sends_nothing().no_events();
  wire.receives(answer(wire, "romeo@example.net/orchard", exodus_info));
  CHECK(found(wire).features == exodus);
  ask(wire, "romeo@example.net/orchard");
  CHECK(found(wire).features == exodus);
  // Everybody who names the same.
  wire.receives(presence("nurse@example.com/chamber", c_of(exodus_ver)));
  ask(wire, "nurse@example.com/chamber");
  auto nurse = found(wire);
  CHECK(nurse.of.text() == "nurse@example.com/chamber");
  CHECK(nurse.features == exodus);
  wire.sends_nothing();
}

TEST_CASE("who names what somebody is just asked about waits for that answer", "[ext][caps]") {
  Wire wire = with_romeo();
  wire.receives(presence("nurse@example.com/chamber", c_of(exodus_ver)));
  ask(wire, "romeo@example.net/orchard");
  ask(wire, "nurse@example.com/chamber");
  wire.sends(question("romeo@example.net/orchard", exodus_ver)).sends_nothing();
  SECTION("proved, it is good for both") {
    wire.receives(answer(wire, "romeo@example.net/orchard", exodus_info));
    CHECK(found(wire).of.text() == "romeo@example.net/orchard");
    CHECK(found(wire).of.text() == "nurse@example.com/chamber");
  }
  SECTION("not proved, the other one is asked") {
    wire.receives(answer(wire, "romeo@example.net/orchard", "<feature var='evil'/>"));
    CHECK(found(wire).features == caps::Features{"evil"});
    wire.sends(question("nurse@example.com/chamber", exodus_ver));
    wire.receives(answer(wire, "nurse@example.com/chamber", exodus_info));
    CHECK(found(wire).features == exodus);
  }
  SECTION("lost with the session, both are told") {
    wire.skip().link().close_socket();
    wire.status<stream::Suspended>();
    for (const char* whom : {"romeo@example.net/orchard", "nurse@example.com/chamber"}) {
      auto lost = found(wire);
      CHECK(lost.of.text() == whom);
      CHECK_FALSE(lost.features);
    }
  }
  wire.sends_nothing();
}

TEST_CASE("s/63: a list that its hash does not prove is believed of its sender only",
          "[ext][caps][hostile]") {
  Wire wire = Wire::bound(own);
  wire.receives(presence("mallory@evil.example/x", c_of(exodus_ver))).sends_nothing();
  ask(wire, "mallory@evil.example/x");
  wire.sends(question("mallory@evil.example/x", exodus_ver));
  wire.receives(answer(wire, "mallory@evil.example/x", "<feature var='evil'/>"));
  CHECK(found(wire).features == caps::Features{"evil"});
  // She is not asked twice; and nobody else is what she says.
  ask(wire, "mallory@evil.example/x");
  CHECK(found(wire).features == caps::Features{"evil"});
  wire.sends_nothing();
  wire.receives(presence("romeo@example.net/orchard", c_of(exodus_ver)));
  ask(wire, "romeo@example.net/orchard");
  wire.sends(question("romeo@example.net/orchard", exodus_ver));
  wire.receives(answer(wire, "romeo@example.net/orchard", exodus_info));
  CHECK(found(wire).features == exodus);
  // What she says of herself ends with what she names.
  wire.receives(presence("mallory@evil.example/x", c_of("another=")));
  ask(wire, "mallory@evil.example/x");
  wire.sends(question("mallory@evil.example/x", "another="));
}

TEST_CASE("a hash we do not have is good for its sender only", "[ext][caps]") {
  Wire wire = with_romeo(c_of(exodus_ver, "md5"));
  wire.receives(presence("nurse@example.com/chamber", c_of(exodus_ver, "md5")));
  ask(wire, "romeo@example.net/orchard");
  wire.sends(question("romeo@example.net/orchard", exodus_ver));
  wire.receives(answer(wire, "romeo@example.net/orchard", exodus_info));
  CHECK(found(wire).features == exodus);
  ask(wire, "nurse@example.com/chamber");
  wire.sends(question("nurse@example.com/chamber", exodus_ver));
}

TEST_CASE("who names nothing is asked without a node", "[ext][caps]") {
  Wire wire = with_romeo("");
  ask(wire, "romeo@example.net/orchard");
  wire.sends(question("romeo@example.net/orchard", ""));
  SECTION("and says it") {
    wire.receives(answer(wire, "romeo@example.net/orchard", "<feature var='a'/>"));
    CHECK(found(wire).features == caps::Features{"a"});
  }
  SECTION("and refuses") {
    wire.receives("<iq type='error' id='" + wire.id() + "' from='romeo@example.net/orchard'/>");
    CHECK_FALSE(found(wire).features);
  }
  SECTION("and says nothing") {
    wire.advance(30s);
    CHECK_FALSE(found(wire).features);
  }
  SECTION("and says something else") {
    wire.receives("<iq type='result' id='" + wire.id() + "' from='romeo@example.net/orchard'/>");
    CHECK_FALSE(found(wire).features);
  }
}

TEST_CASE("a presence that was stripped of it leaves what is known", "[ext][caps]") {
  Wire wire = with_romeo();
  wire.receives(presence("romeo@example.net/orchard", "<show>away</show>")).skip();
  ask(wire, "romeo@example.net/orchard");
  wire.sends(question("romeo@example.net/orchard", exodus_ver));
  wire.skip();
  // And who goes takes it along.
  wire.receives(presence("romeo@example.net/orchard", "", "type='unavailable'")).skip();
  ask(wire, "romeo@example.net/orchard");
  wire.sends(question("romeo@example.net/orchard", ""));
}

TEST_CASE("trap 49: a room that speaks for itself is no client", "[ext][caps]") {
  Wire wire = Wire::bound(own);
  wire.performs(session::JoinRoom{*xmpp::Jid::parse("room@muc.example.com"), "juliet"}).skip();
  wire.receives(presence("room@muc.example.com", c_of(exodus_ver))).sends_nothing().no_events();
  ask(wire, "room@muc.example.com/romeo");
  wire.sends(question("room@muc.example.com/romeo", ""));
  wire.skip();
  wire.receives(presence("room@muc.example.com/nurse",
                         c_of(exodus_ver) + "<x xmlns='http://jabber.org/protocol/muc#user'/>"))
      .skip();
  ask(wire, "room@muc.example.com/nurse");
  wire.sends(question("room@muc.example.com/nurse", exodus_ver));
}

TEST_CASE("of more than so many resources it is not remembered", "[ext][caps]") {
  Wire wire = Wire::bound(own);
  for (size_t i = 0; i <= caps::max_entities; ++i) {
    wire.receives(presence("a@b/" + std::to_string(i), c_of(exodus_ver)));
  }
  wire.skip();
  ask(wire, "a@b/" + std::to_string(caps::max_entities - 1));
  wire.sends(question("a@b/" + std::to_string(caps::max_entities - 1), exodus_ver));
  ask(wire, "a@b/" + std::to_string(caps::max_entities));
  wire.sends(question("a@b/" + std::to_string(caps::max_entities), ""));
}

TEST_CASE("a list longer than any honest one is not shared", "[ext][caps]") {
  // Its hash is right; it is only too long.
  std::string content = "<identity category='client' type='pc'/>";
  const size_t count = caps::max_list_bytes / 8;
  for (size_t i = 0; i <= count; ++i) {
    content += "<feature var='f" + std::to_string(100000 + i) + "'/>";
  }
  const std::string ver = *xmpp::verification_string(
      parse_xml("<query xmlns='" + info_ns + "'>" + content + "</query>"), "sha-1");
  Wire wire = with_romeo(c_of(ver));
  wire.receives(presence("nurse@example.com/chamber", c_of(ver)));
  ask(wire, "romeo@example.net/orchard");
  wire.sends(question("romeo@example.net/orchard", ver));
  wire.receives(answer(wire, "romeo@example.net/orchard", content));
  CHECK(found(wire).features->size() == count + 1);
  ask(wire, "nurse@example.com/chamber");
  wire.sends(question("nurse@example.com/chamber", ver));
}

// ---- the server, and other sessions ----

TEST_CASE("what the server can do is asked once per session where it names nothing",
          "[ext][caps]") {
  Wire wire = on_device({}, "");
  wire.sends("<iq type='get' id='*' to='example.com'><query xmlns='" + info_ns + "'/></iq>");
  SECTION("and told, in order") {
    wire.receives(answer(wire, "example.com",
                         "<identity category='server' type='im'/><feature var='urn:xmpp:mam:2'/>"
                         "<feature/><feature xmlns='urn:x' var='no'/>"
                         "<feature var='a'/>"));
    CHECK(wire.event<session::ServerFeatures>().features == caps::Features{"a", "urn:xmpp:mam:2"});
  }
  SECTION("and refused") {
    wire.receives("<iq type='error' from='example.com' id='" + wire.id() + "'/>").no_events();
  }
  SECTION("and answered by nonsense") {
    wire.receives("<iq type='result' from='example.com' id='" + wire.id() + "'/>").no_events();
  }
}

TEST_CASE("a server whose answer takes longer than a request waits is asked again", "[ext][caps]") {
  Wire wire = on_device({}, "");
  wire.skip().advance(30s);
  std::string id;
  for (const std::string& frame : wire.link().sent) {
    if (frame.find(info_ns) == frame.npos) continue;
    CHECK(id.empty());
    const size_t begin = frame.find(" id='") + 5;
    id = frame.substr(begin, frame.find('\'', begin) - begin);
  }
  REQUIRE_FALSE(id.empty());
  wire.skip().receives("<iq type='result' from='example.com' id='" + id + "'><query xmlns='" +
                       info_ns + "'><feature var='urn:xmpp:carbons:2'/></query></iq>");
  CHECK(wire.event<session::ServerFeatures>().features == caps::Features{"urn:xmpp:carbons:2"});
}

TEST_CASE("a server that is known is not asked, in this session or after a restart",
          "[ext][caps]") {
  Wire first = on_device({}, c_of(exodus_ver));
  first.sends(question("example.com", exodus_ver));
  first.receives(answer(first, "example.com", exodus_info));
  CHECK(first.event<session::ServerFeatures>().features == exodus);
  const auto records = kept(first);
  REQUIRE(records.count("caps:juliet@example.com") == 1);

  SECTION("with the record") {
    Wire again = on_device(records, c_of(exodus_ver));
    CHECK(again.event<session::ServerFeatures>().features == exodus);
    again.sends("<presence/>").sends_nothing();
    // What was learned of the server is good for everybody who names it.
    again.receives(presence("romeo@example.net/orchard", c_of(exodus_ver))).skip();
    ask(again, "romeo@example.net/orchard");
    CHECK(found(again).features == exodus);
    again.sends_nothing();
  }
  SECTION("which was updated since") {
    Wire again = on_device(records, c_of("newer="));
    again.sends(question("example.com", "newer="));
  }
  SECTION("damaged, it is as if there were none") {
    auto damaged = records;
    damaged["caps:juliet@example.com"][9] ^= 1;
    Wire again = on_device(damaged, c_of(exodus_ver));
    again.sends(question("example.com", exodus_ver));
  }
  SECTION("of another account it is not used") {
    Wire again = on_device(records, c_of(exodus_ver), "nurse@example.com");
    again.sends(question("example.com", exodus_ver));
  }
  SECTION("logging out forgets it") {
    first.performs(session::Disconnect{});
    CHECK(kept(first).count("caps:juliet@example.com") == 0);
  }
}

TEST_CASE("another tab's knowledge is not written over", "[ext][caps]") {
  Wire one = on_device({}, "");
  one.skip();
  Wire other = on_device({}, c_of(exodus_ver));
  other.sends(question("example.com", exodus_ver));
  other.receives(answer(other, "example.com", exodus_info));
  const std::string key = "caps:juliet@example.com";
  one.link().input(base::Kept{base::Keeping::Device, key, kept(other)[key]});
  const std::string content = "<identity category='client' type='pc'/><feature var='z'/>";
  const std::string ver = *xmpp::verification_string(
      parse_xml("<query xmlns='" + info_ns + "'>" + content + "</query>"), "sha-1");
  one.receives(presence("romeo@example.net/orchard", c_of(ver))).skip();
  ask(one, "romeo@example.net/orchard");
  one.sends(question("romeo@example.net/orchard", ver));
  one.receives(answer(one, "romeo@example.net/orchard", content));
  Wire third = on_device({{key, kept(one)[key]}}, c_of(exodus_ver));
  CHECK(third.event<session::ServerFeatures>().features == exodus);
}

TEST_CASE("the oldest list goes first", "[ext][caps]") {
  Wire wire = Wire::bound(own);
  const auto learn = [&](size_t n) {
    const std::string content =
        "<identity category='client' type='pc'/><feature var='f" + std::to_string(n) + "'/>";
    const std::string ver = *xmpp::verification_string(
        parse_xml("<query xmlns='" + info_ns + "'>" + content + "</query>"), "sha-1");
    const std::string whom = "a@b/" + std::to_string(n);
    wire.receives(presence(whom, c_of(ver))).skip();
    ask(wire, whom);
    if (wire.link().sent.empty()) return false;
    wire.sends(question(whom, ver)).receives(answer(wire, whom, content)).skip();
    return true;
  };
  for (size_t n = 0; n < caps::max_lists; ++n) REQUIRE(learn(n));
  CHECK_FALSE(learn(0));
  REQUIRE(learn(caps::max_lists));
  CHECK_FALSE(learn(1));
  CHECK(learn(0));
}

TEST_CASE("a guest's knowledge is nobody's afterwards", "[ext][caps]") {
  Wire wire(device());
  wire.performs(
      session::Connect{.account = *xmpp::Jid::parse("example.com"), .is_anonymous = true});
  wire.link().open_socket();
  wire.receives(server_open()).receives(offer({"ANONYMOUS"})).receives(sasl("success"));
  wire.receives(server_open()).receives(Link::features_frame(bind_feature + c_of(exodus_ver)));
  const std::string id = attribute_of(wire.link().sent.back(), "id");
  wire.skip();
  wire.receives(Link::bind_result(id, "guest1@example.com/x"));
  wire.link().sent.pop_front();
  wire.sends(question("example.com", exodus_ver));
  wire.receives(answer(wire, "example.com", exodus_info));
  CHECK(kept(wire).count("caps:example.com") == 0);
}
