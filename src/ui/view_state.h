// SPDX-License-Identifier: MIT
// What the interface remembers between frames: scroll positions, the filter, the open dialog, what
// was typed into fields that are not the model's. Nothing else is retained.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/secret.h"
#include "model/place.h"
#include "model/timeline.h"
#include "ui/names.h"
#include "ui/semantics.h"
#include "ui/view_action.h"
#include "xmpp/jid.h"

namespace ui {

// Where a timeline stands: pinned to its end, or by one row and the distance of that row's bubble from the top of the view.
// Never an absolute position, so that what comes above or below moves nothing.
struct TimelineState {
  bool is_placed = false;  // the first frame decides: at the end, or at the unread line
  bool is_pinned = true;
  model::MessageKey anchor = 0;
  float offset = 0;           // of the row's top
  std::optional<float> lead;  // what stood above its bubble then; absent: as much as now
  // Wishes since the last frame.
  float pending = 0;  // CSS px; positive = towards newer messages
  bool wants_first = false;
  bool wants_end = false;
  // The newest row that was on screen: what is newer counts as unseen.
  model::MessageKey newest_seen = 0;

  // Heights of rows, as far as they were measured at this width and epoch.
  struct Height {
    float value = 0;
    uint32_t look = 0;  // what else the height depends on; another look is measured again
  };
  std::unordered_map<model::MessageKey, Height> heights;
  double known_height = 0;  // their sum, for estimates
  float width = 0;
  uint32_t epoch = 0;
  std::unordered_map<model::MessageKey, uint32_t> pages;  // of long messages, that are unfolded
  uint32_t jumps = 0;  // of model::Jump, those that were followed
};

// Whether a wheel has anything left to move up or down in a pane, as of the last frame. Where it has not, it belongs to
// the page around.
struct Reach {
  bool up = false, down = false;
  bool takes(float dy) const { return dy < 0 ? up : dy > 0 && down; }
};

struct ListState {
  float scroll = 0;
  float pending = 0;
  std::string filter;
  uint32_t filter_version = 1;
  // Contacts and rooms in order of name; made anew when a name or the filter changed.
  std::vector<model::Place> by_name;
  uint64_t by_name_version = 0;
  std::string by_name_filter;
  // All rows: the active ones by their last message, then the rest by name.
  std::vector<model::Place> rows;
  size_t active_rows = 0;
  uint64_t rows_version = 0;
  // When the person opened a row, it is scrolled into view.
  model::Place revealed;
};

struct DialogState {
  DialogKind kind = DialogKind::None;
  model::AccountId account = 0;
  xmpp::Jid about;
  std::map<std::string, std::string, std::less<>> fields;  // by item id
  base::Secret password;
  std::string problem;       // why the main button did nothing
  std::optional<int> month;  // of the calendar; absent: the one that is looked at
  uint32_t version = 0;
};

struct LoginState {
  std::string address;
  base::Secret password;
  uint32_t version = 1;
};

struct ViewState {
  Semantics semantics;
  Names names;
  ListState list;
  std::map<model::Place, TimelineState> timelines;
  DialogState dialog;
  LoginState login;
  std::string theme_choice = "auto";
  bool shows_occupants = false;
  float occupants_scroll = 0;
  // Of the last frame, for wheel events.
  Rect list_area, timeline_area, occupants_area;
  Reach list_reach, timeline_reach, occupants_reach;
  // Of the card above everything (a dialog, the login), where the window is too low for it.
  float card_scroll = 0;
  Reach card_reach;
  model::Place shown_conversation;
  std::string hovered;  // item id
  bool has_pointer = false;
  float pointer_x = 0, pointer_y = 0;
  int hovered_pane = 0;  // see pane_at(): its scroll bar shows

  // 1 list, 2 timeline, 3 occupants, 0 none of them.
  int pane_at(float x, float y) const {
    if (list_area.contains(x, y)) return 1;
    if (timeline_area.contains(x, y)) return 2;
    return occupants_area.contains(x, y) ? 3 : 0;
  }
};

}  // namespace ui
