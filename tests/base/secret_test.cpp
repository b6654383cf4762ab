// SPDX-License-Identifier: MIT
// Secrets overwrite what they held.
#include "base/secret.h"

#include <string>
#include <utility>

#include "support/catch.h"

TEST_CASE("wiping overwrites the whole buffer", "[base][secret]") {
  // Long enough to lie on the heap, where a copy could stay behind.
  std::string text = "correct horse battery staple correct horse battery staple";
  text.reserve(200);
  const char* bytes = text.data();
  const size_t size = text.size();
  text.resize(7);  // the rest of the text still stands behind it
  base::wipe(text);
  CHECK(text.empty());
  REQUIRE(text.data() == bytes);
  // Growing again writes zeros; the bytes must have been zero before that.
  for (size_t i = 1; i < size; ++i) {
    INFO(i);
    REQUIRE(bytes[i] == '\0');
  }
}

TEST_CASE("a moved secret leaves nothing behind", "[base][secret]") {
  base::Secret first("a password that is longer than any short string buffer");
  base::Secret second = std::move(first);
  CHECK(first.empty());
  CHECK(second.reveal() == "a password that is longer than any short string buffer");
  base::Secret third;
  third = std::move(second);
  CHECK(second.empty());
  CHECK(third.reveal().size() == 54);
}

TEST_CASE("a copied secret is independent", "[base][secret]") {
  base::Secret first("pencil");
  base::Secret second = first;
  first.wipe();
  CHECK(first.empty());
  CHECK(second.reveal() == "pencil");
  second = base::Secret("pen");
  CHECK(second.reveal() == "pen");
  const base::Secret& same = second;
  second = same;
  CHECK(second.reveal() == "pen");
}
