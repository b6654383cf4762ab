// SPDX-License-Identifier: MIT
// One-to-one messages. Examples after RFC 6121 section 5.
#include "ext/rfc6121_chat.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;

namespace {

constexpr const char* own = "juliet@example.com/balcony";

Wire bound() { return Wire::bound(own); }

session::SendMessage to_romeo(const std::string& id, const std::string& body) {
  return {*xmpp::Jid::parse("romeo@example.net"), false, id, {body}};
}

std::string bounce(const std::string& from, const std::string& id) {
  return "<message type='error' from='" + from + "' id='" + id +
         "'><body>mine</body><error type='cancel'><service-unavailable "
         "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>";
}

}  // namespace

TEST_CASE("a message is sent and reported as sent", "[ext][chat]") {
  Wire wire = bound();
  wire.performs(to_romeo("m1", "wherefore art thou <Romeo> & \"co\"?"));
  wire.sends(
          "<message to='romeo@example.net' id='m1' type='chat'>"
          "<body>wherefore art thou &lt;Romeo&gt; &amp; \"co\"?</body></message>")
      .sends_nothing();
  auto sent = wire.event<session::MessageSent>();
  CHECK(sent.id == "m1");
  CHECK(sent.conversation.text() == "romeo@example.net");
}

TEST_CASE("without a session nothing is sent and nothing claimed", "[ext][chat]") {
  Wire wire = connecting();
  wire.skip().performs(to_romeo("m1", "hello")).sends_nothing().no_events();
  Wire lost = bound();
  lost.link().close_socket();
  lost.skip().performs(to_romeo("m1", "hello")).sends_nothing().no_events();
}

TEST_CASE("a message with a body is shown", "[ext][chat]") {
  Wire wire = bound();
  wire.receives(
      "<message from='romeo@example.net/o' to='juliet@example.com/balcony' type='chat' "
      "id='r1'><body>I am here</body></message>");
  auto message = wire.event<session::MessageReceived>();
  CHECK(message.conversation.text() == "romeo@example.net");
  CHECK(message.from.text() == "romeo@example.net/o");
  CHECK(message.id == "r1");
  CHECK(message.content.body == "I am here");
  CHECK(message.sent == wire.link().now.wall);
  CHECK_FALSE(message.is_own);
  CHECK_FALSE(message.is_groupchat);
  CHECK_FALSE(message.is_delayed);
}

TEST_CASE("messages of every kind but groupchat are shown", "[ext][chat]") {
  Wire wire = bound();
  for (const char* type : {"", "type='normal'", "type='headline'", "type='unheard-of'"}) {
    wire.receives("<message from='romeo@example.net/o' " + std::string(type) +
                  "><body>x</body></message>");
    CHECK(wire.event<session::MessageReceived>().content.body == "x");
  }
}

TEST_CASE("a message without a body is not shown", "[ext][chat]") {
  Wire wire = bound();
  for (const char* content : {"", "<body/>", "<subject/>", "<body xmlns='urn:evil'>shadow</body>",
                              "<composing xmlns='urn:x'/>"}) {
    wire.receives("<message from='romeo@example.net/o' type='chat'>" + std::string(content) +
                  "</message>")
        .no_events()
        .sends_nothing();
  }
}

TEST_CASE("of two bodies the first without a language is shown", "[ext][chat]") {
  Wire wire = bound();
  wire.receives(
      "<message from='romeo@example.net/o' type='chat'><body xml:lang='fr'>oui</body>"
      "<body>yes</body><body>no</body></message>");
  CHECK(wire.event<session::MessageReceived>().content.body == "yes");
  wire.no_events();
}

TEST_CASE("without a sender it is our own account that speaks", "[ext][chat]") {
  Wire wire = bound();
  wire.receives("<message type='chat'><body>note</body></message>");
  auto message = wire.event<session::MessageReceived>();
  CHECK(message.conversation.text() == "juliet@example.com");
  CHECK(message.is_own);
  wire.receives("<message from='juliet@example.com/garden'><body>note</body></message>");
  CHECK(wire.event<session::MessageReceived>().is_own);
}

TEST_CASE("a message that comes back has failed", "[ext][chat]") {
  Wire wire = bound();
  wire.performs(to_romeo("m1", "mine")).skip();
  wire.receives(bounce("romeo@example.net/o", "m1"));
  auto failed = wire.event<session::MessageFailed>();
  CHECK(failed.id == "m1");
  CHECK(failed.conversation.text() == "romeo@example.net");
  CHECK(failed.error.condition == xmpp::Condition::ServiceUnavailable);
  wire.receives(bounce("romeo@example.net/o", "m1")).no_events();
}

TEST_CASE("a bounce of somebody else or of nothing is ignored", "[ext][chat]") {
  Wire wire = bound();
  wire.performs(to_romeo("m1", "mine")).skip();
  wire.receives(bounce("mallory@evil.example/x", "m1")).no_events();
  wire.receives(bounce("romeo@example.net", "m2")).no_events();
  wire.receives("<message type='error' from='romeo@example.net'><body>mine</body></message>");
  wire.no_events().sends_nothing();
}

TEST_CASE("a bounce that says nothing is a failure all the same", "[ext][chat]") {
  Wire wire = bound();
  wire.performs(to_romeo("m1", "mine")).skip();
  wire.receives("<message type='error' from='romeo@example.net' id='m1'/>");
  CHECK(wire.event<session::MessageFailed>().error.condition ==
        xmpp::Condition::UndefinedCondition);
}

TEST_CASE("a private message of a room that one is not in is still its occupant's", "[ext][chat]") {
  Wire wire = bound();
  const std::string x = "<x xmlns='http://jabber.org/protocol/muc#user'/>";
  wire.receives(
      "<message from='garden@rooms.example.com/bob' type='chat' id='p1'><body>psst</body>" + x +
      "</message>");
  CHECK(wire.event<session::MessageReceived>().conversation.text() ==
        "garden@rooms.example.com/bob");
  // The invitation comes from the room itself.
  wire.receives("<message from='garden@rooms.example.com' id='i1'><body>come</body>" + x +
                "</message>");
  CHECK(wire.event<session::MessageReceived>().conversation.text() == "garden@rooms.example.com");
}
