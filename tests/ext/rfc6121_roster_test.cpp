// SPDX-License-Identifier: MIT
// The roster: load, push, set, remove. Examples after RFC 6121 section 2.
#include "ext/rfc6121_roster.h"

#include "session/event.h"
#include "support/login.h"
#include "support/xml_equal.h"

using namespace support;
using xmpp::Subscription;

namespace {

constexpr const char* own = "juliet@example.com/balcony";

std::optional<xmpp::RosterItem> parse(const std::string& attributes,
                                      const std::string& content = "") {
  return roster::parse_item(
      parse_xml("<item xmlns='jabber:iq:roster' " + attributes + ">" + content + "</item>"));
}

std::string push(const std::string& item, const std::string& from = "") {
  return "<iq type='set' id='push' " + from + "><query xmlns='jabber:iq:roster'>" + item +
         "</query></iq>";
}

// Bound, with the roster not yet asked for.
Wire fresh(const std::string& features = "") {
  Wire wire = authenticated();
  wire.link().first_wishes.clear();
  wire.receives(Link::features_frame(bind_feature + features)).sends(our_bind);
  wire.receives(Link::bind_result(wire.id(), own));
  wire.skip();
  return wire;
}
// With the request not yet answered; its id is in wire.id().
Wire asking() {
  Wire wire = fresh();
  wire.performs(session::LoadRoster{"v1"});  // of no use where versions are not known
  wire.sends("<iq type='get' id='*'><query xmlns='jabber:iq:roster'/></iq>");
  return wire;
}

const std::string rosterver = "<ver xmlns='urn:xmpp:features:rosterver'/>";

void asks_with(Wire& wire, const std::string& version) {
  wire.performs(session::LoadRoster{version});
  wire.sends("<iq type='get' id='*'><query xmlns='jabber:iq:roster' ver='" + version + "'/></iq>");
}
std::string versioned_push(const std::string& version, const std::string& item) {
  return "<iq type='set' id='push'><query xmlns='jabber:iq:roster' ver='" + version + "'>" + item +
         "</query></iq>";
}
const char* ping_of_romeo =
    "<iq type='get' id='p' from='romeo@example.net/o'><ping xmlns='urn:xmpp:ping'/></iq>";
const char* pong_to_romeo = "<iq type='result' id='p' to='romeo@example.net/o'/>";

}  // namespace

TEST_CASE("an item says who, how and in which groups", "[ext][roster]") {
  auto item = parse("jid='romeo@example.net' name='Romeo' subscription='both'",
                    "<group>Friends</group><group>Montagues</group><group>Friends</group>"
                    "<group/><note xmlns='urn:x'>no group</note>");
  REQUIRE(item);
  CHECK(item->jid.text() == "romeo@example.net");
  CHECK(item->name == "Romeo");
  CHECK(item->subscription == Subscription::Both);
  CHECK_FALSE(item->is_pending);
  CHECK(item->groups == std::vector<std::string>{"Friends", "Montagues"});
}

TEST_CASE("subscriptions are read, unknown ones are none", "[ext][roster]") {
  CHECK(parse("jid='a@b'")->subscription == Subscription::None);
  CHECK(parse("jid='a@b' subscription='none'")->subscription == Subscription::None);
  CHECK(parse("jid='a@b' subscription='to'")->subscription == Subscription::To);
  CHECK(parse("jid='a@b' subscription='from'")->subscription == Subscription::From);
  CHECK(parse("jid='a@b' subscription='odd'")->subscription == Subscription::None);
  CHECK(parse("jid='a@b' ask='subscribe'")->is_pending);
  CHECK_FALSE(parse("jid='a@b' ask='unsubscribe'")->is_pending);
}

TEST_CASE("an item without an address is none", "[ext][roster]") {
  CHECK_FALSE(parse(""));
  CHECK_FALSE(parse("jid=''"));
  CHECK_FALSE(parse("jid='a@b@c'"));
  CHECK_FALSE(roster::parse_item(parse_xml("<item xmlns='urn:x' jid='a@b'/>")));
  CHECK(parse("jid='a@b/resource'")->jid.text() == "a@b");
}

