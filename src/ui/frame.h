// SPDX-License-Identifier: MIT
// What every view function gets: the model to show, and the two lists it fills at the same time,
// the picture and the semantics.
#pragma once

#include <optional>
#include <string_view>

#include "model/model.h"
#include "ui/icons.h"
#include "ui/paint.h"
#include "ui/semantics.h"
#include "ui/text_cache.h"
#include "ui/theme.h"
#include "ui/ui.h"
#include "ui/view_state.h"

namespace ui {

struct Frame {
  const model::Model& model;  // of the account that is being drawn
  const Models& models;       // of all of them
  base::TextEngine& engine;
  TextCache& cache;
  Paint& paint;
  Semantics& semantics;
  const Theme& theme;
  const Viewport& viewport;
  base::Now now;
  ViewState& view;
  FrameResult& result;

  // The same frame for what is of another account: what is drawn with it is that one's.
  Frame of(const model::Model& other);
  model::Place place(const xmpp::Jid& jid) const { return {model.id(), jid}; }
  // Names an item that stands for an address.
  std::string id(std::string_view kind, const xmpp::Jid& jid) const;

  const base::TextLayout& layout(std::string_view text, base::TextStyle style, float width = 0,
                                 uint16_t max_lines = 0);
  // Paints, and returns the piece for the item's `texts`. `width` 0 = one line, however long.
  TextPiece text(std::string_view text, base::TextStyle style, float x, float y, Colour colour,
                 float width = 0, uint16_t max_lines = 0);
  // One line of at most `width`, cut with an ellipsis.
  TextPiece line(std::string_view text, base::TextStyle style, float x, float y, float width,
                 Colour colour);
  // Centred at a point, on one line.
  TextPiece centred(std::string_view text, base::TextStyle style, float x, float y, Colour colour,
                    float max_width = 0);
  // For items: where they are visible; empty = everywhere.
  Rect clip() const { return paint.is_clipped() ? paint.clip() : Rect(); }
  bool is_hovered(std::string_view id) const { return view.hovered == id; }
  bool is_dialog_open() const { return view.dialog.kind != DialogKind::None; }
  void wake_at(base::Steady at);
  // Of the model that is drawn.
  void wish(model::Action action);
};

}  // namespace ui
