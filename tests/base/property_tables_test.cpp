// SPDX-License-Identifier: MIT
// The tables say what utf8proc says, of every code point.
#include "base/property_tables.h"

#include <cstdio>
#include <string>

#include "support/catch.h"

namespace {

// The code points for which `differs` holds: a table that lags behind a new utf8proc is mended by
// what this test prints.
template <class Differs>
std::string listed(Differs differs) {
  std::string list;
  char name[16];
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c < 0xD800 || c > 0xDFFF) {
      if (!differs(c)) continue;
      std::snprintf(name, sizeof name, "U+%04X ", static_cast<unsigned>(c));
      list += name;
    }
  }
  return list;
}

}  // namespace

TEST_CASE("the table of Bidi_Class agrees with utf8proc", "[base][unicode]") {
  CHECK(listed([](char32_t c) {
          return base::tabled_bidi_class(c, base::category_of(c)) != base::bidi_class_of(c);
        }) == "");
}

TEST_CASE("the list of viramas agrees with utf8proc", "[base][unicode]") {
  CHECK(listed([](char32_t c) { return base::is_tabled_virama(c) != base::is_virama(c); }) == "");
}

TEST_CASE("a letter added to a right-to-left block later has its direction", "[base][unicode]") {
  // In the block of Old Hungarian, between its capital and its small letters.
  REQUIRE(base::category_of(0x10CBF) == base::Category::Cn);
  CHECK(base::tabled_bidi_class(0x10CBF, base::Category::Lo) == base::BidiClass::R);
  CHECK(base::tabled_bidi_class(0x10CBF, base::Category::Cn) == base::BidiClass::Unknown);
}
