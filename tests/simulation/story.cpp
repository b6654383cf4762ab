// SPDX-License-Identifier: MIT
// Stories out of seeds. See story.h.
#include "simulation/story.h"

#include <algorithm>

#include "support/fixed_random.h"

namespace simulation {

using namespace std::chrono_literals;

const char* name_of(Fault fault) {
  constexpr const char* names[faults] = {
      "cut",   "half-open", "deaf",   "mute",  "refuse",      "restart",    "forget", "slow",
      "crash", "reload",    "freeze", "clock", "store fails", "store slow", "poison"};
  return names[static_cast<int>(fault)];
}

namespace {

base::Duration between(support::FixedRandom& random, base::Duration least, base::Duration most) {
  return least + base::Duration(random.below(static_cast<uint32_t>((most - least).count())));
}

}  // namespace

Story story_of(uint64_t seed) {
  support::FixedRandom random(seed * 2 + 1);
  const auto one_in = [&](uint32_t n) { return random.below(n) == 0; };
  Story story;
  story.seed = seed;
  if (seed % 2 == 0) story.page_rows = 2 + seed % 3;
  story.is_curious = seed % 3 == 0;
  Habits& habits = story.habits;
  habits.hibernation = one_in(3) ? between(random, 1s, 20s) : 600s;
  habits.redistributes = one_in(3);
  habits.keeps_offline = one_in(2);
  habits.tells_count = one_in(2);
  habits.asks_each = one_in(2);
  habits.page = one_in(2) ? 50 : 3 + random.below(5);
  story.latency = one_in(3) ? between(random, 50ms, 400ms) : between(random, 1ms, 30ms);
  story.length = between(random, 20s, 120s);

  const auto add = [&](Speaker speaker, const char* who, uint32_t count) {
    // Half of them come in bursts.
    base::Duration at{};
    for (uint32_t i = 0; i < count; ++i) {
      at =
          i > 0 && one_in(2) ? at + between(random, 0ms, 40ms) : between(random, 0ms, story.length);
      Step step;
      step.at = at;
      step.speaker = speaker;
      step.text = who;  // numbered below, in the order of time
      story.steps.push_back(step);
    }
  };
  add(Speaker::Page, "page", 4 + random.below(9));
  add(Speaker::Peer, "peer", 4 + random.below(9));
  add(Speaker::Phone, "phone", random.below(4));
  const uint32_t count = random.below(9);
  bool has_failing_store = false, has_crash = false;
  for (uint32_t i = 0; i < count; ++i) {
    Step step;
    step.is_fault = true;
    step.at = between(random, 0ms, story.length);
    step.fault = static_cast<Fault>(random.below(faults));
    step.lasts = one_in(4) ? between(random, 1s, 90s) : between(random, 100ms, 5s);
    // Without a store what is only in memory ends with the page: that is said to the person, and no loss of ours.
    if (step.fault == Fault::Crash && has_failing_store) step.fault = Fault::Reload;
    if (step.fault == Fault::StoreFails && has_crash) step.fault = Fault::StoreSlow;
    has_crash = has_crash || step.fault == Fault::Crash;
    has_failing_store = has_failing_store || step.fault == Fault::StoreFails;
    story.steps.push_back(step);
  }
  std::stable_sort(story.steps.begin(), story.steps.end(),
                   [](const Step& a, const Step& b) { return a.at < b.at; });
  int number = 0;
  for (Step& step : story.steps) {
    if (!step.is_fault) step.text += " " + std::to_string(++number);
  }
  return story;
}

}  // namespace simulation
