// SPDX-License-Identifier: MIT
// See date_dialog.h. Weeks begin on Monday (ISO 8601).
#include "ui/date_dialog.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/dates.h"
#include "ui/dialog_parts.h"
#include "ui/strings.h"
#include "ui/widgets.h"

namespace ui {

using base::TextStyle;

namespace {

constexpr int columns = 7, weeks = 6;
constexpr float head_height = 44, names_height = 24, day_height = 40;

int month_of(Date date) { return date.year * 12 + date.month - 1; }

int first_day(int month) { return days_of({month / 12, month % 12 + 1, 1}); }

// That of the topmost row on screen.
int shown_day(const Frame& f, const model::Conversation& conversation) {
  const model::Timeline& timeline = conversation.timeline;
  const auto view = f.view.timelines.find(f.place(conversation.jid));
  std::optional<size_t> at;
  if (view != f.view.timelines.end()) at = timeline.index_of(view->second.anchor);
  const model::Message& row = timeline.messages()[at.value_or(timeline.size() - 1)];
  return local_day(row.sent, f.viewport.utc_offset_minutes);
}

// The years and months on either side, and which one it is.
void draw_head(FormCard& card, int month, int last_month) {
  const Rect area = card.take(head_height);
  if (card.is_measuring()) return;
  Frame& f = card.frame();
  const auto step = [&](const char* id, Phrase phrase, const char* sign, int by, float x) {
    Item item;
    item.id = id;
    item.parent = "dialog";
    item.role = Role::Button;
    item.name = say(phrase);
    item.rect = {x, area.y, 40, 40};
    item.radius = 20;
    item.is_disabled = month + by > last_month || month + by < 12;
    item.activation = ShowMonth{month + by};
    if (f.is_hovered(item.id) && !item.is_disabled) item.background = f.theme.surface_hover;
    f.paint.fill(item.rect, item.background, all_corners(20));
    const Colour ink = item.is_disabled ? f.theme.outline : f.theme.text;
    item.texts.push_back(f.centred(sign, TextStyle::Title, x + 20, area.y + 18, ink));
    item.texts.back().is_hidden_from_names = true;
    card.add(std::move(item));
  };
  step("dialog/year-before", Phrase::PreviousYear, "«", -12, area.x);
  step("dialog/month-before", Phrase::PreviousMonth, "‹", -1, area.x + 40);
  Item title;
  title.id = "dialog/month";
  title.parent = "dialog";
  title.role = Role::Heading;
  title.level = 2;
  title.name = say(Phrase::MonthAndYear,
                   {{"month", say_month(month % 12 + 1)}, {"year", std::to_string(month / 12)}});
  title.rect = {area.x + 84, area.y, area.width - 168, 40};
  title.texts.push_back(f.centred(title.name, TextStyle::BodyStrong, area.x + area.width / 2,
                                  area.y + 20, f.theme.text, title.rect.width));
  title.texts.back().is_hidden_from_names = true;
  card.add(std::move(title));
  step("dialog/month-after", Phrase::NextMonth, "›", 1, area.x + area.width - 80);
  step("dialog/year-after", Phrase::NextYear, "»", 12, area.x + area.width - 40);
}

void draw_names(FormCard& card) {
  const Rect area = card.take(names_height);
  if (card.is_measuring()) return;
  Frame& f = card.frame();
  for (int i = 0; i < columns; ++i) {
    const float middle = area.x + area.width * (static_cast<float>(i) + 0.5f) / columns;
    f.centred(say_weekday_short((i + 1) % columns), TextStyle::Small, middle, area.y + 10,
              f.theme.text_soft);
  }
}

struct Days {
  int month = 0, today = 0, shown = 0;
  xmpp::Jid conversation;
};

void draw_day(FormCard& card, const Days& days, int day, const Rect& cell) {
  Frame& f = card.frame();
  const Date date = date_of(day);
  Item item;
  item.id = "dialog/day/" + std::to_string(day);
  item.parent = "dialog/days";
  item.role = Role::Button;
  item.name = say(Phrase::DayMonthYear, {{"day", std::to_string(date.day)},
                                         {"month", say_month(date.month)},
                                         {"year", std::to_string(date.year)}});
  if (day == days.today) item.description = say(Phrase::Today);
  item.rect = cell;
  item.radius = f.theme.radius_control;
  item.is_disabled = day > days.today;
  item.is_current = day == days.shown;
  item.activation =
      model::JumpToDate{days.conversation, start_of(day, f.viewport.utc_offset_minutes)};
  if (item.is_current) {
    item.background = f.theme.surface_selected;
  } else if (f.is_hovered(item.id) && !item.is_disabled) {
    item.background = f.theme.surface_hover;
  }
  f.paint.fill(cell, item.background, all_corners(item.radius));
  const bool is_of_month = month_of(date) == days.month;
  const Colour ink = item.is_disabled ? f.theme.outline
                     : is_of_month    ? f.theme.text
                                      : f.theme.text_faint;
  const TextStyle style = day == days.today ? TextStyle::BodyStrong : TextStyle::Body;
  item.texts.push_back(f.centred(std::to_string(date.day), style, cell.x + cell.width / 2,
                                 cell.y + cell.height / 2, ink));
  item.texts.back().is_hidden_from_names = true;
  card.add(std::move(item));
}

void draw_days(FormCard& card, const Days& days) {
  const Rect area = card.take(weeks * day_height + 10);
  if (card.is_measuring()) return;
  Item list;
  list.id = "dialog/days";
  list.parent = "dialog";
  list.role = Role::List;
  list.name = say(Phrase::JumpToDate);
  list.rect = {area.x, area.y, area.width, weeks * day_height};
  card.add(std::move(list));
  const int first = first_day(days.month);
  const int begin = first - (weekday(first) + 6) % columns;
  const float width = std::floor(area.width / columns);
  for (int i = 0; i < weeks * columns; ++i) {
    const float x = area.x + width * static_cast<float>(i % columns);
    const float y = area.y + day_height * static_cast<float>(i / columns);
    draw_day(card, days, begin + i, {x + 1, y + 1, width - 2, day_height - 2});
  }
}

}  // namespace

void draw_date(FormCard& card, const DialogState& dialog) {
  Frame& f = card.frame();
  card.title(say(Phrase::JumpToDate));
  const model::Conversation* conversation = f.model.conversation(dialog.about);
  if (conversation == nullptr || conversation->timeline.empty()) return;
  Days days;
  days.conversation = dialog.about;
  days.today = local_day(f.now.wall, f.viewport.utc_offset_minutes);
  days.shown = shown_day(f, *conversation);
  days.month = dialog.month.value_or(month_of(date_of(days.shown)));
  draw_head(card, days.month, month_of(date_of(days.today)));
  draw_names(card);
  draw_days(card, days);
  // Before there were messages.
  constexpr base::Wall beginning{std::chrono::hours(24)};
  card.buttons({cancel()},
               FormCard::Button{"dialog/beginning", Phrase::ToBeginning, ButtonLook::Link,
                                model::JumpToDate{dialog.about, beginning}});
}

}  // namespace ui
