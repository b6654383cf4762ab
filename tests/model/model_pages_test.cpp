// SPDX-License-Identifier: MIT
// What archives hold above the first row, or in a gap. src/README.md, G2, G3 and G5; protocol traps D 43 to 46.
#include "support/catch.h"
#include "support/pages_driver.h"

using support::ModelDriver;
using support::Texts;
using Driver = support::PagesDriver;

namespace {

constexpr const char* romeo = Driver::romeo;

}  // namespace

TEST_CASE("whoever looks above the first row gets what the archive holds there, page by page",
          "[model][pages]") {
  Driver driver;
  CHECK(driver.model.has_older(driver.with(romeo)));
  driver.looks();
  CHECK(driver.asked() == "a9");
  CHECK_FALSE(driver.model.has_older(driver.with(romeo)));
  driver.looks();
  CHECK(driver.asked() == "-");  // it is on its way
  const uint32_t unread = driver.with(romeo).unread;
  driver.older("a7", "seven");
  driver.older("a8", "eight", 50, true);
  driver.ends();
  CHECK(driver.bodies() == Texts{"seven", "eight", "nine"});
  CHECK(driver.with(romeo).unread == unread);  // it is no news
  driver.looks();
  CHECK(driver.asked() == "a7");
  driver.older("a6", "six", 70);
  driver.ends(true);
  CHECK(driver.bodies() == Texts{"six", "seven", "eight", "nine"});
  // That was all.
  CHECK_FALSE(driver.model.has_older(driver.with(romeo)));
  driver.start_anew();
  driver.looks();
  CHECK(driver.asked() == "-");
}

TEST_CASE("a conversation without a word is read from its archive", "[model][pages]") {
  ModelDriver driver;
  driver.log_in();
  const xmpp::Jid nurse = driver.jid("nurse@example.net");
  driver.act(model::OpenConversation{nurse});
  REQUIRE(driver.model.has_older(driver.with("nurse@example.net")));
  driver.act(model::ReadHistory{nurse});
  REQUIRE(driver.all<session::ReadArchivePage>().size() == 1);
  CHECK(driver.all<session::ReadArchivePage>()[0].edge.empty());
  // A gap that was found when the account's archive was read does not lie below what is read now.
  driver.event(session::ArchiveGap{driver.jid("alice@example.com"), {}});
  driver.event(session::ArchiveRead{driver.jid("alice@example.com"), true});
  driver.event(session::MessageReceived{.conversation = nurse,
                                        .from = nurse,
                                        .sent = driver.now.wall - std::chrono::hours(1),
                                        .is_delayed = true,
                                        .is_archived = true,
                                        .is_older = true,
                                        .content = {.body = "old", .archive_id = "n1"}});
  driver.event(session::ArchivePageRead{nurse, false, true});
  CHECK(driver.last("nurse@example.net").body == "old");
  CHECK_FALSE(driver.model.has_older(driver.with("nurse@example.net")));
  driver.event(session::MessageReceived{.conversation = nurse,
                                        .from = nurse,
                                        .sent = driver.now.wall,
                                        .is_delayed = true,
                                        .is_archived = true,
                                        .content = {.body = "new", .archive_id = "n2"}});
  CHECK_FALSE(driver.last("nurse@example.net").gap.has_value());
}

TEST_CASE("what stands above the row it was asked for does so whatever the clocks say",
          "[model][pages]") {
  Driver driver;
  driver.looks();
  driver.older("a6", "six", -100);
  driver.older("a7", "seven", 3600);
  driver.older("a8", "eight", 0);
  driver.ends();
  CHECK(driver.bodies() == Texts{"six", "seven", "eight", "nine"});
}

TEST_CASE("a gap is filled from below until it is closed", "[model][pages]") {
  Driver driver;
  driver.now.wall += std::chrono::seconds(10);
  driver.event(session::ArchiveGap{driver.account, "a9"});
  driver.event(session::MessageReceived{.conversation = driver.jid(romeo),
                                        .from = driver.jid("romeo@example.net/o"),
                                        .sent = driver.now.wall,
                                        .is_delayed = true,
                                        .is_archived = true,
                                        .content = {.body = "twenty", .archive_id = "b0"}});
  driver.event(session::ArchiveRead{driver.account, true});
  REQUIRE(driver.bodies() == Texts{"nine", "… twenty"});
  REQUIRE(driver.model.can_fill(driver.with(romeo), driver.last(romeo)));
  driver.looks(driver.key(1));
  CHECK(driver.asked() == "b0");
  driver.older("a18", "eighteen", 5);
  driver.older("a19", "nineteen", 4);
  SECTION("with more in it") {
    driver.ends();
    CHECK(driver.bodies() == Texts{"nine", "… eighteen", "nineteen", "twenty"});
    driver.looks(driver.key(1));
    CHECK(driver.asked() == "a18");
    driver.older("a9", "nine");
    driver.older("a10", "ten", 6);
    driver.ends();
    CHECK(driver.bodies() == Texts{"nine", "ten", "eighteen", "nineteen", "twenty"});
    // What is above everything is another matter.
    CHECK(driver.model.has_older(driver.with(romeo)));
  }
  SECTION("with nothing more in the archive") {
    driver.ends(true);
    CHECK(driver.bodies() == Texts{"nine", "eighteen", "nineteen", "twenty"});
    CHECK(driver.model.has_older(driver.with(romeo)));
  }
  SECTION("the page fails: it stays, and the next session tries again") {
    driver.ends(false, true);
    CHECK_FALSE(driver.model.can_fill(driver.with(romeo), driver.last(romeo)));
    driver.start_anew();
    CHECK(driver.model.can_fill(driver.with(romeo), driver.last(romeo)));
  }
}

