// SPDX-License-Identifier: MIT
// What a seed is told to be: the server's habits, who says what and when, and what goes wrong. The same for a seed for ever.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace simulation {

// What a server may do and still be one.
struct Habits {
  base::Duration hibernation{};  // how long a session may be resumed
  bool redistributes =
      false;  // what a session that ended had not confirmed goes to the others once more
  bool keeps_offline = false;  // messages for nobody are kept, and delivered behind the presence
  bool tells_count = false;    // <failed/> names what was handled (XEP-0198 5)
  bool asks_each = false;      // <r/> behind each stanza
  size_t page = 50;            // results an archive gives at most in one answer
};

enum class Fault {
  Cut,       // both sides learn of it, the server perhaps late
  HalfOpen,  // nothing passes any more, and nobody is told
  Deaf,      // what the server says does not arrive
  Mute,      // what the page says does not arrive
  Refuse,    // nobody can connect for a while
  Restart,   // the server forgets its sessions
  Forget,    // the server forgets what may be resumed
  Slow,      // a hundred times the latency
  Crash,     // the page is gone, and what it had asked of the store may or may not have happened
  Reload,    // the page is left and comes back
  Freeze,    // the page sleeps
  Clock,     // the clock on the wall jumps
  StoreFails,
  StoreSlow,
  Poison,  // the server sends what cannot be read, and again whenever the session is resumed
};
inline constexpr int faults = static_cast<int>(Fault::Poison) + 1;
const char* name_of(Fault fault);

enum class Speaker {
  Page,
  Peer,
  Phone
};  // the person at the page, his contact, and his other device

struct Step {
  base::Duration at{};  // from the beginning
  bool is_fault = false;
  Speaker speaker = Speaker::Page;
  std::string text;
  Fault fault = Fault::Cut;
  base::Duration lasts{};
};

struct Story {
  uint64_t seed = 0;
  Habits habits;
  base::Duration latency{};
  size_t page_rows = 200;   // how many messages the client reads from its store at once
  bool is_curious = false;  // the person goes to dates, and looks into gaps from either side
  std::vector<Step> steps;  // in the order of time
  base::Duration length{};
};

Story story_of(uint64_t seed);

}  // namespace simulation
