// SPDX-License-Identifier: MIT
// ASSERT: a broken invariant of ours. Peer input and user input must never reach it.
#pragma once

#include <cstdlib>

#define ASSERT(condition)           \
  do {                              \
    if (!(condition)) std::abort(); \
  } while (false)
