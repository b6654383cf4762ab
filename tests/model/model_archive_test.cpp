// SPDX-License-Identifier: MIT
// One message, one row, whatever road it came by; what may have left is looked up before it leaves again; the archive's
// order. src/README.md, G2, G3 and G5; protocol traps D 42 to 46.
#include "support/catch.h"
#include "support/model_driver.h"

using model::MessageState;
using support::ModelDriver;

namespace {

constexpr const char* romeo = "romeo@example.net";
constexpr const char* hall = "hall@rooms.example.com";

using Texts = std::vector<std::string>;

struct Driver : ModelDriver {
  Driver() { log_in(); }
  const xmpp::Jid account = jid("alice@example.com");

  // Out of the archive, at that second.
  void archived(const std::string& archive_id, const std::string& body, int second,
                const std::string& id = "", bool is_own = false) {
    event(session::MessageReceived{
        .conversation = jid(romeo),
        .from = jid(is_own ? "alice@example.com/web" : "romeo@example.net/o"),
        .is_own = is_own,
        .id = id,
        .sent = now.wall + std::chrono::seconds(second),
        .is_delayed = true,
        .is_archived = true,
        .content = {.body = body, .archive_id = archive_id}});
  }
  void live(const std::string& archive_id, const std::string& body, const std::string& id = "",
            const std::string& origin_id = "") {
    event(session::MessageReceived{
        .conversation = jid(romeo),
        .from = jid("romeo@example.net/o"),
        .id = id,
        .sent = now.wall,
        .content = {.body = body, .origin_id = origin_id, .archive_id = archive_id}});
  }
  Texts bodies(const char* address = romeo) const {
    Texts out;
    for (const model::Message& message : with(address).timeline.messages()) {
      out.push_back(message.body);
    }
    return out;
  }
  // Sends and has it in the stream, counted.
  std::string sends(const std::string& text, const char* to = romeo) {
    send(to, text);
    const std::string id = last(to).id;
    event(session::MessageSent{jid(to), id, true});
    return id;
  }
  // The session is gone for good, and there is a new one.
  void start_anew(const std::vector<std::string>& unsent, const char* to = romeo) {
    lose_connection();
    for (const std::string& id : unsent) event(session::MessageUnsent{jid(to), id});
    commands.clear();
    come_online();
  }
};

}  // namespace

TEST_CASE("on every new session the archive is read behind the place that is known",
          "[model][archive]") {
  Driver driver;
  driver.event(session::ArchivePlaceMoved{driver.account, "a7", driver.now.wall});
  driver.commands.clear();
  driver.come_online();
  const auto reads = driver.all<session::ReadArchive>();
  REQUIRE(reads.size() == 1);
  CHECK_FALSE(reads[0].archive.has_value());
  CHECK(reads[0].after == "a7");
  CHECK(reads[0].since == driver.now.wall);
  driver.event(session::StatusChanged{stream::Resumed{driver.jid("alice@example.com/web")}});
  CHECK(driver.all<session::ReadArchive>().size() == 1);
}

TEST_CASE("trap 42: what has the archive's name is one row, whatever road it came by",
          "[model][archive]") {
  Driver driver;
  driver.live("a1", "hello", "x");
  driver.archived("a1", "hello", 0, "x");
  driver.live("a1", "hello", "x");
  CHECK(driver.bodies() == Texts{"hello"});
  CHECK(driver.with(romeo).unread == 1);
}

TEST_CASE("trap 42: a row that had no name yet is known by author, id and words",
          "[model][archive]") {
  Driver driver;
  driver.live("", "hello", "x");
  driver.archived("a1", "hello", 0, "x");
  CHECK(driver.bodies() == Texts{"hello"});
  CHECK(driver.last(romeo).archive_id == "a1");
  // Other words, another author, no id: other messages.
  driver.archived("a2", "hullo", 1, "x");
  driver.archived("a3", "hello", 2, "x", true);
  driver.live("", "hello");
  driver.live("", "hello");
  CHECK(driver.bodies().size() == 5);
}

TEST_CASE("what its author sent again is there once", "[model][archive]") {
  Driver driver;
  SECTION("he says that the name is his own") {
    driver.live("a1", "hello", "x", "x");
    driver.live("a2", "hello", "x", "x");
    CHECK(driver.bodies() == Texts{"hello"});
  }
  SECTION("he numbers his messages anew whenever he starts") {
    driver.live("a1", "hello", "1");
    driver.live("a2", "hello", "1");
    driver.live("", "ping", "1");
    driver.live("", "ping", "1");
    CHECK(driver.bodies() == Texts{"hello", "hello", "ping", "ping"});
  }
  SECTION("without an archive, a long id is nobody's counter") {
    driver.live("", "hello", "7f3a9c0e-1");
    driver.live("", "hello", "7f3a9c0e-1");
    CHECK(driver.bodies() == Texts{"hello"});
  }
}

