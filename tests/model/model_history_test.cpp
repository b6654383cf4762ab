// SPDX-License-Identifier: MIT
// What comes back from the store at the start, and what when somebody looks there. src/README.md, G2 and G5.
#include "model/store_records.h"
#include "support/catch.h"
#include "support/store_life.h"

using model::ReadHistory;
using support::Disk;
using Life = support::StoreLife;
using Texts = std::vector<std::string>;

namespace {

constexpr const char* romeo = "romeo@example.net";
constexpr const char* account = "alice@example.com";
constexpr size_t page = 10;

Texts numbers(int from, int to) {
  Texts out;
  for (int i = from; i < to; ++i) out.push_back(std::to_string(i));
  return out;
}

// One message an hour, as it comes from the archive or by itself.
session::MessageReceived message(const Life& life, int number, bool is_archived,
                                 std::string_view who = romeo) {
  const std::string name = std::to_string(number);
  return {.conversation = life.jid(who),
          .from = life.jid(who).with_resource("o"),
          .id = "message-" + name,
          .sent = life.now.wall + std::chrono::hours(number),
          .is_delayed = is_archived,
          .is_archived = is_archived,
          .content = {.body = name, .archive_id = "a" + name}};
}

// A life that heard so many messages, and knows the archive up to the last one.
base::Wall fill(Disk& disk, int count, std::string_view who = romeo) {
  Life life(disk, 'a', page);
  life.begin();
  for (int i = 0; i < count; ++i) life.event(message(life, i, false, who));
  const base::Wall last = life.now.wall + std::chrono::hours(count - 1);
  life.event(session::ArchivePlaceMoved{life.jid(account), "a" + std::to_string(count - 1), last});
  life.settle();
  return last;
}

size_t asked(const Life& life) {
  return static_cast<size_t>(std::count_if(
      life.outputs.begin(), life.outputs.end(),
      [](const base::Output& output) { return std::holds_alternative<base::StoreRange>(output); }));
}

}  // namespace

TEST_CASE("at the start the newest messages come back, the older ones when somebody looks there",
          "[model][history]") {
  Disk disk;
  fill(disk, 100);
  Life life(disk, 'b', page);
  life.begin();
  // A page, and one more: the archive may bring what is a day old once more.
  const size_t before = life.bodies(romeo).size();
  CHECK(before < 50);
  CHECK(life.bodies(romeo) == numbers(100 - static_cast<int>(before), 100));
  CHECK(life.with(romeo).history.has_more);
  life.act(ReadHistory{life.jid(romeo)});
  CHECK(life.with(romeo).history.is_asked);
  CHECK(asked(life) == 1);
  life.act(ReadHistory{life.jid(romeo)});
  CHECK(asked(life) == 1);  // once until it is answered
  const model::MessageKey first = life.with(romeo).timeline.messages()[0].key;
  life.settle();
  const size_t after = life.bodies(romeo).size();
  // The row that was the oldest is read again, and is not there twice.
  CHECK(after == before + page - 1);
  CHECK(life.with(romeo).timeline.index_of(first) == page - 1);
  life.read_all(romeo);
  CHECK(life.bodies(romeo) == numbers(0, 100));
  life.act(ReadHistory{life.jid(romeo)});
  CHECK(asked(life) == 0);  // there is nothing above
  // Nothing of it was written again, and it is all there in the next life.
  CHECK_FALSE(life.model.next_batch().has_value());
}

TEST_CASE("of an empty or a short history nothing more is asked", "[model][history]") {
  Disk disk;
  fill(disk, 3);
  Life life(disk, 'b', page);
  life.begin();
  CHECK(life.bodies(romeo) == numbers(0, 3));
  CHECK_FALSE(life.with(romeo).history.has_more);
  life.act(ReadHistory{life.jid(romeo)});
  life.act(ReadHistory{life.jid("nobody@example.net")});
  CHECK(life.outputs.empty());
}

TEST_CASE("the open conversation is read first", "[model][history]") {
  Disk disk;
  {
    Life life(disk, 'a', page);
    life.begin();
    for (const char* who : {"romeo@example.net/o", "nurse@example.net/x", "tybalt@example.net/y"}) {
      life.receive(who, "hello", "1");
      life.now.wall += std::chrono::minutes(1);
    }
    life.settle();
  }
  Life life(disk, 'b', page);
  life.log_in();
  life.act(model::OpenConversation{life.jid(romeo)});
  while (life.bodies("tybalt@example.net").empty() && life.step()) {
  }
  CHECK(life.bodies(romeo) == Texts{"hello"});
}

TEST_CASE("G2: what an archive brings once more is not there twice, however much of it is stored",
          "[model][history]") {
  Disk disk;
  const base::Wall last = fill(disk, 100);
  Life life(disk, 'b', page);
  life.now.wall = last;
  life.log_in();
  while (life.all<session::ReadArchive>().empty() && life.step()) {
  }
  REQUIRE(life.all<session::ReadArchive>().size() == 1);
  // Its anchor is gone: it is read from a day before on.
  const Life origin(disk, 'a');
  for (int i = 99 - 24; i < 103; ++i) life.event(message(origin, i, true));
  life.event(session::ArchiveRead{life.jid(account), true});
  life.settle();
  Texts shown = life.bodies(romeo);
  CHECK(shown == numbers(103 - static_cast<int>(shown.size()), 103));
  life.read_all(romeo);
  CHECK(life.bodies(romeo) == numbers(0, 103));
}

