// SPDX-License-Identifier: MIT
// PRECIS profiles: the examples of RFC 8265 and each rule of RFC 8264 section 8.
#include <string>
#include <utility>

#include "base/unicode.h"
#include "support/catch.h"

namespace {

std::string username(std::string_view text) {
  return base::precis_username_case_mapped(text).value_or("(refused)");
}
std::string opaque(std::string_view text) {
  return base::precis_opaque_string(text).value_or("(refused)");
}

}  // namespace

TEST_CASE("user names follow the examples of RFC 8265", "[base][precis]") {
  CHECK(username("juliet@example.com") == "juliet@example.com");
  CHECK(username("fussball") == "fussball");
  CHECK(username("fußball") == "fußball");
  CHECK(username("π") == "π");
  CHECK(username("Σ") == "σ");
  CHECK(username("σ") == "σ");
  CHECK(username("ς") == "ς");
  CHECK(username("foo bar") == "(refused)");
  CHECK(username("") == "(refused)");
  CHECK(username("henryⅣ") == "(refused)");
  CHECK(username("♚") == "(refused)");
}

TEST_CASE("user names are mapped, then checked", "[base][precis]") {
  CHECK(username("Juliet") == "juliet");
  CHECK(username("ＪＵＬＩＥＴ") == "juliet");
  CHECK(username("E\u0301lodie") == "élodie");
  CHECK(username("ｱ") == "ア");
  CHECK(username("\u212B") == "å");  // the Angstrom sign is gone after NFC
  CHECK(username("中文") == "中文");
  CHECK(username("𠀀") == "𠀀");
}

TEST_CASE("user names hold no character of a disallowed kind", "[base][precis]") {
  const std::pair<std::string, std::string> bad[] = {
      {"control", "a\x01"},
      {"delete", "a\x7F"},
      {"C1 control", "a\u0085"},
      {"space", "a b"},
      {"no-break space", "a\u00A0b"},
      {"ideographic space", "a\u3000b"},
      {"symbol", "a☃"},
      {"punctuation beyond ASCII", "a…"},
      {"roman numeral", "Ⅳ"},
      {"titlecase digraph that stays a compatibility form", "ǅ"},
      {"ligature", "ﬁ"},
      {"soft hyphen", "a\u00ADb"},
      {"zero width space", "a\u200Bb"},
      {"word joiner", "a\u2060b"},
      {"tag character", "a\U000E0061"},
      {"variation selector", "a\uFE0F"},
      {"right-to-left override", "\u202Ea"},
      {"isolate", "a\u2066"},
      {"line separator", "a\u2028"},
      {"private use", "\uE000"},
      {"noncharacter", "\uFFFF"},
      {"unassigned", "\u0378"},
      {"old hangul jamo", "\u1100"},
      {"tatweel", "\u0640"},
      {"vertical kana repeat mark", "\u3031"},
      {"broken UTF-8", "a\xC3"},
      {"surrogate", "\xED\xA0\x80"},
  };
  for (const auto& [what, text] : bad) {
    INFO(what);
    CHECK(username(text) == "(refused)");
  }
}

TEST_CASE("user names obey the Bidi rule", "[base][precis]") {
  CHECK(username("אב") == "אב");
  CHECK(username("אב1") == "אב1");
  CHECK(username("אa") == "(refused)");
  CHECK(username("aא") == "(refused)");
  CHECK(username("1א") == "(refused)");
  CHECK(username("a1") == "a1");
  CHECK(username("1") == "1");  // nothing in it runs from right to left
}

TEST_CASE("opaque strings map spaces and nothing else", "[base][precis]") {
  CHECK(opaque("foo bar") == "foo bar");
  CHECK(opaque("foo\u00A0bar\u3000baz") == "foo bar baz");
  CHECK(opaque("Correct Horse") == "Correct Horse");
  CHECK(opaque("πßå") == "πßå");
  CHECK(opaque("Jack of ♦s") == "Jack of ♦s");
  CHECK(opaque("e\u0301") == "é");
  CHECK(opaque("Ｆ") == "Ｆ");
  CHECK(opaque("ﬁ Ⅳ") == "ﬁ Ⅳ");
  CHECK(opaque("אa1") == "אa1");
  CHECK(opaque(" ") == " ");
}

TEST_CASE("opaque strings hold no control, format or unassigned characters", "[base][precis]") {
  const std::string bad = GENERATE(as<std::string>(), "", "my cat is a \tby", "a\x7F", "a\u200Bb",
                                   "\u2066x", "\uE000", "\u2028", "\u0378", "\uFFFE", "\u1100",
                                   "a\u200Db", "\u0640", "\xFF", std::string("a\0b", 3));
  CAPTURE(bad);
  CHECK(opaque(bad) == "(refused)");
}
