// SPDX-License-Identifier: MIT
// The own account: what the server keeps is shown where it says so, and chosen.
#include "ui/account_dialog.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/ui_driver.h"

using support::UiDriver;
using xmpp::ArchivePolicy;

namespace {

// Whoever looks wishes to know.
void look(UiDriver& driver) {
  driver.settle();
  for (const model::Action& wish : std::vector<model::Action>(driver.result.wishes)) {
    driver.act(wish);
  }
}

size_t questions(const UiDriver& driver) {
  size_t count = 0;
  for (const session::Command& command : driver.commands) {
    count += base::holds<session::ReadArchivePolicy>(command);
  }
  return count;
}

}  // namespace

TEST_CASE("what the server keeps is asked when somebody looks, and can be chosen", "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  look(driver);
  CHECK(questions(driver) == 0);
  REQUIRE(driver.press("account"));
  look(driver);
  look(driver);
  CHECK(questions(driver) == 1);
  CHECK_FALSE(driver.has("dialog/keep-all"));
  driver.event(session::ArchivePolicyTold{ArchivePolicy::Everything});
  look(driver);
  CHECK(driver.words().find("Kept on your server") != std::string::npos);
  REQUIRE(driver.press("dialog/keep-nothing"));
  look(driver);
  REQUIRE(base::holds<session::SetArchivePolicy>(driver.commands.back()));
  CHECK(driver.model.account().keeping.policy == ArchivePolicy::Nothing);
  driver.event(session::ArchivePolicyTold{ArchivePolicy::Everything, true});
  look(driver);
  REQUIRE(driver.has("dialog/problem"));
  CHECK(driver.item("dialog/problem")->texts.front().text.find("did not change") !=
        std::string::npos);
}

TEST_CASE("a server that does not say what it keeps is not asked again", "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  REQUIRE(driver.press("account"));
  look(driver);
  driver.event(session::ArchivePolicyTold{});
  look(driver);
  CHECK(driver.words().find("Kept on your server") == std::string::npos);
  CHECK(questions(driver) == 1);
}
