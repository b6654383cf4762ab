// SPDX-License-Identifier: MIT
// Sessions with stream management that lose their connection and go on. XEP-0198.
#pragma once

#include <string>

#include "support/login.h"

namespace support {

inline constexpr const char* managed_features =
    "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>";
inline constexpr const char* our_enable = "<enable xmlns='urn:xmpp:sm:3' resume='true'/>";
// Three stanzas were sent when the session began (roster, presence, disco).
inline constexpr uint32_t at_start = 3;

// Logged in as juliet@example.com/balcony; what the extensions asked at the beginning is read.
inline Wire managed(const std::string& enabled =
                        "<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true' max='600'/>") {
  Wire wire = authenticated();
  wire.receives(Link::features_frame(managed_features)).sends(our_bind);
  wire.receives(Link::bind_result(wire.id(), "juliet@example.com/balcony")).sends(our_enable);
  wire.receives(enabled);
  wire.skip();
  return wire;
}

inline void lose_connection(Wire& wire) {
  wire.link().close_socket(1001);
  CHECK(wire.status<stream::Suspended>().why.failure == stream::Failure::ConnectionLost);
  wire.skip();
}

// After a lost connection: through SASL 1 up to our <resume/>.
inline void come_back(Wire& wire) {
  wire.advance(2s).opens("wss://example.com/ws");
  wire.link().open_socket();
  wire.skip();
  wire.receives(server_open()).receives(offer({"PLAIN"})).skip();
  wire.receives(sasl("success")).sends(our_open);
}

inline void reconnect(Wire& wire) {
  lose_connection(wire);
  come_back(wire);
}

// The server has all that was sent and goes on with the session.
inline void resume(Wire& wire, uint32_t sent) {
  come_back(wire);
  wire.receives(server_open()).receives(Link::features_frame(managed_features)).skip();
  wire.receives("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='" + std::to_string(sent) + "'/>");
  wire.status<stream::Resumed>();
}

}  // namespace support
