// SPDX-License-Identifier: MIT
// How far one archive is known: the account's, or a room's. XEP-0313.
#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"

namespace model {

struct Archive {
  // Everything up to here is known. Without an id: up to that time. Neither: nothing is.
  std::string id;
  base::Wall stamp{};
  bool is_asked = false;     // in this session
  bool had_place = false;    // when it was asked: what it brings is news
  bool is_first = false;     // nothing was known before it was read in this session
  bool is_answered = false;  // once; whoever has no archive answers, too
  bool is_behind = false;    // what it brings now came after every row that has the archive's name
  bool is_done = false;      // read: what it brings from now on is another reading
  uint32_t readings = 0;     // begun
  uint64_t known_key = 0;    // rows with a key from here on came after that place was known
  uint32_t gaps = 0;         // grows with every piece that was left out
  std::string gap_after;     // of the last of them: behind which name it begins
};

}  // namespace model
