// SPDX-License-Identifier: MIT
// Addresses as the server spells them: the conversation, its words and its records follow. RFC 6122 and RFC 7622.
#include "model/store_records.h"
#include "support/catch.h"
#include "support/memory_store.h"
#include "support/model_driver.h"

using model::MessageState;
using support::ModelDriver;

namespace {

constexpr std::string_view typed = "straße@example.com";
constexpr std::string_view spelled = "strasse@example.com";

session::AddressSpelled told(std::string_view asked = typed, std::string_view by_server = spelled) {
  return {ModelDriver::jid(asked), ModelDriver::jid(by_server)};
}

void add(ModelDriver& driver) { driver.act(model::AddContact{std::string(typed), "Street"}); }

void is_pushed(ModelDriver& driver) {
  driver.event(told());
  driver.event(session::RosterItemChanged{{.jid = driver.jid(spelled), .name = "Street"}});
}

// One wish for the store is granted; false: there is none.
bool step(ModelDriver& driver, support::MemoryStore& port) {
  if (driver.outputs.empty()) {
    if (auto batch = driver.model.next_batch()) driver.outputs.push_back(*batch);
  }
  if (driver.outputs.empty()) return false;
  const base::Output wish = driver.outputs.front();
  driver.outputs.erase(driver.outputs.begin());
  if (auto* open = std::get_if<base::StoreOpen>(&wish)) driver.store(port.open(*open));
  if (auto* write = std::get_if<base::StoreWrite>(&wish)) driver.store(port.write(*write));
  if (auto* range = std::get_if<base::StoreRange>(&wish)) driver.store(port.range(*range));
  if (auto* claim = std::get_if<base::StoreClaim>(&wish)) driver.store(port.claim(*claim));
  return true;
}
void settle(ModelDriver& driver, support::MemoryStore& port) {
  while (step(driver, port)) {
  }
}

}  // namespace

TEST_CASE("a contact that the server spells otherwise has one conversation", "[model][spelling]") {
  ModelDriver driver;
  driver.log_in();
  add(driver);
  driver.act(model::EditDraft{driver.jid(typed), "half a sent"});
  const uint64_t names = driver.model.names_version();
  is_pushed(driver);
  CHECK(driver.model.names_version() > names);
  CHECK(driver.model.open() == driver.jid(spelled));
  CHECK(driver.model.conversations().size() == 1);
  CHECK(driver.with(spelled).draft == "half a sent");
  driver.receive("strasse@example.com/phone", "hello");
  CHECK(driver.model.conversations().size() == 1);
  CHECK(driver.with(spelled).unread == 0);
  // Typed once more, it is the same.
  driver.act(model::CloseConversation{});
  driver.act(model::OpenAddress{std::string(typed), false});
  CHECK(driver.model.open() == driver.jid(spelled));
  driver.act(model::EditDraft{driver.jid(typed), "half a sentence"});
  CHECK(driver.with(spelled).draft == "half a sentence");
  CHECK(driver.model.conversations().size() == 1);
}

TEST_CASE("what was written before the server's spelling was known is acknowledged under it",
          "[model][spelling]") {
  ModelDriver driver;
  driver.log_in();
  add(driver);
  driver.send(typed, "first");
  driver.event(session::MessageSent{driver.jid(typed), driver.last(typed).id, true});
  driver.send(typed, "second");
  driver.event(session::MessageSent{driver.jid(typed), driver.last(typed).id, true});
  driver.send(typed, "third");
  is_pushed(driver);
  const auto& rows = driver.with(spelled).timeline.messages();
  REQUIRE(rows.size() == 3);
  driver.event(session::MessageAcknowledged{driver.jid(typed), rows[0].id});
  driver.event(session::MessageFailed{driver.jid(typed), rows[1].id, {}});
  driver.event(session::MessageSent{driver.jid(typed), rows[2].id, true});
  CHECK(rows[0].state == MessageState::Acknowledged);
  CHECK(rows[1].state == MessageState::Failed);
  CHECK(rows[2].state == MessageState::Sent);
  driver.event(session::MessageUnsent{driver.jid(typed), rows[2].id});
  CHECK(rows[2].state == MessageState::Queued);
  driver.commands.clear();
  driver.act(model::RetryMessage{driver.jid(typed), rows[1].id});
  CHECK(rows[1].state == MessageState::Queued);
}

TEST_CASE("a room that answers under another spelling is the one that was wished for",
          "[model][spelling]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{std::string(typed), true});
  driver.event(told());
  driver.event(session::RoomJoined{driver.jid(spelled), "alice"});
  CHECK(driver.model.conversations().size() == 1);
  CHECK(driver.model.open() == driver.jid(spelled));
  CHECK(driver.with(spelled).room->state == model::Room::State::Joined);
  // The same link again opens it, and joins nothing.
  driver.commands.clear();
  driver.act(model::OpenAddress{std::string(typed), true});
  CHECK(driver.all<session::JoinRoom>().empty());
  CHECK(driver.model.open() == driver.jid(spelled));
}

TEST_CASE("two conversations that turn out to be one keep everything", "[model][spelling]") {
  ModelDriver driver;
  driver.log_in();
  driver.receive("strasse@example.com/phone", "from the past", "m1");
  driver.act(model::EditDraft{driver.jid(spelled), "draft"});
  driver.now.wall += std::chrono::seconds(5);
  add(driver);
  driver.send(typed, "hello");
  driver.act(model::EditDraft{driver.jid(typed), "other draft"});
  is_pushed(driver);
  const auto& rows = driver.with(spelled).timeline.messages();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].body == "from the past");
  CHECK(rows[1].body == "hello");
  CHECK(driver.with(spelled).draft == "draft\nother draft");
  CHECK(driver.with(spelled).unread == 1);
  CHECK(driver.model.conversations().size() == 1);
}

