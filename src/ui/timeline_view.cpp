// SPDX-License-Identifier: MIT
// See timeline_view.h.
#include "ui/timeline_view.h"

#include <algorithm>
#include <cmath>

#include "ui/bubble.h"
#include "ui/clean_text.h"
#include "ui/dates.h"
#include "ui/strings.h"
#include "ui/timeline_layout.h"
#include "ui/widgets.h"

namespace ui {

using base::TextStyle;

namespace {

constexpr float day_height = 44, unread_height = 36;
constexpr float group_gap = 10, joined_gap = 2, end_gap = 12;
constexpr float avatar_size = 36, avatar_gap = 8;
constexpr float max_column = 820, max_bubble = 600;
constexpr std::chrono::minutes group_pause{5};

// Where bubbles may stand.
struct Column {
  float left = 0, right = 0;  // of the column
  float bubble_left = 0;      // of others: right of the avatars
  float max_width = 0;        // of a bubble
};

class TimelineView {
 public:
  TimelineView(Frame& f, const model::Conversation& conversation, const Rect& area)
      : f_(f),
        conversation_(conversation),
        messages_(conversation.timeline.messages()),
        area_(area),
        state_(f.view.timelines[f.place(conversation.jid)]),
        today_(local_day(f.now.wall, f.viewport.utc_offset_minutes)),
        editable_(conversation.editing ? nullptr : model::last_own(conversation)) {
    const float side = area.width < 480 ? 10.0f : 20.0f;
    const float width = std::min(area.width - 2 * side, max_column);
    column_.left = f.paint.snap(area.x + (area.width - width) / 2);
    column_.right = column_.left + width;
    column_.bubble_left = column_.left + (conversation.room ? avatar_size + avatar_gap : 0);
    const float room = column_.right - column_.bubble_left;
    column_.max_width = std::floor(std::min(max_bubble, std::max(room * 0.8f, room - 96)));
  }

  void draw() {
    prepare();
    const TimelineRows rows =
        lay_out(state_, conversation_.timeline, area_.height, area_.height, [this](size_t i) {
          return RowHeight{height_of(i), above(look_of(i))};
        });
    if (is_near_top(rows)) f_.wish(model::ReadHistory{conversation_.jid});
    add_log();
    f_.paint.push_clip(area_);
    for (size_t i = 0; i < rows.rows.size(); ++i) {
      draw_row(rows.rows[i], i >= rows.first_visible && i < rows.end_visible,
               i == rows.first_visible);
    }
    scroll_thumb(f_, area_, rows.begin, rows.share);
    f_.view.timeline_reach = reach_of(rows);
    f_.paint.pop_clip();
    report(rows);
    draw_jump();
  }

 private:
  int day_of(const model::Message& message) const {
    return local_day(message.sent, f_.viewport.utc_offset_minutes);
  }

  bool starts_group(size_t index) const {
    if (index == 0) return true;
    const model::Message& message = messages_[index];
    const model::Message& above = messages_[index - 1];
    return above.is_own != message.is_own || above.from != message.from ||
           message.sent - above.sent > group_pause || message.sent < above.sent ||
           above.state == model::MessageState::Failed || day_of(above) != day_of(message) ||
           message.key == conversation_.first_unread || message.gap;
  }

  RowLook look_of(size_t index) const {
    const model::Message& message = messages_[index];
    RowLook look;
    look.has_day = index == 0 || day_of(messages_[index - 1]) != day_of(message);
    look.has_unread = message.key == conversation_.first_unread;
    look.has_gap = message.gap.has_value();
    look.is_first = starts_group(index);
    look.is_last = index + 1 == messages_.size() || starts_group(index + 1);
    look.is_room = conversation_.room.has_value();
    look.shows_author = look.is_room && look.is_first && !message.is_own;
    const auto pages = state_.pages.find(message.key);
    if (pages != state_.pages.end()) look.pages = pages->second;
    return look;
  }

  float above(const RowLook& look) const {
    return (look.has_day ? day_height : 0) + (look.has_unread ? unread_height : 0) +
           (look.has_gap ? unread_height : 0) + (look.is_first ? group_gap : joined_gap);
  }

  // Everything the height depends on besides the message, the width and the epoch.
  uint32_t fingerprint(size_t index, const RowLook& look) const {
    const bool bits[] = {look.has_day,
                         look.has_unread,
                         look.has_gap,
                         look.is_first,
                         look.shows_author,
                         messages_[index].state == model::MessageState::Failed,
                         index + 1 == messages_.size()};
    uint32_t out = (look.pages + 1) << 8 | messages_[index].edition;
    for (bool bit : bits) out = out << 1 | (bit ? 1 : 0);
    return out;
  }

  float height_of(size_t index) {
    const model::Message& message = messages_[index];
    const RowLook look = look_of(index);
    TimelineState::Height& known = state_.heights[message.key];
    const uint32_t fingerprint = this->fingerprint(index, look);
    if (known.look == fingerprint) return known.value;
    const BubbleSize size = measure_bubble(f_, message, look, column_.max_width);
    float height = above(look) + size.height + failure_height(f_, message, column_.max_width);
    if (index + 1 == messages_.size()) height += end_gap;
    state_.known_height += height - known.value;
    known = {height, fingerprint};
    return height;
  }

