// SPDX-License-Identifier: MIT
// What came of the cases of one folder of the corpus.
#pragma once

#include <string>
#include <vector>

namespace hostile {

struct CaseResult {
  std::string name;  // "xml/01-doctype-internal-subset"
  bool passed = false;
  std::string detail;  // why not; for a pass what was measured, or nothing
};

using Results = std::vector<CaseResult>;

}  // namespace hostile
