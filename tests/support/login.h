// SPDX-License-Identifier: MIT
// What a server says during a login, spelled once. RFC 7395, RFC 6120 sections 6 and 7.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "support/scram_server.h"
#include "support/wire.h"

namespace support {

inline constexpr const char* our_open =
    "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='juliet@example.com' to='example.com'"
    " version='1.0' xml:lang='en'/>";
inline constexpr const char* our_close = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
inline constexpr const char* bind_feature = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";
inline constexpr const char* our_bind =
    "<iq type='set' id='*'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
// Asked once it is known what the server can do (XEP-0490).
inline constexpr const char* displayed_wish =
    "<iq type='get' id='*'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
    "<items node='urn:xmpp:mds:displayed:0'/></pubsub></iq>";

inline std::string server_open() { return Link::open_frame("example.com"); }

inline std::string offer(std::initializer_list<const char*> mechanisms) {
  std::string out = "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>";
  for (const char* name : mechanisms) out += std::string("<mechanism>") + name + "</mechanism>";
  return Link::features_frame(out + "</mechanisms>");
}

// <challenge/>, <success/>: the data are encoded here.
inline std::string sasl(std::string_view name, std::string_view data = "") {
  std::string out = "<" + std::string(name) + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>";
  return out + base::encode_base64(data) + "</" + std::string(name) + ">";
}

inline std::string sasl_failure(std::string_view condition, std::string_view text = "") {
  std::string out = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><";
  out += std::string(condition) + "/>";
  if (!text.empty()) out += "<text>" + std::string(text) + "</text>";
  return out + "</failure>";
}

inline std::string stream_error(std::string_view condition, bool declares_prefix = true) {
  return std::string("<stream:error") +
         (declares_prefix ? " xmlns:stream='http://etherx.jabber.org/streams'" : "") + "><" +
         std::string(condition) + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>";
}

// The data of the SASL element that was sent next.
inline std::string take_sasl(Wire& wire, std::string_view name) {
  REQUIRE_FALSE(wire.link().sent.empty());
  std::string frame = wire.link().sent.front();
  wire.link().sent.pop_front();
  INFO(frame);
  REQUIRE(frame.rfind("<" + std::string(name), 0) == 0);
  size_t begin = frame.find('>') + 1;
  auto data = base::decode_base64(frame.substr(begin, frame.rfind("</") - begin));
  REQUIRE(data);
  return *data;
}

// ---- stages of a login as juliet@example.com with the password "pencil" ----

inline Wire connecting(session::Settings settings = Wire::usual()) {
  Wire wire(std::move(settings));
  wire.link().connect("juliet@example.com", "pencil");
  return wire;
}

// Our <open/> is out.
inline Wire opened(session::Settings settings = Wire::usual()) {
  Wire wire = connecting(std::move(settings));
  wire.link().open_socket();
  wire.skip();
  return wire;
}

// Features are awaited.
inline Wire awaiting_features(session::Settings settings = Wire::usual()) {
  Wire wire = opened(std::move(settings));
  wire.receives(server_open()).sends_nothing();
  return wire;
}

// Logged in, the new stream is open, features are awaited again; our request to bind, which did not wait for them, is
// the next frame to be read.
inline Wire authenticated() {
  Wire wire = awaiting_features();
  wire.receives(offer({"PLAIN"})).skip().receives(sasl("success")).sends(our_open);
  wire.receives(server_open());
  return wire;
}

// Our <auth/> with SCRAM-SHA-256 is taken from the wire and answered by the server's challenge.
inline void challenge(Wire& wire, ScramServer& server) {
  wire.receives(offer({"SCRAM-SHA-256", "PLAIN"}));
  wire.receives(sasl("challenge", server.first(take_sasl(wire, "auth"))));
}

// The login failed like this, the stream was closed politely, and no further attempt follows.
inline stream::Problem login_failure(Wire& wire) {
  stream::Problem why = wire.status<stream::Failed>().why;
  wire.closes_socket();
  wire.no_events();
  wire.advance(10min);
  CHECK(wire.link().opened.empty());
  return why;
}

}  // namespace support
