// SPDX-License-Identifier: MIT
// Plays a flight log again: the same core, the same inputs, times and random draws, and no network. What it asks for is held
// against what was asked for then. parlance --replay FILE, under gdb if wanted.
#pragma once

#include <string>
#include <string_view>

namespace app {

struct Replay {
  size_t inputs = 0, actions = 0, outputs = 0;
  // The first line that is not what it was, and what it is now; 0: none.
  size_t differs_at = 0;
  std::string expected, found;
  std::string problem;  // why it could not be played, or not to its end; a sentence
  size_t unplayed = 0;  // lines behind what was left out
};

// `each`: is told every line before it is played; for a person who watches.
Replay replay(std::string_view log, void (*each)(size_t number, std::string_view line) = nullptr);

// A few lines about it.
std::string sentence_for(const Replay& replay);

}  // namespace app
