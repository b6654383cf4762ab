// SPDX-License-Identifier: MIT
// Who is called what, and who is told apart by the address.
#include "ui/names.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/model_driver.h"
#include "support/ui_driver.h"

using support::ModelDriver;
using support::UiDriver;

namespace {

// How a line of text names somebody.
std::string told(const ModelDriver& driver, std::string_view address) {
  ui::Names names;
  ui::update_names(names, {&driver.model});
  return ui::told_name(names, driver.model, driver.jid(address));
}

// With the marks around the address that keep it from being reordered (UAX #9: FSI, PDI).
std::string with_address(const std::string& name, const std::string& address) {
  return name + " (\u2068" + address + "\u2069)";
}

void load(ModelDriver& driver, std::vector<std::pair<const char*, const char*>> contacts) {
  session::RosterLoaded roster;
  for (const auto& [address, name] : contacts) {
    roster.items.push_back({.jid = driver.jid(address), .name = name});
  }
  driver.log_in();
  driver.event(roster);
}

}  // namespace

TEST_CASE("a name that looks empty is the address", "[ui][names]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(
      session::RosterLoaded{{{.jid = driver.jid("bob@example.com"), .name = "\u200b\u2060"}}});
  CHECK(ui::shown_name(driver.model, driver.jid("bob@example.com")) == "bob@example.com");
}

TEST_CASE("two contacts of one name are told apart by their addresses", "[ui][names]") {
  ModelDriver driver;
  load(driver, {{"bob@example.com", "Bob"}, {"rob@far.example", "Bob"}, {"carol@far.example", ""}});
  CHECK(told(driver, "bob@example.com") == with_address("Bob", "bob@example.com"));
  CHECK(told(driver, "rob@far.example") == with_address("Bob", "rob@far.example"));
  // A name that is nobody else's stands alone.
  CHECK(told(driver, "carol@far.example") == "carol");
  CHECK(ui::shown_name(driver.model, driver.jid("bob@example.com")) == "Bob");
}

TEST_CASE("names that only look the same are told apart as well", "[ui][names]") {
  const char* other =
      GENERATE("bob", "B\u200bob", "\u200b Bob \u2060", "Ｂｏｂ", "Bo\u202eb", "𝐁𝐨𝐛");
  CAPTURE(other);
  ModelDriver driver;
  load(driver, {{"bob@example.com", "Bob"}, {"eve@far.example", other}});
  CHECK(told(driver, "bob@example.com") == with_address("Bob", "bob@example.com"));
  CHECK(told(driver, "eve@far.example").find("(\u2068eve@far.example\u2069)") != std::string::npos);
}

TEST_CASE("a rename that ends the sharing takes the address away again", "[ui][names]") {
  ModelDriver driver;
  load(driver, {{"bob@example.com", "Bob"}, {"rob@far.example", "Bob"}});
  CHECK(told(driver, "bob@example.com") == with_address("Bob", "bob@example.com"));
  driver.event(session::RosterItemChanged{{.jid = driver.jid("rob@far.example"), .name = "Rob"}});
  CHECK(told(driver, "bob@example.com") == "Bob");
  CHECK(told(driver, "rob@far.example") == "Rob");
  driver.event(session::RosterItemChanged{{.jid = driver.jid("rob@far.example"), .name = "Bob"}});
  CHECK(told(driver, "bob@example.com") == with_address("Bob", "bob@example.com"));
  driver.event(session::RosterItemRemoved{driver.jid("rob@far.example")});
  CHECK(told(driver, "bob@example.com") == "Bob");
}

TEST_CASE("three of a name are told apart, each from both others", "[ui][names]") {
  ModelDriver driver;
  load(driver, {{"bob@a.example", "Bob"}, {"bob@b.example", "Bob"}, {"rob@a.example", "Bob"}});
  for (const char* address : {"bob@a.example", "bob@b.example", "rob@a.example"}) {
    CHECK(told(driver, address) == with_address("Bob", address));
  }
  ui::Names names;
  ui::update_names(names, {&driver.model});
  CHECK(names.shared.at({0, driver.jid("bob@a.example")}) == 4);
  CHECK(names.shared.at({0, driver.jid("bob@b.example")}) == 4);
  CHECK(names.shared.at({0, driver.jid("rob@a.example")}) == 0);
}

TEST_CASE("a room, a contact and a stranger of one name are told apart", "[ui][names]") {
  ModelDriver driver;
  load(driver, {{"bob@example.com", "Garden"}});
  CHECK(told(driver, "bob@example.com") == "Garden");
  driver.act(model::OpenAddress{"garden@rooms.example.com", true});
  CHECK(told(driver, "bob@example.com") == with_address("Garden", "bob@example.com"));
  CHECK(told(driver, "garden@rooms.example.com") ==
        with_address("garden", "garden@rooms.example.com"));
  driver.receive("garden@far.example/x", "hi");
  CHECK(told(driver, "garden@far.example") == with_address("garden", "garden@far.example"));
}

