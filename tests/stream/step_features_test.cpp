// SPDX-License-Identifier: MIT
// What a server offers.
#include "stream/step_features.h"

#include "support/login.h"
#include "support/xml_equal.h"

using namespace support;
using stream::Failure;

namespace {

stream::Features parse(const std::string& content) {
  return stream::parse_features(parse_xml(Link::features_frame(content)));
}

std::string limits(const std::string& bytes) {
  return "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>" + bytes +
         "</max-bytes><idle-seconds>840</idle-seconds></limits>";
}

}  // namespace

TEST_CASE("mechanisms are read in the server's order", "[stream][features]") {
  auto features = parse(
      "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>A</mechanism>"
      "<hostname xmlns='urn:x'>h</hostname><mechanism>B</mechanism></mechanisms>");
  CHECK(features.mechanisms == std::vector<std::string>{"A", "B"});
  CHECK_FALSE(features.has_bind);
  CHECK(parse("").mechanisms.empty());
  CHECK(parse("<mechanisms xmlns='urn:other'><mechanism>A</mechanism></mechanisms>")
            .mechanisms.empty());
}

TEST_CASE("bind and session are read", "[stream][features]") {
  const std::string session = "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'>";
  CHECK(parse(bind_feature).has_bind);
  CHECK_FALSE(parse(bind_feature).needs_session);
  CHECK(parse(session + "</session>").needs_session);
  CHECK_FALSE(parse(session + "<optional/></session>").needs_session);
}

TEST_CASE("trap 13: the size limit is read", "[stream][features]") {
  CHECK(parse(limits("262144")).max_bytes == 262144u);
  for (const char* nothing : {"", "0", "-1", "many", "1e6", "99999999999999999999"}) {
    INFO(nothing);
    CHECK_FALSE(parse(limits(nothing)).max_bytes);
  }
  CHECK_FALSE(parse("<limits xmlns='urn:xmpp:stream-limits:0'/>").max_bytes);
  CHECK_FALSE(parse("").max_bytes);
}

TEST_CASE("trap 12: an offer of STARTTLS is ignored", "[stream][features]") {
  Wire wire = awaiting_features();
  wire.receives(Link::features_frame(
      "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
      "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-1</mechanism>"
      "</mechanisms>"));
  CHECK(take_sasl(wire, "auth").rfind("n,,n=juliet,r=", 0) == 0);
}

TEST_CASE("before the features nothing else may come", "[stream][features]") {
  const std::pair<std::string, const char*> frames[] = {
      {"<message xmlns='jabber:client'><body>x</body></message>", "not-authorized"},
      {sasl("success"), "unsupported-stanza-type"},
      {server_open(), "bad-format"}};
  for (const auto& [frame, condition] : frames) {
    INFO(frame);
    Wire wire = awaiting_features();
    wire.receives(frame).sends(stream_error(condition)).sends(our_close).sends_nothing();
    CHECK(login_failure(wire).failure == Failure::LoginProtocol);
  }
}
