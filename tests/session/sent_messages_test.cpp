// SPDX-License-Identifier: MIT
// Remembered ids of outgoing messages.
#include "session/sent_messages.h"

#include "support/catch.h"

using session::SentMessages;

namespace {

xmpp::Jid jid(const char* text) { return *xmpp::Jid::received(text); }

}  // namespace

TEST_CASE("a bounce counts once, from whom the message was for", "[session][sent]") {
  SentMessages sent;
  sent.remember("1", jid("romeo@example.net"));
  CHECK_FALSE(sent.take("1", jid("mallory@evil.example")));
  CHECK_FALSE(sent.take("2", jid("romeo@example.net")));
  CHECK(sent.take("1", jid("romeo@example.net/orchard")) == jid("romeo@example.net"));
  CHECK_FALSE(sent.take("1", jid("romeo@example.net")));
}

TEST_CASE("an id used twice is told apart by the address", "[session][sent]") {
  SentMessages sent;
  sent.remember("1", jid("romeo@example.net"));
  sent.remember("1", jid("nurse@example.com"));
  CHECK(sent.take("1", jid("nurse@example.com")) == jid("nurse@example.com"));
  CHECK(sent.take("1", jid("romeo@example.net")) == jid("romeo@example.net"));
}

TEST_CASE("a message without an id can not come back", "[session][sent]") {
  SentMessages sent;
  sent.remember("", jid("romeo@example.net"));
  CHECK_FALSE(sent.take("", jid("romeo@example.net")));
}

TEST_CASE("only the last thousand are remembered", "[session][sent]") {
  SentMessages sent;
  for (size_t i = 0; i <= session::max_remembered_messages; ++i) {
    sent.remember(std::to_string(i), jid("romeo@example.net"));
  }
  CHECK_FALSE(sent.take("0", jid("romeo@example.net")));
  CHECK(sent.take("1", jid("romeo@example.net")));
  sent.clear();
  CHECK_FALSE(sent.take("2", jid("romeo@example.net")));
}
