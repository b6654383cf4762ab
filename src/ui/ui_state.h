// SPDX-License-Identifier: MIT
// What Ui keeps; shared by drawing (ui.cpp) and input (ui_input.cpp).
#pragma once

#include <optional>

#include "ui/text_cache.h"
#include "ui/ui.h"
#include "ui/view_state.h"

namespace ui {

struct Ui::State {
  ViewState view;
  TextCache cache;
  const Theme* theme = &light_theme();
  uint64_t page = 0;  // of the line atlas, as of the last frame
  // What the last frame showed; empty before the first. Like the items' activations it stands for that frame: whoever draws
  // owns both the models and the Ui, and the Ui goes first.
  Models models;

  const Item* item(std::string_view id) const { return view.semantics.find(id); }
  // The id under the pointer, or empty.
  std::string hovered() const;
};

}  // namespace ui