TEST_CASE("G2: what may have left is looked up among everything that was stored",
          "[model][history]") {
  Disk disk;
  fill(disk, 60);
  {
    Life life(disk, 'b', page);
    life.begin();
    life.send(romeo, "may have left");
    life.settle();
  }
  Life life(disk, 'c', page);
  life.begin();
  // Its anchor may lie far above the place.
  CHECK(life.bodies(romeo).size() == 61);
  CHECK(life.all<session::ReadArchive>().size() == 1);
}

TEST_CASE("a page is not asked for while another one is on its way", "[model][history]") {
  Disk disk;
  fill(disk, 100);
  {
    Life life(disk, 'b', page);
    life.begin();
    for (int i = 0; i < 30; ++i)
      life.receive("nurse@example.net/x", std::to_string(i), "n" + std::to_string(i));
    life.settle();
  }
  Life life(disk, 'c', page);
  life.begin();
  life.act(ReadHistory{life.jid(romeo)});
  life.act(ReadHistory{life.jid("nurse@example.net")});
  CHECK(asked(life) == 1);
  life.settle();
  CHECK_FALSE(life.with(romeo).history.is_asked);
  CHECK_FALSE(life.with("nurse@example.net").history.is_asked);
  life.read_all(romeo);
  life.read_all("nurse@example.net");
  CHECK(life.bodies(romeo) == numbers(0, 100));
  CHECK(life.bodies("nurse@example.net") == numbers(0, 30));
}

TEST_CASE("what is taken off the list goes from the store, also what was never read of it",
          "[model][history]") {
  Disk disk;
  fill(disk, 100);
  Life life(disk, 'b', page);
  life.begin();
  REQUIRE(life.with(romeo).history.has_more);
  life.act(model::RemoveConversation{life.jid(romeo)});
  life.settle();
  for (const auto& [key, value] : disk.stores.at(account)) {
    INFO(key);
    CHECK(key.find("romeo") == std::string::npos);
  }
}

TEST_CASE("what is stored under another spelling goes to where the others are, all of it",
          "[model][history]") {
  Disk disk;
  const xmpp::Jid typed = Life::jid("straße@example.net");
  const xmpp::Jid spelled = Life::jid("strasse@example.net");
  fill(disk, 100, typed.text());
  {
    Life life(disk, 'b', page);
    life.begin();
    life.event(session::AddressSpelled{typed, spelled});
    life.settle();
    CHECK(life.bodies(spelled.text()) == numbers(0, 100));
  }
  Life life(disk, 'c', page);
  life.begin();
  life.read_all(spelled.text());
  CHECK(life.bodies(spelled.text()) == numbers(0, 100));
}

TEST_CASE("a store that fails for good has no more to read", "[model][history]") {
  Disk disk;
  fill(disk, 100);
  Life life(disk, 'b', page);
  life.begin();
  const Texts before = life.bodies(romeo);
  life.port.fail_at(1, base::StoreTrouble::Failed);
  life.act(ReadHistory{life.jid(romeo)});
  life.settle();
  CHECK_FALSE(life.with(romeo).history.has_more);
  CHECK(life.bodies(romeo) == before);
}

TEST_CASE("a store that was lost while a page was on its way goes on with it", "[model][history]") {
  Disk disk;
  fill(disk, 100);
  Life life(disk, 'b', page);
  life.begin();
  life.act(ReadHistory{life.jid(romeo)});
  life.outputs.clear();
  life.store(base::StoreLost{account, base::StoreTrouble::Failed});
  life.settle();
  CHECK_FALSE(life.with(romeo).history.is_asked);
  life.read_all(romeo);
  CHECK(life.bodies(romeo) == numbers(0, 100));
}

TEST_CASE("the same words under the same short id, said on two days, both come back",
          "[model][history]") {
  Disk disk;
  {
    Life life(disk, 'a', page);
    life.begin();
    for (const char* archive_id : {"monday", "tuesday"}) {
      session::MessageReceived said = message(life, 0, false);
      said.id = "1";
      said.sent = life.now.wall;
      said.content = {.body = "good morning", .archive_id = archive_id};
      life.event(said);
      life.now.wall += std::chrono::hours(24);
    }
    life.settle();
  }
  for (const char name : {'b', 'c'}) {
    Life life(disk, name, page);
    life.begin();
    CHECK(life.bodies(romeo) == Texts{"good morning", "good morning"});
    life.settle();
  }
}

TEST_CASE("the same words without an id on an older page are another message", "[model][history]") {
  Disk disk;
  Texts said;
  {
    Life life(disk, 'a', page);
    life.begin();
    for (int i = 0; i < 60; ++i) {
      life.receive("romeo@example.net/o", said.emplace_back(i % 2 == 0 ? "ok" : "no"));
      life.now.wall += std::chrono::minutes(1);
    }
    life.settle();
  }
  for (const char name : {'b', 'c'}) {
    Life life(disk, name, page);
    life.begin();
    life.read_all(romeo);
    CHECK(life.bodies(romeo) == said);
    life.settle();
  }
}

TEST_CASE("the record of the tab keeps the newest messages, also where older ones were read later",
          "[model][history]") {
  Disk disk;
  {
    Life life(disk, 'a');
    life.begin();
    const std::string long_words(4000, 'x');
    for (int i = 0; i < 500; ++i) {
      life.receive("romeo@example.net/o", long_words, "romeo-" + std::to_string(i));
      life.now.wall += std::chrono::minutes(1);
    }
    for (int i = 0; i < 50; ++i) {
      life.receive("nurse@example.net/o", std::to_string(i), "nurse-" + std::to_string(i));
    }
    life.settle();
  }
  Life life(disk, 'b');
  life.begin();
  life.read_all(romeo);
  Life next(disk, 'c');
  REQUIRE(next.model.restore(life.model.save()));
  CHECK(next.bodies("nurse@example.net") == numbers(0, 50));
}
