// SPDX-License-Identifier: MIT
// What was said from some time on is found: here, in the store, in the archive. src/README.md, G2, G3 and G5.
#include "support/catch.h"
#include "support/pages_driver.h"
#include "support/store_life.h"

using support::Texts;

namespace {

using namespace std::chrono_literals;

struct Driver : support::PagesDriver {
  // So many seconds ago.
  void jumps(int seconds) {
    act(model::JumpToDate{jid(romeo), now.wall - std::chrono::seconds(seconds)});
  }
  session::ReadArchivePage wish() {
    const auto pages = all<session::ReadArchivePage>();
    REQUIRE(pages.size() == 1);
    commands.clear();
    return pages.front();
  }
  // What it led to; "-": nowhere yet.
  std::string led() const {
    const model::Jump& jump = with(romeo).jump;
    const auto row = with(romeo).timeline.index_of(jump.row);
    return row ? with(romeo).timeline.messages()[*row].body : "-";
  }
};

}  // namespace

TEST_CASE("a time that is here is led to at once", "[model][jump]") {
  Driver driver;
  driver.now.wall += 100s;
  driver.receive_live("b0", "ten");
  driver.now.wall += 100s;
  driver.jumps(150);
  CHECK(driver.led() == "ten");
  CHECK(driver.model.open() == driver.jid(Driver::romeo));
  CHECK(driver.asked() == "-");
  CHECK(driver.with(Driver::romeo).jump.count == 1);
  // Of what is not said yet: the last row.
  driver.jumps(-3600);
  CHECK(driver.led() == "ten");
  CHECK(driver.with(Driver::romeo).jump.count == 2);
}

TEST_CASE("a time above what is here is asked of the archive, and what lies between stays a gap",
          "[model][jump][pages]") {
  Driver driver;
  driver.jumps(1000);
  const session::ReadArchivePage wish = driver.wish();
  CHECK(wish.is_forward);
  CHECK(wish.edge.empty());
  CHECK(wish.since == driver.now.wall - 1000s);
  CHECK(driver.led() == "-");
  driver.older("a2", "two", 990);
  driver.older("a3", "three", 980);
  SECTION("which is filled from above when it is met there") {
    driver.ends();
    CHECK(driver.bodies() == Texts{"two", "three", "… nine"});
    CHECK(driver.led() == "two");
    driver.looks(driver.key(2), true);
    const session::ReadArchivePage next = driver.wish();
    CHECK(next.edge == "a3");
    CHECK(next.is_forward);
    driver.older("a4", "four", 970);
    driver.ends();
    CHECK(driver.bodies() == Texts{"two", "three", "four", "… nine"});
    driver.looks(driver.key(3), true);
    CHECK(driver.asked() == "a4");
    driver.older("a8", "eight", 10);
    driver.older("a9", "nine", 0);
    // A server may bring more than there is between: nothing is missing below what is known.
    driver.older("b0", "ten", -10);
    driver.ends();
    CHECK(driver.bodies() == Texts{"two", "three", "four", "eight", "nine"});
  }
  SECTION("or from below") {
    driver.ends();
    driver.looks(driver.key(2));
    const session::ReadArchivePage next = driver.wish();
    CHECK(next.edge == "a9");
    CHECK_FALSE(next.is_forward);
    driver.older("a3", "three", 980);
    driver.older("a8", "eight", 10);
    driver.ends();
    CHECK(driver.bodies() == Texts{"two", "three", "eight", "nine"});
  }
  SECTION("unless there is nothing between") {
    driver.older("a9", "nine", 0);
    driver.ends();
    CHECK(driver.bodies() == Texts{"two", "three", "nine"});
    CHECK(driver.led() == "two");
  }
  SECTION("or the archive ends there") {
    driver.ends(true);
    CHECK(driver.bodies() == Texts{"two", "three", "nine"});
  }
  // What stands above that is looked for as ever.
  driver.commands.clear();
  driver.looks();
  CHECK(driver.asked() == "a2");
}

