// SPDX-License-Identifier: MIT
// What must hold at the end of a story, out of the books of everybody who took part: G1 to G6 of src/README.md. Knows
// nothing of how the client works.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace simulation {

// What happened, told by those who saw it; texts are all different.
struct Books {
  std::vector<std::string> typed;     // in this order
  std::vector<std::string> accepted;  // of those: shown to the person as on their way
  struct Heard {
    std::string text, id;
  };
  std::vector<Heard> heard;    // by the contact, in this order
  bool was_overtaken = false;  // an old connection's words came behind a newer one's
  struct Entry {
    std::string text;
    bool is_own = false;
  };
  std::vector<Entry> archive;
  std::set<std::string>
      redelivered;  // late, and without a word about when they were said: they stand where they came
  bool fits_a_page = false;  // all of it in one answer: there is nothing to be left out
  struct Row {
    std::string text;
    bool is_own = false;
    bool is_failed = false;   // said to have failed
    bool is_waiting = false;  // said to be on its way
    bool follows_gap = false;
  };
  std::vector<Row> rows;              // on screen, from the top
  std::vector<std::string> offences;  // against the protocol, as the server saw them
  bool is_online = false;
};

// Sentences; none when all is well.
std::vector<std::string> violations(const Books& books);

}  // namespace simulation
