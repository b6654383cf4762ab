// SPDX-License-Identifier: MIT
// Reads what the server offers. RFC 6120 4.3.2, XEP-0478 (stream limits).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "stream/step.h"

namespace stream {

struct Features {
  std::vector<std::string> mechanisms;  // SASL, in the server's order
  bool has_bind = false;
  bool needs_session = false;       // RFC 3921's <session/>, offered without <optional/>
  std::optional<size_t> max_bytes;  // the largest stanza the server takes
};

// <starttls/> is ignored: TLS is the socket's business here (RFC 7395 3.9).
Features parse_features(const xml::Element& features);

class StepFeatures {
 public:
  Outcome handle(const StepInput& input);
  const Features& features() const { return features_; }

 private:
  Features features_;
};

}  // namespace stream
