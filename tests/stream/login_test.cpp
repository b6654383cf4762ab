// SPDX-License-Identifier: MIT
// A whole login as a dialogue. RFC 7395, RFC 6120 sections 4 to 7.
#include <string>

#include "base/bytes.h"
#include "support/catch.h"
#include "support/scram_server.h"
#include "support/wire.h"

using support::Link;
using support::Wire;
using namespace std::chrono_literals;

namespace {

constexpr const char* open_out =
    "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='juliet@example.com' to='example.com'"
    " version='1.0' xml:lang='en'/>";

std::string mechanisms(std::initializer_list<const char*> names) {
  std::string out = "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>";
  for (const char* name : names) out += std::string("<mechanism>") + name + "</mechanism>";
  return Link::features_frame(out + "</mechanisms>");
}

std::string sasl(const char* name, const std::string& data) {
  return std::string("<") + name + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" +
         base::encode_base64(data) + "</" + name + ">";
}

// The text of the SASL element sent last, decoded.
std::string take_sasl(Wire& wire, const char* name) {
  REQUIRE_FALSE(wire.link().sent.empty());
  std::string frame = wire.link().sent.front();
  wire.link().sent.pop_front();
  INFO(frame);
  REQUIRE(frame.rfind(std::string("<") + name, 0) == 0);
  size_t begin = frame.find('>') + 1;
  auto data = base::decode_base64(frame.substr(begin, frame.rfind("</") - begin));
  REQUIRE(data);
  return *data;
}

}  // namespace

TEST_CASE("a login with SCRAM-SHA-256 ends in a bound session", "[stream][login]") {
  Wire wire;
  support::ScramServer server(base::HashAlgorithm::Sha256, "pencil");
  wire.link().connect("juliet@example.com", "pencil");
  wire.opens("wss://example.com/ws").status<stream::Connecting>();
  wire.link().open_socket();
  wire.status<stream::Authenticating>();
  wire.sends(open_out).sends_nothing();
  wire.receives(Link::open_frame("example.com"))
      .receives(mechanisms({"PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"}));
  std::string first = take_sasl(wire, "auth");
  wire.receives(sasl("challenge", server.first(first))).sends_nothing().advance(0ms);
  std::string final = server.final(take_sasl(wire, "response"));
  REQUIRE_FALSE(final.empty());
  wire.receives(sasl("success", final));
  // A new <open/>, and no <close/> before it (protocol trap A 7).
  wire.sends(open_out).sends_nothing();
  wire.receives(Link::open_frame("example.com"))
      .receives(Link::features_frame("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"));
  wire.sends("<iq type='set' id='*'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
      .sends_nothing();
  wire.receives(Link::bind_result(wire.id(), "juliet@example.com/balcony"));
  CHECK(wire.status<stream::Fresh>().jid.text() == "juliet@example.com/balcony");
  wire.sends("<iq type='get' id='*'><query xmlns='jabber:iq:roster'/></iq>")
      .sends("<presence/>")
      .sends(
          "<iq type='get' id='*' to='example.com'>"
          "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>")
      .sends_nothing();
}
