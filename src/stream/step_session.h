// SPDX-License-Identifier: MIT
// Starts a session where an old server still demands it. RFC 3921 section 3; RFC 6121 dropped it.
#pragma once

#include <string>

#include "stream/step.h"

namespace stream {

class StepSession {
 public:
  void start(StepContext& context);
  Outcome handle(const StepInput& input, StepContext& context);

 private:
  std::string id_;
};

}  // namespace stream
