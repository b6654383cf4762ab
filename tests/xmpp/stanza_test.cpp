// SPDX-License-Identifier: MIT
// Stanzas: what is one, what is a broken one, and the way there and back.
#include "xmpp/stanza.h"

#include <string>

#include "support/catch.h"
#include "support/xml_equal.h"

using namespace xmpp;  // NOLINT(google-build-using-namespace): the names under test

namespace {

std::optional<base::Result<Stanza>> parse(std::string_view text) {
  return parse_stanza(support::parse_xml(text));
}
template <class S>
S parse_as(std::string_view text) {
  auto result = parse(text);
  REQUIRE(result);
  if (!*result) FAIL(result->error().detail);
  REQUIRE(std::holds_alternative<S>(**result));
  return std::get<S>(**result);
}
bool is_broken(std::string_view text) {
  auto result = parse(text);
  REQUIRE(result);
  return !*result;
}

}  // namespace

TEST_CASE("a message is its envelope and its payloads", "[xmpp][stanza]") {
  const auto message = parse_as<Message>(
      "<message xmlns='jabber:client' from='romeo@example.net/orchard' to='juliet@example.com' "
      "id='m1' "
      "type='chat' xml:lang='en'><body>hi</body><x xmlns='urn:x'/></message>");
  CHECK(message.from->text() == "romeo@example.net/orchard");
  CHECK(message.to->text() == "juliet@example.com");
  CHECK(message.id == "m1");
  CHECK(message.type == MessageType::Chat);
  CHECK(message.lang == "en");
  CHECK(message.payloads.size() == 2);
  CHECK(child_text(message.payloads, "body") == "hi");
  CHECK(find(message.payloads, {"urn:x", "x"}) != nullptr);
  CHECK(find(message.payloads, {"urn:x", "body"}) == nullptr);
  CHECK_FALSE(message.error);
}

TEST_CASE("absent addresses stay absent", "[xmpp][stanza]") {
  const auto message = parse_as<Message>("<message xmlns='jabber:client'/>");
  CHECK_FALSE(message.from);
  CHECK_FALSE(message.to);
  CHECK(message.id == "");
}

TEST_CASE("a message of an unknown type is a normal one", "[xmpp][stanza]") {
  const auto type_of = [](std::string_view type) {
    return parse_as<Message>("<message xmlns='jabber:client' type='" + std::string(type) + "'/>")
        .type;
  };
  CHECK(type_of("normal") == MessageType::Normal);
  CHECK(type_of("nonsense") == MessageType::Normal);
  CHECK(type_of("") == MessageType::Normal);
  CHECK(type_of("groupchat") == MessageType::Groupchat);
  CHECK(type_of("headline") == MessageType::Headline);
  CHECK(type_of("error") == MessageType::Error);
}

TEST_CASE("an error is read in stanzas of type error only", "[xmpp][stanza]") {
  const std::string error =
      "<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
  const auto bounced = parse_as<Message>(
      "<message xmlns='jabber:client' type='error'><body>hi</body>" + error + "</message>");
  REQUIRE(bounced.error);
  CHECK(bounced.error->condition == Condition::Gone);
  CHECK(bounced.payloads.size() == 1);
  const auto silent = parse_as<Message>("<message xmlns='jabber:client' type='error'/>");
  REQUIRE(silent.error);
  CHECK(*silent.error == StanzaError{});
  const auto odd =
      parse_as<Message>("<message xmlns='jabber:client' type='chat'>" + error + "</message>");
  CHECK_FALSE(odd.error);
  CHECK(odd.payloads.empty());
}

TEST_CASE("a stanza with an impossible address is broken", "[xmpp][stanza]") {
  CHECK(is_broken("<message xmlns='jabber:client' from=''/>"));
  CHECK(is_broken("<message xmlns='jabber:client' from='@'/>"));
  CHECK(is_broken("<presence xmlns='jabber:client' to='a@b@c'/>"));
  CHECK(is_broken("<iq xmlns='jabber:client' type='result' id='1' from='a@b/'/>"));
}

TEST_CASE("presence types are all there are", "[xmpp][stanza]") {
  const auto type_of = [](std::string_view type) {
    return parse_as<Presence>("<presence xmlns='jabber:client' type='" + std::string(type) + "'/>")
        .type;
  };
  CHECK(parse_as<Presence>("<presence xmlns='jabber:client'/>").type == PresenceType::Available);
  CHECK(type_of("unavailable") == PresenceType::Unavailable);
  CHECK(type_of("subscribe") == PresenceType::Subscribe);
  CHECK(type_of("subscribed") == PresenceType::Subscribed);
  CHECK(type_of("unsubscribe") == PresenceType::Unsubscribe);
  CHECK(type_of("unsubscribed") == PresenceType::Unsubscribed);
  CHECK(type_of("probe") == PresenceType::Probe);
  CHECK(type_of("error") == PresenceType::Error);
  CHECK(is_broken("<presence xmlns='jabber:client' type='available'/>"));
}

