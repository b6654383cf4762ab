// SPDX-License-Identifier: MIT
// See bubble.h.
#include "ui/bubble.h"

#include <algorithm>
#include <cmath>

#include "ui/clean_text.h"
#include "ui/dates.h"
#include "ui/strings.h"
#include "ui/widgets.h"
#include "xmpp/address_text.h"

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

TextStyle style_of(const BubbleSize& size) {
  if (size.is_notice) return TextStyle::Small;
  return size.is_emoji ? TextStyle::Emoji : TextStyle::Body;
}

// As many pages as are wanted, and whether the next step shows the rest.
void take_words(const model::Message& message, uint32_t wanted, BubbleSize& size) {
  std::string notice = notice_for(message);
  size.is_notice = !notice.empty();
  if (size.is_notice) {
    size.pages.push_back(std::move(notice));
    return;
  }
  size.is_emoji = is_emoji_only(message.body);
  std::string_view rest = message.body;
  do {
    const size_t end = page_end(rest, model::max_shown_body_bytes);
    size.is_turned = size.is_turned || overrides_direction(rest.substr(0, end));
    size.pages.push_back(shown_words(rest.substr(0, end)));
    rest.remove_prefix(end);
  } while (!rest.empty() && size.pages.size() < wanted);
  size.is_cut = !rest.empty();
  // Folded, the first step only unfolds the first page.
  size.shows_rest =
      rest.empty() || (wanted > 0 && page_end(rest, model::max_shown_body_bytes) == rest.size());
}

std::string time_of(const Frame& f, const model::Message& message) {
  std::string time = clock_time(message.sent, f.viewport.utc_offset_minutes);
  return message.edits.empty() ? time : say(Phrase::Edited, {{"time", time}});
}

Phrase step_of(const BubbleSize& size) {
  return size.shows_rest ? Phrase::ShowAll : Phrase::ShowMore;
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
  if (message.state == model::MessageState::Delivered) state = Phrase::Delivered;
  if (message.state == model::MessageState::Failed) state = Phrase::NotSent;
  return say(Phrase::ByAtState,
             {{"author", say(Phrase::You)}, {"time", time}, {"state", say(state)}});
}

// Copied words go to people to whom "you" is somebody else.
std::string copied_by(const Frame& f, const model::Message& message) {
  const bool is_named = !message.is_own || !message.author.empty();
  const std::string author =
      is_named ? author_of(message)
               : clean_name(xmpp::readable_name(f.model.account().jid), message.from.bare().text());
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
    if (message.state == model::MessageState::Delivered) icon = Icon::Ticks;
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
  if (!looks_empty(message.body)) return "";
  const bool is_encrypted = message.error && message.state != model::MessageState::Failed;
  if (!is_encrypted) return say(Phrase::NothingToSee);
  return say(Phrase::Encrypted, {{"method", single_line(message.error->text, 40)}});
}

std::string data_id_of(const model::Message& message) {
  return message.id.empty() ? "key-" + std::to_string(message.key) : message.id;
}

std::string item_id_of(const model::Message& message) {
  return "message/" + std::to_string(message.key);
}

std::string_view whole_message(const model::Model& model, std::string_view item_id) {
  const model::Conversation* conversation =
      model.open() ? model.conversation(*model.open()) : nullptr;
  if (conversation == nullptr) return {};
  for (const model::Message& message : conversation->timeline.messages()) {
    if (item_id_of(message) == item_id) return message.body;
  }
  return {};
}

BubbleSize measure_bubble(Frame& f, const model::Message& message, const RowLook& look,
                          float max_width) {
  BubbleSize size;
  take_words(message, look.pages, size);
  size.max_lines = look.pages > 0 ? 0 : shown_lines;
  const float inner = std::floor(max_width - 2 * padding_x);
  size.wrap_width = inner;
  const auto lay_out = [&] {
    std::vector<const base::TextLayout*> layouts;
    for (const std::string& page : size.pages) {
      layouts.push_back(&f.layout(page, style_of(size), size.wrap_width, size.max_lines));
    }
    return layouts;
  };
  std::vector<const base::TextLayout*> layouts = lay_out();
  float width = 0, height = 0;
  bool has_right_line = false;
  for (const base::TextLayout* layout : layouts) {
    width = std::max(width, layout->width);
    height += layout->height;
    size.is_cut = size.is_cut || layout->truncated;
    for (const base::TextLine& line : layout->lines) has_right_line |= line.right_to_left;
  }
  if (has_right_line) {
    // Right-to-left lines stand at the right end of the width: made as narrow as the text itself.
    size.wrap_width = std::min(inner, std::ceil(width) + 1);
    layouts = lay_out();
  }
  const float meta = meta_width(f, message);
  const base::TextLine* last =
      layouts.back()->lines.empty() ? nullptr : &layouts.back()->lines.back();
  const bool has_note = size.is_cut || size.is_turned;
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
    width = std::max(width, f.layout(say(step_of(size)), TextStyle::SmallStrong).width);
  }
  if (size.is_turned) {
    height += note_height;
    width = std::max(width, f.layout(say(Phrase::RunsBackwards), TextStyle::Small, inner, 1).width);
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
  for (const std::string& page : size.pages) {
    item.texts.push_back(f.text(page, style_of(size), x, y, size.is_notice ? meta : text,
                                size.wrap_width, size.max_lines));
    y += f.layout(page, style_of(size), size.wrap_width, size.max_lines).height;
  }
  if (size.is_turned) {
    item.texts.push_back(
        f.line(say(Phrase::RunsBackwards), TextStyle::Small, x, y + 1, inner, meta));
    item.texts.back().is_hidden_from_names = true;
    item.description = say(Phrase::RunsBackwards);
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
  more.name = say(step_of(size));
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
