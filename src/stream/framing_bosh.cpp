// SPDX-License-Identifier: MIT
// Unwraps a BOSH body. See framing_bosh.h.
#include "stream/framing_bosh.h"

#include <utility>

#include "xmpp/ns.h"

namespace stream {

base::Result<BoshBody> parse_bosh_body(xml::Element body) {
  if (!body.is({xmpp::ns::httpbind, "body"})) {
    return base::Error{"the response is not a body of BOSH"};
  }
  BoshBody out;
  out.is_terminate = body.attribute_or_empty("type") == "terminate";
  out.condition = std::string(body.attribute_or_empty("condition"));
  for (xml::Element& child : body.children()) {
    // What is still in BOSH's own namespace is no payload: a nested body, whose attributes count
    // for nothing, or a stanza whose server forgot its namespace (XEP-0206 section 2 demands it).
    if (child.ns() != xmpp::ns::httpbind) out.stanzas.push_back(std::move(child));
  }
  return out;
}

}  // namespace stream
