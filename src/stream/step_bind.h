// SPDX-License-Identifier: MIT
// Binds a resource and checks that the session is ours. RFC 6120 section 7.
#pragma once

#include <string>

#include "stream/step.h"
#include "xmpp/jid.h"

namespace stream {

class StepBind {
 public:
  // No resource is asked for: a fixed one would make two tabs throw each other out (protocol trap E
  // 57).
  void start(StepContext& context);
  Outcome handle(const StepInput& input, StepContext& context);
  const xmpp::Jid& jid() const { return jid_; }

 private:
  std::string id_;
  xmpp::Jid jid_;
};

}  // namespace stream
