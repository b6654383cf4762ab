// SPDX-License-Identifier: MIT
// An allocation that fails. The client is built without exceptions: for it this is the end of the page, wherever it stood. Here
// it is left where it stands (nothing is unwound, what it held is lost to this process), and the story goes on without it.
#pragma once

#include <csetjmp>
#include <cstdint>

namespace simulation {

struct Memory {
  bool is_counting = false;  // allocations of the client, not those of its surroundings
  uint64_t counted = 0;
  uint64_t failing = 0;  // the number of the one that fails; 0: none does
  std::jmp_buf back;     // where to go on, set while is_counting
};
extern Memory memory;

// The surroundings work within a call of the client: what they need is not its own.
class Surroundings {
 public:
  Surroundings() : was_counting_(memory.is_counting) { memory.is_counting = false; }
  ~Surroundings() { memory.is_counting = was_counting_; }
  Surroundings(const Surroundings&) = delete;
  Surroundings& operator=(const Surroundings&) = delete;

 private:
  bool was_counting_;
};

}  // namespace simulation
