// SPDX-License-Identifier: MIT
// Addresses: the examples of RFC 7622 section 3.5, what was typed, what was received.
#include "xmpp/jid.h"

#include <string>
#include <utility>

#include "support/catch.h"
#include "support/fixed_random.h"

using xmpp::Jid;

namespace {

std::string parsed(std::string_view text) {
  const auto jid = Jid::parse(text);
  return jid ? jid->text() : "(refused)";
}
std::string received(std::string_view text) {
  const auto jid = Jid::received(text);
  return jid ? jid->text() : "(refused)";
}

}  // namespace

TEST_CASE("the valid examples of RFC 7622 are accepted", "[xmpp][jid]") {
  CHECK(parsed("juliet@example.com") == "juliet@example.com");
  CHECK(parsed("juliet@example.com/foo") == "juliet@example.com/foo");
  CHECK(parsed("juliet@example.com/foo bar") == "juliet@example.com/foo bar");
  CHECK(parsed("juliet@example.com/foo@bar") == "juliet@example.com/foo@bar");
  CHECK(parsed("foo\\20bar@example.com") == "foo\\20bar@example.com");
  CHECK(parsed("fussball@example.com") == "fussball@example.com");
  CHECK(parsed("fußball@example.com") == "fußball@example.com");
  CHECK(parsed("π@example.com") == "π@example.com");
  CHECK(parsed("Σ@example.com/foo") == "σ@example.com/foo");
  CHECK(parsed("σ@example.com/foo") == "σ@example.com/foo");
  CHECK(parsed("ς@example.com/foo") == "ς@example.com/foo");
  CHECK(parsed("king@example.com/♚") == "king@example.com/♚");
  CHECK(parsed("example.com") == "example.com");
  CHECK(parsed("example.com/foobar") == "example.com/foobar");
  CHECK(parsed("a.example.com/b@example.net") == "a.example.com/b@example.net");
}

TEST_CASE("the invalid examples of RFC 7622 are refused", "[xmpp][jid]") {
  for (const char* bad :
       {"\"juliet\"@example.com", "foo bar@example.com", "juliet@example.com/ foo", "@example.com/",
        "henryⅣ@example.com", "♚@example.com", "juliet@", "/foobar"}) {
    CAPTURE(bad);
    CHECK(parsed(bad) == "(refused)");
  }
}

TEST_CASE("a refusal says which part is wrong", "[xmpp][jid]") {
  const auto reason = [](std::string_view text) { return Jid::parse(text).error().detail; };
  CHECK(reason("a b@example.com").find("before @") != std::string::npos);
  CHECK(reason("a:b@example.com").find("before @") != std::string::npos);
  CHECK(reason("juliet@exa mple.com").find("domain") != std::string::npos);
  CHECK(reason("juliet@example.com/\x07").find("after /") != std::string::npos);
  CHECK(reason("").find("domain") != std::string::npos);
}

TEST_CASE("the parts of an address are found again", "[xmpp][jid]") {
  const Jid full = *Jid::parse("Juliet@Example.com/Balcony/West@night");
  CHECK(full.local() == "juliet");
  CHECK(full.domain() == "example.com");
  CHECK(full.resource() == "Balcony/West@night");
  CHECK_FALSE(full.is_bare());
  CHECK(full.bare().text() == "juliet@example.com");
  CHECK(full.bare().is_bare());
  CHECK(full.domain_only().text() == "example.com");
  CHECK(full.bare().with_resource("x").text() == "juliet@example.com/x");

  const Jid server = *Jid::parse("example.com/x");
  CHECK(server.local().empty());
  CHECK(server.domain() == "example.com");
  CHECK(server.resource() == "x");

  const Jid nobody;
  CHECK(nobody.empty());
  CHECK(nobody.local().empty());
  CHECK(nobody.domain().empty());
  CHECK(nobody.resource().empty());
  CHECK(nobody.bare().empty());
}