TEST_CASE("a time in a gap is led to, with what is missing above and below",
          "[model][jump][pages]") {
  Driver driver;
  driver.now.wall += 1000s;
  driver.event(session::ArchiveGap{driver.account, "a9"});
  driver.event(session::MessageReceived{.conversation = driver.jid(Driver::romeo),
                                        .from = driver.jid("romeo@example.net/o"),
                                        .sent = driver.now.wall,
                                        .is_delayed = true,
                                        .is_archived = true,
                                        .content = {.body = "twenty", .archive_id = "b0"}});
  driver.event(session::ArchiveRead{driver.account, true});
  driver.commands.clear();
  driver.jumps(500);
  CHECK(driver.wish().is_forward);
  SECTION("and there is something") {
    driver.older("a14", "fourteen", 490);
    driver.older("a15", "fifteen", 480);
    driver.ends();
    CHECK(driver.bodies() == Texts{"nine", "… fourteen", "fifteen", "… twenty"});
    CHECK(driver.led() == "fourteen");
    // The upper gap ends where the lower rows begin.
    driver.looks(driver.key(1), true);
    CHECK(driver.asked() == "a9");
    driver.older("a14", "fourteen", 490);
    driver.ends();
    CHECK(driver.bodies() == Texts{"nine", "fourteen", "fifteen", "… twenty"});
    driver.looks(driver.key(3), true);
    CHECK(driver.asked() == "a15");
  }
  SECTION("and nothing was said between then and what is here") {
    driver.older("b0", "twenty", 0);
    driver.ends(true);
    CHECK(driver.led() == "twenty");
    // Before then there may be something.
    CHECK(driver.bodies() == Texts{"nine", "… twenty"});
  }
}

TEST_CASE("an upper edge that the archive no longer knows is given up for the lower one",
          "[model][jump][pages]") {
  Driver driver;
  driver.jumps(1000);
  driver.older("a2", "two", 990);
  driver.ends();
  driver.commands.clear();
  driver.looks(driver.key(1), true);
  CHECK(driver.asked() == "a2");
  driver.ends(false, true);
  driver.looks(driver.key(1), true);
  CHECK(driver.asked() == "a9");
  CHECK(driver.bodies() == Texts{"two", "… nine"});
}

TEST_CASE("where the archive brings nothing, or cannot be asked, the nearest row is led to",
          "[model][jump]") {
  Driver driver;
  SECTION("it fails") {
    driver.jumps(1000);
    driver.ends(false, true);
  }
  SECTION("it promises more and gives nothing") {
    driver.jumps(1000);
    driver.ends();
  }
  SECTION("nobody is online") {
    driver.lose_connection();
    driver.jumps(1000);
    CHECK(driver.all<session::ReadArchivePage>().empty());
  }
  SECTION("all there is is here") {
    driver.looks();
    driver.ends(true);
    driver.commands.clear();
    driver.jumps(1000);
    CHECK(driver.asked() == "-");
  }
  CHECK(driver.led() == "nine");
  CHECK(driver.bodies() == Texts{"nine"});
}

TEST_CASE("who jumps waits for what is read already, and not for another session",
          "[model][jump]") {
  Driver driver;
  SECTION("a page") {
    driver.looks();
    driver.commands.clear();
    driver.jumps(1000);
    CHECK(driver.asked() == "-");
    driver.older("a8", "eight", 10);
    driver.ends();
    CHECK(driver.wish().is_forward);
  }
  SECTION("what was missed") {
    driver.lose_connection();
    driver.come_online();
    driver.commands.clear();
    driver.jumps(1000);
    CHECK(driver.asked() == "-");
    driver.event(session::ArchiveRead{driver.account, true});
    CHECK(driver.wish().is_forward);
  }
  SECTION("another session") {
    driver.looks();
    driver.jumps(1000);
    driver.start_anew();
    CHECK(driver.asked() == "-");
    CHECK(driver.led() == "-");
  }
}

TEST_CASE("a time that the store has is read from there, page by page", "[model][jump][history]") {
  constexpr const char* romeo = "romeo@example.net";
  support::Disk disk;
  base::Wall begin;
  {
    support::StoreLife life(disk, 'a', 20);
    life.begin();
    begin = life.now.wall;
    for (int i = 0; i < 200; ++i) {
      life.receive("romeo@example.net/o", std::to_string(i), "m" + std::to_string(i));
      life.now.wall += 1h;
    }
    life.settle();
  }
  support::StoreLife life(disk, 'b', 20);
  life.now.wall += 200h;
  life.begin();
  REQUIRE(life.with(romeo).timeline.size() < 100);
  life.act(model::JumpToDate{life.jid(romeo), begin + 50h});
  life.settle();
  const model::Conversation& conversation = life.with(romeo);
  CHECK(conversation.jump.count == 1);
  CHECK(conversation.timeline.messages()[*conversation.timeline.index_of(conversation.jump.row)]
            .body == "50");
  // No more than that.
  CHECK(conversation.timeline.size() < 200);
  CHECK(life.all<session::ReadArchivePage>().empty());
}
