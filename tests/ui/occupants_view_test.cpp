// SPDX-License-Identifier: MIT
// Who is in a room.
#include "ui/occupants_view.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

namespace {

void join(UiDriver& driver, int occupants) {
  const xmpp::Jid room = jid("garden@rooms.example.com");
  driver.log_in();
  driver.act(model::OpenAddress{room.text(), true});
  driver.event(session::RoomJoined{room, "alice"});
  for (int i = 0; i < occupants; ++i) {
    driver.event(session::OccupantChanged{room.with_resource("n" + std::to_string(1000 + i)),
                                          xmpp::Availability::Available});
  }
  driver.settle();
}

size_t shown(const UiDriver& driver) {
  size_t count = 0;
  for (const ui::Item& item : driver.ui.semantics().items()) {
    count += item.id.rfind("occupant/", 0) == 0 ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("the list of a room of two thousand costs what is visible", "[ui][occupants]") {
  UiDriver driver;
  join(driver, 2000);
  CHECK_FALSE(driver.has("occupants"));
  REQUIRE(driver.press("occupants-toggle"));
  CHECK(driver.item("occupants")->name == "2000 people here");
  CHECK(shown(driver) > 5);
  CHECK(shown(driver) < 40);
  CHECK(driver.has("composer/garden@rooms.example.com"));
  const ui::Item* list = driver.item("occupants");
  driver.ui.scrolled(list->rect.x + 10, list->rect.y + 100, 0, 48 * 1000);
  driver.settle();
  CHECK_FALSE(driver.has("occupant/n1000"));
  CHECK(driver.has("occupant/n2000"));
  REQUIRE(driver.press("occupants-toggle"));
  CHECK_FALSE(driver.has("occupants"));
}

TEST_CASE("on a phone the list covers the conversation", "[ui][occupants]") {
  UiDriver driver(360, 640);
  join(driver, 3);
  REQUIRE(driver.press("occupants-toggle"));
  CHECK(shown(driver) == 3);
  CHECK_FALSE(driver.has("composer/garden@rooms.example.com"));
  REQUIRE(driver.press("occupants-toggle"));
  CHECK(driver.has("composer/garden@rooms.example.com"));
}

TEST_CASE("whoever is in a room can be written to in private, and the row says where",
          "[ui][occupants]") {
  UiDriver driver;
  join(driver, 2);
  driver.event(session::OccupantChanged{jid("garden@rooms.example.com/alice"),
                                        xmpp::Availability::Available});
  driver.settle();
  REQUIRE(driver.press("occupants-toggle"));
  CHECK_FALSE(driver.press("occupant/alice"));  // that is us
  REQUIRE(driver.press("occupant/n1000"));
  CHECK(driver.model.open() == jid("garden@rooms.example.com/n1000"));
  CHECK(driver.item("conversation/title")->name == "n1000 (garden)");
  CHECK(driver.has("composer/garden@rooms.example.com/n1000"));
  REQUIRE(driver.press("contact-menu"));
  CHECK(driver.has("dialog/cancel"));
  CHECK_FALSE(driver.has("dialog/add"));
}
