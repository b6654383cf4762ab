// SPDX-License-Identifier: MIT
// How much memory the program holds, in every build that runs the corpus.
#pragma once

#include <cstddef>

namespace hostile {

// Bytes that were allocated and not given back.
size_t memory_in_use();

}  // namespace hostile
