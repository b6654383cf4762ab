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
  float last_height = 0;

  explicit Rows(size_t count) {
    for (size_t i = 0; i < count; ++i) append();
  }
  void append() {
    model::Message message;
    message.key = timeline.empty() ? 10 : timeline.messages().back().key + 1;
    timeline.append(std::move(message));
  }
  // Between 30 and 109 px, the same for a key for ever.
  float height_of(size_t index) {
    ++measured;
    return 30 + static_cast<float>(timeline.messages()[index].key * 7919 % 80);
  }
  ui::TimelineRows frame() {
    measured = 0;
    const std::function<float(size_t)> height = [this](size_t i) {
      const float value = height_of(i);
      ui::TimelineState::Height& known = state.heights[timeline.messages()[i].key];
      state.known_height += value - known.value;
      known.value = value;
      return value;
    };
    return ui::lay_out(state, timeline, view, view, height);
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
