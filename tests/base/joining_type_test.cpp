// SPDX-License-Identifier: MIT
// Joining types: one letter of each kind, and the ends of the table.
#include "base/joining_type.h"

#include "support/catch.h"

TEST_CASE("letters join as Unicode says", "[base][idna]") {
  // beh joins both ways, alef only what stands before it, Phags-pa superfixed ra only what follows.
  CHECK(base::is_joined_to_next(0x628));
  CHECK(base::is_joined_to_previous(0x628));
  CHECK_FALSE(base::is_joined_to_next(0x627));
  CHECK(base::is_joined_to_previous(0x627));
  CHECK(base::is_joined_to_next(0xA872));
  CHECK_FALSE(base::is_joined_to_previous(0xA872));
}

TEST_CASE("nothing joins outside the table", "[base][idna]") {
  for (const char32_t c : {0x0, 0x61, 0x61F, 0x621, 0x5D0, 0x4E00, 0x1E944, 0x10FFFF}) {
    CHECK_FALSE(base::is_joined_to_next(c));
    CHECK_FALSE(base::is_joined_to_previous(c));
  }
  CHECK(base::is_joined_to_next(0x620));
  CHECK(base::is_joined_to_next(0x1E943));
  CHECK(base::is_joined_to_previous(0x1E943));
}