TEST_CASE("each part may have 1023 octets and no more", "[xmpp][jid]") {
  const std::string most(1023, 'a');
  CHECK(parsed(most + "@example.com").size() == 1023 + 12);
  CHECK(parsed(most + "a@example.com") == "(refused)");
  CHECK(parsed("juliet@example.com/" + most).size() == 19 + 1023);
  CHECK(parsed("juliet@example.com/" + most + "a") == "(refused)");
  // Octets after normalising count: 1023 fullwidth letters are 3069 octets and become 1023.
  std::string wide;
  for (int i = 0; i < 1023; ++i) wide += "Ａ";
  CHECK(parsed(wide + "@example.com") == most + "@example.com");
  CHECK(parsed(wide + "Ａ@example.com") == "(refused)");
  CHECK(parsed(std::string(100'000, 'a') + "@example.com") == "(refused)");

  CHECK(received(most + "@" + most + "/" + most).size() == 3 * 1023 + 2);
  CHECK(received(most + "a@example.com") == "(refused)");
  CHECK(received("a@" + most + "a") == "(refused)");
  CHECK(received("a@b/" + most + "a") == "(refused)");
  CHECK(Jid::from_parts("a", "b", most + "a").empty());
}

TEST_CASE("what was received is kept bit for bit", "[xmpp][jid]") {
  for (const char* text :
       {"Juliet@Example.COM", "a@example.com.", " a@example.com", "a@b/ c", "ς@b", "xmpp:a@b",
        "e\u0301@b", "henryⅣ@b", "a@my_host", "a@b/\u2066x", "a@b/\u200B"}) {
    CHECK(received(text) == text);
  }
  CHECK(*Jid::received("Juliet@example.com") != *Jid::parse("Juliet@example.com"));
}

TEST_CASE("what cannot be an address is refused even when received", "[xmpp][jid]") {
  const std::string bad = GENERATE(as<std::string>(), "", "@", "@b", "a@", "/", "a/", "/x", "a@b/",
                                   "a@/x", "a@b@c", "a@b c", "a\xC3@b", "a@b/\x07", "a\n@b",
                                   "a@b\x7F", "a\u0085@b", std::string("a\0@b", 4));
  CAPTURE(bad);
  CHECK(received(bad) == "(refused)");
}

TEST_CASE("addresses compare bit for bit and hash alike when equal", "[xmpp][jid]") {
  const Jid a = *Jid::parse("A@example.com"), same = *Jid::parse("a@example.com");
  CHECK(a == same);
  CHECK_FALSE(a != same);
  CHECK(std::hash<Jid>()(a) == std::hash<Jid>()(same));
  CHECK(a != *Jid::parse("b@example.com"));
  CHECK(a < *Jid::parse("b@example.com"));
  CHECK(a != *Jid::parse("a@example.com/x"));
}

TEST_CASE("normalising twice changes nothing", "[xmpp][jid]") {
  // Any text made of pieces that matter to the rules.
  static constexpr std::string_view pieces[] = {
      "a",      "B",   "é",      "e\u0301", "Ａ",     "ß",   "ς",      "Σ",
      "İ",      "א",   "1",      "-",       ".",      "@",   "/",      " ",
      "\u00A0", "中",  "ｱ",      "한",      "\u1100", "l·l", "\u200C", "\u094D",
      "xn--",   "kva", "\u212B", "𐐀",       "\u0345", "ᾳ",   "Ⅳ"};
  support::FixedRandom random(11);
  int accepted = 0;
  for (int i = 0; i < 40000; ++i) {
    std::string text;
    for (uint32_t left = 1 + random.below(7); left > 0; --left) {
      text += pieces[random.below(static_cast<uint32_t>(std::size(pieces)))];
    }
    const auto once = Jid::parse(text);
    if (!once) continue;
    ++accepted;
    const auto twice = Jid::parse(once->text());
    INFO(text << " became " << once->text());
    REQUIRE(twice);
    REQUIRE(*twice == *once);
    // What we accept can also come back from the server, and its parts make it whole again.
    const auto back = Jid::received(once->text());
    REQUIRE(back);
    REQUIRE(*back == *once);
    REQUIRE(Jid::from_parts(once->local(), once->domain(), once->resource()) == *once);
  }
  CHECK(accepted > 1000);
}

TEST_CASE("random bytes never break an address", "[xmpp][jid]") {
  support::FixedRandom random(5);
  for (int i = 0; i < 20000; ++i) {
    std::string text(random.below(30), '\0');
    for (char& c : text) {
      c = random.below(3) == 0 ? "@/.[]: a"[random.below(8)] : static_cast<char>(random.next());
    }
    const auto typed = Jid::parse(text);
    if (typed) REQUIRE(typed->text().size() <= 3 * 1023 + 2);
    const auto wire = Jid::received(text);
    if (wire) REQUIRE(wire->text() == text);
  }
}
