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

TEST_CASE("what rides on SASL 2 is read, whatever part of it a server has", "[stream][features]") {
  auto sasl2 = [](const std::string& inside) {
    return *parse("<authentication xmlns='urn:xmpp:sasl:2'><mechanism>SCRAM-SHA-1</mechanism>" +
                  inside + "</authentication>")
                .sasl2;
  };
  auto in_line = [&](const std::string& inside) {
    return sasl2("<inline>" + inside + "</inline>");
  };
  CHECK_FALSE(parse("").sasl2);
  CHECK(sasl2("").mechanisms == std::vector<std::string>{"SCRAM-SHA-1"});
  CHECK_FALSE(sasl2("").has_bind);
  CHECK_FALSE(in_line("").has_resume);
  CHECK_FALSE(in_line("").has_bind);
  CHECK(in_line("").fast.empty());
  CHECK(in_line("<sm xmlns='urn:xmpp:sm:3'/>").has_resume);
  CHECK(
      in_line("<fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-NONE</mechanism></fast>").fast ==
      std::vector<std::string>{"HT-SHA-256-NONE"});

  auto bind = [&](const std::string& inside) {
    return in_line("<bind xmlns='urn:xmpp:bind:0'>" + inside + "</bind>");
  };
  CHECK(bind("").has_bind);
  CHECK_FALSE(bind("").has_enable);
  const auto rich = bind(
      "<inline><feature var='urn:xmpp:csi:0'/><x xmlns='urn:x'/><feature var='urn:x'/>"
      "<feature var='urn:xmpp:sm:3'/><feature var='urn:xmpp:carbons:2'/></inline>");
  CHECK(rich.has_csi);
  CHECK(rich.has_enable);
  CHECK(rich.has_carbons);
  const auto poor = bind("<inline><feature xmlns='urn:x' var='urn:xmpp:csi:0'/></inline>");
  CHECK_FALSE(poor.has_csi);
  CHECK_FALSE(poor.has_enable);
  CHECK_FALSE(poor.has_carbons);
}

TEST_CASE("XEP-0440: the announced channel bindings are read, for XEP-0474's sake",
          "[stream][features]") {
  CHECK_FALSE(parse("").channel_bindings);
  CHECK(parse("<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'/>").channel_bindings->empty());
  CHECK(parse("<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'>"
              "<channel-binding type='tls-server-end-point'/><x xmlns='urn:x' type='y'/>"
              "<channel-binding type='tls-exporter'/></sasl-channel-binding>")
            .channel_bindings == std::vector<std::string>{"tls-server-end-point", "tls-exporter"});
}

TEST_CASE("XEP-0478: the idle limit is read", "[stream][features]") {
  auto idle = [](const std::string& seconds) {
    return parse("<limits xmlns='urn:xmpp:stream-limits:0'><idle-seconds>" + seconds +
                 "</idle-seconds></limits>")
        .idle_limit;
  };
  CHECK(idle("840") == 840s);
  CHECK_FALSE(idle("0"));
  CHECK_FALSE(idle("soon"));
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