TEST_CASE("the roster is loaded on a new session", "[ext][roster]") {
  Wire wire = asking();
  wire.receives("<iq type='result' id='" + wire.id() +
                "'><query xmlns='jabber:iq:roster'>"
                "<item jid='romeo@example.net' name='Romeo' subscription='both'/>"
                "<item jid='romeo@example.net' name='twice'/><item jid='@'/>"
                "<item jid='nurse@example.com'/></query></iq>");
  auto loaded = wire.event<session::RosterLoaded>();
  REQUIRE(loaded.items.size() == 2);
  CHECK(loaded.items[0].name == "Romeo");
  CHECK(loaded.items[1].jid.text() == "nurse@example.com");
  CHECK(loaded.version.empty());
  wire.no_events();
}

TEST_CASE("an empty roster is a roster", "[ext][roster]") {
  Wire wire = asking();
  wire.receives("<iq type='result' id='" + wire.id() + "'/>");
  CHECK(wire.event<session::RosterLoaded>().items.empty());
}

TEST_CASE("a roster that does not come is reported", "[ext][roster]") {
  Wire refused = asking();
  refused.receives("<iq type='error' id='" + refused.id() +
                   "'><error type='wait'><internal-server-error "
                   "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
  auto failed = refused.event<session::RosterRequestFailed>();
  CHECK(failed.jid.empty());
  CHECK(failed.error.condition == xmpp::Condition::InternalServerError);
  Wire silent = asking();
  silent.advance(30s);
  CHECK(silent.event<session::RosterRequestFailed>().error.condition ==
        xmpp::Condition::RemoteServerTimeout);
}

TEST_CASE("somebody else's roster is not taken for ours", "[ext][roster]") {
  Wire wire = asking();
  wire.receives("<iq type='result' from='mallory@evil.example' id='" + wire.id() +
                "'><query xmlns='jabber:iq:roster'><item jid='m@evil.example'/></query></iq>")
      .no_events();
  wire.receives("<iq type='result' from='juliet@example.com' id='" + wire.id() + "'/>");
  CHECK(wire.event<session::RosterLoaded>().items.empty());
}

TEST_CASE("a push changes one contact and is acknowledged", "[ext][roster]") {
  Wire wire = Wire::bound(own);
  wire.receives(push("<item jid='nurse@example.com' name='Nurse' subscription='to'/>"));
  wire.sends("<iq type='result' id='push'/>").sends_nothing();
  CHECK(wire.event<session::RosterItemChanged>().item.name == "Nurse");
  wire.receives(
      push("<item jid='nurse@example.com' subscription='remove'/>", "from='juliet@example.com'"));
  wire.sends("<iq type='result' id='push' to='juliet@example.com'/>");
  CHECK(wire.event<session::RosterItemRemoved>().jid.text() == "nurse@example.com");
}

TEST_CASE("CVE-2015-8688: a forged push changes nothing and learns nothing", "[ext][roster]") {
  Wire wire = Wire::bound(own, "<item jid='romeo@example.net' subscription='both'/>");
  for (const char* forger : {"mallory@evil.example/x", "romeo@example.net/orchard", "example.com",
                             "juliet@example.com/garden"}) {
    wire.receives(push("<item jid='mallory@evil.example' subscription='both'/>",
                       "from='" + std::string(forger) + "'"))
        .sends_nothing()
        .no_events();
  }
}

TEST_CASE("a push without an address is acknowledged and forgotten", "[ext][roster]") {
  Wire wire = Wire::bound(own);
  wire.receives(push("<item jid='@'/>")).sends("<iq type='result' id='push'/>").no_events();
}

TEST_CASE("a contact is set with name and groups", "[ext][roster]") {
  Wire wire = Wire::bound(own);
  wire.performs(
      session::SetRosterItem{*xmpp::Jid::parse("nurse@example.com"), "Nurse", {"Servants", "A&B"}});
  wire.sends(
      "<iq type='set' id='*'><query xmlns='jabber:iq:roster'>"
      "<item jid='nurse@example.com' name='Nurse'><group>Servants</group>"
      "<group>A&amp;B</group></item></query></iq>");
  wire.receives("<iq type='result' id='" + wire.id() + "'/>").no_events();
  wire.performs(session::SetRosterItem{*xmpp::Jid::parse("nurse@example.com"), "", {}});
  wire.sends(
      "<iq type='set' id='*'><query xmlns='jabber:iq:roster'>"
      "<item jid='nurse@example.com'/></query></iq>");
}

TEST_CASE("a contact is removed", "[ext][roster]") {
  Wire wire = Wire::bound(own);
  wire.performs(session::RemoveRosterItem{*xmpp::Jid::parse("nurse@example.com")});
  wire.sends(
      "<iq type='set' id='*'><query xmlns='jabber:iq:roster'>"
      "<item jid='nurse@example.com' subscription='remove'/></query></iq>");
}

TEST_CASE("a refused change names the contact", "[ext][roster]") {
  Wire wire = Wire::bound(own);
  wire.performs(session::RemoveRosterItem{*xmpp::Jid::parse("nurse@example.com")});
  SECTION("by the server") {
    wire.sends(
        "<iq type='set' id='*'><query xmlns='jabber:iq:roster'>"
        "<item jid='nurse@example.com' subscription='remove'/></query></iq>");
    wire.receives("<iq type='error' id='" + wire.id() +
                  "'><error type='modify'><item-not-found "
                  "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
    auto failed = wire.event<session::RosterRequestFailed>();
    CHECK(failed.jid.text() == "nurse@example.com");
    CHECK(failed.error.condition == xmpp::Condition::ItemNotFound);
  }
  SECTION("by the loss of the connection") {
    wire.link().close_socket();
    wire.status<stream::Suspended>();
    CHECK(wire.event<session::RosterRequestFailed>().jid.text() == "nurse@example.com");
  }
}

TEST_CASE("who may see our presence may ask, as soon as the roster says so", "[ext][roster]") {
  Wire wire = Wire::bound(own, "<item jid='romeo@example.net' subscription='to'/>");
  const std::string refusal =
      "<iq type='error' id='p' to='romeo@example.net/o'><error type='cancel'>"
      "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
  wire.receives(ping_of_romeo).sends(refusal);
  wire.receives(push("<item jid='romeo@example.net' subscription='from'/>")).skip();
  wire.receives(ping_of_romeo).sends(pong_to_romeo);
  wire.receives(push("<item jid='romeo@example.net' subscription='none'/>")).skip();
  wire.receives(ping_of_romeo).sends(refusal);
  wire.receives(push("<item jid='romeo@example.net' subscription='both'/>")).skip();
  wire.receives(push("<item jid='romeo@example.net' subscription='remove'/>")).skip();
  wire.receives(ping_of_romeo).sends(refusal);
}

TEST_CASE("who may see our presence may ask, before the roster has come", "[ext][roster]") {
  Wire wire = fresh();
  wire.performs(session::KnowWatchers{{*xmpp::Jid::parse("romeo@example.net")}});
  wire.receives(ping_of_romeo).sends(pong_to_romeo);
}

TEST_CASE("a roster that is on its way is not asked for again", "[ext][roster]") {
  Wire wire = asking();
  wire.performs(session::LoadRoster{}).sends_nothing();
  wire.receives("<iq type='result' id='" + wire.id() + "'/>");
  wire.performs(session::LoadRoster{});
  wire.sends("<iq type='get' id='*'><query xmlns='jabber:iq:roster'/></iq>");
}

// ---- versions (RFC 6121 2.6) ----

TEST_CASE("trap 55: an empty answer means that nothing changed, where a version was named",
          "[ext][roster][versions]") {
  Wire wire = fresh(rosterver);
  wire.performs(session::KnowWatchers{{*xmpp::Jid::parse("romeo@example.net")}});
  asks_with(wire, "v1");
  wire.receives("<iq type='result' id='" + wire.id() + "'/>");
  wire.event<session::RosterUnchanged>();
  wire.no_events();
  // Who may ask us is as known as before.
  wire.receives(ping_of_romeo).sends(pong_to_romeo);
}

TEST_CASE("trap 55: without a version an empty answer is an empty roster",
          "[ext][roster][versions]") {
  Wire wire = fresh(rosterver);
  asks_with(wire, "");
  wire.receives("<iq type='result' id='" + wire.id() + "'/>");
  CHECK(wire.event<session::RosterLoaded>().items.empty());
}

TEST_CASE("a changed roster comes whole, with its version", "[ext][roster][versions]") {
  Wire wire = fresh(rosterver);
  asks_with(wire, "v1");
  wire.receives("<iq type='result' id='" + wire.id() +
                "'><query xmlns='jabber:iq:roster' ver='v9'><item jid='paris@example.org'/></query>"
                "</iq>");
  const auto loaded = wire.event<session::RosterLoaded>();
  REQUIRE(loaded.items.size() == 1);
  CHECK(loaded.items[0].jid.text() == "paris@example.org");
  CHECK(loaded.version == "v9");
}

TEST_CASE("a push names the version it makes", "[ext][roster][versions]") {
  Wire wire = Wire::bound(own);
  wire.receives(versioned_push("v2", "<item jid='paris@example.org'/>"));
  CHECK(wire.event<session::RosterItemChanged>().version == "v2");
  wire.receives(versioned_push("v3", "<item jid='paris@example.org' subscription='remove'/>"));
  CHECK(wire.event<session::RosterItemRemoved>().version == "v3");
}

// ---- spelling (RFC 6122, RFC 7622) ----

TEST_CASE("a contact that the server spells otherwise is told to be the one that was asked for",
          "[ext][roster]") {
  Wire wire = Wire::bound(own);
  const xmpp::Jid typed = *xmpp::Jid::parse("straße@example.com");
  wire.performs(session::SetRosterItem{typed, "Street", {}}).skip();
  wire.receives(push("<item jid='romeo@example.net' subscription='none'/>"));
  wire.event<session::RosterItemChanged>();
  wire.no_events();
  wire.receives(push("<item jid='strasse@example.com' name='Street' subscription='none'/>"));
  const auto spelled = wire.event<session::AddressSpelled>();
  CHECK(spelled.asked == typed);
  CHECK(spelled.spelled.text() == "strasse@example.com");
  CHECK(wire.event<session::RosterItemChanged>().item.jid.text() == "strasse@example.com");
  // Once is enough.
  wire.receives(push("<item jid='strasse@example.com' name='Street' subscription='both'/>"));
  wire.event<session::RosterItemChanged>();
  wire.no_events();
}

TEST_CASE("who was not asked for is nobody's other spelling", "[ext][roster]") {
  Wire wire = Wire::bound(own);
  SECTION("nobody was asked for") {}
  SECTION("the server knows both") {
    wire.performs(session::SetRosterItem{*xmpp::Jid::parse("straße@example.com"), "", {}}).skip();
    wire.receives(push("<item jid='straße@example.com' subscription='none'/>"));
    wire.event<session::RosterItemChanged>();
  }
  SECTION("it is of another domain") {
    wire.performs(session::SetRosterItem{*xmpp::Jid::parse("straße@example.net"), "", {}}).skip();
  }
  SECTION("that was another session") {
    wire.performs(session::SetRosterItem{*xmpp::Jid::parse("straße@example.com"), "", {}});
    wire.performs(session::Disconnect{.forget = false});
    wire.performs(session::Connect{.account = *xmpp::Jid::parse("juliet@example.com"),
                                   .password = base::Secret("secret")});
    REQUIRE(wire.link().log_in(own, ""));
    wire.skip();
  }
  wire.receives(push("<item jid='strasse@example.com' subscription='none'/>"));
  wire.event<session::RosterItemChanged>();
  wire.no_events();
}
