// SPDX-License-Identifier: MIT
// One message: how large it is, and its picture and item.
#pragma once

#include <string>
#include <vector>

#include "ui/frame.h"

namespace ui {

// What a row's look depends on besides its message.
struct RowLook {
  bool has_day = false;     // a day header stands above it
  bool has_unread = false;  // the unread line stands above it
  bool has_gap = false;     // the line that says that something is missing, above that
  bool is_first = false;    // of a group of one author's messages
  bool is_last = false;
  bool shows_author = false;  // in rooms, on the first of a group of others
  bool is_room = false;
  uint32_t pages = 0;  // of a long message, as many as the person wanted; 0 = folded
};

struct BubbleSize {
  float width = 0, height = 0;  // with padding
  bool is_meta_inline = false;  // time and state stand beside the last line
  bool is_emoji = false;
  bool is_notice = false;          // instead of words
  bool is_cut = false;             // there is more than is shown
  bool shows_rest = false;         // one step shows all of it
  bool is_turned = false;          // words run against their direction, which is said
  std::vector<std::string> pages;  // of its words
  float wrap_width = 0;            // the width they are laid out at
  uint16_t max_lines = 0;
};

BubbleSize measure_bubble(Frame& f, const model::Message& message, const RowLook& look,
                          float max_width);

struct BubblePlace {
  Rect rect;
  float column_right = 0;  // where the sentence of a failed message ends
  uint32_t position = 0, set_size = 0;
};
void draw_bubble(Frame& f, const model::Message& message, const RowLook& look,
                 const BubbleSize& size, const BubblePlace& place, bool is_visible);

// The line below a message that was not sent; 0 for others.
float failure_height(Frame& f, const model::Message& message, float max_width);
void draw_failure(Frame& f, const xmpp::Jid& conversation, const model::Message& message,
                  const Rect& bubble, float max_width);

// What stands in place of the words of a message that has none to show; empty: it has some.
std::string notice_for(const model::Message& message);

// "key-17" for messages without an id.
std::string data_id_of(const model::Message& message);
std::string item_id_of(const model::Message& message);

}  // namespace ui
