// SPDX-License-Identifier: MIT
// Runs the folder xml/ of the corpus through a whole session: each frame in four phases of a stream, whole and in
// pieces. RFC 6120 section 11, RFC 7395.
#pragma once

#include <string>

#include "hostile/report.h"

namespace hostile {

Results run_xml_cases(const std::string& folder);

}  // namespace hostile
