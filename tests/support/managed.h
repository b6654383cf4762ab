// SPDX-License-Identifier: MIT
// Sessions with stream management that lose their connection and go on. XEP-0198.
#pragma once

#include <optional>
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

// ---- a page that is loaded anew ----

// By SCRAM: its keys are in the page's record, the password is not.
inline void log_in_by_scram(Wire& wire) {
  ScramServer server(base::HashAlgorithm::Sha256, "pencil");
  challenge(wire, server);
  wire.link().work();
  wire.receives(sasl("success", server.final(take_sasl(wire, "response")))).sends(our_open);
  wire.receives(server_open()).receives(Link::features_frame(managed_features));
}

// As managed(), with a record that can be gone on with.
inline Wire managed_by_scram() {
  Wire wire = awaiting_features();
  log_in_by_scram(wire);
  wire.sends(our_bind).receives(Link::bind_result(wire.id(), "juliet@example.com/balcony"));
  wire.sends(our_enable).receives("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>");
  wire.skip();
  return wire;
}

// The page that goes on with the record; it has been told `wish` before its connection is up. The server has had `sent`.
inline Wire reloaded(const std::string& record, uint32_t sent,
                     const std::optional<session::Command>& wish = {}) {
  Wire next;
  REQUIRE(next.link().restore(record));
  if (wish) next.performs(*wish);
  next.link().open_socket();
  next.skip().receives(server_open());
  log_in_by_scram(next);
  next.skip().receives("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='" + std::to_string(sent) +
                       "'/>");
  return next;
}

}  // namespace support
