// SPDX-License-Identifier: MIT
// A recorded session, played again: every answer is the same, a change is seen, and what is no log is said to be none.
#include "app/native/replay.h"

#include "support/catch.h"
#include "support/flight_stage.h"

using support::FlightStage;

TEST_CASE("a recorded session is the same when it is played again", "[app][replay]") {
  FlightStage stage;
  stage.log_in();
  stage.chat();
  REQUIRE(stage.is_online());
  const app::Replay replay = app::replay(stage.recorder.log());
  INFO(app::sentence_for(replay));
  CHECK(replay.differs_at == 0);
  CHECK(replay.problem.empty());
  CHECK(replay.inputs > 20);
  CHECK(replay.actions == 4);
  CHECK(replay.outputs > 20);
  CHECK(replay.unplayed == 0);
}

TEST_CASE("what is not as then is named with its line", "[app][replay]") {
  FlightStage stage;
  stage.log_in();
  std::string log = stage.recorder.log();
  const size_t at = log.rfind("out send-text");
  log.replace(at, 13, "out send-tent");
  const app::Replay replay = app::replay(log);
  CHECK(replay.differs_at > 0);
  CHECK(replay.expected.rfind("out send-tent", 0) == 0);
  CHECK(replay.found.rfind("out send-text", 0) == 0);
  CHECK(app::sentence_for(replay).find("and is now") != std::string::npos);
}

TEST_CASE("a flight log that is none, damaged, or begins with a reload says so", "[app][replay]") {
  CHECK_FALSE(app::replay("").problem.empty());
  CHECK_FALSE(app::replay("anything\nat all\n").problem.empty());
  FlightStage stage;
  stage.input(base::Kept{base::Keeping::Tab, "session", "x"});
  CHECK(app::replay(stage.recorder.log()).problem.find("reloaded") != std::string::npos);
  FlightStage other;
  other.log_in();
  CHECK_FALSE(app::replay(other.recorder.log() + "in nonsense\n").problem.empty());
}
