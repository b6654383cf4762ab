// SPDX-License-Identifier: MIT
// SASLprep with the examples of RFC 4013 section 3 and one of each rule.
#include "base/saslprep.h"

#include "support/catch.h"

using base::saslprep;

TEST_CASE("SASLprep follows the examples of RFC 4013", "[base][saslprep]") {
  CHECK(saslprep("I\xC2\xADX") == "IX");  // a soft hyphen is mapped to nothing
  CHECK(saslprep("user") == "user");
  CHECK(saslprep("USER") == "USER");        // case is kept
  CHECK(saslprep("\xC2\xAA") == "a");       // NFKC
  CHECK(saslprep("\xE2\x85\xA8") == "IX");  // Roman numeral nine
  CHECK_FALSE(saslprep("\x07"));            // prohibited
  CHECK_FALSE(
      saslprep("\xD8\xA7"
               "1"));  // direction: Arabic must also end the text
}

TEST_CASE("spaces become spaces and fullwidth forms ASCII", "[base][saslprep]") {
  CHECK(saslprep("a\xC2\xA0"
                 "b") == "a b");
  CHECK(saslprep("a\xE3\x80\x80"
                 "b") == "a b");
  CHECK(saslprep("\xEF\xBC\x92") == "2");
  CHECK(saslprep("") == "");
  CHECK(saslprep(" two  spaces ") == " two  spaces ");
}

TEST_CASE("what SASLprep prohibits stays as it was typed", "[base][saslprep]") {
  for (const char* text :
       {"\x7F", "\xC2\x85", "\xE2\x80\x8E", "\xE2\x80\xAE", "\xEE\x80\x80", "\xEF\xBF\xBD",
        "\xEF\xBF\xBE", "\xF0\x9F\xBF\xBE", "\xF3\xA0\x80\x81", "\xE2\xBF\xB0",
        "\xD7\x90"
        "a\xD7\x90",
        "a\xC3"}) {
    INFO(text);
    CHECK_FALSE(saslprep(text));
    CHECK(base::saslprep_or_same(text) == text);
  }
  CHECK(base::saslprep_or_same("I\xC2\xADX") == "IX");
}

TEST_CASE("new characters pass: a password may hold an emoji", "[base][saslprep]") {
  CHECK(saslprep("\xF0\x9F\xA7\x91") == "\xF0\x9F\xA7\x91");
  CHECK(saslprep("\xD7\x90\xD7\x91") == "\xD7\x90\xD7\x91");
  CHECK(saslprep("\xD8\xA7"
                 "1\xD8\xA8") ==
        "\xD8\xA7"
        "1\xD8\xA8");
}
