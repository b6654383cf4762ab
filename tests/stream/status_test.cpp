// SPDX-License-Identifier: MIT
// Names of failures for programs.
#include "stream/status.h"

#include <set>

#include "support/catch.h"

TEST_CASE("each failure has a name of its own", "[stream][status]") {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(stream::Failure::TokenExpired); ++i) {
    CHECK(names.insert(stream::name_of(static_cast<stream::Failure>(i))).second);
  }
  CHECK(stream::name_of(stream::Failure::None).empty());
  CHECK(stream::name_of(stream::Failure::WrongPassword) == "WrongPassword");
  CHECK(stream::name_of(stream::Failure::NoBosh) == "NoBosh");
  CHECK(stream::name_of(stream::Failure::TokenExpired) == "TokenExpired");
}
