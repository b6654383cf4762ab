// SPDX-License-Identifier: MIT
// The calendar: what it shows, and where it leads.
#include "ui/date_dialog.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/ui_driver.h"
#include "ui/dates.h"

using support::jid;
using support::UiDriver;

namespace {

constexpr const char* bob = "bob@example.com";

// A message on each of three days, and many on the last; the conversation is open.
struct Driver : UiDriver {
  Driver() {
    log_in();
    act(model::OpenConversation{jid(bob)});
    now.wall = *base::parse_datetime("2026-02-26T10:00:00Z");
    receive("bob@example.com/x", "in winter", "w1");
    now.wall = *base::parse_datetime("2026-10-30T10:00:00Z");
    receive("bob@example.com/x", "in autumn", "a1");
    now.wall = support::test_wall;
    for (int i = 0; i < 40; ++i) receive("bob@example.com/x", "today", "t" + std::to_string(i));
    settle();
  }
  void opens() {
    settle();
    REQUIRE(press("contact-menu"));
    REQUIRE(press("dialog/jump"));
  }
  const ui::Item* day(std::string_view date) const {
    const int days = ui::local_day(*base::parse_datetime(std::string(date) + "T12:00:00Z"), 0);
    return item("dialog/day/" + std::to_string(days));
  }
  std::string first_shown() const {
    for (const ui::Item& each : ui.semantics().items()) {
      if (each.role == ui::Role::Article &&
          each.rect.y + each.rect.height > item("timeline")->rect.y) {
        return each.data_id;
      }
    }
    return {};
  }
};

}  // namespace

TEST_CASE("a calendar opens at the day that is looked at, and goes by months and years",
          "[ui][dialog][date]") {
  Driver driver;
  driver.opens();
  CHECK(driver.item("dialog")->name == "Go to a date");
  CHECK(driver.item("dialog/month")->name == "November 2026");
  // Monday, 26 October to Sunday, 6 December.
  REQUIRE(driver.day("2026-10-26") != nullptr);
  CHECK(driver.day("2026-10-25") == nullptr);
  CHECK(driver.day("2026-12-06") != nullptr);
  CHECK(driver.day("2026-11-22")->is_current);
  CHECK(driver.day("2026-11-22")->description == "Today");
  CHECK(driver.day("2026-11-22")->name == "22 November 2026");
  CHECK(driver.day("2026-11-23")->is_disabled);
  CHECK_FALSE(driver.day("2026-11-21")->is_disabled);
  // Nobody said anything in the future.
  CHECK(driver.item("dialog/month-after")->is_disabled);
  REQUIRE(driver.press("dialog/month-before"));
  CHECK(driver.item("dialog/month")->name == "October 2026");
  REQUIRE(driver.press("dialog/month-after"));
  REQUIRE(driver.press("dialog/year-before"));
  CHECK(driver.item("dialog/month")->name == "November 2025");
  REQUIRE(driver.press("dialog/year-after"));
  CHECK(driver.item("dialog/month")->name == "November 2026");
  // Opened anew, it is where one looks again.
  REQUIRE(driver.press("dialog/month-before"));
  REQUIRE(driver.press("dialog/cancel"));
  driver.opens();
  CHECK(driver.item("dialog/month")->name == "November 2026");
}

TEST_CASE("a day that is chosen is what is shown, and the dialog is gone", "[ui][dialog][date]") {
  Driver driver;
  driver.opens();
  REQUIRE(driver.press("dialog/month-before"));
  REQUIRE(driver.press(driver.day("2026-10-30")->id));
  CHECK_FALSE(driver.has("dialog"));
  driver.settle();
  CHECK(driver.first_shown() == "a1");
  // The day's own line opens it, too.
  const model::Conversation& with = *driver.model.conversation(jid(bob));
  const std::string pill = "message/" + std::to_string(with.timeline.messages()[1].key) + "/day";
  REQUIRE(driver.has(pill));
  CHECK(driver.item(pill)->description == "Go to a date");
  REQUIRE(driver.press(pill));
  CHECK(driver.item("dialog/month")->name == "October 2026");
  CHECK(driver.day("2026-10-30")->is_current);
  // Between two days the next one is led to, and what is newer to the end.
  REQUIRE(driver.press(driver.day("2026-10-31")->id));
  driver.settle();
  CHECK(driver.first_shown() == "t0");
}

TEST_CASE("the beginning is asked of the archive", "[ui][dialog][date]") {
  Driver driver;
  driver.event(session::ArchiveRead{jid("alice@example.com"), true});
  driver.opens();
  driver.commands.clear();
  REQUIRE(driver.press("dialog/beginning"));
  REQUIRE_FALSE(driver.commands.empty());
  const auto* wish = base::get_if<session::ReadArchivePage>(&driver.commands.front());
  REQUIRE(wish != nullptr);
  CHECK(wish->is_forward);
  CHECK(wish->since < *base::parse_datetime("1971-01-01T00:00:00Z"));
}

TEST_CASE("a calendar fits a phone", "[ui][dialog][date]") {
  Driver driver;
  driver.viewport.width = 320;
  driver.viewport.height = 568;
  driver.opens();
  const ui::Item* dialog = driver.item("dialog");
  for (const ui::Item& each : driver.ui.semantics().items()) {
    if (each.parent != "dialog/days") continue;
    CHECK(each.rect.x >= dialog->rect.x);
    CHECK(each.rect.x + each.rect.width <= dialog->rect.x + dialog->rect.width);
    CHECK(each.rect.width >= 24);  // WCAG 2.2 2.5.8
  }
}

TEST_CASE("a conversation without a word has no day to go to", "[ui][dialog][date]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.settle();
  REQUIRE(driver.press("contact-menu"));
  CHECK_FALSE(driver.has("dialog/jump"));
}
