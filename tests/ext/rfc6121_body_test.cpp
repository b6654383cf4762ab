// SPDX-License-Identifier: MIT
// The words of messages, in and out. RFC 6121 section 5.2.
#include "ext/rfc6121_body.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;

namespace {

Wire bound() { return Wire::bound("juliet@example.com/balcony"); }

}  // namespace

TEST_CASE("a message shows its subject, the person's language, or that it is encrypted",
          "[ext][body]") {
  Wire wire = bound();
  const auto receives = [&](const std::string& payloads) {
    wire.receives("<message from='romeo@example.net/o' id='r1'>" + payloads + "</message>");
    return wire.event<session::MessageReceived>();
  };
  CHECK(receives("<subject>Maintenance</subject>").content.body == "Maintenance");
  CHECK(receives("<subject>News</subject><body>It rains.</body>").content.body ==
        "News\nIt rains.");
  CHECK(receives("<body xml:lang='de'>hallo</body><body xml:lang='en'>hello</body>").content.body ==
        "hello");
  const session::MessageReceived secret = receives(
      "<encrypted xmlns='eu.siacs.conversations.axolotl'><header "
      "sid='1'/><payload>x</payload></encrypted>");
  CHECK(secret.content.body.empty());
  CHECK(secret.content.encryption == "OMEMO");
  wire.receives("<message from='romeo@example.net/o'><subject/><thread>t</thread></message>")
      .no_events();
}

TEST_CASE("words leave as they were written, and what has none has no body", "[ext][body]") {
  Wire wire = bound();
  const auto says = [&](std::string body) {
    wire.skip().performs(session::SendMessage{
        *xmpp::Jid::parse("romeo@example.net"), false, "m1", {.body = std::move(body)}});
    return wire.link().sent.at(0);
  };
  CHECK(says("<3 & \"co\"").find("<body>&lt;3 &amp; \"co\"</body>") != std::string::npos);
  CHECK(says("").find("body") == std::string::npos);
}
