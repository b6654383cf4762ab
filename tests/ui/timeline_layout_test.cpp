// SPDX-License-Identifier: MIT
// Scrolling by anchor: nothing jumps, and a frame costs what is visible.
#include "ui/timeline_layout.h"

#include <cmath>

#include "support/catch.h"
#include "support/fixed_random.h"

namespace {

constexpr float view = 500;

struct Rows {
  model::Timeline timeline;
  ui::TimelineState state;
  int measured = 0;  // calls of height_of since the last frame
  bool has_days = false;

  explicit Rows(size_t count) {
    for (size_t i = 0; i < count; ++i) append();
  }
  void append() {
    model::Message message;
    message.key = timeline.empty() ? 10 : timeline.messages().back().key + 1;
    timeline.append(std::move(message));
  }
  // Between 30 and 109 px, the same for a key as long as its words are. The first row has the day above it.
  ui::RowHeight height_of(size_t index) {
    ++measured;
    const model::Message& row = timeline.messages()[index];
    const float lead = (index == 0 && has_days ? 44.0f : 0.0f) + (row.gap ? 36.0f : 0.0f);
    return {lead + 30 + static_cast<float>((row.key + row.edition) * 7919 % 80), lead};
  }
  ui::TimelineRows frame() {
    measured = 0;
    return ui::lay_out(state, timeline, view, view, [this](size_t i) {
      const ui::RowHeight height = height_of(i);
      ui::TimelineState::Height& known = state.heights[timeline.messages()[i].key];
      state.known_height += height.whole - known.value;
      known.value = height.whole;
      return height;
    });
  }
  // Where the row of a key is, or NaN.
  static float y_of(const ui::TimelineRows& rows, size_t index) {
    for (const ui::TimelineRow& row : rows.rows) {
      if (row.index == index) return row.y;
    }
    return std::nanf("");
  }
};

float bottom_of(const ui::TimelineRows& rows) {
  const ui::TimelineRow& last = rows.rows[rows.end_visible - 1];
  return last.y + last.height;
}

}  // namespace

TEST_CASE("an empty timeline has no rows", "[ui][timeline]") {
  Rows rows(0);
  CHECK(rows.frame().rows.empty());
}

TEST_CASE("few messages stand at the bottom", "[ui][timeline]") {
  Rows rows(2);
  const ui::TimelineRows out = rows.frame();
  CHECK(out.end_visible == 2);
  CHECK(bottom_of(out) == view);
  CHECK(out.share == 1);
  rows.state.pending = -300;  // nowhere to go
  CHECK(bottom_of(rows.frame()) == view);
  CHECK(rows.state.is_pinned);
}

