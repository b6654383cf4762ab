// SPDX-License-Identifier: MIT
// The one place that knows where this clone lies.
#include "support/test_data.h"

namespace support {

std::string test_data(std::string_view name) {
  return std::string(PARLANCE_TEST_DATA "/").append(name);
}

}  // namespace support
