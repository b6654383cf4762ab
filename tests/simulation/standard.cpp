// SPDX-License-Identifier: MIT
// See standard.h.
#include "simulation/standard.h"

#include "simulation/play.h"

namespace simulation {

using namespace std::chrono_literals;

namespace {

Story standard() {
  Story story;
  story.seed = 1;
  story.habits = {.hibernation = 600s, .tells_count = true, .page = 3};
  story.latency = 20ms;
  story.length = 30s;
  const auto says = [&](base::Duration at, Speaker speaker, const char* text) {
    story.steps.push_back({.at = at, .speaker = speaker, .text = text});
  };
  says(2s, Speaker::Page, "page 1");
  says(2500ms, Speaker::Peer, "peer 2");
  says(2510ms, Speaker::Peer, "peer 3");
  says(2520ms, Speaker::Page, "page 4");
  says(4s, Speaker::Phone, "phone 5");
  story.steps.push_back({.at = 6s, .is_fault = true, .fault = Fault::Cut, .lasts = 1s});
  says(6100ms, Speaker::Page, "page 6");
  says(6100ms, Speaker::Peer, "peer 7");
  says(9s, Speaker::Page, "page 8");
  says(9010ms, Speaker::Peer, "peer 9");
  return story;
}

void add(Broken& broken, const std::string& place, const Outcome& outcome) {
  (outcome.violations.empty() ? broken.passed : broken.failed) += 1;
  for (const std::string& each : outcome.violations)
    broken.violations.push_back(place + ": " + each);
}

}  // namespace

Broken break_frames() {
  const Story story = standard();
  Broken broken;
  for (const bool is_store_slow : {false, true}) {
    const Outcome whole = play(story, {.is_store_slow = is_store_slow});
    add(broken, "nothing", whole);
    broken.places += static_cast<uint64_t>(whole.frames);
    for (int frame = 1; frame <= whole.frames; ++frame) {
      for (const bool is_last : {false, true}) {
        const Mishap mishap{
            .frame = frame, .is_frame_last = is_last, .is_store_slow = is_store_slow};
        add(broken,
            "frame " + std::to_string(frame) + (is_last ? " the last" : " lost") +
                (is_store_slow ? ", slow store" : ""),
            play(story, mishap));
      }
    }
  }
  return broken;
}

Broken break_wishes() {
  const Story story = standard();
  Broken broken;
  const Outcome whole = play(story);
  add(broken, "nothing", whole);
  broken.places = static_cast<uint64_t>(whole.wishes);
  for (int wish = 1; wish <= whole.wishes; ++wish) {
    using Trouble = base::StoreTrouble;
    for (const Trouble trouble : {Trouble::Missing, Trouble::Busy, Trouble::Newer, Trouble::Damaged,
                                  Trouble::Full, Trouble::Failed}) {
      add(broken,
          "wish " + std::to_string(wish) + " in way " + std::to_string(static_cast<int>(trouble)),
          play(story, {.wish = wish, .trouble = trouble}));
    }
  }
  return broken;
}

Broken break_allocations(uint64_t every) {
  const Story story = standard();
  Broken broken;
  const Outcome whole = play(story);
  add(broken, "nothing", whole);
  broken.places = whole.allocations;
  for (uint64_t n = 1; n <= whole.allocations; n += every) {
    add(broken, "allocation " + std::to_string(n), play(story, {.allocation = n}));
  }
  return broken;
}

}  // namespace simulation
