// SPDX-License-Identifier: MIT
// Domain parts: RFC 7622 3.2 with IDNA2008, and IP literals.
#include <string>
#include <utility>

#include "base/unicode.h"
#include "support/catch.h"

namespace {

std::string domain(std::string_view text) {
  return base::normalise_domain(text).value_or("(refused)");
}

}  // namespace

TEST_CASE("host names are lower-cased and lose the dot of the root", "[base][domain]") {
  CHECK(domain("example.com") == "example.com");
  CHECK(domain("Example.COM") == "example.com");
  CHECK(domain("example.com.") == "example.com");
  CHECK(domain("localhost") == "localhost");
  CHECK(domain("a-b.c1.2d") == "a-b.c1.2d");
}

TEST_CASE("international names are mapped and kept as U-labels", "[base][domain]") {
  CHECK(domain("BÜCHER.example") == "bücher.example");
  CHECK(domain("xn--bcher-kva.example") == "bücher.example");
  CHECK(domain("XN--BCHER-KVA.example") == "bücher.example");
  CHECK(domain("ｅxample．com") == "example.com");
  CHECK(domain("例え。jp") == "例え.jp");
  CHECK(domain("straße.de") == "straße.de");
  CHECK(domain("βόλος.com") == "βόλος.com");
  CHECK(domain("ΒΌΛΟΣ.com") == "βόλος.com");
  CHECK(domain("e\u0301t\u00E9.fr") == "été.fr");
  CHECK(domain("נאמה.example") == "נאמה.example");
}

TEST_CASE("a Cherokee name that came as xn-- is still one when it is read again",
          "[base][domain]") {
  const std::string name = domain("xn--lr2i--rCyrrorrrCeyrildocrer");
  REQUIRE(name != "(refused)");
  CHECK(domain(name) == name);
  CHECK(domain("\u13e3\u13b3\u13a9") == "\u13e3\u13b3\u13a9");  // ᏣᎳᎩ
  CHECK(domain("\uabb3\uab83\uab79") == "\u13e3\u13b3\u13a9");  // in small letters
  CHECK(domain("\u13f8") == "\u13f0");
}

TEST_CASE("labels that are none are refused", "[base][domain]") {
  const std::pair<std::string, std::string> bad[] = {
      {"nothing", ""},
      {"only the root", "."},
      {"empty label", "example..com"},
      {"leading dot", ".com"},
      {"two dots at the end", "example.com.."},
      {"hyphen first", "-example.com"},
      {"hyphen last", "example-.com"},
      {"hyphens third and fourth", "ab--cd.com"},
      {"fake A-label", "xn--zzzzzz999.com"},
      {"A-label of ASCII", "xn--abc-.com"},
      {"A-label of an upper case letter", "xn--bung-fna.com"},
      {"A-label that is not composed", "xn--et-8tb.com"},
      {"A-label of a symbol", "xn--n3h.com"},
      {"underscore", "a_b.com"},
      {"space", "exa mple.com"},
      {"symbol", "☃.example"},
      {"emoji", "💩.la"},
      {"at", "b@example.com"},
      {"slash", "a/b"},
      {"colon", "example.com:5222"},
      {"mark first", "\u0301a.com"},
      {"zero width space", "a\u200Bb.com"},
      {"joiner without reason", "a\u200Db.com"},
      {"override", "\u202Eexample.com"},
      {"mixed direction", "אa.com"},
      {"number label beside right-to-left", "1.אב"},
      {"tatweel", "\u0640.com"},
      {"jamo", "\u1100.com"},
      {"musical symbol", "\U0001D165.com"},
      {"roman numeral", "Ⅳ.com"},
      {"broken UTF-8", "ex\xC3.com"},
      {"NUL", std::string("a\0b", 3)},
  };
  for (const auto& [what, text] : bad) {
    INFO(what);
    CHECK(domain(text) == "(refused)");
  }
}

TEST_CASE("labels end at 63 octets and names at 253", "[base][domain]") {
  const std::string label(63, 'a');
  CHECK(domain(label + ".com") == label + ".com");
  CHECK(domain(label + "a.com") == "(refused)");
  // The octets are those of the ASCII form: "xn--", one hyphen and the code points.
  const std::string umlauts = "ü" + std::string(54, 'a');
  CHECK(domain(umlauts + ".de") == umlauts + ".de");
  CHECK(domain(umlauts + "aaaa.de") == "(refused)");
  const std::string three = label + "." + label + "." + label + ".";
  CHECK(domain(three + std::string(61, 'a')).size() == 253);
  CHECK(domain(three + std::string(62, 'a')) == "(refused)");
  CHECK(domain(std::string(5000, 'a')) == "(refused)");
}

TEST_CASE("IPv4 literals are four numbers", "[base][domain]") {
  CHECK(domain("127.0.0.1") == "127.0.0.1");
  CHECK(domain("255.255.255.255") == "255.255.255.255");
  CHECK(domain("256.0.0.1") == "(refused)");
  CHECK(domain("1.2.3") == "(refused)");
  CHECK(domain("1.2.3.4.5") == "(refused)");
  CHECK(domain("01.2.3.4") == "(refused)");
  CHECK(domain("1.2.3.four") == "1.2.3.four");
}

TEST_CASE("IPv6 literals stand in brackets", "[base][domain]") {
  for (const char* good :
       {"[::]", "[::1]", "[2001:db8::1]", "[1:2:3:4:5:6:7:8]", "[1::]", "[1:2:3:4:5:6:7::]",
        "[::ffff:192.0.2.1]", "[1:2:3:4:5:6:1.2.3.4]", "[fe80::1]"}) {
    CHECK(domain(good) == good);
  }
  CHECK(domain("[2001:DB8::A]") == "[2001:db8::a]");
  for (const char* bad : {"[]",
                          "[",
                          "[:]",
                          "[:::]",
                          "[::1",
                          "::1",
                          "[1:2:3:4:5:6:7]",
                          "[1:2:3:4:5:6:7:8:9]",
                          "[1::2::3]",
                          "[1:::2]",
                          "[12345::]",
                          "[g::]",
                          "[::1:]",
                          "[:1::]",
                          "[1:2:3:4:5:6:7:8::]",
                          "[::1.2.3.256]",
                          "[1.2.3.4::]",
                          "[::1.2.3.4:5]",
                          "[fe80::1%eth0]",
                          "[example]",
                          "[::1]x",
                          "[1:2:3:4:5:6:7:1.2.3.4]"}) {
    CAPTURE(bad);
    CHECK(domain(bad) == "(refused)");
  }
}
