// SPDX-License-Identifier: MIT
// Randomness from the browser.
#include "platform/web/random_web.h"

#include "platform/web/host.h"

namespace platform {

void BrowserRandom::fill(uint8_t* bytes, size_t size) { host_fill_random(bytes, size); }

}  // namespace platform
