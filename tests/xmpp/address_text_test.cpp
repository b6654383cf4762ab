// SPDX-License-Identifier: MIT
// Addresses as people write and read them: RFC 5122 2.7.2 and 2.8, RFC 6068, the examples of XEP-0106.
#include "xmpp/address_text.h"

#include <string>

#include "support/catch.h"

namespace {

std::string written(std::string_view typed) { return xmpp::written_address(typed); }
std::string meant(std::string_view address) {
  return xmpp::readable(*xmpp::Jid::received(address));
}

}  // namespace

TEST_CASE("a room's name with a question mark stays whole", "[xmpp][address_text]") {
  CHECK(written("what?@conference.localhost") == "what?@conference.localhost");
  CHECK(written("tea@conference.localhost/who?me") == "tea@conference.localhost/who?me");
  CHECK(written("100%25@localhost") == "100%25@localhost");
  CHECK(written("a#b@localhost") == "a#b@localhost");
  CHECK(written("bob@localhost?join") == "bob@localhost?join");
}

TEST_CASE("what cannot be seen around a pasted address goes", "[xmpp][address_text]") {
  for (const char* typed : {" bob@localhost\n", "bob@localhost\u200B", "\uFEFFbob@localhost",
                            "\u2068bob@localhost\u2069", "\u00A0bob@localhost\u3000",
                            "\tbob@localhost\r\n\u200B\u200E"}) {
    CAPTURE(typed);
    CHECK(written(typed) == "bob@localhost");
  }
  CHECK(written("bo\u200Bb@localhost") == "bo\u200Bb@localhost");
  CHECK(written(" \u200B\n").empty());
  CHECK(written("").empty());
  CHECK(written("\xFF bob@localhost").substr(0, 1) == "\xFF");
}

TEST_CASE("links name an address", "[xmpp][address_text]") {
  CHECK(written("xmpp:bob@localhost") == "bob@localhost");
  CHECK(written("XMPP:bob@localhost?message;body=hi") == "bob@localhost");
  CHECK(written("xmpp:tea@conference.localhost?join#top") == "tea@conference.localhost");
  CHECK(written("xmpp:what%3F@conference.localhost?join") == "what?@conference.localhost");
  CHECK(written("xmpp:tea@conference.localhost/who%3Fme%2Fyou") ==
        "tea@conference.localhost/who?me/you");
  CHECK(written("mailto:bob@localhost?subject=Hello%20there") == "bob@localhost");
  CHECK(written("Mailto:j%C3%BCrgen@localhost\u200B") == "jürgen@localhost");
  CHECK(written("xmpp:100%@localhost") == "100%@localhost");
  CHECK(written("xmpp:bob@localhost%") == "bob@localhost%");
  CHECK(written("xmpp:").empty());
}

TEST_CASE("the links of RFC 5122 name whom they say", "[xmpp][address_text]") {
  CHECK(written("xmpp://guest@example.com/support@example.com?message") == "support@example.com");
  CHECK(written("xmpp://guest@example.com/support@example.com/truth") ==
        "support@example.com/truth");
  CHECK(written("xmpp://bob@example.com") == "bob@example.com");
  CHECK(written("xmpp:nasty!%23$%25()*+,-.;=%3F%5B%5C%5D%5E_%60%7B%7C%7D~node@example.com") ==
        "nasty!#$%()*+,-.;=?[\\]^_`{|}~node@example.com");
  CHECK(written("xmpp:node@example.com/"
                "repulsive%20!%23%22$%25&'()*+,-.%2F:;%3C=%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D~"
                "resource") ==
        "node@example.com/repulsive !#\"$%&'()*+,-./:;<=>?@[\\]^_`{|}~resource");
  CHECK(written("xmpp:ji%C5%99i@%C4%8Dechy.example/v%20Praze") == "jiři@čechy.example/v Praze");
}

TEST_CASE("an escape in a link does not make another address of it", "[xmpp][address_text]") {
  CHECK(written("xmpp:evil.example%2Fbob@localhost").empty());
  CHECK(written("xmpp:bob%40evil.example@localhost").empty());
  CHECK(written("xmpp:bob@localhost%2Fx@evil.example").empty());
  CHECK_FALSE(xmpp::Jid::parse(written("xmpp:bob@localhost%00")));
}

TEST_CASE("names with an apostrophe can be typed", "[xmpp][address_text]") {
  CHECK(written("o'brien@localhost") == "o\\27brien@localhost");
  CHECK(written("o'brien") == "o\\27brien");
  CHECK(written("at&t@localhost/it's me") == "at\\26t@localhost/it's me");
  CHECK(written("xmpp:o%27brien@localhost") == "o\\27brien@localhost");
  CHECK(written("mailto:o'brien@localhost") == "o\\27brien@localhost");
  CHECK(written("o\\27brien@localhost") == "o\\27brien@localhost");
  CHECK(xmpp::Jid::parse(written("o'brien@localhost")));
}

TEST_CASE("a slip in an address is refused, not escaped", "[xmpp][address_text]") {
  for (const char* slip : {"al ice@localhost", "ali<ce@localhost", "a@b@c", "a:b@localhost",
                           "\"al\"@localhost", "sip:bob@localhost"}) {
    CAPTURE(slip);
    CHECK_FALSE(xmpp::Jid::parse(written(slip)));
  }
}

TEST_CASE("escaped addresses are shown as what they mean", "[xmpp][address_text]") {
  CHECK(meant("space\\20cadet@example.com") == "space cadet@example.com");
  CHECK(meant("call\\20me\\20\\22ishmael\\22@example.com") == "call me \"ishmael\"@example.com");
  CHECK(meant("at\\26t\\20guy@example.com") == "at&t guy@example.com");
  CHECK(meant("d\\27artagnan@example.com/garden") == "d'artagnan@example.com/garden");
  CHECK(meant("\\2f.fanboy@example.com") == "/.fanboy@example.com");
  CHECK(meant("\\3a\\3afoo\\3a\\3a@example.com") == "::foo::@example.com");
  CHECK(meant("\\3cfoo\\3e@example.com") == "<foo>@example.com");
  CHECK(meant("user\\40host@example.com") == "user@host@example.com");
  CHECK(meant("c\\3a\\net@example.com") == "c:\\net@example.com");
  CHECK(meant("c\\3a\\5c5commas@example.com") == "c:\\5commas@example.com");
}

TEST_CASE("who has no other name is called by the local part", "[xmpp][address_text]") {
  CHECK(xmpp::readable_name(*xmpp::Jid::parse("o\\27brien@example.com/x")) == "o'brien");
  CHECK(xmpp::readable_name(*xmpp::Jid::parse("example.com")) == "example.com");
}

TEST_CASE("what is no escape is shown as it stands", "[xmpp][address_text]") {
  for (const char* plain :
       {"\\2plus\\2is\\4@example.com", "foo\\bar@example.com", "foob\\41r@example.com",
        "\\20lead@example.com", "trail\\20@example.com", "\\2F@example.com", "a\\@example.com",
        "example.com/a\\20b", "bob@example.com"}) {
    CAPTURE(plain);
    CHECK(meant(plain) == plain);
  }
}
