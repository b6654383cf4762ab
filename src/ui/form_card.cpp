// SPDX-License-Identifier: MIT
// See form_card.h.
#include "ui/form_card.h"

#include <algorithm>
#include <cmath>

#include "ui/names.h"

namespace ui {

using base::TextStyle;

namespace {

constexpr float margin = 4, padding = 20, field_height = 44, button_height = 40, choice_height = 36;

}  // namespace

void FormCard::add(Item item) {
  item.clip = f_.clip();
  f_.semantics.add(std::move(item));
}

Rect FormCard::take(float height) {
  const Rect out = {inner_.x, y_, inner_.width, height};
  y_ += height;
  return out;
}

void FormCard::title(std::string_view text) {
  const float height = std::ceil(f_.layout(text, TextStyle::Title, inner_.width).height);
  if (!is_measuring_) {
    Item item;
    item.id = id_ + "/title";
    item.parent = id_;
    item.role = Role::Heading;
    item.level = 2;
    item.name = text;
    item.rect = {inner_.x, y_, inner_.width, height};
    item.texts.push_back(
        f_.text(text, TextStyle::Title, inner_.x, y_, f_.theme.text, inner_.width));
    item.texts.back().is_hidden_from_names = true;
    add(std::move(item));
  }
  y_ += height + 12;
}

void FormCard::brand(std::string_view name) {
  constexpr float disc = 64;
  if (!is_measuring_) {
    const float middle = inner_.x + inner_.width / 2;
    f_.paint.circle(f_.paint.snap(middle), f_.paint.snap(y_ + disc / 2), disc / 2, f_.theme.accent);
    draw_icon(f_.paint, Icon::Chat, middle, y_ + disc / 2, 34, f_.theme.on_accent);
    Item item;
    item.id = id_ + "/title";
    item.parent = id_;
    item.role = Role::Heading;
    item.level = 1;
    item.name = name;
    item.rect = {inner_.x, y_ + disc + 12, inner_.width, 32};
    item.texts.push_back(
        f_.centred(name, TextStyle::Display, middle, y_ + disc + 28, f_.theme.text, inner_.width));
    item.texts.back().is_hidden_from_names = true;
    add(std::move(item));
  }
  y_ += disc + 12 + 32 + 12;
}

void FormCard::paragraph(std::string_view text, Colour colour, TextStyle style, Align align) {
  const base::TextLayout& layout = f_.layout(text, style, inner_.width, 6);
  const float height = std::ceil(layout.height);
  if (!is_measuring_) {
    const float aside = align == Align::Middle ? (inner_.width - layout.width) / 2 : 0;
    Item item;
    item.id = id_ + "/text-" + std::to_string(static_cast<int>(y_ - inner_.y));
    item.parent = id_;
    item.role = Role::Text;
    item.rect = {inner_.x, y_, inner_.width, height};
    item.texts.push_back(f_.text(text, style, inner_.x + aside, y_, colour, inner_.width, 6));
    add(std::move(item));
  }
  y_ += height + 12;
}

void FormCard::problem(std::string_view text) {
  if (text.empty()) return;
  const float height = std::ceil(f_.layout(text, TextStyle::Small, inner_.width, 6).height);
  if (!is_measuring_) {
    Item item;
    item.id = id_ + "/problem";
    item.parent = id_;
    item.role = Role::Alert;
    item.rect = {inner_.x, y_, inner_.width, height};
    item.texts.push_back(
        f_.text(text, TextStyle::Small, inner_.x, y_, f_.theme.danger, inner_.width, 6));
    add(std::move(item));
  }
  y_ += height + 12;
}

void FormCard::label(std::string_view text) {
  if (!is_measuring_) {
    Item item;
    item.id = id_ + "/label-" + std::to_string(static_cast<int>(y_ - inner_.y));
    item.parent = id_;
    item.role = Role::Heading;
    item.level = 3;
    item.name = text;
    item.rect = {inner_.x, y_, inner_.width, 18};
    item.texts.push_back(
        f_.line(text, TextStyle::SmallStrong, inner_.x, y_, inner_.width, f_.theme.text_soft));
    item.texts.back().is_hidden_from_names = true;
    add(std::move(item));
  }
  y_ += 18 + 6;
}

void FormCard::field(std::string id, Phrase label, Phrase placeholder, Field field) {
  if (!is_measuring_) {
    // The field's name is its label; the words above it are only painted.
    f_.text(say(label), TextStyle::SmallStrong, inner_.x, y_, f_.theme.text_soft);
    field.placeholder = say(placeholder);
    text_field(f_, {.id = std::move(id),
                    .parent = id_,
                    .name = say(label),
                    .ground = {inner_.x, y_ + 22, inner_.width, field_height},
                    .colour = f_.theme.surface_raised,
                    .field = std::move(field)});
  }
  y_ += 22 + field_height + 14;
}

void FormCard::person(std::string_view name, const xmpp::Jid& jid, bool is_room) {
  if (!is_measuring_) {
    Item item;
    item.id = id_ + "/person";
    item.parent = id_;
    item.role = Role::Heading;
    item.level = 2;
    item.name = name;
    item.rect = {inner_.x, y_, inner_.width, 48};
    item.texts.push_back(avatar(f_, inner_.x, y_, 48, name, jid.text(),
                                is_room ? AvatarShape::Room : AvatarShape::Person));
    const float x = inner_.x + 60, width = inner_.width - 60;
    item.texts.push_back(f_.line(name, TextStyle::Title, x, y_ + 2, width, f_.theme.text));
    item.texts.back().is_hidden_from_names = true;
    item.texts.push_back(f_.line(fitting_address(f_, jid, TextStyle::Small, width),
                                 TextStyle::Small, x, y_ + 27, width, f_.theme.text_soft));
    add(std::move(item));
  }
  y_ += 48 + 14;
}

void FormCard::choice(std::string id, std::string_view text, std::optional<Colour> dot,
                      bool is_current, Activation activation) {
  if (!is_measuring_) {
    Item item;
    item.id = std::move(id);
    item.parent = id_;
    item.role = Role::Button;
    item.name = text;
    item.rect = {inner_.x - 8, y_, inner_.width + 16, choice_height};
    item.is_current = is_current;
    item.activation = std::move(activation);
    item.radius = f_.theme.radius_control;
    if (is_current) {
      item.background = f_.theme.surface_selected;
    } else if (f_.is_hovered(item.id)) {
      item.background = f_.theme.surface_hover;
    }
    f_.paint.fill(item.rect, item.background, all_corners(item.radius));
    const float middle = y_ + choice_height / 2;
    float x = inner_.x;
    if (dot) {
      f_.paint.circle(f_.paint.snap(x + 7), f_.paint.snap(middle), 5, *dot);
      x += 24;
    }
    item.texts.push_back(
        f_.line(text, TextStyle::Body, x, middle - 10.5f, inner_.width - 48, f_.theme.text));
    item.texts.back().is_hidden_from_names = true;
    if (is_current) {
      draw_icon(f_.paint, Icon::Tick, inner_.x + inner_.width - 8, middle, 18, f_.theme.text);
    }
    add(std::move(item));
  }
  y_ += choice_height;
}

void FormCard::buttons(std::vector<Button> right, std::optional<Button> left) {
  const auto draw = [&](Button& one, float x, float width) {
    if (is_measuring_) return;
    button(f_, {.id = std::move(one.id),
                .parent = id_,
                .name = say(one.label),
                .rect = {x, y_, width, button_height},
                .look = one.look,
                .is_disabled = one.is_disabled,
                .activation = std::move(one.activation)});
  };
  const float left_width = left ? button_width(f_, say(left->label)) - 8 : 0;
  float right_width = 0;
  for (const Button& one : right) right_width += button_width(f_, say(one.label)) + 8;
  // Where they do not fit side by side, each has a row.
  if (left_width + right_width > inner_.width + 8) {
    if (left) right.insert(right.begin(), std::move(*left));
    for (size_t i = 0; i < right.size(); ++i) {
      if (i > 0) y_ += 8;
      draw(right[i], inner_.x, inner_.width);
      y_ += button_height;
    }
    return;
  }
  if (left) draw(*left, inner_.x - 12, left_width);
  float x = inner_.x + inner_.width - right_width + 8;
  for (Button& one : right) {
    const float width = button_width(f_, say(one.label));
    draw(one, x, width);
    x += width + 8;
  }
  y_ += button_height;
}

void FormCard::wide_button(Button one) {
  if (!is_measuring_) {
    button(f_, {.id = std::move(one.id),
                .parent = id_,
                .name = say(one.label),
                .rect = {inner_.x, y_, inner_.width, field_height},
                .look = one.look,
                .is_disabled = one.is_disabled,
                .activation = std::move(one.activation)});
  }
  y_ += field_height;
}

void FormCard::segments(std::vector<Segment> segments) {
  if (!is_measuring_) {
    const float gap = 6;
    const float count = static_cast<float>(segments.size());
    const float width = std::floor((inner_.width - gap * (count - 1)) / count);
    float x = inner_.x;
    for (Segment& segment : segments) {
      Item item;
      item.id = std::move(segment.id);
      item.parent = id_;
      item.role = Role::Button;
      item.name = say(segment.label);
      item.rect = {x, y_, width, choice_height};
      item.is_current = segment.is_current;
      item.activation = std::move(segment.activation);
      item.radius = f_.theme.radius_control;
      item.background = segment.is_current ? f_.theme.surface_selected : f_.theme.surface_raised;
      if (!segment.is_current && f_.is_hovered(item.id)) item.background = f_.theme.surface_hover;
      f_.paint.fill(item.rect, item.background, all_corners(item.radius));
      f_.paint.stroke(item.rect, segment.is_current ? f_.theme.focus : f_.theme.outline, 1,
                      all_corners(item.radius));
      item.texts.push_back(f_.centred(item.name, TextStyle::Small, x + width / 2,
                                      y_ + choice_height / 2, f_.theme.text, width - 8));
      item.texts.back().is_hidden_from_names = true;
      add(std::move(item));
      x += width + gap;
    }
  }
  y_ += choice_height + 14;
}

void draw_form_card(Frame& f, Item item, float width,
                    const std::function<void(FormCard&)>& content) {
  width = std::min(width, f.viewport.width - 16);
  Rect inner = {0, 0, width - 2 * padding, 0};
  FormCard measured(f, item.id, inner, true);
  content(measured);
  const float content_height = measured.y() + 2 * padding;
  // In a low window, and when everything is enlarged, what does not fit is scrolled.
  const float height = std::min(content_height, std::max(0.0f, f.viewport.height - 2 * margin));
  const float most = content_height - height;
  float& scroll = f.view.card_scroll;
  scroll = std::clamp(scroll, 0.0f, most);
  f.view.card_reach = {scroll > 0, scroll < most};
  Rect card;
  card.x = f.paint.snap((f.viewport.width - width) / 2);
  // A little above the middle looks centred.
  card.y = f.paint.snap(std::max(margin, (f.viewport.height - height) * 0.45f));
  card.width = width;
  card.height = height;
  const Corners corners = all_corners(16);
  f.paint.shadow({card.x, card.y + 8, width, height}, f.theme.shadow, 24, corners);
  f.paint.fill(card, f.theme.surface_raised, corners);
  if (f.theme.is_dark) f.paint.stroke(card, f.theme.outline, 1, corners);
  item.rect = card;
  item.background = f.theme.surface_raised;
  item.radius = 16;
  const std::string id = item.id;
  f.semantics.add(std::move(item));
  inner.x = card.x + padding;
  inner.y = f.paint.snap(card.y + padding - scroll);
  if (most > 0) f.paint.push_clip(card);
  FormCard drawn(f, id, inner, false);
  content(drawn);
  if (most > 0) {
    scroll_thumb(f, card, scroll / content_height, height / content_height);
    f.paint.pop_clip();
  }
}

}  // namespace ui
