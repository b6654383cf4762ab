// SPDX-License-Identifier: MIT
// One <body/> of BOSH, each way: what a response holds, and how a request is written.
// XEP-0124 sections 7 to 17, XEP-0206.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "stream/framing.h"
#include "xml/element.h"

namespace stream {

struct BoshBody {
  std::vector<xml::Element> stanzas;  // stanzas, stream features and stream errors, in order
  bool is_terminate = false;
  std::string condition;  // of a terminate; empty is a normal end
  std::string uri;        // of see-other-uri
  // Of the response to the creation; absent where the server says nothing.
  std::string sid, from, authid, version;
  std::optional<uint32_t> requests, wait, inactivity, polling,
      maxpause;  // seconds but for the first
};

// An element that is no body of BOSH is an error (a proxy's HTML page, say).
base::Result<BoshBody> parse_bosh_body(xml::Element body);

// XEP-0124 7: asks for a session.
xml::Element make_bosh_creation(const Header& header, uint32_t wait);
// XEP-0206 5: opens the stream anew in the same session.
xml::Element make_bosh_restart(const Header& header);
// `body` with its running number and the session it belongs to; `payload` are documents of their own, written into it as
// they are (each declares its namespaces: protocol trap B 22).
std::string write_bosh_body(xml::Element body, uint64_t rid, const std::string& sid,
                            const std::vector<std::string>& payload);

}  // namespace stream
