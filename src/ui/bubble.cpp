// SPDX-License-Identifier: MIT
// See bubble.h.
#include "ui/bubble.h"

#include <algorithm>
#include <cmath>

#include "ui/clean_text.h"
#include "ui/dates.h"
#include "ui/strings.h"
#include "ui/widgets.h"

namespace ui {

using base::TextStyle;

namespace {

// It has not left yet; whether it is written down yet is nothing to look at.
bool is_waiting(const model::Message& message) {
  return message.state == model::MessageState::Queued ||
         message.state == model::MessageState::Saving;
}

constexpr float padding_x = 12, padding_y = 7;
constexpr float meta_gap = 10, meta_height = 14, state_width = 18;
constexpr float author_height = 19, note_height = 20;
constexpr uint16_t shown_lines = 40;  // LIMIT: longer messages are folded

struct Words {
  ShownBody shown;
  bool is_notice = false;
  TextStyle style = TextStyle::Body;
};

Words words_of(const model::Message& message) {
  std::string notice = notice_for(message);
  if (!notice.empty()) return {{std::move(notice)}, true, TextStyle::Small};
  return {shown_body(message.body, model::max_shown_body_bytes), false,
          is_emoji_only(message.body) ? TextStyle::Emoji : TextStyle::Body};
}

std::string time_of(const Frame& f, const model::Message& message) {
  return clock_time(message.sent, f.viewport.utc_offset_minutes);
}

float meta_width(Frame& f, const model::Message& message) {
  const float state = message.is_own ? state_width : 0;
  return std::ceil(f.layout(time_of(f, message), TextStyle::Meta).width) + state;
}

std::string author_of(const model::Message& message) {
  return clean_name(message.author, message.from.text());
}

std::string name_of(const Frame& f, const model::Message& message) {
  const std::string time = time_of(f, message);
  if (!message.is_own) {
    return say(Phrase::ByAt, {{"author", author_of(message)}, {"time", time}});
  }
  Phrase state = Phrase::Sent;
  if (is_waiting(message)) state = Phrase::Queued;
  if (message.state == model::MessageState::Failed) state = Phrase::NotSent;
  return say(Phrase::ByAtState,
             {{"author", say(Phrase::You)}, {"time", time}, {"state", say(state)}});
}

// Copied words go to people to whom "you" is somebody else.
std::string copied_by(const Frame& f, const model::Message& message) {
  const bool is_named = !message.is_own || !message.author.empty();
  const std::string author =
      is_named ? author_of(message)
               : clean_name(f.model.account().jid.local(), message.from.bare().text());
  return say(Phrase::CopiedBy, {{"author", author}, {"time", time_of(f, message)}});
}

Corners corners_of(const Theme& theme, bool is_own, const RowLook& look) {
  const auto round = static_cast<uint8_t>(theme.radius_bubble);
  const auto joined = static_cast<uint8_t>(theme.radius_bubble_joined);
  Corners corners = all_corners(theme.radius_bubble);
  // The side of the author is joined to its neighbours of the same group.
  uint8_t& upper = is_own ? corners.top_right : corners.top_left;
  uint8_t& lower = is_own ? corners.bottom_right : corners.bottom_left;
  upper = look.is_first ? round : joined;
  lower = joined;
  return corners;
}

void draw_meta(Frame& f, const model::Message& message, float right, float bottom, Colour colour,
               Item& item) {
  if (message.is_own) {
    const float x = right - 7, y = bottom - meta_height / 2;
    Icon icon = Icon::Tick;
    if (is_waiting(message)) icon = Icon::Clock;
    if (message.state == model::MessageState::Failed) icon = Icon::Warning;
    draw_icon(f.paint, icon, x, y, icon == Icon::Clock ? 13 : 14, colour);
    item.texts.push_back(icon_sign(icon, x, y, colour));
    right -= state_width;
  }
  const std::string time = time_of(f, message);
  const float width = std::ceil(f.layout(time, TextStyle::Meta).width);
  item.texts.push_back(f.text(time, TextStyle::Meta, right - width, bottom - meta_height, colour));
  item.texts.back().is_hidden_from_names = true;
}

}  // namespace

std::string notice_for(const model::Message& message) {
  if (message.state == model::MessageState::Failed || !message.error || !message.body.empty()) {
    return "";
  }
  return say(Phrase::Encrypted, {{"method", single_line(message.error->text, 40)}});
}

std::string data_id_of(const model::Message& message) {
  return message.id.empty() ? "key-" + std::to_string(message.key) : message.id;
}

std::string item_id_of(const model::Message& message) {
  return "message/" + std::to_string(message.key);
}

BubbleSize measure_bubble(Frame& f, const model::Message& message, const RowLook& look,
                          float max_width) {
  BubbleSize size;
  const Words words = words_of(message);
  size.is_shortened = words.shown.is_shortened;
  size.is_emoji = words.style == TextStyle::Emoji;
  size.max_lines = look.is_expanded ? 0 : shown_lines;
  const float inner = std::floor(max_width - 2 * padding_x);
  size.wrap_width = inner;
  size.body = &f.layout(words.shown.text, words.style, inner, size.max_lines);
  const auto has_right_line = [](const base::TextLayout& layout) {
    return std::any_of(layout.lines.begin(), layout.lines.end(),
                       [](const base::TextLine& line) { return line.right_to_left; });
  };
  if (has_right_line(*size.body)) {
    // Right-to-left lines stand at the right end of the width: made as narrow as the text itself.
    size.wrap_width = std::min(inner, std::ceil(size.body->width) + 1);
    size.body = &f.layout(words.shown.text, words.style, size.wrap_width, size.max_lines);
  }
  size.is_cut = size.body->truncated;
  const float meta = meta_width(f, message);
  float width = size.body->width, height = size.body->height;
  const base::TextLine* last = size.body->lines.empty() ? nullptr : &size.body->lines.back();
  const bool has_note = size.is_cut || size.is_shortened;
  const float last_end = last == nullptr ? 0 : last->x + last->width;
  size.is_meta_inline = !has_note && !size.is_emoji && last != nullptr && !last->right_to_left &&
                        last_end + meta_gap + meta <= inner;
  if (size.is_meta_inline) {
    width = std::max(width, last_end + meta_gap + meta);
  } else {
    width = std::max(width, meta);
    height += meta_height + 2;
  }
  if (size.is_cut) {
    height += note_height;
    width = std::max(width, f.layout(say(Phrase::ShowAll), TextStyle::SmallStrong).width);
  }
  if (size.is_shortened) {
    height += note_height;
    width = std::max(width, f.layout(say(Phrase::Shortened), TextStyle::Small, inner, 1).width);
  }
  if (look.shows_author) {
    height += author_height;
    width = std::max(width, f.layout(author_of(message), TextStyle::SmallStrong, inner, 1).width);
  }
  size.width = std::min(max_width, std::ceil(width) + 2 * padding_x);
  size.height = std::ceil(height) + 2 * padding_y;
  return size;
}

void draw_bubble(Frame& f, const model::Message& message, const RowLook& look,
                 const BubbleSize& size, const BubblePlace& place, bool is_visible) {
  const Theme& theme = f.theme;
  const Rect& rect = place.rect;
  Item item;
  item.id = item_id_of(message);
  item.parent = "timeline";
  item.role = Role::Article;
  item.name = name_of(f, message);
  item.rect = rect;
  item.clip = f.clip();
  item.position = place.position;
  item.set_size = place.set_size;
  item.data_id = data_id_of(message);
  item.by = copied_by(f, message);
  const Colour ground = message.is_own ? theme.bubble_out : theme.bubble_in;
  Colour text = message.is_own ? theme.on_bubble_out : theme.on_bubble_in;
  Colour meta = message.is_own ? theme.meta_out : theme.meta_in;
  if (size.is_emoji) {
    text = theme.text;
    meta = theme.text_faint;
  } else {
    item.background = ground;
    item.radius = theme.radius_bubble;
    if (is_visible) {
      const Corners corners = corners_of(theme, message.is_own, look);
      // A hairline of shadow lifts the bubble off the ground.
      if (!theme.is_dark) {
        f.paint.shadow({rect.x, rect.y + 1, rect.width, rect.height}, faded(theme.shadow, 0.8f),
                       1.5f, corners);
      }
      f.paint.fill(rect, ground, corners);
    }
  }
  const float x = rect.x + padding_x;
  float y = rect.y + padding_y;
  const float inner = rect.width - 2 * padding_x;
  if (look.shows_author) {
    const Colour colour = consistent_colour(message.from.resource(), theme);
    item.texts.push_back(
        f.line(author_of(message), TextStyle::SmallStrong, x, y - 1, inner, colour));
    item.texts.back().is_hidden_from_names = true;
    y += author_height;
  }
  const Words words = words_of(message);
  item.texts.push_back(f.text(words.shown.text, words.style, x, y, words.is_notice ? meta : text,
                              size.wrap_width, size.max_lines));
  y += size.body->height;
  if (size.is_shortened) {
    item.texts.push_back(f.line(say(Phrase::Shortened), TextStyle::Small, x, y + 1, inner, meta));
    y += note_height;
  }
  draw_meta(f, message, rect.x + rect.width - padding_x,
            rect.y + rect.height - padding_y + (size.is_meta_inline ? 1 : 0), meta, item);
  const std::string id = item.id;
  f.semantics.add(std::move(item));
  if (!size.is_cut) return;
  Item more;
  more.id = id + "/all";
  more.parent = id;
  more.role = Role::Button;
  more.name = say(Phrase::ShowAll);
  more.rect = {x, y, inner, note_height};
  more.clip = f.clip();
  more.activation = ExpandMessage{message.key};
  more.texts.push_back(f.line(more.name, TextStyle::SmallStrong, x, y + 1, inner,
                              message.is_own ? text : theme.link));
  more.texts.back().is_hidden_from_names = true;
  f.semantics.add(std::move(more));
}

namespace {

std::string failure_sentence(const model::Message& message) {
  const std::string reason = sentence_for(message.error.value_or(xmpp::StanzaError()));
  return say(Phrase::NotSentBecause, {{"reason", reason}});
}

}  // namespace

float failure_height(Frame& f, const model::Message& message, float max_width) {
  if (message.state != model::MessageState::Failed) return 0;
  const base::TextLayout& layout =
      f.layout(failure_sentence(message), TextStyle::Small, max_width, 4);
  return 4 + std::ceil(layout.height) + 32;
}

void draw_failure(Frame& f, const xmpp::Jid& conversation, const model::Message& message,
                  const Rect& bubble, float max_width) {
  const std::string sentence = failure_sentence(message);
  const base::TextLayout& layout = f.layout(sentence, TextStyle::Small, max_width, 4);
  const std::string id = item_id_of(message);
  const float right = bubble.x + bubble.width, y = bubble.y + bubble.height + 4;
  Item problem;
  problem.id = id + "/problem";
  problem.parent = id;
  problem.role = Role::Text;
  problem.rect = {right - layout.width, y, layout.width, layout.height};
  problem.clip = f.clip();
  problem.texts.push_back(
      f.text(sentence, TextStyle::Small, right - layout.width, y, f.theme.danger, max_width, 4));
  f.semantics.add(std::move(problem));
  const std::string label = say(Phrase::SendAgain);
  const float width = button_width(f, label);
  button(f, {.id = id + "/retry",
             .parent = id,
             .name = label,
             .rect = {right - width, y + std::ceil(layout.height) + 2, width, 28},
             .look = ButtonLook::Link,
             .activation = model::RetryMessage{conversation, message.id}});
}

}  // namespace ui
