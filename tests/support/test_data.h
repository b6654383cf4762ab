// SPDX-License-Identifier: MIT
// Where the files lie that tests read.
#pragma once

#include <string>
#include <string_view>

namespace support {

// The path of a file or folder of tests/data.
std::string test_data(std::string_view name);

}  // namespace support
