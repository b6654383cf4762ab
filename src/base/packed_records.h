// SPDX-License-Identifier: MIT
// Records of the store as one piece of bytes, for the way between the core and JavaScript (web/lib/store.js): for each,
// the sizes of key and value (32 bit, little end first), then both.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/io.h"

namespace base {

std::string pack_records(const std::vector<StoreRecord>& records);
// What is cut off at the end is left out.
std::vector<StoreRecord> unpack_records(std::string_view bytes);

}  // namespace base
