// SPDX-License-Identifier: MIT
// A standard session: a login, words both ways and from another device, a connection lost and taken up again, words again. Then
// the same with one thing going wrong, for every place where it can (SQLite's way of testing).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace simulation {

struct Broken {
  uint64_t places = 0, passed = 0, failed = 0;
  std::vector<std::string> violations;  // with the place
};

// The connection dies at each frame: it still passes, or not; with a usual and with a slow store.
Broken break_frames();
// Each wish of the store fails, in each way.
Broken break_wishes();
// Each `every`-th allocation of the client's first life fails.
Broken break_allocations(uint64_t every);

}  // namespace simulation