TEST_CASE("an archive that promises more and brings nothing new is left alone for this session",
          "[model][pages]") {
  Driver driver;
  driver.looks();
  const bool is_failed = GENERATE(false, true);
  driver.ends(false, is_failed);
  driver.commands.clear();
  driver.looks();
  CHECK(driver.asked() == "-");
  driver.start_anew();
  driver.looks();
  CHECK(driver.asked() == "a9");
}

TEST_CASE("rows without the archive's name are met, not doubled, and the next page is above them",
          "[model][pages]") {
  Driver driver;
  driver.act(model::SendText{driver.jid(romeo), "mine"});
  const std::string id = driver.last(romeo).id;
  driver.event(session::MessageSent{driver.jid(romeo), id, true});
  driver.looks();
  CHECK(driver.asked() == "a9");
  // The server counts what it sent wrongly, and brings what is below, too.
  driver.older("a8", "eight");
  driver.older("b0", "mine", -1, true, id);
  driver.ends();
  CHECK(driver.bodies() == Texts{"eight", "nine", "mine"});
  CHECK(driver.last(romeo).archive_id == "b0");
}

TEST_CASE("pages that nobody asked for bring nothing", "[model][pages]") {
  Driver driver;
  driver.older("a7", "seven");
  driver.ends(true);
  CHECK(driver.bodies() == Texts{"nine"});
  CHECK(driver.model.has_older(driver.with(romeo)));
  // Nor is anything asked without a session, or before the archive was read.
  driver.lose_connection();
  driver.looks();
  CHECK(driver.asked() == "-");
  driver.come_online();
  driver.commands.clear();
  driver.looks();
  CHECK(driver.asked() == "-");
}

TEST_CASE(
    "what another device said between messages of the offline storage was missing without a gap",
    "[model][pages]") {
  Driver driver;
  driver.now.wall += std::chrono::seconds(100);
  // A new device: these came by themselves, and of the archive only the end was read.
  driver.receive_live("b1", "eleven");
  driver.now.wall += std::chrono::seconds(100);
  driver.event(session::ArchiveGap{driver.account, {}});
  driver.event(session::MessageReceived{.conversation = driver.jid(romeo),
                                        .from = driver.jid("romeo@example.net/o"),
                                        .sent = driver.now.wall,
                                        .is_delayed = true,
                                        .is_archived = true,
                                        .content = {.body = "twenty", .archive_id = "c0"}});
  driver.event(session::ArchiveRead{driver.account, true});
  driver.commands.clear();
  REQUIRE(driver.bodies() == Texts{"nine", "eleven", "… twenty"});
  driver.looks(driver.key(2));
  CHECK(driver.asked() == "c0");
  driver.older("b1", "eleven", 100);
  driver.older("b2", "twelve", 90, true);
  driver.ends();
  // That one was known says nothing of what stands above it.
  CHECK(driver.bodies() == Texts{"nine", "… eleven", "twelve", "twenty"});
  driver.looks(driver.key(1));
  CHECK(driver.asked() == "b1");
  SECTION("it is read to the beginning, each row where the archive has it") {
    driver.older("a9", "nine", 200);
    driver.older("b0", "ten", 150, true);
    driver.ends();
    CHECK(driver.bodies() == Texts{"… nine", "ten", "eleven", "twelve", "twenty"});
    driver.looks(driver.key(0));
    CHECK(driver.asked() == "a9");
    driver.older("a8", "eight", 250);
    driver.ends(true);
    CHECK(driver.bodies() == Texts{"eight", "nine", "ten", "eleven", "twelve", "twenty"});
    CHECK_FALSE(driver.model.has_older(driver.with(romeo)));
  }
  SECTION("a page of nothing new goes on above it") {
    driver.older("a9", "nine", 200);
    driver.ends();
    CHECK(driver.bodies() == Texts{"… nine", "eleven", "twelve", "twenty"});
  }
  SECTION("an archive that promises more and has nothing is left alone") {
    driver.ends();
    CHECK(driver.bodies() == Texts{"nine", "… eleven", "twelve", "twenty"});
    CHECK_FALSE(
        driver.model.can_fill(driver.with(romeo), driver.with(romeo).timeline.messages()[1]));
  }
}
