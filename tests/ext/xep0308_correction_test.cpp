// SPDX-License-Identifier: MIT
// Corrections on the wire. Examples after XEP-0308.
#include "ext/xep0308_correction.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;

namespace {

Wire bound() { return Wire::bound("romeo@montague.example/orchard"); }
const xmpp::Jid juliet = *xmpp::Jid::parse("juliet@capulet.example");

std::string replace(const std::string& id) {
  return "<replace xmlns='urn:xmpp:message-correct:0' id='" + id + "'/>";
}

session::Content heard(Wire& wire, const std::string& payloads) {
  wire.receives(
      "<message from='juliet@capulet.example/balcony' type='chat' id='good1'>"
      "<body>But soft</body>" +
      payloads + "</message>");
  return wire.event<session::MessageReceived>().content;
}

}  // namespace

TEST_CASE("a correction names the message whose place it takes", "[ext][correction]") {
  Wire wire = bound();
  wire.performs(
      session::SendMessage{juliet, false, "good1", {.body = "yonder window", .replaces = "bad1"}});
  wire.sends(
      "<message to='juliet@capulet.example' id='good1' type='chat'>"
      "<body>yonder window</body>" +
      replace("bad1") + "</message>");
  CHECK(heard(wire.skip(), replace("bad1")).replaces == "bad1");
}

TEST_CASE("what names no single message corrects none", "[ext][correction]") {
  Wire wire = bound();
  for (const std::string& none :
       {std::string(), replace(""), replace("bad1") + replace("bad1"), replace("a") + replace("b"),
        std::string("<replace xmlns='urn:evil' id='bad1'/>"),
        std::string("<replace xmlns='urn:xmpp:message-correct:0'/>")}) {
    CHECK(heard(wire, none).replaces.empty());
  }
}

TEST_CASE("a correction without words says nothing", "[ext][correction]") {
  Wire wire = bound();
  wire.receives("<message from='juliet@capulet.example/balcony' type='chat' id='good1'>" +
                replace("bad1") + "</message>");
  // It is told, and the model has nothing to put there.
  const auto told = wire.event<session::MessageReceived>().content;
  CHECK(told.replaces == "bad1");
  CHECK_FALSE(told.has_words());
}