TEST_CASE("an iq has an id, a known type and as many payloads as its type", "[xmpp][stanza]") {
  const auto iq = parse_as<Iq>(
      "<iq xmlns='jabber:client' type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>");
  CHECK(iq.type == IqType::Get);
  CHECK(iq.payload->is({"urn:xmpp:ping", "ping"}));
  CHECK_FALSE(parse_as<Iq>("<iq xmlns='jabber:client' type='result' id='1'/>").payload);
  CHECK(is_broken("<iq xmlns='jabber:client' type='get'><q xmlns='x'/></iq>"));
  CHECK(is_broken("<iq xmlns='jabber:client' type='get' id=''><q xmlns='x'/></iq>"));
  CHECK(is_broken("<iq xmlns='jabber:client' id='1'><q xmlns='x'/></iq>"));
  CHECK(is_broken("<iq xmlns='jabber:client' type='GET' id='1'><q xmlns='x'/></iq>"));
  CHECK(is_broken("<iq xmlns='jabber:client' type='get' id='1'/>"));
  CHECK(is_broken("<iq xmlns='jabber:client' type='set' id='1'><q xmlns='x'/><q xmlns='x'/></iq>"));
  CHECK(is_broken(
      "<iq xmlns='jabber:client' type='result' id='1'><q xmlns='x'/><q xmlns='x'/></iq>"));
}

TEST_CASE("an iq error may repeat the request", "[xmpp][stanza]") {
  const auto iq = parse_as<Iq>(
      "<iq xmlns='jabber:client' type='error' id='1'><q xmlns='x'/><error type='wait'>"
      "<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
  CHECK(iq.payload->is({"x", "q"}));
  CHECK(iq.error->condition == Condition::ResourceConstraint);
  CHECK(iq.error->type == ErrorType::Wait);
}

TEST_CASE("what is no stanza is left to others", "[xmpp][stanza]") {
  CHECK_FALSE(parse("<message/>"));
  CHECK_FALSE(parse("<message xmlns='jabber:server'/>"));
  CHECK_FALSE(parse("<r xmlns='urn:xmpp:sm:3'/>"));
  CHECK_FALSE(parse("<messages xmlns='jabber:client'/>"));
  CHECK_FALSE(parse("<stream:message/>"));
}

TEST_CASE("the text without a language is preferred, then the first", "[xmpp][stanza]") {
  const auto texts = [](std::string_view children) {
    return support::parse_xml("<m xmlns='jabber:client'>" + std::string(children) + "</m>")
        .children();
  };
  const auto body = [&](std::string_view children) {
    const auto payloads = texts(children);
    const auto text = child_text(payloads, "body");
    return text ? std::string(*text) : "(none)";
  };
  CHECK(body("<body xml:lang='cs'>cs</body><body>plain</body>") == "plain");
  CHECK(body("<body xml:lang='cs'>cs</body><body xml:lang='de'>de</body>") == "cs");
  CHECK(body("<body xmlns='urn:x'>forged</body><body>real</body>") == "real");
  CHECK(body("<body/>") == "");
  CHECK(body("<subject>s</subject>") == "(none)");
}

TEST_CASE("stanzas come back from their elements", "[xmpp][stanza]") {
  const std::string text = GENERATE(
      as<std::string>(),
      "<message xmlns='jabber:client' from='a@b/c' to='d@e' id='1' type='groupchat' xml:lang='de'>"
      "<body>x</body></message>",
      "<message xmlns='jabber:client' to='d@e'><body>x</body></message>",
      "<presence xmlns='jabber:client' type='subscribe' to='d@e'/>",
      "<presence xmlns='jabber:client'><show>away</show><priority>5</priority></presence>",
      "<iq xmlns='jabber:client' type='set' id='1' to='d@e'><q xmlns='x'><r/></q></iq>",
      "<iq xmlns='jabber:client' type='error' id='1'><error type='modify'>"
      "<bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
      "<message xmlns='jabber:client' type='error' id='1'><error type='cancel'>"
      "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
  const auto stanza = parse(text);
  REQUIRE(stanza);
  REQUIRE(*stanza);
  CHECK_XML(to_element(**stanza), text);
}

TEST_CASE("replies go back to whoever asked, with the same id", "[xmpp][stanza]") {
  const auto request = parse_as<Iq>(
      "<iq xmlns='jabber:client' type='get' id='7' from='a@b/c' to='d@e/f'><q xmlns='x'/></iq>");
  CHECK_XML(to_element(make_result(request)),
            "<iq xmlns='jabber:client' type='result' id='7' to='a@b/c'/>");
  CHECK_XML(to_element(make_result(request, xml::Element("x", "q"))),
            "<iq xmlns='jabber:client' type='result' id='7' to='a@b/c'><q xmlns='x'/></iq>");
  CHECK_XML(to_element(make_error(request, {ErrorType::Cancel, Condition::ServiceUnavailable, ""})),
            "<iq xmlns='jabber:client' type='error' id='7' to='a@b/c'><error type='cancel'>"
            "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
  const Iq own = make_iq(IqType::Get, std::nullopt, "8", xml::Element("x", "q"));
  CHECK_XML(to_element(make_result(own)), "<iq xmlns='jabber:client' type='result' id='8'/>");
}
