// SPDX-License-Identifier: MIT
// The roster: load, push, set, remove. Examples after RFC 6121 section 2.
#include "ext/rfc6121_roster.h"

#include <map>

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

// Bound, with the roster request not yet answered; its id is in wire.id().
Wire asking() {
  Wire wire = authenticated();
  wire.receives(Link::features_frame(bind_feature)).sends(our_bind);
  wire.receives(Link::bind_result(wire.id(), own));
  wire.sends("<iq type='get' id='*'><query xmlns='jabber:iq:roster'/></iq>");
  const std::string id = wire.id();
  wire.skip();
  return wire;
}

// ---- versions (RFC 6121 2.6) ----

using Records = std::map<std::string, std::string>;
const std::string roster_key = "roster:juliet@example.com";
const std::string rosterver = "<ver xmlns='urn:xmpp:features:rosterver'/>";

// What is on the device after all that was kept and forgotten.
Records kept(Wire& wire, Records records = {}) {
  for (const base::Keep& keep : wire.link().kept) {
    if (keep.value.empty()) {
      records.erase(keep.key);
    } else {
      records[keep.key] = keep.value;
    }
  }
  return records;
}

// Logs in on a device with these records, up to the question for the roster, which is next to be read.
void log_in_to(Wire& wire, const std::string& features, const std::string& account) {
  wire.performs(session::Connect{
      .account = *xmpp::Jid::parse(account), .password = base::Secret("secret"), .stay = true});
  wire.link().open_socket();
  wire.receives(server_open()).receives(offer({"PLAIN"})).receives(sasl("success"));
  wire.receives(server_open()).receives(Link::features_frame(bind_feature + features));
  const std::string id = attribute_of(wire.link().sent.back(), "id");
  wire.skip();
  wire.receives(Link::bind_result(id, account + "/balcony"));
  wire.status<stream::Fresh>();
}
Wire on_device(const Records& records, const std::string& features = rosterver,
               const std::string& account = "juliet@example.com") {
  session::Settings settings = Wire::usual();
  settings.remember = session::Remember::Device;
  Wire wire(std::move(settings));
  for (const auto& [key, value] : records) {
    wire.link().input(base::Kept{base::Keeping::Device, key, value});
  }
  log_in_to(wire, features, account);
  return wire;
}
void asks_with(Wire& wire, const std::string& version) {
  wire.sends("<iq type='get' id='*'><query xmlns='jabber:iq:roster' ver='" + version + "'/></iq>");
}
std::string versioned_push(const std::string& version, const std::string& item) {
  return "<iq type='set' id='push'><query xmlns='jabber:iq:roster' ver='" + version + "'>" + item +
         "</query></iq>";
}
std::vector<std::string> names(const session::RosterLoaded& loaded) {
  std::vector<std::string> out;
  for (const auto& item : loaded.items) out.push_back(item.jid.text());
  return out;
}

// A first login: the server told a roster of that version with nurse and romeo.
Wire first_login(const std::string& version = "v1") {
  Wire wire = on_device({});
  asks_with(wire, "");
  wire.receives("<iq type='result' id='" + wire.id() + "'><query xmlns='jabber:iq:roster' ver='" +
                version +
                "'><item jid='romeo@example.net' name='Romeo' subscription='both'>"
                "<group>Friends</group></item><item jid='nurse@example.com' ask='subscribe'/>"
                "</query></iq>");
  wire.event<session::RosterLoaded>();
  wire.skip();
  return wire;
}
const std::vector<std::string> both{"nurse@example.com", "romeo@example.net"};

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
  CHECK(loaded.items[1].name == "Romeo");
  CHECK(loaded.items[0].jid.text() == "nurse@example.com");
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

TEST_CASE("at most fifty thousand contacts are loaded", "[ext][roster]") {
  Wire wire = asking();
  std::string items;
  for (size_t i = 0; i <= roster::max_items; ++i) {
    items += "<item jid='a" + std::to_string(i) + "@b'/>";
  }
  wire.receives("<iq type='result' id='" + wire.id() + "'><query xmlns='jabber:iq:roster'>" +
                items + "</query></iq>");
  CHECK(wire.event<session::RosterLoaded>().items.size() == roster::max_items);
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
  const char* ping =
      "<iq type='get' id='p' from='romeo@example.net/o'><ping xmlns='urn:xmpp:ping'/></iq>";
  const std::string refusal =
      "<iq type='error' id='p' to='romeo@example.net/o'><error type='cancel'>"
      "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
  wire.receives(ping).sends(refusal);
  wire.receives(push("<item jid='romeo@example.net' subscription='from'/>")).skip();
  wire.receives(ping).sends("<iq type='result' id='p' to='romeo@example.net/o'/>");
  wire.receives(push("<item jid='romeo@example.net' subscription='none'/>")).skip();
  wire.receives(ping).sends(refusal);
  wire.receives(push("<item jid='romeo@example.net' subscription='both'/>")).skip();
  wire.receives(push("<item jid='romeo@example.net' subscription='remove'/>")).skip();
  wire.receives(ping).sends(refusal);
}

