// SPDX-License-Identifier: MIT
// See frame.h.
#include "ui/frame.h"

#include <algorithm>
#include <cmath>

namespace ui {

Frame Frame::of(const model::Model& other) {
  semantics.account = other.id();
  return {other, models, engine, cache, paint, semantics, theme, viewport, now, view, result};
}

std::string Frame::id(std::string_view kind, const xmpp::Jid& jid) const {
  return std::string(kind) + '/' + model::text_of(place(jid));
}

const base::TextLayout& Frame::layout(std::string_view text, base::TextStyle style, float width,
                                      uint16_t max_lines) {
  return cache.layout(engine, {.text = text,
                               .style = style,
                               .width = width > 0 ? std::max(1.0f, std::floor(width)) : 0,
                               .max_lines = max_lines});
}

TextPiece Frame::text(std::string_view text, base::TextStyle style, float x, float y, Colour colour,
                      float width, uint16_t max_lines) {
  paint.text(layout(text, style, width, max_lines), x, y, colour);
  TextPiece piece;
  piece.text = text;
  piece.style = style;
  piece.x = paint.snap(x);
  piece.y = paint.snap(y);
  piece.width = width > 0 ? std::max(1.0f, std::floor(width)) : 0;
  piece.max_lines = max_lines;
  piece.colour = colour;
  return piece;
}

TextPiece Frame::line(std::string_view text, base::TextStyle style, float x, float y, float width,
                      Colour colour) {
  const base::TextLayout& measured = layout(text, style, std::max(width, 1.0f), 1);
  // Names in a list begin below each other, whatever their script: a right-to-left line would stand
  // at the far end of the width.
  const float first = measured.lines.empty() ? 0 : measured.lines.front().x;
  return this->text(text, style, x - first, y, colour, std::max(width, 1.0f), 1);
}

TextPiece Frame::centred(std::string_view text, base::TextStyle style, float x, float y,
                         Colour colour, float max_width) {
  const uint16_t lines = max_width > 0 ? 1 : 0;
  const base::TextLayout& measured = layout(text, style, max_width, lines);
  // A right-to-left line lies at the right end of the width it was wrapped at.
  const float first = measured.lines.empty() ? 0 : measured.lines.front().x;
  return this->text(text, style, x - measured.width / 2 - first, y - measured.height / 2, colour,
                    max_width, lines);
}

void Frame::wish(model::Action action) {
  action.account = model.id();
  result.wishes.push_back(std::move(action));
}

void Frame::wake_at(base::Steady at) {
  if (!result.next_frame || at < *result.next_frame) result.next_frame = at;
}

}  // namespace ui
