// SPDX-License-Identifier: MIT
// What a person sees who is logged in with several accounts: one list, and the account where there are two.
#include "ui/models.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

namespace {

constexpr const char* bob = "contact/bob@example.com";
constexpr const char* bob_at_work = "contact/1:bob@example.com";

struct TwoAccounts : UiDriver {
  explicit TwoAccounts(float width = 1000) : UiDriver(width) {
    log_in();
    log_in_also("alice@work.example");
    settle();
  }
  model::AccountId account_of(std::string_view id) const { return item(id)->account; }
  // What somebody who only listens is told of the item.
  std::string told(std::string_view id) const {
    return item(id)->name + "; " + item(id)->description;
  }
};

}  // namespace

TEST_CASE("with one account nothing says which", "[ui][accounts]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  CHECK(driver.item(bob)->description == "Online");
  CHECK(driver.words().find("example.com ") == std::string::npos);
}

TEST_CASE("two accounts stand in one list, each row says whose it is", "[ui][accounts]") {
  TwoAccounts driver;
  REQUIRE(driver.has(bob));
  REQUIRE(driver.has(bob_at_work));
  // The same person, known to both: the address is no help, the account is.
  CHECK(driver.told(bob).find("example.com") != std::string::npos);
  CHECK(driver.told(bob_at_work).find("work.example") != std::string::npos);
  CHECK(driver.told(bob) != driver.told(bob_at_work));
  driver.receive("bob@example.com/x", "to work", "1", 1);
  driver.settle();
  CHECK(driver.item(bob_at_work)->position == 1);
  CHECK(driver.item(bob_at_work)->description.find("1 unread message") != std::string::npos);
  CHECK(driver.item(bob)->description.find("unread") == std::string::npos);
}

TEST_CASE("what is written goes out with the account whose conversation it is", "[ui][accounts]") {
  TwoAccounts driver;
  REQUIRE(driver.press(bob_at_work));
  CHECK(driver.of(1).open() == jid("bob@example.com"));
  CHECK_FALSE(driver.of(0).open().has_value());
  REQUIRE(driver.has("composer/1:bob@example.com"));
  CHECK_FALSE(driver.has("composer/bob@example.com"));
  driver.type("composer/1:bob@example.com", "half a word");
  CHECK(driver.of(1).conversation(jid("bob@example.com"))->draft == "half a word");
  driver.submit("composer/1:bob@example.com", "hello from work");
  const model::Conversation* own = driver.of(1).conversation(jid("bob@example.com"));
  REQUIRE(own->timeline.size() == 1);
  CHECK(own->timeline.messages()[0].body == "hello from work");
  CHECK(driver.of(0).conversation(jid("bob@example.com")) == nullptr);
  // The header tells as whom.
  CHECK(driver.words().find("work.example") != std::string::npos);
}

TEST_CASE("two accounts of one domain are told apart by their whole address", "[ui][accounts]") {
  UiDriver driver;
  driver.log_in();
  driver.log_in_also("bureau@example.com");
  driver.settle();
  CHECK(driver.item(bob)->description.find("alice@example.com") != std::string::npos);
  CHECK(driver.item(bob_at_work)->description.find("bureau@example.com") != std::string::npos);
}

TEST_CASE("an account is added from the dialog of the first one", "[ui][accounts]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  REQUIRE(driver.press("account"));
  REQUIRE(driver.press("dialog/add-account"));
  driver.type("dialog/address", "alice@work.example");
  driver.type("dialog/password", "pencil");
  const std::vector<model::Action> actions = driver.ui.pressed(
      driver.item("dialog/confirm")->rect.x + 5, driver.item("dialog/confirm")->rect.y + 5);
  REQUIRE(actions.size() == 1);
  CHECK(actions[0].account == 1);
  const auto* log_in = base::get_if<model::LogIn>(&actions[0]);
  REQUIRE(log_in != nullptr);
  CHECK(log_in->address == "alice@work.example");
  CHECK(log_in->password.reveal() == "pencil");
  driver.settle();
  CHECK_FALSE(driver.has("dialog"));
}

TEST_CASE("an account that cannot be added says why, and what was typed stays", "[ui][accounts]") {
  TwoAccounts driver;
  REQUIRE(driver.press("account"));
  REQUIRE(driver.press("dialog/add-account"));
  const auto problem_with = [&](const char* address) {
    driver.type("dialog/address", address);
    REQUIRE(driver.press("dialog/confirm"));
    CHECK(driver.item("dialog/address")->field->value == address);
    return driver.words();
  };
  CHECK(problem_with("").find("address") != std::string::npos);
  CHECK(problem_with("not an address@").find("This is no address.") != std::string::npos);
  for (const char* there : {"alice@example.com", "alice", "alice@work.example"}) {
    CHECK(problem_with(there).find("logged in with this account already") != std::string::npos);
  }
}

