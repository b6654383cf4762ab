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

TEST_CASE("places ascend, whatever the clock does", "[model][timeline]") {
  model::Timeline timeline;
  for (int64_t sent : {500, 400, 600}) {
    model::Message one = message(static_cast<model::MessageKey>(sent), "", false);
    one.sent = base::Wall(base::Duration(sent));
    timeline.append(std::move(one));
  }
  const auto& rows = timeline.messages();
  CHECK(rows[0].key == 500);
  CHECK(rows[1].key == 400);
  CHECK(rows[1].place == rows[0].place);
  CHECK(rows[2].place == rows[2].sent);
  CHECK(timeline.index_of(400) == 1);
  CHECK(timeline.index_of(600) == 2);
}

TEST_CASE("rows that came late stand where they belong", "[model][timeline]") {
  model::Timeline timeline;
  auto at = [](model::MessageKey key, int64_t place, bool is_own = false) {
    model::Message out = message(key, is_own ? "own" : "", is_own);
    out.turn = key;
    out.sent = out.place = base::Wall(base::Duration(place));
    return out;
  };
  timeline.append(at(1, 100));
  timeline.append(at(2, 200));
  timeline.merge({});
  timeline.merge({at(3, 50), at(4, 100), at(5, 150, true), at(6, 300)});
  std::vector<model::MessageKey> keys;
  for (const model::Message& row : timeline.messages()) keys.push_back(row.key);
  CHECK(keys == std::vector<model::MessageKey>{3, 1, 4, 5, 2, 6});
  for (size_t i = 0; i < keys.size(); ++i) CHECK(timeline.index_of(keys[i]) == i);
  CHECK_FALSE(timeline.index_of(7).has_value());
  REQUIRE(timeline.find_own("own") != nullptr);
  CHECK(timeline.find_own("own")->key == 5);
  timeline.append(at(7, 10));
  CHECK(timeline.index_of(7) == 6);
  CHECK(timeline.messages().back().place == base::Wall(base::Duration(300)));
}