TEST_CASE("trap 46: what the archive brings stands in its order, also between what is there",
          "[model][archive]") {
  Driver driver;
  driver.archived("a2", "two", 20, "2");
  driver.archived("a4", "four", 40, "4");
  driver.start_anew({});
  driver.archived("a1", "one", 10, "1");
  driver.archived("a3", "three", 30, "3");
  CHECK(driver.bodies() == Texts{"one", "two", "three", "four"});
  driver.live("a5", "five", "5");
  CHECK(driver.bodies().back() == "five");
}

TEST_CASE(
    "G5: what followed a message that came by itself stands below it, although it arrived late",
    "[model][archive]") {
  Driver driver;
  driver.now.wall += std::chrono::seconds(10);  // they were ten seconds on their way
  driver.live("a1", "one", "1");
  driver.live("a2", "two", "2");
  driver.now.wall -= std::chrono::seconds(10);
  driver.archived("a1", "one", 0, "1");
  driver.archived("a2", "two", 1, "2");
  driver.archived("a3", "three", 2, "3");
  driver.archived("a4", "four", 3, "4");
  CHECK(driver.bodies() == Texts{"one", "two", "three", "four"});
}

TEST_CASE("G2: what may have left is looked up first, and stays away when it is there",
          "[model][archive]") {
  Driver driver;
  driver.event(session::ArchivePlaceMoved{driver.account, "a1", driver.now.wall});
  const std::string arrived = driver.sends("arrived");
  driver.event(session::ArchivePlaceMoved{driver.account, "a9", driver.now.wall});
  const std::string lost = driver.sends("lost");
  driver.start_anew({arrived, lost});
  CHECK(driver.all<session::SendMessage>().empty());
  // From where the first of them left: the place moved on since.
  REQUIRE(driver.all<session::ReadArchive>().size() == 1);
  CHECK(driver.all<session::ReadArchive>()[0].after == "a1");
  driver.archived("a5", "arrived", 0, arrived, true);
  driver.event(session::ArchiveRead{driver.account, true});
  const auto sent = driver.all<session::SendMessage>();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].id == lost);
  CHECK(driver.bodies() == Texts{"arrived", "lost"});
  CHECK(driver.with(romeo).timeline.messages()[0].state == MessageState::Acknowledged);
  CHECK(driver.with(romeo).timeline.messages()[0].archive_id == "a5");
}

TEST_CASE("G3: nothing overtakes what is being looked up", "[model][archive]") {
  Driver driver;
  const std::string first = driver.sends("first");
  driver.start_anew({first});
  driver.send(romeo, "second");
  driver.send("mercutio@example.net", "elsewhere");
  auto sent = driver.all<session::SendMessage>();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].content.body == "elsewhere");
  driver.event(session::MessageSent{driver.jid("mercutio@example.net"), sent[0].id, true});
  driver.event(session::ArchiveRead{driver.account, false});
  sent = driver.all<session::SendMessage>();
  REQUIRE(sent.size() == 3);
  CHECK(sent[1].id == first);
  CHECK(sent[2].content.body == "second");
}

TEST_CASE("what is uncertain when a session is resumed is looked up, too", "[model][archive]") {
  Driver driver;
  const std::string first = driver.sends("first");
  driver.lose_connection();
  driver.event(session::MessageUnsent{driver.jid(romeo), first});
  const std::string record = driver.model.save();
  ModelDriver next;
  REQUIRE(next.model.restore(record));
  next.event(session::StatusChanged{stream::Resumed{next.jid("alice@example.com/web")}});
  CHECK(next.all<session::SendMessage>().empty());
  REQUIRE(next.all<session::ReadArchive>().size() == 1);
  next.event(session::ArchiveRead{driver.account, true});
  CHECK(next.all<session::SendMessage>().size() == 1);
}

