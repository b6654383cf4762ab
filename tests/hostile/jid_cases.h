// SPDX-License-Identifier: MIT
// Runs the folder jid/ of the corpus: addresses to accept, to refuse and to tell apart. RFC 7622.
#pragma once

#include <string>

#include "hostile/report.h"

namespace hostile {

void run_jid_cases(const std::string& folder, const RunCase& run);

}  // namespace hostile
