// SPDX-License-Identifier: MIT
// Rows are found by key and, ours alone, by id.
#include "model/timeline.h"

#include "support/catch.h"

namespace {

model::Message message(model::MessageKey key, std::string id, bool is_own) {
  model::Message out;
  out.key = key;
  out.id = std::move(id);
  out.is_own = is_own;
  return out;
}

}  // namespace

TEST_CASE("a row is found by its key although keys have gaps", "[model][timeline]") {
  model::Timeline timeline;
  for (model::MessageKey key : {3, 7, 8, 20}) timeline.append(message(key, "", false));
  CHECK(timeline.index_of(3) == 0);
  CHECK(timeline.index_of(8) == 2);
  CHECK(timeline.index_of(20) == 3);
  CHECK_FALSE(timeline.index_of(4).has_value());
  CHECK_FALSE(timeline.index_of(21).has_value());
  CHECK_FALSE(model::Timeline().index_of(1).has_value());
}

TEST_CASE("someone else's id never stands for a row of ours", "[model][timeline]") {
  model::Timeline timeline;
  timeline.append(message(1, "same", false));
  CHECK(timeline.find_own("same") == nullptr);
  timeline.append(message(2, "same", true));
  timeline.append(message(3, "", true));
  REQUIRE(timeline.find_own("same") != nullptr);
  CHECK(timeline.find_own("same")->key == 2);
  CHECK(timeline.find_own("") == nullptr);
  CHECK(timeline.find_own("other") == nullptr);
}
