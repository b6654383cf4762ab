// SPDX-License-Identifier: MIT
// The record of a login: what comes back, and what never leaves.
#include "session/login.h"

#include "support/catch.h"

using session::Login;

namespace {

Login sample() {
  Login out;
  out.account = *xmpp::Jid::parse("juliet@example.com");
  out.credentials.password = base::Secret("pencil");
  out.credentials.fast = stream::FastToken{base::Secret("token-2"), "2026-12-24T00:00:00Z"};
  out.credentials.fast_before = stream::FastToken{base::Secret("token-1"), ""};
  out.credentials.keys = stream::ScramKeys{.mechanism = stream::Mechanism::ScramSha256,
                                           .salt = std::string("s\0lt", 4),
                                           .iterations = 4096,
                                           .client_key = base::Secret("client-key"),
                                           .server_key = base::Secret("server-key")};
  out.stays = out.scram_seen = true;
  out.endpoint = "wss://example.com/ws";
  return out;
}

}  // namespace

TEST_CASE("a login comes back from its record on the device, without keys", "[session][login]") {
  const std::string record = sample().save();
  for (const char* secret : {"pencil", "client-key", "server-key"}) {
    CHECK(record.find(secret) == std::string::npos);
  }
  Login back;
  REQUIRE(back.restore(record));
  CHECK(back.account == sample().account);
  CHECK(back.credentials.fast->token.reveal() == "token-2");
  CHECK(back.credentials.fast->expiry == "2026-12-24T00:00:00Z");
  CHECK(back.credentials.fast_before->token.reveal() == "token-1");
  CHECK_FALSE(back.credentials.keys);
  CHECK(back.stays);
  CHECK(back.scram_seen);
  CHECK(back.endpoint == "wss://example.com/ws");
}

TEST_CASE("the tab's record holds keys, but never the password", "[session][login]") {
  base::RecordWriter out("tab");
  sample().write(out, true);
  const std::string record = out.take();
  CHECK(record.find("pencil") == std::string::npos);
  base::RecordReader in(record, "tab");
  Login back;
  REQUIRE(back.read(in));
  REQUIRE(back.credentials.keys);
  CHECK(back.credentials.keys->mechanism == stream::Mechanism::ScramSha256);
  CHECK(back.credentials.keys->salt == std::string("s\0lt", 4));
  CHECK(back.credentials.keys->iterations == 4096);
  CHECK(back.credentials.keys->client_key.reveal() == "client-key");
  CHECK(back.credentials.keys->server_key.reveal() == "server-key");
}

TEST_CASE("trap 24: a record of somebody else, or a damaged one, changes nothing",
          "[session][login]") {
  const std::string record = sample().save();
  Login other;
  other.account = *xmpp::Jid::parse("romeo@example.net");
  CHECK_FALSE(other.restore(record));
  CHECK_FALSE(other.credentials.fast);
  for (size_t size = 0; size < record.size(); ++size) {
    Login back;
    CHECK_FALSE(back.restore(record.substr(0, size)));
    CHECK(back.account.empty());
  }
}