TEST_CASE("what somebody else is called changes nothing here", "[model][spelling]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{"bob@example.com", false});
  driver.event(told());
  driver.event(told("bob@example.com", "bob@example.com"));
  CHECK(driver.model.conversations().size() == 1);
  CHECK(driver.model.spelled(driver.jid(typed)) == driver.jid(typed));
  CHECK(driver.model.open() == driver.jid("bob@example.com"));
}

TEST_CASE("a reloaded page knows the server's spelling", "[model][spelling]") {
  ModelDriver driver;
  driver.log_in();
  add(driver);
  is_pushed(driver);
  ModelDriver next;
  REQUIRE(next.model.restore(driver.model.save()));
  next.act(model::EditDraft{next.jid(typed), "again"});
  CHECK(next.with(spelled).draft == "again");
  CHECK(next.model.spelled(next.jid(typed)) == next.jid(spelled));
}

TEST_CASE("the store has one conversation, and the next life finds it by either spelling",
          "[model][spelling][store]") {
  support::Disk disk;
  std::string id;
  {
    ModelDriver life("example.com", true);
    support::MemoryStore port(disk, 'a');
    life.log_in();
    settle(life, port);
    add(life);
    life.send(typed, "delivered");
    settle(life, port);
    id = life.last(typed).id;
    life.event(session::MessageSent{life.jid(typed), id, true});
    life.event(session::MessageAcknowledged{life.jid(typed), id});
    settle(life, port);
    life.send(typed, "waiting");  // its batch is on the way while it is moved
    if (auto batch = life.model.next_batch()) life.outputs.push_back(*batch);
    is_pushed(life);
    settle(life, port);
    CHECK(life.last(spelled).state == MessageState::Queued);
    CHECK(life.all<session::SendMessage>().back().to == life.jid(spelled));
  }
  ModelDriver next("example.com", true);
  support::MemoryStore port(disk, 'b');
  next.now.wall += std::chrono::seconds(9);
  next.log_in();
  settle(next, port);
  CHECK(next.model.conversations().size() == 1);
  const auto& rows = next.with(spelled).timeline.messages();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].body == "delivered");
  CHECK(rows[0].state == MessageState::Acknowledged);
  CHECK(rows[1].body == "waiting");
  CHECK(next.model.spelled(next.jid(typed)) == next.jid(spelled));
}

TEST_CASE("words stored under the typed spelling follow, however far the store was read",
          "[model][spelling][store]") {
  support::Disk disk;
  {
    ModelDriver life("example.com", true);
    support::MemoryStore port(disk, 'a');
    life.log_in();
    settle(life, port);
    life.act(model::OpenAddress{std::string(typed), false});
    life.send(typed, "from another life");
    settle(life, port);
    const std::string id = life.last(typed).id;
    life.event(session::MessageSent{life.jid(typed), id, true});
    life.event(session::MessageAcknowledged{life.jid(typed), id});
    settle(life, port);
  }
  // Opening it, three answers of the beginning, the rows.
  const int granted = GENERATE(0, 1, 2, 3, 4, 5);
  CAPTURE(granted);
  for (const char name : {'b', 'c'}) {
    ModelDriver life("example.com", true);
    support::MemoryStore port(disk, name);
    life.now.wall += std::chrono::seconds(name);
    life.log_in();
    if (name == 'b') {
      for (int i = 0; i < granted; ++i) step(life, port);
      add(life);
      is_pushed(life);
    }
    settle(life, port);
    CHECK(life.model.conversations().size() == 1);
    REQUIRE(life.with(spelled).timeline.size() == 1);
    CHECK(life.last(spelled).body == "from another life");
  }
}

TEST_CASE("LIMIT: of the spellings of one address the latest few are remembered",
          "[model][spelling]") {
  ModelDriver driver;
  driver.log_in();
  const auto other = [](int i) { return "stra\u00DFe" + std::to_string(i) + "@example.com"; };
  for (int i = 0; i < 20; ++i) {
    driver.act(model::OpenAddress{other(i), false});
    driver.event(told(other(i)));
  }
  CHECK(driver.with(spelled).asked.size() == 8);
  CHECK(driver.model.spelled(driver.jid(other(19))) == driver.jid(spelled));
  CHECK(driver.model.spelled(driver.jid(other(0))) == driver.jid(other(0)));
}

TEST_CASE("who logs in again as he typed it before finds everything as it was",
          "[model][spelling]") {
  ModelDriver driver;
  driver.act(model::LogIn{std::string(typed), base::Secret("secret")});
  driver.event(session::StatusChanged{stream::Fresh{driver.jid("strasse@example.com/web")}});
  CHECK(driver.model.account().jid == driver.jid(spelled));
  driver.receive("bob@example.com/phone", "hello");
  driver.event(session::StatusChanged{stream::Failed{{.failure = stream::Failure::WrongPassword}}});
  driver.commands.clear();
  driver.act(model::LogIn{std::string(typed), base::Secret("new secret")});
  CHECK(driver.model.conversations().size() == 1);
  CHECK(driver.model.account().jid == driver.jid(spelled));
  REQUIRE(driver.all<session::Connect>().size() == 1);
  CHECK(driver.all<session::Connect>()[0].account == driver.jid(spelled));
  // Somebody else finds nothing.
  driver.act(model::LogIn{"bob@example.com", base::Secret("secret")});
  CHECK(driver.model.conversations().empty());
  CHECK(driver.model.account().asked.empty());
}
