// SPDX-License-Identifier: MIT
// Asks whichever allocator there is. See memory.h.
#include "hostile/memory.h"

#include <malloc.h>

#if defined(__SANITIZE_ADDRESS__)
// Of sanitizer/allocator_interface.h, which Debian's g++ comes without.
extern "C" size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace hostile {

size_t memory_in_use() {
#if defined(__SANITIZE_ADDRESS__)
  return __sanitizer_get_current_allocated_bytes();
#elif defined(__EMSCRIPTEN__)
  return static_cast<size_t>(mallinfo().uordblks);
#else
  return mallinfo2().uordblks;
#endif
}

}  // namespace hostile
