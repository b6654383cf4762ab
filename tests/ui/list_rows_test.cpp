// SPDX-License-Identifier: MIT
// The order of the list is made anew only when something it depends on changed.
#include "ui/list_rows.h"

#include "support/catch.h"
#include "support/model_driver.h"

using support::ModelDriver;

TEST_CASE("rooms stand among the conversations at once", "[ui][list]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid("bob@example.com")}}});
  ui::ListState state;
  ui::update_rows(state, driver.model);
  CHECK(state.rows.size() == 1);
  CHECK(state.active_rows == 0);
  driver.act(model::OpenAddress{"garden@rooms.example.com", true});
  ui::update_rows(state, driver.model);
  REQUIRE(state.rows.size() == 2);
  CHECK(state.active_rows == 1);
  CHECK(state.rows[0].text() == "garden@rooms.example.com");
}

TEST_CASE("names are compared without case", "[ui][list]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid("x1@example.com"), .name = "bert"},
                                      {.jid = driver.jid("x2@example.com"), .name = "Adam"},
                                      {.jid = driver.jid("x3@example.com"), .name = "Ärmel"},
                                      {.jid = driver.jid("x4@example.com"), .name = "Carl"}}});
  ui::ListState state;
  ui::update_rows(state, driver.model);
  CHECK(state.rows[0].local() == "x2");
  CHECK(state.rows[1].local() == "x1");
  state.filter = "äRM";
  ui::update_rows(state, driver.model);
  REQUIRE(state.rows.size() == 1);
  CHECK(state.rows[0].local() == "x3");
}

TEST_CASE("a name that looks empty is the address", "[ui][list]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(
      session::RosterLoaded{{{.jid = driver.jid("bob@example.com"), .name = "\u200b\u2060"}}});
  CHECK(ui::shown_name(driver.model, driver.jid("bob@example.com")) == "bob@example.com");
}
