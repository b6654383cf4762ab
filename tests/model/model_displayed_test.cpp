// SPDX-License-Identifier: MIT
// What was read on one device is not unread on the other. XEP-0490; protocol trap 58.
#include "support/catch.h"
#include "support/model_driver.h"

using support::ModelDriver;

namespace {

constexpr const char* romeo = "romeo@example.net";

struct Driver : ModelDriver {
  // Up to here of a login everything is as in any other.
  explicit Driver(bool is_read = true) {
    if (is_read) {
      log_in();
      return;
    }
    act(model::LogIn{"alice@example.com", base::Secret("secret")});
    come_online();
    commands.clear();
  }
  void live(const std::string& archive_id, bool is_archived = false, bool is_own = false) {
    now.wall += std::chrono::seconds(1);
    event(session::MessageReceived{
        .conversation = jid(romeo),
        .from = jid(is_own ? "alice@example.com/other" : "romeo@example.net/o"),
        .is_own = is_own,
        .sent = now.wall,
        .is_delayed = is_archived,
        .is_archived = is_archived,
        .content = {.body = archive_id, .archive_id = archive_id}});
  }
  void archived(const std::vector<std::string>& ids) {
    for (const std::string& id : ids) live(id, true);
  }
  void archive_was_read(const std::string& up_to) {
    event(session::ArchivePlaceMoved{jid("alice@example.com"), up_to, now.wall});
    event(session::ArchiveRead{jid("alice@example.com"), true});
  }
  void displayed(const std::string& archive_id) {
    event(session::DisplayedUpTo{jid(romeo), archive_id});
  }
  // Of the archive's names those told since; none: "-".
  std::string told() {
    std::string out;
    for (const auto& mark : all<session::MarkDisplayed>()) out += mark.archive_id;
    commands.clear();
    return out.empty() ? "-" : out;
  }
  // The row above which the line stands.
  std::string line() const {
    const auto& timeline = with(romeo).timeline;
    const auto at = timeline.index_of(with(romeo).first_unread);
    return at ? timeline.messages()[*at].body : "-";
  }
};

}  // namespace

TEST_CASE("what is looked at here is told to the other devices, and only forward",
          "[model][displayed]") {
  Driver driver;
  driver.live("a1");
  driver.live("a2");
  CHECK(driver.told() == "-");
  driver.act(model::OpenConversation{driver.jid(romeo)});
  CHECK(driver.told() == "a2");
  driver.live("a3");
  CHECK(driver.told() == "a3");
  // Nobody looks at a hidden page.
  driver.show(false);
  driver.live("a4");
  CHECK(driver.told() == "-");
  driver.show(true);
  CHECK(driver.told() == "a4");
  driver.act(model::CloseConversation{});
  driver.act(model::OpenConversation{driver.jid(romeo)});
  CHECK(driver.told() == "-");
}

TEST_CASE("what was read elsewhere is not unread here", "[model][displayed]") {
  Driver driver;
  for (const char* id : {"a1", "a2", "a3"}) driver.live(id);
  REQUIRE(driver.with(romeo).unread == 3);
  driver.displayed("a2");
  CHECK(driver.with(romeo).unread == 1);
  CHECK(driver.with(romeo).first_unread == driver.last(romeo).key);
  driver.displayed("a1");  // late news
  CHECK(driver.with(romeo).unread == 1);
  driver.displayed("a3");
  CHECK(driver.with(romeo).unread == 0);
  CHECK(driver.with(romeo).first_unread == 0);
  // Nor is it told again.
  driver.act(model::OpenConversation{driver.jid(romeo)});
  CHECK(driver.told() == "-");
}

TEST_CASE("news of a message that comes later count when it comes", "[model][displayed]") {
  Driver driver;
  driver.live("a1");
  driver.displayed("a2");
  CHECK(driver.with(romeo).unread == 1);
  driver.live("a2");
  CHECK(driver.with(romeo).unread == 0);
  driver.live("a3");
  CHECK(driver.with(romeo).unread == 1);
}

TEST_CASE("nothing is told before it is known what another device displayed meanwhile",
          "[model][displayed]") {
  Driver driver;
  driver.live("a1");
  driver.lose_connection();
  driver.act(model::OpenConversation{driver.jid(romeo)});
  driver.act(model::CloseConversation{});
  driver.commands.clear();
  driver.come_online();
  driver.displayed("a3");
  driver.archived({"a2", "a3", "a4"});
  CHECK(driver.told() == "-");
  driver.archive_was_read("a4");
  CHECK(driver.told() == "-");
  CHECK(driver.with(romeo).unread == 1);
  CHECK(driver.line() == "a4");
}

TEST_CASE("what the server did not take is told again in the next session, and no more once it did",
          "[model][displayed]") {
  Driver driver;
  driver.live("a1");
  driver.act(model::OpenConversation{driver.jid(romeo)});
  driver.act(model::CloseConversation{});
  CHECK(driver.told() == "a1");
  driver.come_online();
  CHECK(driver.told() == "-");
  driver.archive_was_read("a1");
  CHECK(driver.told() == "a1");
  driver.displayed("a1");
  driver.come_online();
  driver.archive_was_read("a1");
  CHECK(driver.told() == "-");
}

