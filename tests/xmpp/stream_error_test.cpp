// SPDX-License-Identifier: MIT
// Stream errors.
#include "xmpp/stream_error.h"

#include "support/catch.h"
#include "support/xml_equal.h"

using xmpp::StreamCondition;
using xmpp::StreamError;

TEST_CASE("a stream error keeps its condition and text", "[xmpp][error]") {
  // As one server sends it over WebSocket: without declaring the prefix.
  const auto element = support::parse_xml(
      "<stream:error><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
      "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>too large</text></stream:error>");
  CHECK(xmpp::parse_stream_error(element) ==
        StreamError{StreamCondition::PolicyViolation, "too large", ""});
}

TEST_CASE("another host is told", "[xmpp][error]") {
  const auto element = support::parse_xml(
      "<stream:error><see-other-host "
      "xmlns='urn:ietf:params:xml:ns:xmpp-streams'>[::1]:9</see-other-host>"
      "</stream:error>");
  CHECK(xmpp::parse_stream_error(element) ==
        StreamError{StreamCondition::SeeOtherHost, "", "[::1]:9"});
}

TEST_CASE("an unknown stream error is an undefined one", "[xmpp][error]") {
  CHECK(xmpp::parse_stream_error(support::parse_xml(
            "<stream:error><conflict xmlns='urn:x'/></stream:error>")) == StreamError{});
}

TEST_CASE("every stream error comes back", "[xmpp][error]") {
  for (int c = 0; c <= static_cast<int>(StreamCondition::UnsupportedVersion); ++c) {
    StreamError error{static_cast<StreamCondition>(c), c % 2 ? "why" : "", ""};
    if (error.condition == StreamCondition::SeeOtherHost) error.other = "example.net";
    const auto element = xmpp::to_element(error);
    INFO(xmpp::name_of(error.condition));
    REQUIRE(element.is({"http://etherx.jabber.org/streams", "error"}));
    REQUIRE(xmpp::parse_stream_error(support::parse_xml(xml::write(element))) == error);
  }
}
