// SPDX-License-Identifier: MIT
// Reads what the server offers. RFC 6120 4.3.2.
#pragma once

#include "stream/features.h"
#include "stream/step.h"

namespace stream {

// <starttls/> is ignored: TLS is the transport's business here (RFC 7395 3.9).
Features parse_features(const xml::Element& features);

class StepFeatures {
 public:
  Outcome handle(const StepInput& input);
  const Features& features() const { return features_; }

 private:
  Features features_;
};

}  // namespace stream
