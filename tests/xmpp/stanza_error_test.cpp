// SPDX-License-Identifier: MIT
// Stanza errors.
#include "xmpp/stanza_error.h"

#include "support/catch.h"
#include "support/xml_equal.h"

using xmpp::Condition;
using xmpp::ErrorType;
using xmpp::StanzaError;

namespace {
StanzaError parse(std::string_view text) {
  return xmpp::parse_stanza_error(support::parse_xml(text));
}
}  // namespace

TEST_CASE("an error keeps its type, condition and text", "[xmpp][error]") {
  const StanzaError error = parse(
      "<error xmlns='jabber:client' type='auth' by='x'><forbidden "
      "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
      "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>No entry</text>"
      "<conflict xmlns='urn:other'/></error>");
  CHECK(error == StanzaError{ErrorType::Auth, Condition::Forbidden, "No entry"});
  CHECK_XML(xmpp::to_element(error),
            "<error xmlns='jabber:client' type='auth'><forbidden "
            "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
            "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>No entry</text></error>");
}

TEST_CASE("an error that says nothing is an undefined one", "[xmpp][error]") {
  CHECK(parse("<error xmlns='jabber:client'/>") == StanzaError{});
  CHECK(parse("<error xmlns='jabber:client' type='nonsense'><x "
              "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
              "<item-not-found/></error>") == StanzaError{});
}

TEST_CASE("an error without a type has the usual one of its condition", "[xmpp][error]") {
  const auto type_of = [](std::string_view condition) {
    return parse("<error><" + std::string(condition) +
                 " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>")
        .type;
  };
  CHECK(type_of("bad-request") == ErrorType::Modify);
  CHECK(type_of("not-authorized") == ErrorType::Auth);
  CHECK(type_of("remote-server-timeout") == ErrorType::Wait);
  CHECK(type_of("item-not-found") == ErrorType::Cancel);
}

TEST_CASE("every condition and type comes back", "[xmpp][error]") {
  for (int c = 0; c <= static_cast<int>(Condition::UnexpectedRequest); ++c) {
    for (int t = 0; t <= static_cast<int>(ErrorType::Wait); ++t) {
      const StanzaError error{static_cast<ErrorType>(t), static_cast<Condition>(c),
                              c % 2 ? "why" : ""};
      INFO(xmpp::name_of(error.condition));
      REQUIRE(xmpp::parse_stanza_error(xmpp::to_element(error)) == error);
    }
  }
}
