// SPDX-License-Identifier: MIT
// UTF-8: RFC 3629 section 4, its edges and its forgeries.
#include "base/utf8.h"

#include <string>

#include "support/catch.h"
#include "support/fixed_random.h"

TEST_CASE("the first and last code point of each length is UTF-8", "[base][utf8]") {
  const std::string good =
      GENERATE(as<std::string>(), "", "a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80",
               "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80",
               "\xF4\x8F\xBF\xBF", "long enough for eight at a time, then \xC3\xA9 and more of it");
  CHECK(base::is_valid_utf8(good));
  CHECK(base::is_valid_utf8(good + std::string(1, '\0')));
}

TEST_CASE("forged and broken UTF-8 is refused", "[base][utf8]") {
  const std::string bad = GENERATE(
      as<std::string>(), "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2z", "\xE0\x9F\xBF",
      "\xE2\x82", "\xED\xA0\x80", "\xED\xBF\xBF", "\xED\xA0\x81\xED\xB0\x80", "\xF0\x8F\xBF\xBF",
      "\xF0\x9F\x98", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE",
      "\xFF", "sixteen letters. and then \xC3");
  CHECK_FALSE(base::is_valid_utf8(bad));
  CHECK_FALSE(base::is_valid_utf8("before" + bad + "after"));
}

TEST_CASE("every code point is encoded and decoded", "[base][utf8]") {
  for (char32_t c = 0; c <= 0x10FFFF; c = c < 0xD7F0 || c > 0xE010 ? c + 13 : c + 1) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    base::append_utf8(text, c);
    REQUIRE(base::is_valid_utf8(text));
    size_t position = 0;
    REQUIRE(base::next_code_point(text, position) == c);
    REQUIRE(position == text.size());
  }
}

TEST_CASE("what is no code point is encoded as the replacement character", "[base][utf8]") {
  for (const char32_t c : {0xD800u, 0xDFFFu, 0x110000u, 0xFFFFFFFFu}) {
    std::string text;
    base::append_utf8(text, c);
    CHECK(text == "\xEF\xBF\xBD");
  }
}

TEST_CASE("an invalid byte is stepped over alone", "[base][utf8]") {
  const std::string text = "\xE2\x82z";
  size_t position = 0;
  CHECK(base::next_code_point(text, position) == 0xFFFD);
  CHECK(position == 1);
  CHECK(base::next_code_point(text, position) == 0xFFFD);
  CHECK(base::next_code_point(text, position) == U'z');
  CHECK(position == 3);
}

TEST_CASE("sanitised text holds only what XML may carry", "[base][utf8]") {
  CHECK(base::sanitise("plain\ttext\r\nwith \xF0\x9F\x98\x80") ==
        "plain\ttext\r\nwith \xF0\x9F\x98\x80");
  CHECK(base::sanitise(std::string("a\0b", 3)) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(base::sanitise("\x1B[31m") == "\xEF\xBF\xBD[31m");
  CHECK(base::sanitise("\xEF\xBF\xBE") == "\xEF\xBF\xBD");
  CHECK(base::sanitise("\xEF\xBF\xBF") == "\xEF\xBF\xBD");
  // A lone surrogate as JavaScript may hand it over.
  CHECK(base::sanitise("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(base::sanitise("\x7F") == "\x7F");
}

TEST_CASE("sanitised random bytes are always UTF-8", "[base][utf8]") {
  support::FixedRandom random;
  for (int i = 0; i < 5000; ++i) {
    std::string bytes(random.below(40), '\0');
    for (char& c : bytes) c = static_cast<char>(random.next());
    const std::string clean = base::sanitise(bytes);
    REQUIRE(base::is_valid_utf8(clean));
    REQUIRE(base::sanitise(clean) == clean);
  }
}

TEST_CASE("truncating never cuts a code point", "[base][utf8]") {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z";  // lengths 1 2 3 4 1
  const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (size_t bytes = 0; bytes < 13; ++bytes) {
    CAPTURE(bytes);
    CHECK(base::truncate_utf8(text, bytes).size() == expected[bytes]);
  }
  CHECK(base::truncate_utf8("\x80\x80\x80\x80\x80\x80", 5).size() == 5);
  CHECK(base::truncate_utf8("", 5).empty());
}
