// SPDX-License-Identifier: MIT
// A frame: which panes there are, and where. See ui.h.
#include "ui/ui.h"

#include <algorithm>
#include <cmath>

#include "ui/bars_view.h"
#include "ui/conversation_view.h"
#include "ui/dialog_view.h"
#include "ui/list_view.h"
#include "ui/login_view.h"
#include "ui/ui_state.h"

namespace ui {

namespace {

constexpr float two_panes_from = 720;

const Theme& chosen_theme(const std::string& choice, bool is_dark_preferred) {
  const bool is_dark = choice == "dark" || (choice != "light" && is_dark_preferred);
  return is_dark ? dark_theme() : light_theme();
}

void draw_panes(Frame& f) {
  const float top = draw_bars(f);
  const Rect area = {0, top, f.viewport.width, std::max(0.0f, f.viewport.height - top)};
  const bool is_open = f.model.open().has_value();
  if (area.width < two_panes_from) {
    if (is_open) {
      draw_conversation(f, area, true);
    } else {
      draw_list(f, area);
    }
    return;
  }
  const float list = std::floor(std::clamp(area.width * 0.3f, 288.0f, 372.0f));
  draw_list(f, {area.x, area.y, list, area.height});
  const Rect rest = {area.x + list + 1, area.y, area.width - list - 1, area.height};
  if (is_open) {
    draw_conversation(f, rest, false);
  } else {
    draw_no_conversation(f, rest);
  }
  f.paint.fill({area.x + list, area.y, 1, area.height}, f.theme.outline);
}

}  // namespace

std::string Ui::State::hovered() const {
  if (!view.has_pointer) return {};
  const Item* item = view.semantics.hit(view.pointer_x, view.pointer_y);
  return item == nullptr ? std::string() : item->id;
}

Ui::Ui() : state_(std::make_unique<State>()) {}
Ui::~Ui() = default;
Ui::Ui(Ui&&) noexcept = default;

FrameResult Ui::draw(const Models& models, base::TextEngine& text, const Viewport& viewport,
                     base::Now now, ImDrawList& list) {
  State& state = *state_;
  ViewState& view = state.view;
  state.theme = &chosen_theme(view.theme_choice, viewport.is_dark_preferred);
  state.models = models;
  const model::Model& model = current(models);
  state.cache.begin_frame(text);
  update_names(view.names, models);
  view.semantics.clear();
  view.semantics.account = model.id();
  view.list_area = view.timeline_area = view.occupants_area = {};
  view.list_reach = view.timeline_reach = view.occupants_reach = view.card_reach = {};
  FrameResult result;
  {
    Paint paint(list, text, viewport.scale, state.page);
    Frame f = {model,        models,   text, state.cache, paint, view.semantics,
               *state.theme, viewport, now,  view,        result};
    paint.fill({0, 0, viewport.width, viewport.height}, state.theme->surface);
    if (models.size() > 1 || !needs_login(model.account())) {
      draw_panes(f);
      draw_dialog(f);
    } else if (!viewport.has_login_form) {
      draw_login(f);
    }
    // Another frame at once: lines are still being rasterised.
    if (paint.has_pending_text()) f.wake_at(now.steady);
    state.page = paint.page();
  }
  // What lies under a resting pointer may have changed.
  std::string hovered = state.hovered();
  if (hovered != view.hovered) {
    view.hovered = std::move(hovered);
    result.next_frame = now.steady;
  }
  return result;
}

const Semantics& Ui::semantics() const { return state_->view.semantics; }

const Theme& Ui::theme() const { return *state_->theme; }

}  // namespace ui