TEST_CASE("an occupant of a room whose name is another's is named with the room's address",
          "[ui][names]") {
  ModelDriver driver;
  load(driver, {{"bob@example.com", "Bob"}});
  const xmpp::Jid occupant = driver.jid("garden@rooms.example.com/bob");
  driver.act(model::OpenAddress{"garden@rooms.example.com", true});
  driver.event(session::RoomJoined{occupant.bare(), "alice"});
  driver.act(model::OpenConversation{occupant});
  CHECK(told(driver, occupant.text()) == "bob (garden)");
  driver.act(model::OpenAddress{"garden@far.example", true});
  CHECK(told(driver, occupant.text()) == with_address("bob", "garden@rooms.example.com"));
  // Of a room that is in no list, too.
  driver.event(session::RoomLeft{.room = occupant.bare()});
  driver.act(model::RemoveConversation{occupant.bare()});
  REQUIRE(driver.model.conversation(occupant.bare()) == nullptr);
  REQUIRE(driver.model.conversation(occupant) != nullptr);
  CHECK(told(driver, occupant.text()) == with_address("bob", "garden@rooms.example.com"));
}

TEST_CASE("who asks to be a contact under a contact's name is told apart until answered",
          "[ui][names]") {
  ModelDriver driver;
  load(driver, {{"rob@example.com", "Bob"}});
  driver.event(session::SubscriptionRequested{driver.jid("bob@far.example"), "It is Bob."});
  CHECK(told(driver, "bob@far.example") == with_address("bob", "bob@far.example"));
  CHECK(told(driver, "rob@example.com") == with_address("Bob", "rob@example.com"));
  driver.act(model::AnswerRequest{driver.jid("bob@far.example"), false});
  CHECK(told(driver, "rob@example.com") == "Bob");
  // They have no row, and asking does not give them one.
  driver.event(session::SubscriptionRequested{driver.jid("bob@far.example"), "Please."});
  ui::Names names;
  ui::update_names(names, {&driver.model});
  CHECK(names.in_order.size() == 1);
}

TEST_CASE("names are compared once until one of them changes", "[ui][names]") {
  ModelDriver driver;
  load(driver, {{"bob@example.com", "Bob"}, {"rob@far.example", "Bob"}});
  driver.receive("bob@example.com/x", "hi");
  ui::Names names;
  ui::update_names(names, {&driver.model});
  CHECK(names.shared.size() == 2);
  names.shared.clear();
  driver.receive("bob@example.com/x", "again");
  driver.event(session::PresenceChanged{driver.jid("bob@example.com/x"), xmpp::Availability::Away});
  ui::update_names(names, {&driver.model});
  CHECK(names.shared.empty());
}

TEST_CASE("a long address is cut where it does not matter", "[ui][names]") {
  UiDriver driver(300, 700);
  driver.log_in();
  const auto add = [&](const std::string& address, const std::string& name) {
    driver.event(session::RosterItemChanged{{.jid = support::jid(address), .name = name}});
    driver.event(session::PresenceChanged{support::jid(address + "/x"),
                                          xmpp::Availability::Available, "Here"});
  };
  const auto shown = [&](const std::string& address) {
    driver.settle();
    return driver.item("contact/" + address)->texts[2].text;
  };
  const std::string tail = ".department.example.com";  // 210 px are 26 letters
  // What differs stands at the begin.
  add("bob@sales" + tail, "Bob");
  add("robert@sales" + tail, "Bob");
  CHECK(shown("bob@sales" + tail) == "bob@sales.department.exam…");
  // Only the domains differ, and only at their end.
  add("x@one.very.long.name.of.a.department.example.com", "X");
  add("x@one.very.long.name.of.a.department.example.org", "X");
  CHECK(shown("x@one.very.long.name.of.a.department.example.com") == "….com");
  CHECK(shown("x@one.very.long.name.of.a.department.example.org") == "….org");
  // Behind a long local part.
  add("a.person.with.a.long.name@sales.example.com", "Y");
  add("a.person.with.a.long.name@works.example.com", "Y");
  CHECK(shown("a.person.with.a.long.name@sales.example.com") == "…@sales.example.com");
  CHECK(shown("a.person.with.a.long.name@works.example.com") == "…@works.example.com");
  // Without any sign to cut at, and where one address is the other's begin.
  const std::string word(40, 'w');
  add(word + "1@example.com", "Z");
  add(word + "2@example.com", "Z");
  CHECK(shown(word + "1@example.com") == "…1@example.com");
  add("v@" + word + ".example", "V");
  add("v@" + word + ".example.com", "V");
  CHECK(shown("v@" + word + ".example") == "….example");
  CHECK(shown("v@" + word + ".example.com") == "….com");
}
