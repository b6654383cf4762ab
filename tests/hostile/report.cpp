// SPDX-License-Identifier: MIT
// One line per case. See report.h; scripts/hostile reads these lines.
#include "hostile/report.h"

#include <cstdio>

namespace hostile {

void Report::run(const std::string& name, const Case& work) {
  if (seen_++ < options_.skip) return;
  if (name.find(options_.only) == std::string::npos) return;
  // Should it end the program, this is the last that is heard of it.
  std::printf("run  %s\n", name.c_str());
  std::fflush(stdout);
  Trace trace;
  const std::string problem = work(trace);
  ++(problem.empty() ? passed_ : failed_);
  std::printf("%s %s [%s]%s%s\n", problem.empty() ? "ok  " : "FAIL", name.c_str(),
              trace.hash().c_str(), problem.empty() ? "" : ": ", problem.c_str());
  std::fflush(stdout);
}

}  // namespace hostile