TEST_CASE("G5: what was left out is marked where it is missing", "[model][archive]") {
  Driver driver;
  driver.event(session::ArchiveGap{driver.account, ""});
  driver.archived("a1", "one", 0, "1");
  driver.archived("a2", "two", 1, "2");
  CHECK(driver.with(romeo).timeline.messages()[0].gap == model::Gap{"", "a1"});
  CHECK_FALSE(driver.with(romeo).timeline.messages()[1].gap.has_value());
  SECTION("what is read anew meets what is there: nothing is missing") {
    driver.event(session::ArchiveGap{driver.account, "gone"});
    driver.archived("a2", "two", 1, "2");
    driver.archived("a3", "three", 2, "3");
    CHECK_FALSE(driver.last(romeo).gap.has_value());
  }
  SECTION("it does not") {
    driver.event(session::ArchiveGap{driver.account, "gone"});
    driver.archived("a9", "nine", 9, "9");
    CHECK(driver.last(romeo).gap == model::Gap{"gone", "a9"});
  }
}

TEST_CASE("what is read behind a known place is news, and a first look at the archive is history",
          "[model][archive]") {
  Driver driver;
  driver.archived("a1", "history", 0, "1");
  CHECK(driver.with(romeo).unread == 0);
  driver.event(session::ArchivePlaceMoved{driver.account, "a1", driver.now.wall});
  driver.event(session::ArchiveRead{driver.account, true});
  driver.start_anew({});
  driver.archived("a2", "news", 1, "2");
  CHECK(driver.with(romeo).unread == 1);
}

TEST_CASE("a room's archive is read when it was joined, and once more when it is joined again",
          "[model][archive]") {
  Driver driver;
  driver.act(model::OpenAddress{hall, true});
  CHECK(driver.all<session::ReadArchive>().empty());
  driver.event(session::RoomJoined{driver.jid(hall), "alice"});
  REQUIRE(driver.all<session::ReadArchive>().size() == 1);
  CHECK(driver.all<session::ReadArchive>()[0].archive == driver.jid(hall));
  const std::string id = driver.sends("hello", hall);
  driver.event(session::ArchivePlaceMoved{driver.jid(hall), "r1", driver.now.wall});
  driver.start_anew({id}, hall);
  driver.event(session::ArchiveRead{driver.account, true});
  CHECK(driver.all<session::SendMessage>().empty());
  driver.event(session::RoomJoined{driver.jid(hall), "alice"});
  const auto reads = driver.all<session::ReadArchive>();
  REQUIRE(reads.size() == 2);
  CHECK(reads[0].archive == std::nullopt);
  CHECK(reads[1].archive == driver.jid(hall));
  CHECK(driver.all<session::SendMessage>().empty());
  driver.event(session::ArchiveRead{driver.jid(hall), true});
  CHECK(driver.all<session::SendMessage>().size() == 1);
}

TEST_CASE(
    "G3: what waits stands below what arrived before it left, and leaves in the order of typing",
    "[model][archive]") {
  Driver driver;
  driver.lose_connection();
  driver.send(romeo, "first");
  driver.send(romeo, "second");
  driver.come_online();
  driver.archived("a1", "meanwhile", 1);
  CHECK(driver.bodies() == Texts{"first", "second", "meanwhile"});
  driver.commands.clear();
  driver.event(session::ArchiveRead{driver.account, true});
  CHECK(driver.bodies() == Texts{"meanwhile", "first", "second"});
  const auto sent = driver.all<session::SendMessage>();
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].content.body == "first");
}

TEST_CASE("G3: news of the archive stand below what is known, although the clock was put back",
          "[model][archive]") {
  Driver driver;
  driver.live("a1", "one");
  driver.event(session::ArchivePlaceMoved{driver.account, "a1", driver.now.wall});
  driver.come_online();
  driver.archived("a2", "two", -3600);
  CHECK(driver.bodies() == Texts{"one", "two"});
}

TEST_CASE("G3: what is read once more in a session stands below what came meanwhile",
          "[model][archive]") {
  Driver driver;
  driver.event(session::ArchivePlaceMoved{driver.account, "", driver.now.wall});
  driver.event(session::ArchiveRead{driver.account, true});
  driver.live("a1", "one");
  driver.event(session::ArchivePlaceMoved{driver.account, "a1", driver.now.wall});
  driver.archived("a2", "two", -60);
  CHECK(driver.bodies() == Texts{"one", "two"});
  CHECK(driver.with(romeo).unread == 2);
}