// ---- versions ----

TEST_CASE("trap 55: the next session shows what was kept and is told only that it is the same",
          "[ext][roster][versions]") {
  Wire first = first_login();
  Wire next = on_device(kept(first));
  auto loaded = next.event<session::RosterLoaded>();
  REQUIRE(names(loaded) == both);
  CHECK(loaded.items[1].name == "Romeo");
  CHECK(loaded.items[1].groups == std::vector<std::string>{"Friends"});
  CHECK(loaded.items[1].subscription == Subscription::Both);
  CHECK(loaded.items[0].is_pending);
  asks_with(next, "v1");
  next.receives("<iq type='result' id='" + next.id() + "'/>").no_events();
  // Who may ask us is known as well.
  next.skip().receives(
      "<iq type='get' id='p' from='romeo@example.net/o'><ping xmlns='urn:xmpp:ping'/></iq>");
  next.sends("<iq type='result' id='p' to='romeo@example.net/o'/>");
}

TEST_CASE("trap 55: a version is named only where versions are known", "[ext][roster][versions]") {
  Wire first = first_login();
  Wire next = on_device(kept(first), "");
  CHECK(names(next.event<session::RosterLoaded>()) == both);
  next.sends("<iq type='get' id='*'><query xmlns='jabber:iq:roster'/></iq>");
  next.receives("<iq type='result' id='" + next.id() + "'/>");
  // Nothing was named, so nothing can be unchanged: it is empty.
  CHECK(next.event<session::RosterLoaded>().items.empty());
}

TEST_CASE("a changed roster replaces the kept one", "[ext][roster][versions]") {
  Wire first = first_login();
  Wire next = on_device(kept(first));
  next.event<session::RosterLoaded>();
  asks_with(next, "v1");
  next.receives("<iq type='result' id='" + next.id() +
                "'><query xmlns='jabber:iq:roster' ver='v9'><item jid='paris@example.org'/></query>"
                "</iq>");
  CHECK(names(next.event<session::RosterLoaded>()) ==
        std::vector<std::string>{"paris@example.org"});
  Wire third = on_device(kept(next));
  CHECK(names(third.event<session::RosterLoaded>()) ==
        std::vector<std::string>{"paris@example.org"});
  asks_with(third, "v9");
}

TEST_CASE("pushes change what is kept, once per burst", "[ext][roster][versions]") {
  Wire first = first_login();
  const Records before = kept(first);
  first.link().kept.clear();
  first.receives(versioned_push("v2", "<item jid='paris@example.org'/>"));
  first.receives(versioned_push("v3", "<item jid='romeo@example.net' subscription='remove'/>"));
  first.receives(versioned_push("v4", "<item jid='nurse@example.com' name='Nurse'/>"));
  CHECK(first.link().kept.empty());
  SECTION("when they have rested") { first.advance(roster::keeping_delay); }
  SECTION("or the session is lost") { first.performs(session::Disconnect{.forget = false}); }
  if (first.link().kept.empty()) first.receives(our_close);
  size_t writes = 0;
  for (const base::Keep& keep : first.link().kept) writes += keep.key == roster_key ? 1 : 0;
  CHECK(writes == 1);
  Wire next = on_device(kept(first, before));
  CHECK(names(next.event<session::RosterLoaded>()) ==
        std::vector<std::string>{"nurse@example.com", "paris@example.org"});
  asks_with(next, "v4");
}

TEST_CASE("a page that dies in a burst of pushes has the roster and the version of before it",
          "[ext][roster][versions]") {
  Wire first = first_login();
  first.receives(versioned_push("v2", "<item jid='paris@example.org'/>"));
  Wire next = on_device(kept(first));
  CHECK(names(next.event<session::RosterLoaded>()) == both);
  asks_with(next, "v1");
  // The change comes again, as a push (2.6.3).
  next.receives("<iq type='result' id='" + next.id() + "'/>");
  next.receives(versioned_push("v2", "<item jid='paris@example.org'/>"));
  CHECK(next.event<session::RosterItemChanged>().item.jid.text() == "paris@example.org");
}

