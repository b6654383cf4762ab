// SPDX-License-Identifier: MIT
// Bubbles in groups, days, the unread line, the way back to the end.
#include "ui/timeline_view.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/store_life.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

namespace {

constexpr const char* bob = "bob@example.com";

void receive_many(UiDriver& driver, int count, const std::string& prefix = "m") {
  for (int i = 0; i < count; ++i) {
    driver.receive("bob@example.com/x", "message number " + std::to_string(i),
                   prefix + std::to_string(i));
  }
}

std::vector<const ui::Item*> articles(const UiDriver& driver) {
  std::vector<const ui::Item*> out;
  for (const ui::Item& item : driver.ui.semantics().items()) {
    if (item.role == ui::Role::Article) out.push_back(&item);
  }
  return out;
}

const ui::Item* article(const UiDriver& driver, const std::string& data_id) {
  for (const ui::Item* item : articles(driver)) {
    if (item->data_id == data_id) return item;
  }
  return nullptr;
}

size_t days(const UiDriver& driver, const std::string& name) {
  size_t count = 0;
  for (const ui::Item& item : driver.ui.semantics().items()) {
    count += item.id.ends_with("/day") && item.name == name ? 1 : 0;
  }
  return count;
}

size_t separators(const UiDriver& driver, const std::string& name) {
  size_t count = 0;
  for (const ui::Item& item : driver.ui.semantics().items()) {
    count += item.role == ui::Role::Separator && item.name == name ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("a row whose words a room replaced is as high as they are", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  const xmpp::Jid garden = jid("garden@rooms.example.com");
  driver.act(model::OpenAddress{garden.text(), true});
  driver.event(session::RoomJoined{garden, "alice"});
  driver.act(model::SendText{garden, "short"});
  driver.settle();
  const std::string id = driver.model.conversation(garden)->timeline.messages()[0].id;
  REQUIRE(article(driver, id) != nullptr);
  const float before = article(driver, id)->rect.height;
  std::string words;
  for (int i = 0; i < 300; ++i) words += "words ";
  driver.event(session::MessageReceived{.conversation = garden,
                                        .from = garden.with_resource("alice"),
                                        .is_groupchat = true,
                                        .is_own = true,
                                        .id = id,
                                        .sent = driver.now.wall,
                                        .content = {.body = words}});
  driver.settle();
  REQUIRE(article(driver, id) != nullptr);
  CHECK(article(driver, id)->rect.height > 2 * before);
  // All of it fits above the composer.
  const ui::Item* log = driver.item("timeline");
  CHECK(article(driver, id)->rect.y + article(driver, id)->rect.height <=
        log->rect.y + log->rect.height);
}

TEST_CASE("a hundred thousand messages cost what is visible", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  receive_many(driver, 100'000);
  driver.settle();
  // Three screens of rows of at least 37 px, two texts each, and the rest of the window.
  CHECK(driver.text.layouts() < 200);
  CHECK(articles(driver).size() < 70);
  CHECK(driver.result.painted.count == 100'000);
  CHECK(driver.result.painted.last == "m99999");
  CHECK(article(driver, "m99999")->position == 100'000);
  const int before = driver.text.layouts();
  driver.receive("bob@example.com/x", "one more", "new");
  driver.settle();
  CHECK(driver.text.layouts() - before < 10);
  // A far jump is as cheap as a near one.
  driver.act(driver.ui.key("timeline", "Home"));
  driver.settle();
  CHECK(driver.result.painted.first == "m0");
  CHECK(driver.text.layouts() - before < 200);
}

TEST_CASE("own messages stand right, others left, and groups are joined", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.receive("bob@example.com/x", "one", "1");
  driver.receive("bob@example.com/x", "two", "2");
  driver.now.wall += std::chrono::minutes(6);
  driver.receive("bob@example.com/x", "three", "3");
  driver.act(model::OpenConversation{jid(bob)});
  driver.act(model::SendText{jid(bob), "four"});
  driver.settle();
  const auto rows = articles(driver);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0]->rect.x == rows[2]->rect.x);
  CHECK(rows[3]->rect.x > rows[0]->rect.x + rows[0]->rect.width);
  const auto gap = [&](size_t i) {
    return rows[i]->rect.y - rows[i - 1]->rect.y - rows[i - 1]->rect.height;
  };
  CHECK(gap(1) == 2);   // the same minute, the same author
  CHECK(gap(2) == 10);  // a pause
  CHECK(gap(3) == 10);  // another author
}

TEST_CASE("each day has one header", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  const base::Wall today = driver.now.wall;
  for (int days : {3, 3, 1, 0, 0}) {
    driver.now.wall = today - std::chrono::hours(24 * days);
    driver.receive("bob@example.com/x", "hello");
  }
  driver.now.wall = today;
  driver.settle();
  CHECK(days(driver, "Thursday, 19 November") == 1);
  CHECK(days(driver, "Yesterday") == 1);
  CHECK(days(driver, "Today") == 1);
}

TEST_CASE("days are those of the user's own time", "[ui][timeline]") {
  UiDriver driver;
  driver.viewport.utc_offset_minutes = 4 * 60;  // 20:43 UTC is past midnight there
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.receive("bob@example.com/x", "after midnight");
  driver.settle();
  CHECK(days(driver, "Today") == 1);
  CHECK(articles(driver)[0]->name == "Bob Baker, 00:43");
}

TEST_CASE("opened with much unread, reading goes on where it begins", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  receive_many(driver, 50, "old");
  driver.settle();
  REQUIRE(driver.press("contact/carol@example.com"));
  receive_many(driver, 50, "new");
  driver.settle();
  REQUIRE(driver.press("contact/bob@example.com"));
  CHECK(separators(driver, "New messages") == 1);
  CHECK(driver.result.painted.first == "new0");
  REQUIRE(driver.has("jump"));
  CHECK(driver.item("jump")->name.find("new messages") != std::string::npos);
  REQUIRE(driver.press("jump"));
  CHECK(driver.result.painted.last == "new49");
  CHECK_FALSE(driver.has("jump"));
}

TEST_CASE("what the archive holds and the device does not is said where it is missing",
          "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.event(session::ArchiveGap{jid("alice@example.com"), {}});
  for (const char* id : {"a1", "a2"}) {
    driver.event(session::MessageReceived{.conversation = jid(bob),
                                          .from = jid("bob@example.com/x"),
                                          .id = id,
                                          .sent = driver.now.wall,
                                          .is_delayed = true,
                                          .is_archived = true,
                                          .content = {.body = id, .archive_id = id}});
  }
  driver.settle();
  CHECK(separators(driver, "Messages before this are not on this device") == 1);
  CHECK(driver.result.wishes.empty());
  // Whoever sees it is shown them as soon as the archive can be asked.
  driver.event(session::ArchiveRead{jid("alice@example.com"), true});
  driver.settle();
  driver.commands.clear();
  REQUIRE_FALSE(driver.result.wishes.empty());
  for (const model::Action& wish : driver.result.wishes) driver.act(wish);
  REQUIRE(driver.commands.size() == 1);
  CHECK(base::get_if<session::ReadArchivePage>(&driver.commands[0])->edge == "a1");
  driver.settle();
  CHECK(driver.result.wishes.empty());
  driver.event(session::ArchivePageRead{jid(bob), false, true});
  driver.settle();
  CHECK(separators(driver, "Messages before this are not on this device") == 0);
  CHECK(driver.result.wishes.empty());
}

TEST_CASE("a gap that nobody looks at is not filled", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.event(session::ArchiveGap{jid("alice@example.com"), {}});
  driver.event(session::MessageReceived{.conversation = jid(bob),
                                        .from = jid("bob@example.com/x"),
                                        .sent = driver.now.wall,
                                        .is_delayed = true,
                                        .is_archived = true,
                                        .content = {.body = "a1", .archive_id = "a1"}});
  driver.event(session::ArchiveRead{jid("alice@example.com"), true});
  receive_many(driver, 200);
  driver.settle();
  CHECK(driver.result.wishes.empty());
  driver.ui.key("timeline", "Home");
  driver.settle();
  CHECK_FALSE(driver.result.wishes.empty());
}

TEST_CASE("opened with little unread, the end is in view with its line", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  receive_many(driver, 50, "old");
  driver.settle();
  REQUIRE(driver.press("contact/carol@example.com"));
  receive_many(driver, 2, "new");
  driver.settle();
  REQUIRE(driver.press("contact/bob@example.com"));
  CHECK(separators(driver, "New messages") == 1);
  CHECK(driver.result.painted.last == "new1");
  CHECK_FALSE(driver.has("jump"));
}

TEST_CASE(
    "near the beginning of what is here the view asks for older messages, once, and nothing moves",
    "[ui][timeline]") {
  support::Disk disk;
  {
    support::StoreLife life(disk, 'a');
    life.begin();
    for (int i = 0; i < 300; ++i) {
      life.receive("bob@example.com/x", "message number " + std::to_string(i),
                   "m" + std::to_string(i));
      life.now.wall += std::chrono::minutes(30);
    }
    life.settle();
  }
  support::StoreLife life(disk, 'b', 100);
  life.begin();
  UiDriver driver;
  const auto draw = [&] {
    std::swap(driver.model, life.model);
    driver.settle();
    std::swap(driver.model, life.model);
    return driver.result.wishes.size();
  };
  life.act(model::OpenConversation{jid(bob)});
  CHECK(draw() == 0);
  driver.ui.scrolled(600, 300, 0, -100'000);
  REQUIRE(draw() == 1);
  CHECK(driver.result.painted.first == "m200");
  const float y = article(driver, "m200")->rect.y;
  life.act(driver.result.wishes[0]);
  CHECK(draw() == 0);  // it is on its way
  life.settle();
  CHECK(draw() == 0);
  CHECK(article(driver, "m200")->rect.y == y);
  CHECK(article(driver, "m199") != nullptr);
  // As far as there is anything.
  for (int i = 0; i < 10; ++i) {
    driver.ui.key("timeline", "Home");
    if (draw() == 0) break;
    life.act(driver.result.wishes[0]);
    life.settle();
  }
  CHECK(driver.result.painted.first == "m0");
  CHECK(driver.result.wishes.empty());
}

TEST_CASE("what arrives while reading above is counted and moves nothing", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  receive_many(driver, 100);
  driver.settle();
  driver.ui.scrolled(600, 300, 0, -800);
  driver.settle();
  REQUIRE(driver.has("jump"));
  CHECK(driver.item("jump")->name == "Go to the newest message");
  const std::string first = driver.result.painted.first;
  const float y = article(driver, first)->rect.y;
  driver.receive("bob@example.com/x", "new", "n1");
  driver.settle();
  CHECK(driver.item("jump")->name == "1 new message");
  driver.receive("bob@example.com/x", "new", "n2");
  driver.settle();
  CHECK(driver.item("jump")->name == "2 new messages");
  CHECK(driver.result.painted.first == first);
  CHECK(article(driver, first)->rect.y == y);
}

TEST_CASE("writing goes to the end", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  receive_many(driver, 100);
  driver.settle();
  driver.act(driver.ui.key("timeline", "PageUp"));
  driver.settle();
  REQUIRE(driver.has("jump"));
  driver.submit("composer/bob@example.com", "here");
  CHECK_FALSE(driver.has("jump"));
  CHECK(articles(driver).back()->texts[0].text == "here");
}

TEST_CASE("a narrower window keeps the row that is read", "[ui][timeline]") {
  UiDriver driver(1000, 700);
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  for (int i = 0; i < 100; ++i) {
    driver.receive("bob@example.com/x",
                   "a message that is long enough to need some more lines " + std::string(100, 'x'),
                   "m" + std::to_string(i));
  }
  driver.settle();
  driver.ui.scrolled(600, 300, 0, -1500);
  driver.settle();
  const std::string first = driver.result.painted.first;
  driver.viewport.width = 760;
  driver.settle();
  CHECK(driver.result.painted.first == first);
  driver.viewport.width = 1000;
  driver.settle();
  CHECK(driver.result.painted.first == first);
}

TEST_CASE("keys page, step and go to both ends", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  receive_many(driver, 200);
  driver.settle();
  const auto key = [&](const char* name) {
    driver.act(driver.ui.key("timeline", name));
    driver.settle();
  };
  key("PageUp");
  const std::string page = driver.result.painted.first;
  CHECK(driver.result.painted.last != "m199");
  key("ArrowUp");
  key("ArrowDown");
  CHECK(driver.result.painted.first == page);
  key("PageDown");
  CHECK(driver.result.painted.last == "m199");
  key("Home");
  CHECK(driver.result.painted.first == "m0");
  key("End");
  CHECK(driver.result.painted.last == "m199");
}

TEST_CASE("rows around the view are declared but not rasterised", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  receive_many(driver, 100);
  driver.settle();
  const ui::Item* log = driver.item("timeline");
  size_t outside = 0;
  for (const ui::Item* item : articles(driver)) {
    outside += item->rect.y + item->rect.height < log->rect.y ? 1 : 0;
    CHECK(item->clip.height == log->rect.height);
  }
  CHECK(outside > 5);
  const int before = driver.text.textures();
  driver.frame();
  // Two lines per visible message, a little above and below, and the list beside it.
  CHECK(driver.text.textures() - before < 90);
}

TEST_CASE("a gap is filled from the side it is met on", "[ui][timeline]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.event(session::ArchiveRead{jid("alice@example.com"), true});
  const auto archived = [&](const std::string& id) {
    driver.event(session::MessageReceived{.conversation = jid(bob),
                                          .from = jid("bob@example.com/x"),
                                          .sent = driver.now.wall,
                                          .is_delayed = true,
                                          .is_archived = true,
                                          .content = {.body = id, .archive_id = id}});
  };
  for (int i = 0; i < 40; ++i) archived("a" + std::to_string(i));
  driver.now.wall += std::chrono::hours(1);
  driver.event(session::ArchiveGap{jid("alice@example.com"), "a39"});
  for (int i = 0; i < 40; ++i) archived("b" + std::to_string(i));
  driver.event(session::ArchiveRead{jid("alice@example.com"), true});
  driver.settle();
  const auto wished = [&] {
    driver.commands.clear();
    for (const model::Action& wish : driver.result.wishes) driver.act(wish);
    std::string out = "-";
    for (const session::Command& each : driver.commands) {
      if (const auto* page = base::get_if<session::ReadArchivePage>(&each)) out = page->edge;
    }
    return out;
  };
  CHECK(wished() == "-");
  const base::Wall gap = driver.now.wall;
  SECTION("from above") {
    driver.act(model::JumpToDate{jid(bob), gap - std::chrono::hours(1)});
    driver.event(session::ArchivePageRead{jid(bob), false, true});
    driver.settle();
    CHECK(wished() == "a0");  // what is above the beginning
    driver.event(session::ArchivePageRead{jid(bob), false, true});
    driver.settle();
    for (int i = 0; i < 100 && driver.result.wishes.empty(); ++i) {
      driver.act(driver.ui.key("timeline", "ArrowDown"));
      driver.settle();
    }
    CHECK(wished() == "a39");
  }
  SECTION("from below") {
    for (int i = 0; i < 100 && driver.result.wishes.empty(); ++i) {
      driver.act(driver.ui.key("timeline", "ArrowUp"));
      driver.settle();
    }
    CHECK(wished() == "b0");
  }
}
