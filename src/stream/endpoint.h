// SPDX-License-Identifier: MIT
// Judges a WebSocket address by the protection it gives, before any socket is opened.
// RFC 6455 section 3 (ws and wss URIs), RFC 6761 6.3 (localhost), protocol trap A 12.
#pragma once

#include <string_view>

namespace stream {

enum class EndpointKind {
  Secure,    // wss:
  Loopback,  // ws: to this very machine
  Insecure,  // ws: to anywhere else
  Invalid,   // no WebSocket address, or one that browsers and we might read differently
};

EndpointKind classify_endpoint(std::string_view url);

}  // namespace stream
