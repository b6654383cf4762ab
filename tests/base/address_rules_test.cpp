// SPDX-License-Identifier: MIT
// Contextual rules (RFC 5892 appendix A) and the Bidi rule (RFC 5893 section 2), each condition
// both ways.
#include "base/address_rules.h"

#include <string>

#include "support/catch.h"

namespace {

// Whether the code point at `position` is allowed where it stands.
bool allowed(std::u32string_view text, size_t position) {
  return base::context_allows(text, position);
}

}  // namespace

TEST_CASE("the exceptions are those of RFC 5892 section 2.6", "[base][idna]") {
  using base::Exception;
  for (const char32_t c : {0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007}) {
    CHECK(base::exception_of(c) == Exception::Valid);
  }
  for (const char32_t c : {0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB, 0x660, 0x669, 0x6F0, 0x6F9}) {
    CHECK(base::exception_of(c) == Exception::Contextual);
  }
  for (const char32_t c : {0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3035, 0x303B}) {
    CHECK(base::exception_of(c) == Exception::Disallowed);
  }
  for (const char32_t c : {0x61, 0x65F, 0x66A, 0x6FA, 0x3030, 0x3036}) {
    CHECK(base::exception_of(c) == Exception::None);
  }
}

TEST_CASE("a joiner needs a virama before it", "[base][idna]") {
  CHECK(allowed(U"\u0915\u094D\u200D\u0937", 2));
  CHECK(allowed(U"\u0915\u094D\u200C\u0937", 2));
  CHECK_FALSE(allowed(U"a\u200Db", 1));
  CHECK_FALSE(allowed(U"\u200D", 0));
  CHECK_FALSE(allowed(U"\u0628\u200D\u0628", 1));
}

TEST_CASE("a non-joiner parts two letters that would join", "[base][idna]") {
  CHECK(allowed(U"\u0646\u0627\u0645\u0647\u200C\u0627\u06CC", 4));  // the Persian name of RFC 5892
  CHECK(allowed(U"\u0628\u064B\u200C\u064B\u0628", 2));              // marks in between
  CHECK_FALSE(allowed(U"\u0627\u200C\u0628", 1));  // alef never joins what follows
  CHECK_FALSE(allowed(U"\u0628\u200Ca", 1));
  CHECK_FALSE(allowed(U"\u0628\u200C", 1));
  CHECK_FALSE(allowed(U"\u200C\u0628", 0));
  CHECK_FALSE(allowed(U"a\u200Cb", 1));
}

TEST_CASE("marks of one language stand in that language only", "[base][idna]") {
  CHECK(allowed(U"l\u00B7l", 1));
  CHECK_FALSE(allowed(U"l\u00B7a", 1));
  CHECK_FALSE(allowed(U"\u00B7l", 0));
  CHECK_FALSE(allowed(U"l\u00B7", 1));
  CHECK(allowed(U"\u0375\u03B1", 0));
  CHECK_FALSE(allowed(U"\u0375a", 0));
  CHECK_FALSE(allowed(U"\u0375", 0));
  CHECK(allowed(U"\u05D0\u05F3", 1));
  CHECK(allowed(U"\u05D0\u05F4", 1));
  CHECK_FALSE(allowed(U"a\u05F3", 1));
  CHECK_FALSE(allowed(U"\u05F4", 0));
  CHECK(allowed(U"a\u30FB\u30A2", 1));
  CHECK(allowed(U"\u4E2D\u30FB", 1));
  CHECK(allowed(U"\u30FB\u3042", 0));
  CHECK_FALSE(allowed(U"a\u30FBb", 1));
}

TEST_CASE("the two sets of Arabic digits do not mix", "[base][idna]") {
  CHECK(allowed(U"\u0661\u0662", 0));
  CHECK(allowed(U"\u06F1\u06F2", 1));
  CHECK_FALSE(allowed(U"\u0661\u06F2", 0));
  CHECK_FALSE(allowed(U"\u0661\u06F2", 1));
}

TEST_CASE("a code point without a rule is not allowed by one", "[base][idna]") {
  CHECK_FALSE(allowed(U"a", 0));
}

TEST_CASE("the Bidi rule holds in each of its conditions", "[base][idna]") {
  using base::satisfies_bidi_rule;
  CHECK_FALSE(satisfies_bidi_rule(U""));
  // 1: the first is L, R or AL.
  CHECK(satisfies_bidi_rule(U"a"));
  CHECK(satisfies_bidi_rule(U"\u05D0"));
  CHECK(satisfies_bidi_rule(U"\u0627"));
  CHECK_FALSE(satisfies_bidi_rule(U"1a"));
  CHECK_FALSE(satisfies_bidi_rule(U"\u0661\u0627"));
  // 2: from right to left there is nothing from left to right.
  CHECK_FALSE(satisfies_bidi_rule(U"\u05D0a\u05D0"));
  CHECK(satisfies_bidi_rule(U"\u05D0-1+\u05D0"));
  CHECK_FALSE(satisfies_bidi_rule(U"\u05D0 \u05D0"));
  // 3: and it ends in R, AL, EN or AN, marks aside.
  CHECK(satisfies_bidi_rule(U"\u05D01"));
  CHECK(satisfies_bidi_rule(U"\u0627\u0661"));
  CHECK(satisfies_bidi_rule(U"\u05D0\u05B0"));
  CHECK_FALSE(satisfies_bidi_rule(U"\u05D0-"));
  CHECK_FALSE(satisfies_bidi_rule(U"\u05D0-\u05B0"));
  // 4: not both kinds of numbers.
  CHECK_FALSE(satisfies_bidi_rule(U"\u06271\u0661"));
  // 5: from left to right there is nothing from right to left.
  CHECK_FALSE(satisfies_bidi_rule(U"a\u05D0b"));
  CHECK_FALSE(satisfies_bidi_rule(U"a\u0661b"));
  CHECK_FALSE(satisfies_bidi_rule(U"a\u202Eb"));
  // 6: and it ends in L or EN, marks aside.
  CHECK(satisfies_bidi_rule(U"a1"));
  CHECK(satisfies_bidi_rule(U"a\u0301"));
  CHECK_FALSE(satisfies_bidi_rule(U"a-"));

  CHECK(base::has_right_to_left(U"a\u05D0"));
  CHECK(base::has_right_to_left(U"\u0661"));
  CHECK_FALSE(base::has_right_to_left(U"abc1"));
}

TEST_CASE("conjoining jamo are known by their blocks", "[base][idna]") {
  for (const char32_t c : {0x1100, 0x11FF, 0xA960, 0xA97C, 0xD7B0, 0xD7C6, 0xD7CB, 0xD7FB}) {
    CHECK(base::is_old_hangul_jamo(c));
  }
  for (const char32_t c : {0x10FF, 0x1200, 0xA95F, 0xA97D, 0xAC00, 0xD7AF, 0xD7C7, 0xD7FC}) {
    CHECK_FALSE(base::is_old_hangul_jamo(c));
  }
}
