// SPDX-License-Identifier: MIT
// The order of the list is made anew only when something it depends on changed.
#include "ui/list_rows.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/model_driver.h"

using support::ModelDriver;

namespace {

void update(ui::ListState& state, const model::Model& model) {
  ui::Names names;
  ui::update_names(names, {&model});
  ui::update_rows(state, names, {&model});
}

}  // namespace

TEST_CASE("rooms stand among the conversations at once", "[ui][list]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid("bob@example.com")}}});
  ui::ListState state;
  update(state, driver.model);
  CHECK(state.rows.size() == 1);
  CHECK(state.active_rows == 0);
  driver.act(model::OpenAddress{"garden@rooms.example.com", true});
  update(state, driver.model);
  REQUIRE(state.rows.size() == 2);
  CHECK(state.active_rows == 1);
  CHECK(state.rows[0].jid.text() == "garden@rooms.example.com");
}

TEST_CASE("names are compared without case", "[ui][list]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid("x1@example.com"), .name = "bert"},
                                      {.jid = driver.jid("x2@example.com"), .name = "Adam"},
                                      {.jid = driver.jid("x3@example.com"), .name = "Ärmel"},
                                      {.jid = driver.jid("x4@example.com"), .name = "Carl"}}});
  ui::ListState state;
  update(state, driver.model);
  CHECK(state.rows[0].jid.local() == "x2");
  CHECK(state.rows[1].jid.local() == "x1");
  state.filter = "äRM";
  update(state, driver.model);
  REQUIRE(state.rows.size() == 1);
  CHECK(state.rows[0].jid.local() == "x3");
}

TEST_CASE("a name is found however its letters are written", "[ui][list]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid("x1@example.com"), .name = "Ｂｏｂ"},
                                      {.jid = driver.jid("x2@example.com"), .name = "B\u200bob"},
                                      {.jid = driver.jid("x3@example.com"), .name = "Carl"}}});
  ui::ListState state;
  state.filter = "bob";
  update(state, driver.model);
  CHECK(state.rows.size() == 2);
}
