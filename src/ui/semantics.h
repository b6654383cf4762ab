// SPDX-License-Identifier: MIT
// What is on screen, in words: every readable or interactive item of a frame. This one list feeds
// the DOM layer, hit testing, the UI tests and the text dump. WAI-ARIA 1.2 roles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/text_engine.h"
#include "model/action.h"
#include "ui/view_action.h"

namespace ui {

struct Rect {
  float x = 0, y = 0, width = 0, height = 0;  // CSS px from the host element's top left corner
  bool contains(float px, float py) const {
    return px >= x && py >= y && px < x + width && py < y + height;
  }
};

enum class Role {
  Region,      // a named part of the page: "Conversation with Alice"
  Navigation,  // the list of conversations and contacts
  Heading,
  List,
  Button,   // also what a list's rows are
  Log,      // the timeline
  Article,  // one message
  Text,
  TextField,
  Status,  // polite: connection state, typing
  Alert,
  Dialog,
  Separator,  // day headers, the unread line
};
std::string_view name_of(Role role);

// A piece of laid-out text within an item; the DOM layer repeats it with the same style and width
// so that its lines fall where the canvas draws them.
struct TextPiece {
  std::string text;
  base::TextStyle style = base::TextStyle::Body;
  float x = 0, y = 0;  // CSS px from the host's top left corner
  float width = 0;     // the width it was wrapped at; 0 = not wrapped
  uint16_t max_lines = 0;
  base::TextDirection direction = base::TextDirection::Auto;
  uint32_t colour = 0;                // 0xRRGGBBAA, for when the layer is what is seen
  bool is_hidden_from_names = false;  // repeats what the item's name says: not read twice
};

// For Role::TextField. The host's control owns the text while it is edited.
struct Field {
  std::string value;
  uint32_t version = 0;  // the host takes `value` when this differs from the version it has
  std::string placeholder;
  bool is_multiline = false;
  bool is_secret = false;
  bool is_address = false;  // an XMPP address: no capitals, no corrections, the keyboard for e-mail
  bool wants_focus = false;  // when it appears
};

using Activation = std::variant<model::Action, ViewAction>;

struct Item {
  model::AccountId account = 0;  // set by Semantics::add()
  std::string id;  // stable from frame to frame: "contact/alice@example.com", "message/17"
  std::string
      parent;  // id of the item it lies in; empty = the root. Parents come before their children
  Role role = Role::Text;
  std::string name;         // what a screen reader says first
  std::string description;  // said after it: presence, preview, unread count
  Rect rect;                // not clipped
  Rect clip;                // the part of the host in which it is visible; empty = all of it
  int level = 0;            // of a heading
  uint32_t position = 0,
           set_size = 0;    // 1-based place among its siblings; aria-posinset, aria-setsize
  bool is_current = false;  // aria-current: the open conversation
  bool is_disabled = false;
  std::string data_id;  // of an article: the message's id
  std::string by;       // of an article: what stands before its words when it is copied with others
  uint32_t background =
      0;  // 0xRRGGBBAA, and its corner radius: the look when the layer is what is seen
  float radius = 0;
  std::vector<TextPiece> texts;
  std::optional<Field> field;
  std::optional<Activation> activation;  // what pressing it does
  std::optional<Activation> secondary;   // right click, long press, context menu key
};

class Semantics {
 public:
  model::AccountId account = 0;  // whose is added from now on
  Item& add(Item item);
  const std::vector<Item>& items() const { return items_; }
  const Item* find(std::string_view id) const;
  // The topmost pressable item at a point (later items lie above earlier ones).
  const Item* hit(float x, float y) const;
  void clear() { items_.clear(); }

 private:
  std::vector<Item> items_;
};

// One line per item, indented by depth: role "name" [states] {description}; for tests, --dump and
// people.
std::string dump(const Semantics& semantics);
// The list as JSON for the DOM layer; the format is described in semantics_json.cpp.
std::string to_json(const Semantics& semantics);

}  // namespace ui
