// SPDX-License-Identifier: MIT
// The browser's Unicode, here that of node, behind the functions of base/unicode_library.h. That it says of every code point
// and of the hostile corpus what utf8proc says is shown by tests/wasm/unicode.test.mjs and scripts/hostile.
#include "base/unicode_library.h"
#include "support/catch.h"

using base::unicode_library::NormalForm;

TEST_CASE("a composed form longer than the text arrives whole", "[platform][unicode]") {
  // Each becomes eighteen code points.
  std::string text, composed;
  for (int i = 0; i < 100; ++i) text += "\uFDFA";
  for (int i = 0; i < 100; ++i) composed += "صلى الله عليه وسلم";
  CHECK(base::unicode_library::normalise(text, NormalForm::KC) == composed);
  CHECK(base::unicode_library::normalise(text, NormalForm::C) == text);
}
