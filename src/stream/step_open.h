// SPDX-License-Identifier: MIT
// Opens the stream and checks who answers. RFC 7395 3.4 and 3.7, RFC 6120 4.7.
#pragma once

#include "stream/step.h"

namespace stream {

class StepOpen {
 public:
  void start(StepContext& context);
  Outcome handle(const StepInput& input, StepContext& context);
};

}  // namespace stream
