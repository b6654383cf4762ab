// SPDX-License-Identifier: MIT
// Judges an address by the protection it gives, before anything is sent there.
// RFC 6455 section 3 (ws and wss URIs), RFC 6761 6.3 (localhost), protocol trap A 12, XEP-0368 (xmpps).
#pragma once

#include <string>
#include <string_view>

namespace stream {

enum class EndpointKind {
  Secure,    // wss:, https:, xmpps:; xmpp:, because nothing is said there before STARTTLS
  Loopback,  // without encryption, to this very machine
  Insecure,  // without encryption, to anywhere else
  Invalid,   // no such address, or one that browsers and we might read differently
};
enum class Transport { WebSocket, Bosh, Tcp };

struct Endpoint {
  EndpointKind kind = EndpointKind::Invalid;
  Transport transport = Transport::WebSocket;
};

Endpoint classify_endpoint(std::string_view url);
// Host and port as written, in lower case; empty for an invalid address.
std::string authority_of(std::string_view url);

}  // namespace stream
