// SPDX-License-Identifier: MIT
// See icons.h.
#include "ui/icons.h"

#include <cmath>

namespace ui {

namespace {

constexpr float pi = 3.14159265f;

// Strokes in grid units around the icon's centre.
class Pen {
 public:
  Pen(Paint& paint, float x, float y, float size, Colour colour)
      : paint_(paint), x_(x), y_(y), unit_(size / 24), colour_(colour) {
    // Small icons need relatively thicker strokes.
    width_ = size >= 20 ? size / 24 * 1.9f : size / 24 * 2.2f;
  }
  void line(float x0, float y0, float x1, float y1) {
    paint_.segment(at_x(x0), at_y(y0), at_x(x1), at_y(y1), width_, colour_);
  }
  void ring(float x, float y, float radius) {
    paint_.ring(at_x(x), at_y(y), radius * unit_ + width_ / 2, width_, colour_);
  }
  void dot(float x, float y, float radius) {
    paint_.circle(at_x(x), at_y(y), radius * unit_, colour_);
  }
  // Angles in degrees, clockwise from three o'clock.
  void arc(float x, float y, float rx, float ry, float from, float to) {
    constexpr int steps = 10;
    float last_x = 0, last_y = 0;
    for (int i = 0; i <= steps; ++i) {
      const float angle = (from + (to - from) * static_cast<float>(i) / steps) * pi / 180;
      const float next_x = x + rx * std::cos(angle), next_y = y + ry * std::sin(angle);
      if (i > 0) line(last_x, last_y, next_x, next_y);
      last_x = next_x;
      last_y = next_y;
    }
  }
  void fill(float x0, float y0, float x1, float y1, float x2, float y2) {
    paint_.triangle(at_x(x0), at_y(y0), at_x(x1), at_y(y1), at_x(x2), at_y(y2), colour_);
    line(x0, y0, x1, y1);
    line(x1, y1, x2, y2);
    line(x2, y2, x0, y0);
  }

 private:
  float at_x(float x) const { return x_ + (x - 12) * unit_; }
  float at_y(float y) const { return y_ + (y - 12) * unit_; }

  Paint& paint_;
  float x_, y_, unit_, width_;
  Colour colour_;
};

void person(Pen& pen, float x, float y) {
  pen.ring(x, y, 3.4f);
  pen.arc(x, y + 12, 6.2f, 5.6f, 180, 360);
}

void plus(Pen& pen, float x, float y) {
  pen.line(x - 3, y, x + 3, y);
  pen.line(x, y - 3, x, y + 3);
}

}  // namespace

void draw_icon(Paint& paint, Icon icon, float x, float y, float size, Colour colour) {
  Pen pen(paint, paint.snap(x), paint.snap(y), size, colour);
  switch (icon) {
    case Icon::Search:
      pen.ring(11, 11, 6);
      pen.line(15.6f, 15.6f, 20, 20);
      break;
    case Icon::PersonAdd:
      person(pen, 9.5f, 8);
      plus(pen, 19, 8);
      break;
    case Icon::RoomAdd:
      pen.line(3, 9, 14, 9);
      pen.line(2.5f, 15.5f, 13.5f, 15.5f);
      pen.line(7, 4.5f, 5, 20);
      pen.line(12, 4.5f, 10, 20);
      plus(pen, 19, 8);
      break;
    case Icon::People:
      person(pen, 8.5f, 8);
      pen.arc(15.5f, 8, 3.4f, 3.4f, -70, 80);
      pen.arc(16, 20, 5.4f, 5.4f, 285, 360);
      break;
    case Icon::Back:
      pen.line(4.5f, 12, 20, 12);
      pen.line(4.5f, 12, 10.5f, 6);
      pen.line(4.5f, 12, 10.5f, 18);
      break;
    case Icon::More:
      pen.dot(12, 5.5f, 1.8f);
      pen.dot(12, 12, 1.8f);
      pen.dot(12, 18.5f, 1.8f);
      break;
    case Icon::Send:
      // A paper plane: two wings with a notch between them.
      pen.fill(4.5f, 4.5f, 20.5f, 12, 8, 12);
      pen.fill(4.5f, 19.5f, 20.5f, 12, 8, 12);
      break;
    case Icon::Close:
      pen.line(6, 6, 18, 18);
      pen.line(18, 6, 6, 18);
      break;
    case Icon::Down:
      pen.line(6, 9.5f, 12, 15.5f);
      pen.line(18, 9.5f, 12, 15.5f);
      break;
    case Icon::Clock:
      pen.ring(12, 12, 8.5f);
      pen.line(12, 7.5f, 12, 12.5f);
      pen.line(12, 12.5f, 15.5f, 12.5f);
      break;
    case Icon::Tick:
      pen.line(4.5f, 13, 9.5f, 18);
      pen.line(9.5f, 18, 20, 6.5f);
      break;
    case Icon::Edit:
      pen.line(4.5f, 19.5f, 5.5f, 15);
      pen.line(5.5f, 15, 16, 4.5f);
      pen.line(16, 4.5f, 19.5f, 8);
      pen.line(19.5f, 8, 9, 18.5f);
      pen.line(9, 18.5f, 4.5f, 19.5f);
      break;
    case Icon::Ticks:
      pen.line(1, 13, 6, 18);
      pen.line(6, 18, 16.5f, 6.5f);
      pen.line(12, 16.6f, 13.2f, 18);
      pen.line(13.2f, 18, 23.5f, 6.5f);
      break;
    case Icon::Warning:
      pen.ring(12, 12, 9);
      pen.line(12, 7, 12, 13);
      pen.dot(12, 16.8f, 1.5f);
      break;
    case Icon::Chat:
      // A bubble with its tail.
      pen.line(7, 4.5f, 17, 4.5f);
      pen.arc(17, 8.5f, 4, 4, 270, 360);
      pen.line(21, 8.5f, 21, 13);
      pen.arc(17, 13, 4, 4, 0, 90);
      pen.line(17, 17, 11, 17);
      pen.line(11, 17, 6, 20.5f);
      pen.line(6, 20.5f, 6.5f, 17);
      pen.arc(7, 13, 4, 4, 90, 180);
      pen.line(3, 13, 3, 8.5f);
      pen.arc(7, 8.5f, 4, 4, 180, 270);
      break;
  }
}

TextPiece icon_sign(Icon icon, float x, float y, Colour colour) {
  TextPiece piece;
  switch (icon) {
    case Icon::Search:
      break;  // the field's placeholder says it
    case Icon::PersonAdd:
      piece.text = "+";
      break;
    case Icon::RoomAdd:
      piece.text = "#";
      break;
    case Icon::People:
      piece.text = "☰";
      break;
    case Icon::Back:
      piece.text = "←";
      break;
    case Icon::More:
      piece.text = "⋮";
      break;
    case Icon::Send:
      piece.text = "➤";
      break;
    case Icon::Close:
      piece.text = "×";
      break;
    case Icon::Down:
      piece.text = "↓";
      break;
    case Icon::Clock:
      piece.text = "…";
      break;
    case Icon::Tick:
      piece.text = "✓";
      break;
    case Icon::Edit:
      piece.text = "✎";
      break;
    case Icon::Ticks:
      piece.text = "✓✓";
      break;
    case Icon::Warning:
      piece.text = "!";
      break;
    case Icon::Chat:
      break;  // decoration
  }
  piece.style = base::TextStyle::SmallStrong;
  piece.x = x - 5;
  piece.y = y - 9;
  piece.colour = colour;
  piece.is_hidden_from_names = true;
  return piece;
}

}  // namespace ui
