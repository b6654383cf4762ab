// SPDX-License-Identifier: MIT
// One step of a login on a desk, or the whole negotiation without a transport: what it is told, and what it wants said.
#pragma once

#include <string>
#include <vector>

#include "stream/step.h"
#include "support/catch.h"
#include "support/fixed_random.h"
#include "support/xml_equal.h"

namespace support {

class StepDesk {
 public:
  StepDesk() { config.account = *xmpp::Jid::parse("juliet@example.com"); }

  stream::Config config;
  bool is_private = true;
  bool is_over_bosh = false;
  bool scram_seen = false;
  bool is_active = true;
  stream::Management* resumable = nullptr;

  stream::StepContext context() {
    return {config, is_private, is_over_bosh, scram_seen, is_active, resumable, env_, said_};
  }
  // The next element that was to be said; the test fails where there is none.
  xml::Element said() {
    REQUIRE_FALSE(said_.empty());
    REQUIRE(std::holds_alternative<xml::Element>(said_.front()));
    xml::Element element = std::get<xml::Element>(std::move(said_.front()));
    said_.erase(said_.begin());
    return element;
  }
  bool says_nothing() const { return said_.empty(); }
  void forget() { said_.clear(); }

 private:
  FixedRandom random_;
  base::Env env_{{base::Steady(std::chrono::seconds(1000)), base::Wall{}}, random_};
  std::vector<stream::Say> said_;
};

inline bool is_accepted(const stream::Outcome& outcome) {
  return std::holds_alternative<stream::Accepted>(outcome);
}
inline bool is_finished(const stream::Outcome& outcome) {
  return std::holds_alternative<stream::Finished>(outcome);
}
// Why the login ended there; Failure::None when it did not.
inline stream::Failure refusal_of(const stream::Outcome& outcome) {
  const auto* rejected = std::get_if<stream::Rejected>(&outcome);
  return rejected == nullptr ? stream::Failure::None : rejected->why.failure;
}

}  // namespace support