TEST_CASE("on a new device that is unread which was displayed nowhere", "[model][displayed]") {
  SECTION("the news came first") {
    Driver driver(false);
    driver.displayed("a2");
    driver.archived({"a1", "a2", "a3", "a4"});
    driver.archive_was_read("a4");
    CHECK(driver.with(romeo).unread == 2);
    CHECK(driver.line() == "a3");
  }
  SECTION("the news came later") {
    Driver driver(false);
    driver.archived({"a1", "a2", "a3", "a4"});
    CHECK(driver.with(romeo).unread == 0);
    driver.displayed("a2");
    CHECK(driver.with(romeo).unread == 2);
    CHECK(driver.line() == "a3");
    driver.archive_was_read("a4");
    CHECK(driver.with(romeo).unread == 2);
  }
  SECTION("the news came after the archive was read, as on ejabberd") {
    Driver driver(false);
    driver.archived({"a1", "a2", "a3", "a4"});
    driver.archive_was_read("a4");
    CHECK(driver.with(romeo).unread == 0);
    driver.displayed("a2");
    CHECK(driver.with(romeo).unread == 2);
    CHECK(driver.line() == "a3");
  }
  SECTION("the news of something older came after the archive was read") {
    Driver driver(false);
    driver.archived({"a1", "a2"});
    driver.archive_was_read("a2");
    driver.displayed("a0");
    CHECK(driver.with(romeo).unread == 2);
  }
  SECTION("what was displayed last is older than all that is here") {
    Driver driver(false);
    driver.displayed("a0");
    driver.archived({"a1", "a2"});
    CHECK(driver.with(romeo).unread == 0);
    driver.archive_was_read("a2");
    CHECK(driver.with(romeo).unread == 2);
    CHECK(driver.line() == "a1");
  }
  SECTION("what we wrote elsewhere was read there") {
    Driver driver(false);
    driver.displayed("a0");
    driver.archived({"a1"});
    driver.live("own", true, true);
    driver.archived({"a2"});
    driver.archive_was_read("a2");
    CHECK(driver.with(romeo).unread == 1);
    CHECK(driver.line() == "a2");
  }
  SECTION("nothing is known") {
    Driver driver(false);
    driver.archived({"a1", "a2"});
    driver.archive_was_read("a2");
    CHECK(driver.with(romeo).unread == 0);
  }
  SECTION("somebody looks") {
    Driver driver(false);
    driver.act(model::OpenConversation{driver.jid(romeo)});
    driver.displayed("a1");
    driver.archived({"a1", "a2"});
    driver.archive_was_read("a2");
    CHECK(driver.with(romeo).unread == 0);
    CHECK(driver.told() == "a2");
  }
}

TEST_CASE("late news do not make unread again what was read here", "[model][displayed]") {
  Driver driver;
  for (const char* id : {"a1", "a2", "a3"}) driver.live(id);
  driver.act(model::OpenConversation{driver.jid(romeo)});
  driver.act(model::CloseConversation{});
  driver.displayed("a1");
  CHECK(driver.with(romeo).unread == 0);
}

TEST_CASE("of too many conversations that are not here nothing is kept", "[model][displayed]") {
  Driver driver(false);
  for (size_t i = 0; i < model::max_displayed_ids; ++i) {
    driver.event(session::DisplayedUpTo{driver.jid(std::to_string(i) + "@example.org"), "x"});
  }
  driver.displayed("a1");
  driver.archived({"a1", "a2"});
  driver.archive_was_read("a2");
  CHECK(driver.with(romeo).unread == 0);
}

TEST_CASE("rooms and private messages in them, and guests", "[model][displayed]") {
  Driver driver;
  const xmpp::Jid hall = driver.jid("hall@rooms.example.com");
  driver.act(model::OpenAddress{hall.text(), true});
  driver.event(session::RoomJoined{hall, "jules"});
  driver.event(session::ArchiveRead{hall, true});
  driver.event(session::MessageReceived{.conversation = hall,
                                        .from = hall.with_resource("eve"),
                                        .is_groupchat = true,
                                        .sent = driver.now.wall,
                                        .content = {.body = "x", .archive_id = "r1"}});
  const auto marks = driver.all<session::MarkDisplayed>();
  REQUIRE(marks.size() == 1);
  CHECK(marks[0].conversation == hall);
  CHECK(marks[0].is_room);
  // What is said in private there is in nobody's archive under that name.
  const xmpp::Jid eve = hall.with_resource("eve");
  driver.act(model::OpenConversation{eve});
  driver.commands.clear();
  driver.event(session::MessageReceived{.conversation = eve,
                                        .peer = eve,
                                        .from = eve,
                                        .sent = driver.now.wall,
                                        .content = {.body = "x", .archive_id = "p1"}});
  CHECK(driver.told() == "-");
}
