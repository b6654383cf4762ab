// SPDX-License-Identifier: MIT
// Icons as strokes with round ends on a grid of 24 units: crisp at every size, no font, no file.
#pragma once

#include "ui/paint.h"

namespace ui {

enum class Icon {
  Search,
  PersonAdd,
  RoomAdd,
  People,
  Back,
  More,
  Send,
  Close,
  Down,
  Clock,
  Tick,
  Ticks,
  Edit,
  Warning,
  Chat,
};

// Centred at a point; `size` is the side of the grid in CSS px.
void draw_icon(Paint& paint, Icon icon, float x, float y, float size, Colour colour);

// A character that stands for the icon where the layer of text is what is seen (no WebGL, forced
// colours, print). Never painted.
TextPiece icon_sign(Icon icon, float x, float y, Colour colour);

}  // namespace ui
