// SPDX-License-Identifier: MIT
// What the <body/> of a BOSH response holds: its first-level stanzas and whether the session ended.
// XEP-0124 sections 7 to 17, XEP-0206.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "xml/element.h"

namespace stream {

struct BoshBody {
  std::vector<xml::Element> stanzas;  // stanzas, stream features and stream errors, in order
  bool is_terminate = false;
  std::string condition;  // of a terminate; empty is a normal end
};

// An element that is no body of BOSH is an error (a proxy's HTML page, say).
base::Result<BoshBody> parse_bosh_body(xml::Element body);

}  // namespace stream
