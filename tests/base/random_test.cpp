// SPDX-License-Identifier: MIT
// Ids and uniform numbers.
#include "base/random.h"

#include <array>
#include <set>
#include <string>

#include "support/catch.h"
#include "support/fixed_random.h"

TEST_CASE("an id is 128 bits in 26 letters", "[base][random]") {
  support::FixedRandom random;
  random.script(std::string(16, '\0'));
  CHECK(base::new_id(random) == "aaaaaaaaaaaaaaaaaaaaaaaaaa");
  random.script(std::string(16, '\xFF'));
  CHECK(base::new_id(random) ==
        "7777777777777777777777777"
        "4");
  // RFC 4648 section 10: "foobar" is MZXW6YTBOI in base32.
  random.script("foobar" + std::string(10, '\0'));
  CHECK(base::new_id(random).substr(0, 9) == "mzxw6ytbo");
}

TEST_CASE("ids differ", "[base][random]") {
  support::FixedRandom random;
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(base::new_id(random));
  CHECK(ids.size() == 1000);
}

TEST_CASE("uniform numbers stay below the bound and reach each value", "[base][random]") {
  support::FixedRandom random;
  std::array<int, 6> seen{};
  for (int i = 0; i < 6000; ++i) {
    const uint32_t number = base::uniform(random, 6);
    REQUIRE(number < 6);
    ++seen[number];
  }
  for (const int count : seen) CHECK(count > 850);
  CHECK(base::uniform(random, 0) == 0);
  CHECK(base::uniform(random, 1) == 0);
}

TEST_CASE("a draw that would favour small numbers is repeated", "[base][random]") {
  support::FixedRandom random;
  // 2^32 mod 6 is 4, so the draws 0 to 3 are unfair; 10 is the first that counts.
  random.script(std::string("\0\0\0\x03\0\0\0\x0A", 8));
  CHECK(base::uniform(random, 6) == 4);
}

TEST_CASE("a UUID is of version 4 and spelled as RFC 9562 says", "[base][random]") {
  support::FixedRandom random(7);
  const std::string first = base::new_uuid(random), second = base::new_uuid(random);
  REQUIRE(first.size() == 36);
  CHECK(first != second);
  CHECK(first[14] == '4');
  CHECK(std::string("89ab").find(first[19]) != std::string::npos);
  for (size_t at : {8, 13, 18, 23}) CHECK(first[at] == '-');
}
