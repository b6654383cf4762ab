// SPDX-License-Identifier: MIT
// Opening a stream: who answers, and as what.
#include "stream/step_open.h"

#include "support/login.h"

using namespace support;
using stream::Failure;

namespace {

std::string open_with(const std::string& attributes) {
  return "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' id='s1' " + attributes + "/>";
}

// How the login ends after this answer to our <open/>.
Failure after_open(const std::string& frame, const char* condition) {
  Wire wire = opened();
  wire.receives(frame);
  wire.sends(stream_error(condition)).sends(our_close).sends_nothing();
  return login_failure(wire).failure;
}

}  // namespace

TEST_CASE("trap 6: our <open/> names account, domain, version and language", "[stream][open]") {
  Wire wire = connecting();
  wire.link().open_socket();
  wire.sends(our_open).sends_nothing();
}

TEST_CASE("trap 6: no `from` where others can listen", "[stream][open]") {
  Wire wire = connecting({.endpoints = {"ws://example.com/"}, .allow_insecure = true});
  wire.link().open_socket();
  wire.sends(
      "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.com' version='1.0' "
      "xml:lang='en'/>");
}

TEST_CASE("a server that claims another domain sees no credential", "[stream][open]") {
  CHECK(after_open(open_with("from='evil.example' version='1.0'"), "invalid-from") ==
        Failure::UnknownHost);
  CHECK(after_open(open_with("from='juliet@example.com' version='1.0'"), "invalid-from") ==
        Failure::UnknownHost);
  CHECK(after_open(open_with("from='' version='1.0'"), "invalid-from") == Failure::UnknownHost);
  CHECK(after_open(open_with("version='1.0'"), "invalid-from") == Failure::UnknownHost);
}

TEST_CASE("the domain may be spelled in capitals", "[stream][open]") {
  Wire wire = opened();
  wire.receives(open_with("from='EXAMPLE.com' version='1.0'")).sends_nothing().no_events();
}

TEST_CASE("a server from before XMPP 1.0 is refused", "[stream][open]") {
  CHECK(after_open(open_with("from='example.com'"), "unsupported-version") ==
        Failure::LoginProtocol);
  CHECK(after_open(open_with("from='example.com' version='0.9'"), "unsupported-version") ==
        Failure::LoginProtocol);
}

TEST_CASE("an <open/> in a foreign namespace ends with invalid-namespace", "[stream][open]") {
  for (const char* frame :
       {"<open xmlns='urn:evil' from='example.com' id='s1' version='1.0'/>",
        "<open xmlns='jabber:client' from='example.com' version='1.0'/>", "<open/>", "<close/>"}) {
    INFO(frame);
    CHECK(after_open(frame, "invalid-namespace") == Failure::BadXml);
  }
}

TEST_CASE("anything else than <open/> is out of turn", "[stream][open]") {
  CHECK(after_open(offer({"PLAIN"}), "unsupported-stanza-type") == Failure::LoginProtocol);
  CHECK(after_open("<message xmlns='jabber:client'><body>x</body></message>", "not-authorized") ==
        Failure::LoginProtocol);
}
