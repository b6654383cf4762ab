// SPDX-License-Identifier: MIT
// See timeline_layout.h.
#include "ui/timeline_layout.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace ui {

namespace {

// A wish to move by more than this many screens is answered by an estimate instead of a walk.
constexpr float walked_screens = 12;

class Layout {
 public:
  Layout(TimelineState& state, const model::Timeline& timeline, float view_height,
         const MeasureRow& measure)
      : state_(state), timeline_(timeline), view_height_(view_height), measure_(measure) {}

  void place() {
    const size_t count = timeline_.size();
    take_wishes();
    if (state_.is_pinned) {
      from_end();
      return;
    }
    const std::optional<size_t> index = timeline_.index_of(state_.anchor);
    if (!index) {  // its row is gone: the end is the one place that always exists
      state_.is_pinned = true;
      from_end();
      return;
    }
    // The day's or the gap's line above its bubble may be another by now.
    const float lead = measure_(*index).lead;
    start_at(*index, state_.offset + state_.lead.value_or(lead) - lead);
    grow_up(0);
    grow_down(view_height_);
    if (rows_.front().index == 0 && rows_.front().y > 0) {
      shift(-rows_.front().y);
      grow_down(view_height_);
    }
    const bool has_last = rows_.back().index + 1 == count;
    if (has_last && bottom() <= view_height_ + 0.5f) {
      // The end is in view: from here on new messages keep it there.
      state_.is_pinned = true;
      from_end();
    }
  }

  void grow_up(float limit) {
    while (rows_.front().y > limit && rows_.front().index > 0) {
      const size_t index = rows_.front().index - 1;
      const float height = measure_(index).whole;
      rows_.push_front({index, rows_.front().y - height, height});
    }
  }

  void grow_down(float limit) {
    while (bottom() < limit && rows_.back().index + 1 < timeline_.size()) {
      const size_t index = rows_.back().index + 1;
      rows_.push_back({index, bottom(), measure_(index).whole});
    }
  }

  // The topmost visible row carries the position until the next frame.
  void anchor() {
    for (const TimelineRow& row : rows_) {
      if (row.y + row.height <= 0) continue;
      anchor_at(row.index, row.y);
      state_.lead = measure_(row.index).lead;
      return;
    }
  }

  const std::deque<TimelineRow>& rows() const { return rows_; }

 private:
  void anchor_at(size_t index, float y) {
    state_.anchor = timeline_.messages()[index].key;
    state_.offset = y;
    state_.lead.reset();
  }

  float bottom() const { return rows_.back().y + rows_.back().height; }

  void shift(float by) {
    for (TimelineRow& row : rows_) row.y += by;
  }

  void start_at(size_t index, float y) {
    rows_.clear();
    rows_.push_back({index, y, measure_(index).whole});
  }

  // The last row ends at the view's end; few messages stand at the bottom, next to the composer.
  void from_end() {
    const size_t last = timeline_.size() - 1;
    start_at(last, 0);
    shift(view_height_ - rows_.front().height);
    grow_up(0);
  }

  void take_wishes() {
    const float pending = state_.pending;
    state_.pending = 0;
    if (state_.wants_end) state_.is_pinned = true;
    if (state_.wants_first) {
      state_.is_pinned = false;
      anchor_at(0, 0);
    }
    const bool is_jump = state_.wants_end || state_.wants_first;
    state_.wants_end = state_.wants_first = false;
    if (is_jump || pending == 0) return;
    if (state_.is_pinned) {
      if (pending > 0) return;
      // Leaving the end: the last row becomes the anchor, where it stands.
      from_end();
      if (rows_.front().index == 0 && rows_.front().y >= 0) return;  // all of it is in view
      state_.is_pinned = false;
      anchor_at(rows_.back().index, rows_.back().y);
    }
    state_.offset -= pending;
    leap();
  }

  // Far away: picks the row by the mean height of those known.
  void leap() {
    if (std::abs(state_.offset) < walked_screens * view_height_) return;
    const std::optional<size_t> index = timeline_.index_of(state_.anchor);
    if (!index || state_.heights.empty()) return;
    const double mean =
        std::max(1.0, state_.known_height / static_cast<double>(state_.heights.size()));
    const double target = static_cast<double>(*index) - state_.offset / mean;
    const double last = static_cast<double>(timeline_.size() - 1);
    const auto row = static_cast<size_t>(std::clamp(target, 0.0, last));
    anchor_at(row, 0);
  }

  TimelineState& state_;
  const model::Timeline& timeline_;
  float view_height_;
  const MeasureRow& measure_;
  std::deque<TimelineRow> rows_;
};

}  // namespace

TimelineRows lay_out(TimelineState& state, const model::Timeline& timeline, float view_height,
                     float around, const MeasureRow& measure) {
  TimelineRows out;
  if (timeline.empty()) return out;
  Layout layout(state, timeline, view_height, measure);
  layout.place();
  layout.anchor();
  layout.grow_up(-around);
  layout.grow_down(view_height + around);
  out.rows.assign(layout.rows().begin(), layout.rows().end());
  const auto is_above = [](const TimelineRow& row) { return row.y + row.height <= 0; };
  const auto is_below = [&](const TimelineRow& row) { return row.y >= view_height; };
  while (out.first_visible < out.rows.size() && is_above(out.rows[out.first_visible])) {
    ++out.first_visible;
  }
  out.end_visible = out.first_visible;
  while (out.end_visible < out.rows.size() && !is_below(out.rows[out.end_visible])) {
    ++out.end_visible;
  }
  // Rows count as equally high for the scroll bar, but for the parts cut off at the view's edges.
  if (out.first_visible < out.end_visible) {
    const TimelineRow& first = out.rows[out.first_visible];
    const TimelineRow& last = out.rows[out.end_visible - 1];
    const double count = static_cast<double>(timeline.size());
    const double top = static_cast<double>(first.index) + std::max(0.0f, -first.y) / first.height;
    const double end = static_cast<double>(last.index) +
                       std::min(1.0f, (view_height - last.y) / std::max(1.0f, last.height));
    out.begin = top / count;
    out.share = std::min(1.0, (end - top) / count);
    if (first.index == 0 && first.y >= 0 && last.index + 1 == timeline.size()) out.share = 1;
  }
  return out;
}

}  // namespace ui