  void prepare() {
    if (state_.width != column_.max_width || state_.epoch != f_.engine.epoch()) {
      state_.heights.clear();
      state_.known_height = 0;
      state_.width = column_.max_width;
      state_.epoch = f_.engine.epoch();
    }
    follow_jump();
    if (state_.is_placed || messages_.empty()) return;
    state_.is_placed = true;
    // Opened with unread messages: reading goes on where they begin.
    if (conversation_.first_unread != 0) {
      state_.is_pinned = false;
      state_.anchor = conversation_.first_unread;
      state_.offset = 0;
      state_.lead.reset();
    }
  }

  // Somebody asked for a day, and it is found.
  void follow_jump() {
    if (state_.jumps == conversation_.jump.count) return;
    state_.jumps = conversation_.jump.count;
    state_.is_placed = true;
    state_.is_pinned = false;
    state_.anchor = conversation_.jump.row;
    state_.offset = 0;
    state_.lead.reset();
  }

  // Within a screen of where what was read begins. What stands above that is there by itself (it waits to be sent).
  bool is_near_top(const TimelineRows& rows) const {
    if (rows.rows.empty() || !f_.model.has_older(conversation_)) return false;
    const model::History& history = conversation_.history;
    return rows.rows.front().index == 0 ||
           (history.has_more && model::spot_of(messages_[rows.rows.front().index]) <= history.top);
  }

  void add_log() {
    Item log;
    log.id = "timeline";
    log.parent = "conversation";
    log.role = Role::Log;
    log.name = say(Phrase::Messages);
    log.rect = area_;
    f_.semantics.add(std::move(log));
  }

  void draw_day(const model::Message& message, float y, bool is_visible) {
    const std::string label = day_header(day_of(message), today_);
    const float width = std::ceil(f_.layout(label, TextStyle::SmallStrong).width) + 24;
    const float middle = area_.x + area_.width / 2;
    const Rect pill = {f_.paint.snap(middle - width / 2), y + 12, width, 26};
    Item item;
    item.id = item_id_of(message) + "/day";
    item.parent = "timeline";
    item.role = Role::Button;
    item.name = label;
    item.description = say(Phrase::JumpToDate);
    item.rect = pill;
    item.clip = f_.clip();
    item.background = f_.theme.is_dark ? f_.theme.surface_raised : 0xffffffc0;
    if (f_.is_hovered(item.id)) item.background = f_.theme.surface_hover;
    item.radius = 13;
    item.activation = ShowDialog{DialogKind::Date, conversation_.jid};
    if (is_visible) f_.paint.fill(pill, item.background, all_corners(13));
    item.texts.push_back(
        f_.centred(label, TextStyle::SmallStrong, middle, pill.y + 13, f_.theme.text_soft));
    item.texts.back().is_hidden_from_names = true;
    f_.semantics.add(std::move(item));
  }

  // A line across the timeline with a word in it. `name`: of the item, behind the message's.
  void draw_line(const model::Message& message, std::string_view name, Phrase phrase, Colour ink,
                 float y, bool is_visible) {
    const std::string label = say(phrase);
    const float width = std::ceil(f_.layout(label, TextStyle::SmallStrong).width) + 24;
    const float middle = area_.x + area_.width / 2, line_y = f_.paint.snap(y + 20);
    Item item;
    item.id = item_id_of(message).append("/").append(name);
    item.parent = "timeline";
    item.role = Role::Separator;
    item.name = label;
    item.rect = {column_.left, y + 8, column_.right - column_.left, 24};
    item.clip = f_.clip();
    if (is_visible) {
      const float half = (column_.right - column_.left - width) / 2;
      const Colour colour = faded(ink, 0.5f);
      f_.paint.fill({column_.left, line_y, half, 1}, colour);
      f_.paint.fill({column_.right - half, line_y, half, 1}, colour);
    }
    item.texts.push_back(f_.centred(label, TextStyle::SmallStrong, middle, line_y, ink));
    item.texts.back().is_hidden_from_names = true;
    f_.semantics.add(std::move(item));
  }

