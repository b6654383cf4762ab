// SPDX-License-Identifier: MIT
// Capabilities: ours in presence, those of the server asked once and proved before they are kept. Examples after XEP-0115.
#include "ext/xep0115_caps.h"

#include <map>

#include "session/event.h"
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
std::string question(const std::string& to, const std::string& ver) {
  return "<iq type='get' id='*' to='" + to + "'><query xmlns='" + info_ns + "'" +
         (ver.empty() ? "" : " node='urn:exodus#" + ver + "'") + "/></iq>";
}
std::string ver_of(const std::string& content) {
  return *xmpp::verification_string(
      parse_xml("<query xmlns='" + info_ns + "'>" + content + "</query>"), "sha-1");
}
std::string answer(Wire& wire, const std::string& from, const std::string& content) {
  return "<iq type='result' id='" + wire.id() + "' from='" + from + "'><query xmlns='" + info_ns +
         "'>" + content + "</query></iq>";
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
  wire.link().first_wishes.clear();
  wire.receives(Link::bind_result(id, std::string(account) + "/balcony"));
  while (wire.link().events.size() > 0 &&
         base::holds<session::StatusChanged>(wire.link().events.front())) {
    wire.link().events.pop_front();
  }
  return wire;
}

}  // namespace

// ---- ours ----

TEST_CASE("our presence names what disco#info of us says", "[ext][caps]") {
  Wire wire = Wire::bound(own, "<item jid='romeo@example.net' subscription='from'/>");
  wire.performs(session::SetPresence{xmpp::Availability::Away, ""});
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
  wire.performs(session::SetPresence{xmpp::Availability::Offline, ""});
  CHECK(parse_xml(wire.link().sent.front()).child({caps_ns, "c"}) == nullptr);
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
    again.sends(displayed_wish).sends_nothing();
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

TEST_CASE("trap 56: a list that its hash does not prove is believed for this session only",
          "[ext][caps][hostile]") {
  const auto [hash, content] =
      GENERATE(std::pair<std::string, std::string>("sha-1", "<feature var='evil'/>"),
               std::pair<std::string, std::string>("md5", exodus_info));
  const std::string named = c_of(exodus_ver, hash);
  Wire wire = on_device({}, named);
  wire.sends(question("example.com", exodus_ver));
  wire.receives(answer(wire, "example.com", content));
  CHECK_FALSE(wire.event<session::ServerFeatures>().features.empty());
  CHECK(kept(wire).count("caps:juliet@example.com") == 0);
  Wire again = on_device(kept(wire), named);
  again.sends(question("example.com", exodus_ver));
}

TEST_CASE("a list longer than any honest one is not kept", "[ext][caps]") {
  // Its hash is right; it is only too long.
  std::string content = "<identity category='server' type='im'/>";
  const size_t count = caps::max_list_bytes / 8;
  for (size_t i = 0; i <= count; ++i) {
    content += "<feature var='f" + std::to_string(100000 + i) + "'/>";
  }
  const std::string ver = ver_of(content);
  Wire wire = on_device({}, c_of(ver));
  wire.sends(question("example.com", ver));
  wire.receives(answer(wire, "example.com", content));
  CHECK(wire.event<session::ServerFeatures>().features.size() == count + 1);
  CHECK(kept(wire).count("caps:juliet@example.com") == 0);
}

TEST_CASE("another tab's knowledge is not written over", "[ext][caps]") {
  const std::string content = "<identity category='server' type='im'/><feature var='z'/>";
  Wire one = on_device({}, c_of(ver_of(content)));
  one.sends(question("example.com", ver_of(content)));
  Wire other = on_device({}, c_of(exodus_ver));
  other.sends(question("example.com", exodus_ver));
  other.receives(answer(other, "example.com", exodus_info));
  const std::string key = "caps:juliet@example.com";
  one.link().input(base::Kept{base::Keeping::Device, key, kept(other)[key]});
  one.receives(answer(one, "example.com", content));
  Wire third = on_device({{key, kept(one)[key]}}, c_of(exodus_ver));
  CHECK(third.event<session::ServerFeatures>().features == exodus);
}

TEST_CASE("the oldest list goes first", "[ext][caps]") {
  std::map<std::string, std::string> records;
  // Whether it had to be asked for.
  const auto learn = [&](size_t n) {
    const std::string content =
        "<identity category='server' type='im'/><feature var='f" + std::to_string(n) + "'/>";
    Wire wire = on_device(records, c_of(ver_of(content)));
    if (wire.link().sent.front().find(info_ns) == std::string::npos) return false;
    wire.sends(question("example.com", ver_of(content)));
    wire.receives(answer(wire, "example.com", content));
    records = kept(wire);
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
  wire.sends(question("example.com", exodus_ver));
  wire.receives(answer(wire, "example.com", exodus_info));
  CHECK(kept(wire).count("caps:example.com") == 0);
}
