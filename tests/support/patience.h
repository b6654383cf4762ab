// SPDX-License-Identifier: MIT
// The one patience of every test that waits for the kernel, a socket or the window system: a guard against a hang, no promise
// to anybody. What is promised in seconds is proved under the virtual clock; here only order and outcome count.
#pragma once

#include <chrono>

namespace support {

inline constexpr std::chrono::seconds patience{120};

}  // namespace support
