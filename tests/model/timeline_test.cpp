// SPDX-License-Identifier: MIT
// Rows are found by key and by their names, and stand in order whatever comes when.
#include "model/timeline.h"

#include <algorithm>
#include <set>

#include "support/catch.h"
#include "support/fixed_random.h"

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

namespace {

// A timeline and the plainest list that should look the same.
struct Twin {
  model::Timeline timeline;
  std::vector<model::Message> plain;
  support::FixedRandom dice;
  model::MessageKey next = 1;

  explicit Twin(uint64_t seed) : dice(seed) {}

  // Ids, fingerprints and places repeat; names in an archive do not.
  model::Message make(int64_t place) {
    model::Message out;
    out.key = out.turn = next++;
    out.sent = out.place = base::Wall(base::Duration(place));
    out.is_own = dice.below(3) == 0;
    if (dice.below(4) > 0) out.id = "id" + std::to_string(dice.below(40));
    if (out.is_own) out.id = "own" + std::to_string(out.key);
    if (dice.below(3) > 0) out.archive_id = "archived" + std::to_string(out.key);
    out.from = *xmpp::Jid::parse(dice.below(2) == 0 ? "romeo@example.net" : "juliet@example.net");
    out.fingerprint = 1 + dice.below(50);
    return out;
  }
  size_t any() { return dice.below(static_cast<uint32_t>(plain.size())); }
  int64_t top() const {
    return plain.empty() ? 1000 : plain.front().place.time_since_epoch().count();
  }
  int64_t bottom() const {
    return plain.empty() ? 1000 : plain.back().place.time_since_epoch().count();
  }
  void put(model::Message row) {
    const auto is_above = [](const model::Message& a, const model::Message& b) {
      return spot_of(a) < spot_of(b);
    };
    plain.insert(std::upper_bound(plain.begin(), plain.end(), row, is_above), row);
  }

  void append() {
    model::Message row = make(bottom() + dice.below(5) - 2);
    timeline.append(row);
    row.place = std::max(row.place, base::Wall(base::Duration(bottom())));
    plain.push_back(std::move(row));
  }
  void merge(int64_t first, uint32_t span) {
    std::vector<model::Message> rows;
    for (uint32_t i = dice.below(12); i > 0; --i) {
      rows.push_back(make(first + static_cast<int64_t>(dice.below(span))));
    }
    for (const model::Message& row : rows) put(row);
    timeline.merge(std::move(rows));
  }
  void prepend() { merge(top() - 60, 60); }
  void scatter() { merge(top() - 5, static_cast<uint32_t>(bottom() - top()) + 10); }
  void move() {
    const size_t from = any();
    model::Message row = timeline.take(plain[from].key);
    plain.erase(plain.begin() + static_cast<std::ptrdiff_t>(from));
    CHECK_FALSE(timeline.index_of(row.key).has_value());
    row.place = base::Wall(base::Duration(
        top() + static_cast<int64_t>(dice.below(static_cast<uint32_t>(bottom() - top()) + 1))));
    row.turn = next++;
    put(row);
    timeline.merge({std::move(row)});
  }
  void lower() {
    const size_t from = any();
    model::Message row = plain[from];
    plain.erase(plain.begin() + static_cast<std::ptrdiff_t>(from));
    row.turn = next++;
    row.place = std::max(row.place, base::Wall(base::Duration(bottom())));
    timeline.lower(row.key, row.turn);
    plain.push_back(std::move(row));
  }
  void step() {
    const uint32_t choice = dice.below(6);
    if (plain.empty() || choice == 0) return prepend();
    if (choice == 1) return scatter();
    if (choice == 2) return move();
    if (choice == 3) return lower();
    append();
  }

  void compare() {
    REQUIRE(timeline.size() == plain.size());
    std::set<model::MessageKey> keys;
    for (size_t i = 0; i < plain.size(); ++i) {
      const model::Message& row = timeline.messages()[i];
      REQUIRE(row.key == plain[i].key);
      REQUIRE(spot_of(row) == spot_of(plain[i]));
      REQUIRE((i == 0 || spot_of(plain[i - 1]) <= spot_of(row)));
      REQUIRE(keys.insert(row.key).second);
      REQUIRE(timeline.index_of(row.key) == i);
      REQUIRE(timeline.at(row) == &row);
      if (row.is_own) REQUIRE(timeline.find_own(row.id) == &row);
      if (!row.archive_id.empty()) REQUIRE(timeline.find_archived(row.archive_id) == &row);
      REQUIRE(timeline.find_same(row.fingerprint)->fingerprint == row.fingerprint);
      const auto is_author = [&](const model::Message& each) { return each.from == row.from; };
      if (!row.id.empty()) REQUIRE(timeline.find_named(row.id, is_author) == newest(row));
    }
    REQUIRE_FALSE(timeline.index_of(next).has_value());
  }
  const model::Message* newest(const model::Message& of) const {
    const auto row = std::find_if(plain.rbegin(), plain.rend(), [&](const model::Message& each) {
      return each.id == of.id && each.from == of.from;
    });
    return &timeline.messages()[static_cast<size_t>(plain.rend() - row) - 1];
  }
};

}  // namespace

TEST_CASE("whatever happens to a timeline, order holds, nothing doubles and every row is found",
          "[model][timeline]") {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Twin twin(seed);
    for (int step = 0; step < 60; ++step) {
      twin.step();
      if (step % 5 == 4) twin.compare();
    }
  }
}

TEST_CASE("an older row of the same id does not stand for the newer one", "[model][timeline]") {
  model::Timeline timeline;
  const auto at = [](model::MessageKey key, int64_t place) {
    model::Message out = message(key, "same", false);
    out.turn = key;
    out.place = base::Wall(base::Duration(place));
    out.fingerprint = 7;
    return out;
  };
  timeline.append(at(1, 100));
  timeline.merge({at(2, 50)});
  CHECK(timeline.find_named("same", [](const auto&) { return true; })->key == 1);
  CHECK(timeline.find_same(7)->key == 1);
}

TEST_CASE("a page above many rows moves none of them", "[model][timeline]") {
  model::Timeline timeline;
  for (model::MessageKey key = 1; key <= 20'000; ++key) {
    model::Message row = message(key, "", false);
    row.sent = base::Wall(base::Duration(1'000'000 + static_cast<int64_t>(key)));
    timeline.append(std::move(row));
  }
  const model::Message* newest = &timeline.messages().back();
  const model::Message* oldest = &timeline.messages().front();
  std::vector<model::Message> page;
  for (model::MessageKey key = 30'000; key < 30'200; ++key) {
    page.push_back(message(key, "", false));
    page.back().turn = key;
    page.back().place = base::Wall(base::Duration(static_cast<int64_t>(key)));
  }
  timeline.merge(std::move(page));
  CHECK(&timeline.messages().back() == newest);
  CHECK(&timeline.messages()[200] == oldest);
  CHECK(timeline.index_of(1) == 200u);
  CHECK(timeline.index_of(30'000) == 0u);
}