TEST_CASE("no more accounts than there may be can be added", "[ui][accounts]") {
  UiDriver driver;
  model::Model only(model::Settings{.domain = "example.com", .allows_more_accounts = false});
  driver.model = std::move(only);
  driver.log_in();
  driver.settle();
  REQUIRE(driver.press("account"));
  CHECK_FALSE(driver.has("dialog/add-account"));
}

TEST_CASE("a contact is added, and a room joined, with the account that is chosen",
          "[ui][accounts]") {
  TwoAccounts driver;
  const char* at_work = "dialog/account/1:alice@work.example";
  REQUIRE(driver.press("add-contact"));
  driver.type("dialog/address", "carol@work.example");
  REQUIRE(driver.press(at_work));
  CHECK(driver.item("dialog/address")->field->value == "carol@work.example");
  CHECK(driver.item(at_work)->is_current);
  REQUIRE(driver.press("dialog/confirm"));
  CHECK(driver.of(1).conversation(jid("carol@work.example")) != nullptr);
  CHECK(driver.of(0).conversation(jid("carol@work.example")) == nullptr);
  REQUIRE(driver.press("join-room"));
  driver.type("dialog/address", "garden@rooms.work.example");
  REQUIRE(driver.press(at_work));
  REQUIRE(driver.press("dialog/confirm"));
  CHECK(driver.of(1).conversation(jid("garden@rooms.work.example")) != nullptr);
}

TEST_CASE("each account has its own availability, and can be left by itself", "[ui][accounts]") {
  TwoAccounts driver;
  REQUIRE(driver.press("account"));
  REQUIRE(driver.press("dialog/account/1:alice@work.example"));
  REQUIRE(driver.press("dialog/dnd"));
  CHECK(driver.of(1).account().availability == xmpp::Availability::DoNotDisturb);
  CHECK(driver.of(0).account().availability == xmpp::Availability::Available);
  if (!driver.has("dialog")) {
    REQUIRE(driver.press("account"));
    REQUIRE(driver.press("dialog/account/1:alice@work.example"));
  }
  REQUIRE(driver.press("dialog/log-out"));
  CHECK(driver.of(1).account().connection == model::Connection::Offline);
  CHECK(driver.of(0).account().connection == model::Connection::Online);
}

TEST_CASE("a bar tells which account has lost its connection", "[ui][accounts]") {
  TwoAccounts driver;
  driver.event(session::StatusChanged{stream::Suspended{{.failure = xmpp::Failure::ConnectionLost},
                                                        driver.now.steady}},
               1);
  driver.now.steady += std::chrono::seconds(1);
  driver.settle();
  CHECK(driver.words().find("alice@work.example") != std::string::npos);
  CHECK(driver.words().find("The connection was lost") != std::string::npos);
  REQUIRE(driver.press("retry-now/1"));
  REQUIRE(driver.commands.size() == 1);
  CHECK(base::holds<session::RetryNow>(driver.commands[0]));
}

TEST_CASE("a second account that is refused leaves the list, and its bar leads to the password",
          "[ui][accounts]") {
  TwoAccounts driver;
  driver.event(session::StatusChanged{stream::Failed{{.failure = xmpp::Failure::WrongPassword}}},
               1);
  driver.settle();
  CHECK(driver.has(bob));
  REQUIRE(driver.has("not-online/1"));
  CHECK(driver.item("not-online/1")->role == ui::Role::Alert);
  REQUIRE(driver.press("account-menu/1"));
  REQUIRE(driver.has("dialog/password"));
  CHECK(driver.item("dialog/address")->field->value == "alice@work.example");
}

TEST_CASE("who asks to be a contact asks one of the accounts", "[ui][accounts]") {
  TwoAccounts driver;
  driver.event(session::SubscriptionRequested{jid("eve@far.example"), "It is me."}, 1);
  driver.settle();
  REQUIRE(driver.has("request/1:eve@far.example"));
  CHECK(driver.words().find("work.example") != std::string::npos);
  REQUIRE(driver.press("request/1:eve@far.example/decline"));
  CHECK(driver.of(1).roster().requests.empty());
}

TEST_CASE("the versions of models change whenever one of them does, or goes", "[ui][accounts]") {
  TwoAccounts driver;
  const uint64_t before = ui::version_of(driver.models());
  driver.receive("bob@example.com/x", "hi", "1", 1);
  const uint64_t after = ui::version_of(driver.models());
  CHECK(before != after);
  CHECK(ui::version_of({&driver.model}) != after);
  CHECK(&ui::model_of(driver.models(), 1) == &*driver.second);
  CHECK(&ui::model_of(driver.models(), 5) == &driver.model);
  driver.second->apply(model::Action(model::OpenConversation{jid("bob@example.com")}),
                       *std::make_unique<base::Env>(base::Env{driver.now, driver.random}));
  CHECK(&ui::current(driver.models()) == &*driver.second);
}
