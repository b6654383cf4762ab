// SPDX-License-Identifier: MIT
// Every message of ours names itself. XEP-0359.
#include "ext/xep0359_stanza_ids.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;

TEST_CASE("a message is sent with its id as its origin id", "[ext][stanza-ids]") {
  Wire wire = Wire::bound("juliet@example.com/balcony");
  wire.performs(
      session::SendMessage{*xmpp::Jid::parse("romeo@example.net"), false, "m1", {"hello"}});
  wire.sends(
      "<message to='romeo@example.net' id='m1' type='chat'><body>hello</body>"
      "<origin-id xmlns='urn:xmpp:sid:0' id='m1'/></message>");
}

TEST_CASE("trap 42: an id of our archive is believed from our server alone, once it is one",
          "[ext][stanza-ids]") {
  Wire wire = Wire::bound("juliet@example.com/balcony");
  const auto hear = [&](const std::string& payload) {
    wire.receives("<message from='romeo@example.net/o' type='chat' id='m1'><body>x</body>" +
                  payload + "</message>");
    return wire.event<session::MessageReceived>();
  };
  const std::string ours = "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@example.com' id='s1'/>";
  // No archive of ours has answered yet.
  CHECK(hear(ours).content.archive_id.empty());
  CHECK(hear("<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>").content.origin_id == "o1");
  CHECK(hear("<origin-id xmlns='urn:xmpp:sid:0' id='o1'/><origin-id xmlns='urn:xmpp:sid:0' "
             "id='o2'/>")
            .content.origin_id.empty());
}
