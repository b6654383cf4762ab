// SPDX-License-Identifier: MIT
// Goes on with an earlier session after SASL 1. XEP-0198 section 5.
#pragma once

#include <optional>

#include "stream/step.h"

namespace stream {

class StepResume {
 public:
  void start(StepContext& context);
  // Finished either way; which, is told below.
  Outcome handle(const StepInput& input);
  const std::optional<xml::Element>& resumed() const { return resumed_; }
  // Its `h` may acknowledge a part of what was sent (trap D 39).
  const std::optional<xml::Element>& failed() const { return failed_; }

 private:
  std::optional<xml::Element> resumed_, failed_;
};

}  // namespace stream
