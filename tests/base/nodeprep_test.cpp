// SPDX-License-Identifier: MIT
// The mapping of nodeprep: RFC 6122 appendix A.3 and A.4.
#include "base/nodeprep.h"

#include "support/catch.h"

TEST_CASE("names are mapped as servers spell them", "[base][nodeprep]") {
  using base::nodeprep_mapped;
  CHECK(nodeprep_mapped("alice") == "alice");
  CHECK(nodeprep_mapped("Alice") == "alice");
  CHECK(nodeprep_mapped("straße") == "strasse");
  CHECK(nodeprep_mapped("STRAẞE") == "strasse");
  CHECK(nodeprep_mapped("γιώργος") == "γιώργοσ");
  CHECK(nodeprep_mapped("ᾳ") == "αι");
  CHECK(nodeprep_mapped("jürgen") == "jürgen");
  CHECK(nodeprep_mapped("ju\u0308rgen") == "jürgen");
  CHECK(nodeprep_mapped("日本語") == "日本語");
  CHECK(nodeprep_mapped("a\u00ADb\u200Dc") == "abc");
  CHECK(nodeprep_mapped("").empty());
  CHECK(nodeprep_mapped("\xFF") == "\xFF");
}
