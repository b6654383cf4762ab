// SPDX-License-Identifier: MIT
// The record of a login: what comes back, and what never leaves.
#include "session/login.h"

#include "base/sections.h"

#include <map>

#include "session/item.h"
#include "support/catch.h"
#include "support/fixed_random.h"
#include "support/wire.h"

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

// ---- several tabs of one profile share the device's records ----

namespace {

const xmpp::Jid juliet = *xmpp::Jid::parse("juliet@example.com");
const char* const juliets_record = "account:juliet@example.com";

support::Wire staying_tab() {
  session::Settings settings = support::Wire::usual();
  settings.remember = session::Remember::Device;
  support::Wire wire(settings);
  wire.link().perform(
      session::Connect{.account = juliet, .password = base::Secret("secret"), .stay = true});
  REQUIRE(wire.link().log_in("juliet@example.com/a", ""));
  wire.skip();
  return wire;
}

void hears(support::Wire& wire, std::string key, std::string value) {
  wire.link().input(base::Kept{base::Keeping::Device, std::move(key), std::move(value)});
}

}  // namespace

TEST_CASE("F12: who logs out in one tab is logged out in all, and each session says good-bye",
          "[session][login][tabs]") {
  support::Wire wire = staying_tab();
  wire.link().kept.clear();
  hears(wire, juliets_record, "");
  wire.event<session::LoginForgotten>();
  CHECK(wire.link().kept.empty());  // by now a new login may have kept something
  wire.performs(session::Disconnect{.forget = false});
  CHECK(wire.link().kept.empty());
  wire.sends("<presence type='unavailable'/>");
  wire.sends("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
  hears(wire, juliets_record, "");
  wire.skip();
  hears(wire, juliets_record, "");
  wire.no_events();
}

TEST_CASE("a login is kept under the server's spelling, and found by the one that was typed",
          "[session][login]") {
  const xmpp::Jid typed = *xmpp::Jid::parse("straße@example.com");
  session::Settings settings = support::Wire::usual();
  settings.remember = session::Remember::Device;
  support::Wire wire(settings);
  wire.link().perform(
      session::Connect{.account = typed, .password = base::Secret("secret"), .stay = true});
  REQUIRE(wire.link().log_in("strasse@example.com/a", ""));
  std::map<std::string, std::string> kept;
  for (const base::Keep& keep : wire.link().kept) kept[keep.key] = keep.value;
  CHECK(kept.count("account:strasse@example.com") == 1);
  CHECK(kept.count("account:straße@example.com") == 0);
  CHECK(kept["login"] == "strasse@example.com");

  Login known;
  REQUIRE(known.restore(kept["account:strasse@example.com"]));
  known.credentials.fast = stream::FastToken{base::Secret("token"), "2099-12-24T00:00:00Z"};
  kept["account:strasse@example.com"] = known.save();
  // The page of a portal names its user as somebody typed it there.
  settings.account = typed;
  support::Wire next(settings);
  for (const auto& [key, value] : kept) hears(next, key, value);
  next.link().input(base::AllKept{});
  CHECK(next.event<session::LoginRestored>().account.text() == "strasse@example.com");
}

TEST_CASE("another account's logout in another tab changes nothing", "[session][login][tabs]") {
  support::Wire wire = staying_tab();
  hears(wire, "account:romeo@example.net", "");
  hears(wire, "roster:juliet@example.com", "");
  wire.no_events().sends_nothing();
}

TEST_CASE("a logout tells the other tabs even when nothing was kept", "[session][login][tabs]") {
  session::Settings settings = support::Wire::usual();
  support::Wire wire(settings);
  wire.link().perform(session::Connect{.account = juliet, .password = base::Secret("secret")});
  REQUIRE(wire.link().log_in("juliet@example.com/a", ""));
  wire.link().kept.clear();
  wire.performs(session::Disconnect{.forget = true});
  REQUIRE(wire.link().kept.size() == 1);
  CHECK(wire.link().kept[0].key == juliets_record);
  CHECK(wire.link().kept[0].value.empty());
}

TEST_CASE("trap 41: the copy of a tab's record gives a login, never its session",
          "[session][login][tabs]") {
  // A tab whose session can be resumed, and that has a token.
  base::SectionsWriter out("session 6");
  Login login = sample();
  login.stays = false;
  out.add("login 1", [&](base::RecordWriter& in) { login.write(in, true); });
  out.add("stream 1", [](base::RecordWriter&) {});  // of which nothing is read
  const std::string record = out.take();

  support::FixedRandom random;
  base::Env env{{base::Steady(base::Duration(1000)), base::Wall(base::Duration(1000))}, random};
  session::Session session(support::Wire::usual(), {});
  CHECK_FALSE(session.restore_login(record.substr(0, record.size() - 1), env));
  CHECK_FALSE(session.restore_login("", env));
  CHECK_FALSE(session.poll());
  REQUIRE(session.restore_login(record, env));
  CHECK_FALSE(session.restore_login(record, env));
  bool is_told = false, is_dialled = false;
  while (auto item = session.poll()) {
    if (auto* event = std::get_if<session::Event>(&*item)) {
      auto* restored = base::get_if<session::LoginRestored>(event);
      if (restored != nullptr) is_told = restored->account == juliet;
    } else {
      is_dialled =
          is_dialled || std::holds_alternative<base::OpenSocket>(std::get<base::Output>(*item));
    }
  }
  CHECK(is_told);
  CHECK(is_dialled);
}
