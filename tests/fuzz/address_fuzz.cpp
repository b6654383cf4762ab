// SPDX-License-Identifier: MIT
// Addresses of servers: what is not plainly one is refused, and what is loopback is never somewhere else.
#include "fuzz/fuzz.h"
#include "stream/endpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view url = text_of(data, size);
  const stream::Endpoint endpoint = stream::classify_endpoint(url);
  const std::string authority = stream::authority_of(url);
  hold((endpoint.kind == stream::EndpointKind::Invalid) == authority.empty());
  if (endpoint.kind == stream::EndpointKind::Loopback) {
    const bool is_here = authority.rfind("127.", 0) == 0 || authority.rfind("[::1]", 0) == 0 ||
                         authority.rfind("[0:0:0:0:0:0:0:1]", 0) == 0 ||
                         authority.find("localhost") != std::string::npos;
    hold(is_here);
  }
  hold(authority.find('@') == std::string::npos);
  return 0;
}
