// SPDX-License-Identifier: MIT
// When a stanza was first sent. XEP-0203: Delayed Delivery 2.0.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "xml/element.h"
#include "xmpp/jid.h"

namespace xmpp {

struct Delay {
  std::optional<Jid> from;  // who delayed it
  base::Wall stamp;
};

// Every well-formed <delay/>, in document order. Which of them may be believed is the gate's
// decision.
std::vector<Delay> parse_delays(const std::vector<xml::Element>& payloads);

}  // namespace xmpp
