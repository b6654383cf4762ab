// SPDX-License-Identifier: MIT
// Tests of src/platform/native/event_loop.cpp.
#include "platform/native/event_loop.h"

#include <unistd.h>

#include <chrono>
#include <csignal>

#include "platform/native/clock_native.h"
#include "support/catch.h"

using namespace std::chrono_literals;

TEST_CASE("an alarm rings once, at its last time", "[platform][loop]") {
  platform::EventLoop loop(std::nullopt);
  int rings = 0;
  const base::Steady begin = platform::now().steady;
  base::Steady rung;
  platform::Alarm end(loop, [&] { loop.stop(); });
  platform::Alarm alarm(loop, [&] {
    if (++rings == 1) rung = platform::now().steady;
    end.set(platform::now().steady + 1ms);  // whatever else was set is due before that
  });
  alarm.set(begin + 5ms);
  alarm.set(begin + 60ms);
  loop.run([] { return false; });
  CHECK(rings == 1);
  CHECK(rung >= begin + 60ms);
}

TEST_CASE("a cancelled alarm does not ring", "[platform][loop]") {
  platform::EventLoop loop(std::nullopt);
  platform::Alarm alarm(loop, [] { FAIL("it rang"); });
  alarm.set(platform::now().steady + 5ms);
  alarm.cancel();
  platform::Alarm end(loop, [&] { loop.stop(); });
  end.set(platform::now().steady + 40ms);
  loop.run([] { return false; });
}

TEST_CASE("a signal that asks for the end stops the loop in good order", "[platform][loop]") {
  platform::EventLoop loop(std::nullopt);
  loop.stop_on_signals();
  bool has_raised = false;
  platform::Alarm sender(loop, [&] {
    has_raised = true;
    raise(SIGTERM);
  });
  sender.set(platform::now().steady + 10ms);
  loop.run([] { return false; });
  CHECK(has_raised);
}

TEST_CASE("while a turn is busy the next one comes at once", "[platform][loop]") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  platform::EventLoop loop(ends[0]);  // nothing ever arrives there
  int turns = 0;
  loop.run([&] {
    if (++turns == 1000) loop.stop();
    return true;
  });
  CHECK(turns == 1000);
  close(ends[0]);
  close(ends[1]);
}

TEST_CASE("the loop sleeps until the window's connection has something", "[platform][loop]") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  platform::EventLoop loop(ends[0]);
  platform::Alarm sender(loop, [&] { REQUIRE(write(ends[1], "x", 1) == 1); });
  sender.set(platform::now().steady + 50ms);
  int turns = 0;
  bool has_read = false;
  loop.run([&] {
    ++turns;
    char byte = 0;
    // The turn of the alarm itself comes first; the byte wakes the next one.
    if (turns >= 2 && !has_read) has_read = read(ends[0], &byte, 1) == 1;
    if (has_read) loop.stop();
    return false;
  });
  CHECK(has_read);
  CHECK(turns <= 4);
  close(ends[0]);
  close(ends[1]);
}
