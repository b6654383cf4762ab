// SPDX-License-Identifier: MIT
// When silence has lasted too long: the deadlines, and what a program that stood still may conclude.
#include "stream/liveness.h"

#include "support/catch.h"
#include "support/wire.h"

using namespace std::chrono_literals;
using stream::Liveness;

namespace {

constexpr base::Steady start{100s};

Liveness begun() {
  Liveness liveness;
  liveness.start(start);
  return liveness;
}

}  // namespace

TEST_CASE("F4: a dead connection is found in 40 s while somebody looks, in 100 s in a hidden tab",
          "[stream][liveness]") {
  CHECK(Liveness::quiet_visible + Liveness::patience_visible + Liveness::late <= 40s);
  CHECK(Liveness::quiet_hidden + Liveness::patience_hidden <= 100s);
  CHECK(Liveness::patience_sent + Liveness::late <= 10s);
  Liveness liveness = begun();
  CHECK_FALSE(liveness.is_question_due(start + 29s, true));
  CHECK(liveness.is_question_due(start + 30s, true));
  CHECK_FALSE(liveness.is_question_due(start + 44s, false));
  CHECK(liveness.is_question_due(start + 45s, false));
  liveness.asked(start + 30s, Liveness::patience_visible);
  CHECK_FALSE(liveness.is_question_due(start + 60s, true));
  CHECK(liveness.next_wake(true) == start + 39s);
  CHECK_FALSE(liveness.is_dead(start + 38s));
  CHECK(liveness.is_dead(start + 40s));
  liveness.heard(start + 40s);
  CHECK_FALSE(liveness.is_dead(start + 60s));
}

TEST_CASE("a second question only shortens the time for an answer", "[stream][liveness]") {
  Liveness liveness = begun();
  liveness.asked(start, 10s);
  liveness.asked(start + 1s, 20s);
  CHECK(liveness.next_wake(true) == start + 10s);
  liveness.asked(start + 2s, 5s);
  CHECK(liveness.next_wake(true) == start + 7s);
}

TEST_CASE("a server that hangs up on silence is asked in half that time", "[stream][liveness]") {
  Liveness liveness = begun();
  liveness.set_idle_limit(base::Duration(20s));
  CHECK(liveness.next_wake(true) == start + 10s);
  liveness.set_idle_limit(base::Duration(0));
  CHECK(liveness.next_wake(true) == start + 1s);
}

TEST_CASE("a program that stood still asks once more before it gives up, and only once",
          "[stream][liveness]") {
  Liveness liveness = begun();
  liveness.asked(start, 5s);
  CHECK_FALSE(liveness.takes_chance(start + 5s));  // in time: nobody is there
  CHECK(liveness.takes_chance(start + 20s));
  CHECK_FALSE(liveness.is_dead(start + 20s));
  liveness.asked(start + 20s, Liveness::patience_woken);
  CHECK(liveness.is_dead(start + 25s));
  CHECK_FALSE(liveness.takes_chance(start + 40s));
  liveness.heard(start + 40s);
  liveness.asked(start + 70s, 5s);
  CHECK(liveness.takes_chance(start + 80s));
}

TEST_CASE("F10: after a standstill the connection is asked before it is given up",
          "[stream][liveness]") {
  support::Wire wire = support::Wire::bound("juliet@example.com/balcony");
  support::Link& link = wire.link();
  wire.advance(30s);
  wire.sends("<iq type='get' id='*'><ping xmlns='urn:xmpp:ping'/></iq>");
  // The process was stopped for a minute; its timer comes first.
  link.now.steady += 60s;
  link.now.wall += 60s;
  link.input(base::Tick{});
  wire.no_events();
  // The answer had been lying there.
  wire.receives("<iq type='result' id='" + wire.id() + "'/>");
  wire.advance(20s).no_events();

  wire.advance(10s);
  wire.sends("<iq type='get' id='*'><ping xmlns='urn:xmpp:ping'/></iq>");
  link.now.steady += 60s;
  link.now.wall += 60s;
  link.input(base::Tick{});
  wire.no_events();
  wire.advance(Liveness::patience_woken);
  CHECK(wire.status<stream::Suspended>().why.failure == stream::Failure::ConnectionLost);
}
