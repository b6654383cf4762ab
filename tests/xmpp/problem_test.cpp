// SPDX-License-Identifier: MIT
// Names of failures for programs.
#include "xmpp/problem.h"

#include <set>

#include "support/catch.h"

TEST_CASE("each failure has a name of its own", "[stream][status]") {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(xmpp::Failure::TokenExpired); ++i) {
    CHECK(names.insert(xmpp::name_of(static_cast<xmpp::Failure>(i))).second);
  }
  CHECK(xmpp::name_of(xmpp::Failure::None).empty());
  CHECK(xmpp::name_of(xmpp::Failure::WrongPassword) == "WrongPassword");
  CHECK(xmpp::name_of(xmpp::Failure::NoBosh) == "NoBosh");
  CHECK(xmpp::name_of(xmpp::Failure::TokenExpired) == "TokenExpired");
}
