// SPDX-License-Identifier: MIT
// The login of the native program.
#include "ui/login_view.h"

#include <algorithm>

#include "session/event.h"
#include "support/catch.h"
#include "support/ui_driver.h"

using support::UiDriver;

namespace {

auto logins(const UiDriver& driver) {
  return std::count_if(driver.commands.begin(), driver.commands.end(),
                       [](const auto& command) { return base::holds<session::Connect>(command); });
}

}  // namespace

TEST_CASE("address and password become one wish", "[ui][login]") {
  UiDriver driver;
  driver.settle();
  CHECK(driver.item("login/address")->field->is_address);
  CHECK(driver.item("login/password")->field->is_secret);
  driver.type("login/address", "alice");
  driver.type("login/password", "secret");
  // The field never gives it back.
  CHECK(driver.item("login/password")->field->value.empty());
  REQUIRE(driver.press("login/submit"));
  REQUIRE(logins(driver) == 1);
  const auto& connect = (*base::get_if<session::Connect>(&driver.commands[0]));
  CHECK(connect.account.text() == "alice@example.com");
  CHECK(connect.password.reveal() == "secret");
  CHECK(driver.item("login/submit")->is_disabled);
}

TEST_CASE("Enter in the password logs in", "[ui][login]") {
  UiDriver driver;
  driver.settle();
  driver.type("login/address", "alice@example.com");
  driver.submit("login/password", "secret");
  CHECK(logins(driver) == 1);
}

TEST_CASE("a failed login says why and leaves a working form", "[ui][login]") {
  UiDriver driver;
  driver.settle();
  driver.type("login/address", "alice@example.com");
  driver.submit("login/password", "wrong");
  driver.event(session::StatusChanged{stream::Failed{{.failure = xmpp::Failure::WrongPassword}}});
  driver.settle();
  REQUIRE(driver.has("login/problem"));
  CHECK(driver.item("login/problem")->texts[0].text ==
        "Wrong address or password. Check both and try again.");
  CHECK(driver.item("login/address")->field->value == "alice@example.com");
  CHECK_FALSE(driver.item("login/submit")->is_disabled);
  driver.submit("login/password", "right");
  CHECK(logins(driver) == 2);
  driver.event(session::StatusChanged{stream::Fresh{support::jid("alice@example.com/x")}});
  driver.settle();
  CHECK_FALSE(driver.has("login"));
  CHECK(driver.has("navigation"));
}

TEST_CASE("who was online sees the list while reconnecting, not the login", "[ui][login]") {
  model::Account account;
  CHECK(ui::needs_login(account));
  for (auto state : {model::Connection::Connecting, model::Connection::Authenticating,
                     model::Connection::Reconnecting}) {
    account.connection = state;
    account.was_online = false;
    CHECK(ui::needs_login(account));
    account.was_online = true;
    CHECK_FALSE(ui::needs_login(account));
  }
  account.connection = model::Connection::Failed;
  CHECK(ui::needs_login(account));
  account.connection = model::Connection::Online;
  CHECK_FALSE(ui::needs_login(account));
}
