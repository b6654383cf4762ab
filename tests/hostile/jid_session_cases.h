// SPDX-License-Identifier: MIT
// Runs the folder jid/ of the corpus through whole sessions: each address typed at the login, and received as a sender.
// RFC 7622, RFC 6120 section 8.1.2.
#pragma once

#include <string>

#include "hostile/report.h"

namespace hostile {

void run_jid_session_cases(const std::string& folder, const RunCase& run);

}  // namespace hostile