  // `is_first_visible`: nothing of the rows above it is.
  void draw_row(const TimelineRow& row, bool is_visible, bool is_first_visible) {
    const model::Message& message = messages_[row.index];
    const RowLook look = look_of(row.index);
    float y = f_.paint.snap(area_.y + row.y);
    if (look.has_day) {
      draw_day(message, y, is_visible);
      y += day_height;
    }
    if (look.has_gap) {
      if (is_visible && f_.model.can_fill(conversation_, message)) {
        f_.wish(model::ReadHistory{conversation_.jid, message.key, !is_first_visible});
      }
      draw_line(message, "gap", Phrase::MissingMessages, f_.theme.text_soft, y, is_visible);
      y += unread_height;
    }
    if (look.has_unread) {
      draw_line(message, "unread", Phrase::NewMessages, f_.theme.link, y, is_visible);
      y += unread_height;
    }
    y += look.is_first ? group_gap : joined_gap;
    const BubbleSize size = measure_bubble(f_, message, look, column_.max_width);
    const float x = message.is_own ? column_.right - size.width : column_.bubble_left;
    BubblePlace place;
    place.rect = {x, y, size.width, size.height};
    place.column_right = column_.right;
    place.position = static_cast<uint32_t>(row.index + 1);
    place.set_size = static_cast<uint32_t>(messages_.size());
    draw_bubble(f_, message, look, size, place, is_visible);
    if (&message == editable_ && is_visible) draw_edit(place.rect);
    if (message.state == model::MessageState::Failed) {
      draw_failure(f_, conversation_.jid, message, place.rect, column_.max_width);
    }
    if (look.is_room && look.is_last && !message.is_own && is_visible) {
      const std::string name = clean_name(message.author, message.from.text());
      avatar(f_, column_.left, y + size.height - avatar_size, avatar_size, name,
             message.from.resource());
    }
  }

  // Beside the one message whose words can be changed.
  void draw_edit(const Rect& bubble) {
    constexpr float size = 36;
    icon_button(f_,
                {.id = "edit",
                 .parent = "timeline",
                 .name = say(Phrase::EditMessage),
                 .rect = {bubble.x - size - 4, bubble.y + (bubble.height - size) / 2, size, size},
                 .icon = Icon::Edit,
                 .activation = model::BeginEdit{conversation_.jid}});
  }

  // Half a pixel is the rounding of places.
  Reach reach_of(const TimelineRows& rows) const {
    if (rows.rows.empty()) return {};
    const TimelineRow &first = rows.rows.front(), &last = rows.rows.back();
    return {first.index > 0 || first.y < -0.5f,
            last.index + 1 < messages_.size() || last.y + last.height > area_.height + 0.5f};
  }

  void report(const TimelineRows& rows) {
    Painted& painted = f_.result.painted;
    painted.chat = conversation_.jid;
    painted.count = static_cast<uint32_t>(messages_.size());
    if (rows.first_visible == rows.end_visible) return;
    const model::Message& first = messages_[rows.rows[rows.first_visible].index];
    const model::Message& last = messages_[rows.rows[rows.end_visible - 1].index];
    painted.first = data_id_of(first);
    painted.last = data_id_of(last);
    const std::optional<size_t> seen = conversation_.timeline.index_of(state_.newest_seen);
    if (!seen || *seen < rows.rows[rows.end_visible - 1].index) state_.newest_seen = last.key;
  }

  void draw_jump() {
    if (messages_.empty() || state_.is_pinned) return;
    const std::optional<size_t> seen = conversation_.timeline.index_of(state_.newest_seen);
    const size_t unseen = seen ? messages_.size() - 1 - *seen : 0;
    std::string label;
    if (unseen == 1) label = say(Phrase::OneNewBelow);
    if (unseen > 1) label = say(Phrase::ManyNewBelow, {{"count", std::to_string(unseen)}});
    Item item;
    item.id = "jump";
    item.parent = "conversation";
    item.role = Role::Button;
    item.name = label.empty() ? say(Phrase::JumpToEnd) : label;
    item.activation = JumpToEnd{};
    const float text_width =
        label.empty() ? 0 : std::ceil(f_.layout(label, TextStyle::SmallStrong).width) + 12;
    const float width = 40 + text_width;
    const float right = std::min(area_.x + area_.width - 16, column_.right + 8);
    item.rect = {f_.paint.snap(right - width), f_.paint.snap(area_.y + area_.height - 52), width,
                 40};
    item.radius = 20;
    const Colour ground = label.empty() ? f_.theme.surface_raised : f_.theme.accent;
    const Colour text = label.empty() ? f_.theme.text_soft : f_.theme.on_accent;
    item.background = ground;
    f_.paint.shadow({item.rect.x, item.rect.y + 2, width, 40}, f_.theme.shadow, 8, all_corners(20));
    f_.paint.fill(item.rect, f_.is_hovered(item.id) ? mixed(ground, f_.theme.text, 0.08f) : ground,
                  all_corners(20));
    if (!label.empty()) {
      item.texts.push_back(f_.centred(label, TextStyle::SmallStrong,
                                      item.rect.x + 16 + (text_width - 12) / 2, item.rect.y + 20,
                                      text));
      item.texts.back().is_hidden_from_names = true;
    }
    draw_icon(f_.paint, Icon::Down, item.rect.x + width - 20, item.rect.y + 20, 22, text);
    item.texts.push_back(icon_sign(Icon::Down, item.rect.x + width - 20, item.rect.y + 20, text));
    f_.semantics.add(std::move(item));
  }

  Frame& f_;
  const model::Conversation& conversation_;
  const model::Timeline::Rows& messages_;
  Rect area_;
  TimelineState& state_;
  Column column_;
  int today_;
  const model::Message* editable_;
};

}  // namespace

void draw_timeline(Frame& f, const model::Conversation& conversation, const Rect& area) {
  TimelineView(f, conversation, area).draw();
}

}  // namespace ui