TEST_CASE("G4: what the server wrote down late is news, and stands above what overtook it",
          "[model][archive]") {
  Driver driver;
  driver.event(session::ArchivePlaceMoved{driver.account, "a1", driver.now.wall});
  driver.event(session::ArchiveRead{driver.account, true});
  driver.live("a3", "overtook it");
  driver.send(romeo, "own");
  driver.archived("a2", "late", -1);
  driver.archived("a3", "overtook it", 0);
  CHECK(driver.bodies() == Texts{"late", "overtook it", "own"});
}

TEST_CASE("G3: what is behind a gap stands below what is known, although the clock was put back",
          "[model][archive]") {
  Driver driver;
  driver.live("a1", "one");
  driver.come_online();
  driver.event(session::ArchiveGap{driver.account, {}});
  driver.archived("a7", "seven", -3600);
  CHECK(driver.bodies() == Texts{"one", "seven"});
  CHECK(driver.last(romeo).gap.has_value());
}

TEST_CASE("G3: what arrived by itself out of order stands in the archive's order once that is read",
          "[model][archive]") {
  Driver driver;
  driver.live("a3", "three");
  driver.live("a2", "two");
  driver.now.wall += std::chrono::seconds(1);
  driver.send(romeo, "own");
  driver.come_online();
  driver.archived("a1", "one", -5);
  driver.archived("a2", "two", -4);
  driver.archived("a3", "three", -3);
  CHECK(driver.bodies() == Texts{"one", "two", "three", "own"});
}

TEST_CASE("G2: nothing leaves before it is known where it would have to be looked up",
          "[model][archive]") {
  ModelDriver driver;
  driver.act(model::LogIn{"alice@example.com", base::Secret("secret")});
  driver.come_online();
  driver.send(romeo, "first");
  CHECK(driver.all<session::SendMessage>().empty());
  const xmpp::Jid account = driver.jid("alice@example.com");
  driver.event(session::ArchivePlaceMoved{account, "", driver.now.wall});
  driver.event(session::ArchiveRead{account, true});
  REQUIRE(driver.all<session::SendMessage>().size() == 1);
  // It was empty then: all it holds now is looked through, whatever our clock said.
  driver.event(session::MessageSent{driver.jid(romeo), driver.last(romeo).id, true});
  driver.event(session::ArchivePlaceMoved{account, "a1", driver.now.wall});
  driver.lose_connection();
  driver.event(session::MessageUnsent{driver.jid(romeo), driver.last(romeo).id});
  driver.commands.clear();
  driver.come_online();
  const auto reads = driver.all<session::ReadArchive>();
  REQUIRE(reads.size() == 1);
  CHECK(reads[0].after.empty());
  CHECK(reads[0].is_whole);
}

TEST_CASE(
    "what had left when the page was left is looked up, although nobody tells what became of it",
    "[model][archive]") {
  Driver driver;
  const std::string id = driver.sends("on its way");
  const std::string record = driver.model.save();
  ModelDriver next;
  REQUIRE(next.model.restore(record));
  // No session can be resumed: the person logs in again.
  next.act(model::LogIn{"alice@example.com", base::Secret("secret")});
  next.come_online();
  CHECK(next.all<session::SendMessage>().empty());
  next.event(session::ArchiveRead{driver.account, true});
  REQUIRE(next.all<session::SendMessage>().size() == 1);
  CHECK(next.all<session::SendMessage>()[0].id == id);
}

TEST_CASE("a gap above our own words is shown where nothing older is known", "[model][archive]") {
  ModelDriver driver;
  driver.act(model::LogIn{"alice@example.com", base::Secret("secret")});
  driver.come_online();
  driver.event(session::ArchiveRead{driver.jid("alice@example.com"), false});
  driver.send(romeo, "mine");
  const std::string id = driver.last(romeo).id;
  driver.event(session::ArchiveGap{driver.jid("alice@example.com"), ""});
  driver.event(
      session::MessageReceived{.conversation = driver.jid(romeo),
                               .from = driver.jid("alice@example.com/web"),
                               .is_own = true,
                               .id = id,
                               .sent = driver.now.wall,
                               .is_archived = true,
                               .content = {.body = "mine", .origin_id = id, .archive_id = "a9"}});
  CHECK(driver.last(romeo).gap.has_value());
}

TEST_CASE("places survive a reload", "[model][archive]") {
  Driver driver;
  driver.event(session::ArchivePlaceMoved{driver.account, "a7", driver.now.wall});
  ModelDriver next;
  REQUIRE(next.model.restore(driver.model.save()));
  next.come_online();
  REQUIRE(next.all<session::ReadArchive>().size() == 1);
  CHECK(next.all<session::ReadArchive>()[0].after == "a7");
}