TEST_CASE("the layout of a hundred thousand rows costs what is visible", "[ui][timeline]") {
  Rows rows(100'000);
  const ui::TimelineRows out = rows.frame();
  CHECK(bottom_of(out) == view);
  CHECK(out.rows.back().index == 99'999);
  // Three screens of rows of at least 30 px, and nothing else.
  CHECK(rows.measured <= static_cast<int>(3 * view / 30) + 4);
  CHECK(out.begin > 0.99);
  rows.state.pending = -1'000'000;
  const ui::TimelineRows far = rows.frame();
  CHECK(rows.measured <= static_cast<int>(3 * view / 30) + 8);
  CHECK(far.rows[far.first_visible].index < 99'000);
  rows.state.wants_first = true;
  const ui::TimelineRows first = rows.frame();
  CHECK(first.first_visible == 0);
  CHECK(first.rows[0].index == 0);
  CHECK(first.rows[0].y == 0);
  CHECK(first.begin == 0);
}

TEST_CASE("scrolling moves rows by exactly what was asked", "[ui][timeline]") {
  Rows rows(1000);
  rows.frame();
  rows.state.pending = -333;
  ui::TimelineRows before = rows.frame();
  support::FixedRandom dice(5);
  for (int i = 0; i < 300; ++i) {
    const float by = static_cast<float>(dice.below(400)) - 260;
    const size_t row = before.rows[before.first_visible].index;
    const float y = Rows::y_of(before, row);
    rows.state.pending = by;
    const ui::TimelineRows after = rows.frame();
    if (!rows.state.is_pinned && after.rows[0].index > 0 &&
        after.rows.back().index + 1 < rows.timeline.size()) {
      REQUIRE(Rows::y_of(after, row) == Approx(y - by).margin(0.01));
    }
    before = after;
  }
}

TEST_CASE("what arrives below moves nothing that is being read", "[ui][timeline]") {
  Rows rows(200);
  rows.frame();
  rows.state.pending = -2000;
  const ui::TimelineRows before = rows.frame();
  REQUIRE_FALSE(rows.state.is_pinned);
  for (int i = 0; i < 50; ++i) {
    rows.append();
    const ui::TimelineRows after = rows.frame();
    for (size_t r = before.first_visible; r < before.end_visible; ++r) {
      REQUIRE(Rows::y_of(after, before.rows[r].index) == before.rows[r].y);
    }
  }
}

TEST_CASE("at the end new messages keep the end in view", "[ui][timeline]") {
  Rows rows(50);
  rows.frame();
  for (int i = 0; i < 20; ++i) {
    rows.append();
    const ui::TimelineRows out = rows.frame();
    CHECK(out.rows[out.end_visible - 1].index + 1 == rows.timeline.size());
    CHECK(bottom_of(out) == view);
  }
}

TEST_CASE("scrolling past either end stops there", "[ui][timeline]") {
  Rows rows(60);
  rows.frame();
  for (int i = 0; i < 30; ++i) {
    rows.state.pending = -400;
    rows.frame();
  }
  const ui::TimelineRows top = rows.frame();
  CHECK(top.rows[0].index == 0);
  CHECK(top.rows[0].y == 0);
  for (int i = 0; i < 30; ++i) {
    rows.state.pending = 400;
    rows.frame();
  }
  CHECK(rows.state.is_pinned);
  CHECK(bottom_of(rows.frame()) == view);
  rows.state.pending = -200;
  rows.frame();
  CHECK_FALSE(rows.state.is_pinned);
  rows.state.wants_end = true;
  CHECK(bottom_of(rows.frame()) == view);
}

TEST_CASE("an anchor that is gone falls back to the end", "[ui][timeline]") {
  Rows rows(100);
  rows.state.is_pinned = false;
  rows.state.anchor = 999'999;
  CHECK(bottom_of(rows.frame()) == view);
  CHECK(rows.state.is_pinned);
}

namespace {

// Everything that can happen to a timeline while somebody reads in it.
struct Reader : Rows {
  support::FixedRandom dice;
  model::MessageKey next;

  explicit Reader(uint64_t seed) : Rows(0), dice(seed), next(1) {
    has_days = true;
    for (int i = 0; i < 80; ++i) append(1'000'000 + 100 * i);
    frame();
    state.pending = -1500;
    frame();
  }
  model::Message make(int64_t place) {
    model::Message out;
    out.key = out.turn = next++;
    out.place = base::Wall(base::Duration(place));
    return out;
  }
  void append(int64_t place) { timeline.append(make(place)); }
  int64_t place_of(size_t index) const {
    return timeline.messages()[index].place.time_since_epoch().count();
  }
  void step() {
    const size_t count = timeline.size(), any = dice.below(static_cast<uint32_t>(count));
    std::vector<model::Message> rows;
    const uint32_t how_many = 1 + dice.below(20);
    switch (dice.below(6)) {
      case 0:
        for (uint32_t i = 0; i < how_many; ++i) rows.push_back(make(place_of(0) - 1 - i));
        return timeline.merge(std::move(rows));
      case 1:  // into a gap
        for (uint32_t i = 0; i < how_many; ++i) rows.push_back(make(place_of(any)));
        timeline.at(timeline.messages()[any])->gap.reset();
        return timeline.merge(std::move(rows));
      case 2:
        return append(place_of(count - 1) + 1);
      case 3:
        timeline.at(timeline.messages()[any])->gap.emplace();
        return;
      case 4:
        ++timeline.at(timeline.messages()[any])->edition;
        return;
      default:
        state.pending = static_cast<float>(dice.below(500)) - 250;
    }
  }
  // From the top of the view to what the row says.
  float bubble_of(const ui::TimelineRows& rows, size_t index) {
    return y_of(rows, index) + height_of(index).lead;
  }
};

}  // namespace

TEST_CASE("whatever comes above, between or below, the row that is read stays where it is",
          "[ui][timeline]") {
  int compared = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Reader reader(seed);
    ui::TimelineRows before = reader.frame();
    for (int step = 0; step < 100; ++step) {
      const model::MessageKey anchor = reader.state.anchor;
      const float y = reader.bubble_of(before, *reader.timeline.index_of(anchor));
      const bool was_pinned = reader.state.is_pinned;
      reader.step();
      const float pending = reader.state.pending;
      const ui::TimelineRows after = reader.frame();
      // At either end there is nothing more to show.
      const bool is_at_top = after.rows[0].index == 0 && after.rows[0].y >= 0;
      if (!was_pinned && !reader.state.is_pinned && !is_at_top) {
        ++compared;
        REQUIRE(reader.bubble_of(after, *reader.timeline.index_of(anchor)) ==
                Approx(y - pending).margin(0.01));
      }
      before = after;
    }
  }
  CHECK(compared > 3000);
}

TEST_CASE("the day above the first row goes to the older one without a jump", "[ui][timeline]") {
  Reader reader(1);
  reader.state.wants_first = true;
  const ui::TimelineRows before = reader.frame();
  const model::MessageKey first = reader.timeline.messages()[0].key;
  REQUIRE(reader.bubble_of(before, 0) == 44);
  reader.timeline.merge({reader.make(0), reader.make(1)});
  const ui::TimelineRows after = reader.frame();
  CHECK(reader.bubble_of(after, *reader.timeline.index_of(first)) == 44);
}
