// SPDX-License-Identifier: MIT
// What the server keeps, as it is shown. XEP-0441.
#include "support/catch.h"
#include "support/model_driver.h"

using support::ModelDriver;
using xmpp::ArchivePolicy;

TEST_CASE("what the server keeps is asked once in a session", "[model][mam]") {
  ModelDriver driver;
  driver.act(model::ReadArchivePolicy{});
  CHECK(driver.commands.empty());
  driver.log_in();
  driver.act(model::ReadArchivePolicy{});
  driver.act(model::ReadArchivePolicy{});
  CHECK(driver.all<session::ReadArchivePolicy>().size() == 1);
  driver.event(session::ArchivePolicyTold{ArchivePolicy::Contacts});
  CHECK(driver.model.account().keeping.policy == ArchivePolicy::Contacts);
  // Somebody may have changed it meanwhile.
  driver.come_online();
  CHECK_FALSE(driver.model.account().keeping.policy.has_value());
  driver.act(model::ReadArchivePolicy{});
  CHECK(driver.all<session::ReadArchivePolicy>().size() == 2);
}

TEST_CASE("what it shall keep is shown at once, and taken back when it refuses", "[model][mam]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::ReadArchivePolicy{});
  driver.event(session::ArchivePolicyTold{ArchivePolicy::Everything});
  driver.commands.clear();
  driver.act(model::SetArchivePolicy{ArchivePolicy::Everything});
  CHECK(driver.commands.empty());
  driver.act(model::SetArchivePolicy{ArchivePolicy::Nothing});
  REQUIRE(driver.all<session::SetArchivePolicy>().size() == 1);
  CHECK(driver.all<session::SetArchivePolicy>()[0].policy == ArchivePolicy::Nothing);
  CHECK(driver.model.account().keeping.policy == ArchivePolicy::Nothing);
  driver.event(session::ArchivePolicyTold{ArchivePolicy::Everything, true});
  CHECK(driver.model.account().keeping.policy == ArchivePolicy::Everything);
  CHECK(driver.model.account().keeping.is_refused);
  driver.act(model::SetArchivePolicy{ArchivePolicy::Contacts});
  CHECK_FALSE(driver.model.account().keeping.is_refused);
  // Without a connection nothing is promised.
  driver.lose_connection();
  driver.act(model::SetArchivePolicy{ArchivePolicy::Nothing});
  CHECK(driver.model.account().keeping.policy == ArchivePolicy::Contacts);
}
