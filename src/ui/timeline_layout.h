// SPDX-License-Identifier: MIT
// Which rows of a timeline are on screen and where: laid out outward from the anchor, so that a frame costs what is
// visible and nothing jumps when rows come above or below.
#pragma once

#include <functional>
#include <vector>

#include "model/timeline.h"
#include "ui/view_state.h"

namespace ui {

struct TimelineRow {
  size_t index = 0;
  float y = 0;  // top, from the view's top
  float height = 0;
};

struct TimelineRows {
  std::vector<TimelineRow> rows;  // ascending; the visible ones and `around` px on either side
  size_t first_visible = 0;       // indices into `rows`: [first_visible, end_visible)
  size_t end_visible = 0;
  // Estimates for the scroll bar, as fractions of the whole.
  double begin = 0, share = 1;
};

struct RowHeight {
  float whole = 0;
  float lead = 0;  // of it, what stands above the bubble: it comes and goes with the rows above
};
using MeasureRow = std::function<RowHeight(size_t)>;

// Takes the wishes out of `state`, moves its anchor, and says what is where.
TimelineRows lay_out(TimelineState& state, const model::Timeline& timeline, float view_height,
                     float around, const MeasureRow& measure);

}  // namespace ui
