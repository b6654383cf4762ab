// SPDX-License-Identifier: MIT
// Runs the folder scram/ of the corpus through the real login code. RFC 5802, RFC 7677, XEP-0474, XEP-0484.
#pragma once

#include <string>

#include "hostile/report.h"

namespace hostile {

void run_scram_cases(const std::string& folder, const RunCase& run);

}  // namespace hostile