TEST_CASE("a push before the answer is no version of what we have", "[ext][roster][versions]") {
  Wire first = first_login();
  Wire next = on_device(kept(first));
  next.event<session::RosterLoaded>();
  asks_with(next, "v1");
  next.receives(versioned_push("v3", "<item jid='paris@example.org'/>"));
  next.event<session::RosterItemChanged>();
  next.advance(5s);
  // The answer, and whatever changed up to v2 with it, is lost with the connection.
  Wire third = on_device(kept(next, kept(first)));
  CHECK(names(third.event<session::RosterLoaded>()) == both);
  asks_with(third, "v1");
}

TEST_CASE("a damaged roster record is no roster", "[ext][roster][versions]") {
  Wire first = first_login();
  Records records = kept(first);
  const std::string good = records[roster_key];
  for (size_t cut : {size_t(0), size_t(3), good.size() / 2, good.size() - 1}) {
    records[roster_key] = good.substr(0, cut) + "x";
    Wire next = on_device(records);
    next.no_events();
    asks_with(next, "");
  }
  records[roster_key] = good;
  records[roster_key][good.size() / 2] ^= 0x20;
  Wire next = on_device(records);
  next.no_events();
  asks_with(next, "");
}

TEST_CASE("the roster of another account is not shown", "[ext][roster][versions]") {
  Wire first = first_login();
  const Records records = kept(first);
  Wire other = on_device(records, rosterver, "nurse@example.com");
  other.no_events();
  asks_with(other, "");
  // Nor in the same run.
  log_in_to(first.skip(), rosterver, "nurse@example.com");
  asks_with(first, "");
}

TEST_CASE("logging out forgets the roster, also what is pushed on the way out",
          "[ext][roster][versions]") {
  Wire wire = first_login();
  const Records records = kept(wire);
  REQUIRE(records.count(roster_key) == 1);
  wire.performs(session::Disconnect{});
  wire.receives(versioned_push("v2", "<item jid='paris@example.org'/>"));
  wire.receives(our_close).advance(5s);
  const Records after = kept(wire, records);
  for (const auto& [key, value] : after) {
    INFO(key);
    CHECK(key.find("juliet") == std::string::npos);
    CHECK(value.find("juliet") == std::string::npos);
  }
  // The next login begins with nothing.
  wire.skip();
  log_in_to(wire, rosterver, "juliet@example.com");
  asks_with(wire, "");
}

TEST_CASE("a roster larger than the limit is asked for anew", "[ext][roster][versions]") {
  Wire wire = on_device({});
  asks_with(wire, "");
  std::string items;
  const std::string name(1000, 'n');
  for (size_t i = 0; i <= roster::max_kept_bytes / 1000; ++i) {
    items += "<item jid='a" + std::to_string(i) + "@b' name='" + name + "'/>";
  }
  wire.receives("<iq type='result' id='" + wire.id() +
                "'><query xmlns='jabber:iq:roster' ver='v1'>" + items + "</query></iq>");
  CHECK(kept(wire).count(roster_key) == 0);
}

TEST_CASE("each guest has a roster of their own", "[ext][roster][versions]") {
  session::Settings settings = Wire::usual();
  settings.remember = session::Remember::Device;
  Wire wire(std::move(settings));
  for (const char* guest : {"g1@example.com/x", "g2@example.com/x"}) {
    wire.performs(
        session::Connect{.account = *xmpp::Jid::parse("example.com"), .is_anonymous = true});
    wire.link().open_socket();
    wire.receives(server_open()).receives(offer({"ANONYMOUS"})).receives(sasl("success"));
    wire.receives(server_open()).receives(Link::features_frame(bind_feature + rosterver));
    const std::string id = attribute_of(wire.link().sent.back(), "id");
    wire.skip();
    wire.receives(Link::bind_result(id, guest));
    asks_with(wire, "");
    wire.receives("<iq type='result' id='" + wire.id() +
                  "'><query xmlns='jabber:iq:roster' ver='v1'><item jid='a@b'/></query></iq>");
    wire.skip();
  }
  CHECK(kept(wire).count("roster:example.com") == 0);
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
