// SPDX-License-Identifier: MIT
// Runs the folder xml/ of the corpus through whole sessions: each frame over every transport that can carry it, in every
// stage of a stream, whole and in pieces. RFC 6120 section 11, RFC 7395, XEP-0124.
#pragma once

#include <string>

#include "hostile/report.h"

namespace hostile {

void run_xml_cases(const std::string& folder, const RunCase& run);

}  // namespace hostile
