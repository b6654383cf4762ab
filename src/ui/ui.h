// SPDX-License-Identifier: MIT
// The whole interface: a function from the model and the view's own state to a draw list and a
// semantics list, plus what the host reports back about pointer, scroll and text fields.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text_engine.h"
#include "base/time.h"
#include "model/model.h"
#include "ui/models.h"
#include "ui/semantics.h"
#include "ui/theme.h"

struct ImDrawList;

namespace ui {

struct Viewport {
  float width = 0, height = 0;  // CSS px
  float scale = 1;              // device px per CSS px
  bool is_dark_preferred = false;
  bool is_reduced_motion = false;
  // The host shows login itself as a real form (the web page): the login view draws nothing then.
  bool has_login_form = false;
  // Minutes to add to UTC to get the user's local time.
  int utc_offset_minutes = 0;
};

// What the frame drew of the open conversation's timeline.
struct Painted {
  xmpp::Jid chat;
  std::string first, last;  // data-ids of the topmost and bottommost message drawn; empty: none
  uint32_t count = 0;       // messages in the conversation
  bool operator==(const Painted&) const = default;
};

struct FrameResult {
  // Nothing moves any more: absent. Otherwise when the next frame is due (now or earlier = at
  // once).
  std::optional<base::Steady> next_frame;
  Painted painted;
  // What the views ask of the model while they draw, once until it is answered.
  std::vector<model::Action> wishes;
  bool is_roster_painted = false;
};

class Ui {
 public:
  struct State;  // see ui_state.h

  Ui();
  ~Ui();
  Ui(Ui&&) noexcept;

  // Draws into the current ImGui frame's list and fills semantics().
  FrameResult draw(const Models& models, base::TextEngine& text, const Viewport& viewport,
                   base::Now now, ImDrawList& list);
  const Semantics& semantics() const;
  const Theme& theme() const;

  // All of these change view state only, or yield what the model shall do. The caller draws a frame
  // afterwards.
  std::vector<model::Action> activate(std::string_view item_id, bool is_secondary = false);
  // True when it changes what a frame would show (another item is hovered).
  bool pointer_moved(float x, float y);
  bool pointer_left();
  std::vector<model::Action> pressed(float x, float y, bool is_secondary = false);  // a whole click
  // CSS px; positive dy = towards newer messages. False where nothing moves: the wheel is the page's around then.
  bool scrolled(float x, float y, float dx, float dy);
  // Keys for the timeline: "PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown", "Escape". Of the composer "ArrowUp"
  // where it is empty, and "Escape".
  std::vector<model::Action> key(std::string_view item_id, std::string_view key);
  std::vector<model::Action> field_changed(std::string_view item_id, std::string_view value);
  // Enter in a field.
  std::vector<model::Action> field_submitted(std::string_view item_id, std::string_view value);
  // Field::version as the next frame will declare it: it grew when what was submitted was taken
  // over, and the host empties its control at once. 0 where the field is not empty now: the frame says with what.
  uint32_t field_version(const Models& models, std::string_view item_id) const;
  void set_theme(std::string_view name);  // "light", "dark", "auto"

 private:
  std::unique_ptr<State> state_;
};

// All words of a message, of which the item may show a part. Empty: it is no message of the open conversation.
std::string_view whole_message(const model::Model& model, std::string_view item_id);

}  // namespace ui
