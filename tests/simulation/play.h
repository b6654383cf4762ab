// SPDX-License-Identifier: MIT
// One story from its first life to the oracle's question, and the same question of the page that comes after it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulation/page.h"
#include "simulation/story.h"

namespace simulation {

struct Outcome {
  std::vector<std::string> violations;  // sentences; none when all is well
  uint64_t trace = 0;                   // the same for the same story
  // How many there were until the end of the story, for who wants to break each of them.
  int frames = 0, wishes = 0;
  uint64_t allocations = 0;  // of the first life
};

Outcome play(const Story& story, const Mishap& mishap = {}, bool prints = false);

}  // namespace simulation
