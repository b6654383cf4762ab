// SPDX-License-Identifier: MIT
// Finds out where a domain's server is. XEP-0156 1.4.0 (host-meta as XRD and as JSON, over TLS only; no DNS TXT records),
// RFC 6415, protocol trap C 26.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/env.h"
#include "base/io.h"

namespace stream {

// The addresses a document names, WebSocket before BOSH, encrypted ones only. Absent when it is no such document.
std::optional<std::vector<std::string>> endpoints_in_xrd(std::string_view text,
                                                         base::Random& random);
std::optional<std::vector<std::string>> endpoints_in_jrd(std::string_view text);

// Asks for the one, then for the other.
class Discovery {
 public:
  base::HttpRequest start(std::string_view domain, base::RequestId request);
  base::RequestId request() const { return request_; }
  struct Found {
    std::vector<std::string> endpoints;  // none: the domain does not say
  };
  // What to ask next, or what was found.
  std::variant<base::HttpRequest, Found> handle(const base::HttpReply& reply,
                                                base::RequestId next_request, base::Env& env);

 private:
  base::HttpRequest ask(base::RequestId request, std::string_view document);

  std::string domain_;
  base::RequestId request_ = 0;
  bool has_asked_both_ = false;
};

}  // namespace stream
