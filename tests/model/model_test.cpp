// SPDX-License-Identifier: MIT
// What can be asked of the model.
#include "model/model.h"

#include "support/catch.h"
#include "support/model_driver.h"

using support::ModelDriver;

TEST_CASE("typed addresses are completed like a person means them", "[model]") {
  ModelDriver driver("work.example");
  const auto complete = [&](std::string_view typed) {
    const std::optional<xmpp::Jid> jid = driver.model.complete_address(typed);
    return jid ? jid->text() : std::string("none");
  };
  CHECK(complete("bob") == "bob@work.example");
  CHECK(complete("  bob@other.example\n") == "bob@other.example");
  CHECK(complete("other.example") == "other.example");
  CHECK(complete("xmpp:bob@other.example?message") == "bob@other.example");
  CHECK(complete("") == "none");
  CHECK(complete("   ") == "none");
  CHECK(complete("a@b@c") == "none");
  driver.act(model::LogIn{"alice@home.example", base::Secret("x")});
  CHECK(complete("bob") == "bob@home.example");
}

TEST_CASE("every change is seen in the version", "[model]") {
  ModelDriver driver;
  const uint64_t before = driver.model.version();
  driver.event(session::ServerFeatures{{"urn:xmpp:ping"}});
  CHECK(driver.model.version() > before);
  CHECK(driver.model.server_features() == std::vector<std::string>{"urn:xmpp:ping"});
}

TEST_CASE("a stranger is called by the local part of their address", "[model]") {
  ModelDriver driver;
  CHECK(driver.model.display_name(driver.jid("eve@example.com")) == "eve");
  CHECK(driver.model.display_name(driver.jid("example.com")) == "example.com");
}
