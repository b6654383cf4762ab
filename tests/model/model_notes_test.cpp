// SPDX-License-Identifier: MIT
// What is said without a row, here receipts: none is lost with a connection, a page or a store, and a flood is bounded.
#include "support/catch.h"
#include "support/contact_driver.h"
#include "support/memory_store.h"

using Driver = support::ContactDriver;

namespace {

constexpr std::string_view bob = "bob@example.com";

}  // namespace

TEST_CASE("a receipt that a connection took away goes out again", "[model][notes]") {
  Driver driver;
  driver.event(driver.asking("bob@example.com/a", "m1"));
  const std::string id = driver.receipts().at(0).id;
  driver.event(session::MessageSent{driver.jid(bob), id, true});
  driver.commands.clear();
  SECTION("as it may have arrived, under the same name") {
    driver.lose_connection();
    driver.event(session::MessageUnsent{driver.jid(bob), id});
    CHECK(driver.receipts().empty());
    driver.come_online();
    REQUIRE(driver.receipts().size() == 1);
    CHECK(driver.receipts()[0].id == id);
  }
  SECTION("not when the server has it") {
    driver.event(session::MessageAcknowledged{driver.jid(bob), id});
    driver.lose_connection();
    driver.come_online();
    CHECK(driver.receipts().empty());
  }
  SECTION("not when it came back") {
    driver.event(session::MessageFailed{driver.jid(bob), id, {}});
    driver.lose_connection();
    driver.come_online();
    CHECK(driver.receipts().empty());
  }
  SECTION("also when the page was left meanwhile") {
    Driver next;
    REQUIRE(next.model.restore(driver.model.save()));
    next.commands.clear();
    next.come_online();
    REQUIRE(next.receipts().size() == 1);
    CHECK(next.receipts()[0].id == id);
  }
}

TEST_CASE("where nothing is counted a receipt is gone when it left", "[model][notes]") {
  Driver driver;
  driver.event(driver.asking("bob@example.com/a", "m1"));
  driver.event(session::MessageSent{driver.jid(bob), driver.receipts().at(0).id, false});
  driver.commands.clear();
  driver.lose_connection();
  driver.come_online();
  CHECK(driver.receipts().empty());
}

TEST_CASE("a receipt says that a message is safe here, so it leaves when it is",
          "[model][notes][store]") {
  support::Disk disk;
  support::MemoryStore port(disk, '1');
  Driver driver(true);
  const auto settle = [&](Driver& life, support::MemoryStore& store) {
    for (;;) {
      if (life.outputs.empty()) {
        if (auto batch = life.model.next_batch()) life.outputs.push_back(*batch);
      }
      if (life.outputs.empty()) return;
      const base::Output wish = life.outputs.front();
      life.outputs.erase(life.outputs.begin());
      if (auto* open = std::get_if<base::StoreOpen>(&wish)) life.store(store.open(*open));
      if (auto* write = std::get_if<base::StoreWrite>(&wish)) life.store(store.write(*write));
      if (auto* range = std::get_if<base::StoreRange>(&wish)) life.store(store.range(*range));
      if (auto* claim = std::get_if<base::StoreClaim>(&wish)) life.store(store.claim(*claim));
    }
  };
  settle(driver, port);
  driver.event(driver.asking("bob@example.com/a", "m1"));
  CHECK(driver.receipts().empty());
  SECTION("written down") {
    settle(driver, port);
    REQUIRE(driver.receipts().size() == 1);
    // Until the server has it, it stands in the outbox: the next life sends it.
    const std::string id = driver.receipts()[0].id;
    SECTION("and then not any more") {
      driver.event(session::MessageSent{driver.jid(bob), id, true});
      driver.event(session::MessageAcknowledged{driver.jid(bob), id});
      settle(driver, port);
    }
    const bool is_done = driver.model.next_batch() == std::nullopt;
    CHECK(is_done);
    size_t kept = 0;
    for (const auto& [key, value] : disk.stores["alice@example.com"]) kept += key[0] == 'o';
    disk.living.clear();
    support::MemoryStore other(disk, '2');
    Driver next(true);
    settle(next, other);
    CHECK(next.receipts().size() == kept);
    for (const session::SendMessage& receipt : next.receipts()) {
      CHECK(receipt.id == id);
      CHECK(receipt.content.receipt_for == "m1");
    }
  }
  SECTION("the store failed, and it leaves all the same") {
    auto batch = driver.model.next_batch();
    REQUIRE(batch);
    driver.store(base::StoreWritten{batch->store, batch->batch, base::StoreTrouble::Full});
    CHECK(driver.receipts().size() == 1);
  }
}

TEST_CASE("a flood of requests is answered up to a limit", "[model][notes]") {
  Driver driver;
  for (int i = 0; i < 6000; ++i) {
    driver.event(driver.asking("bob@example.com/a", "m" + std::to_string(i)));
  }
  CHECK(driver.receipts().size() == 5000);
}
