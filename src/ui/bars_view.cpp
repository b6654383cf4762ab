// SPDX-License-Identifier: MIT
// See bars_view.h.
#include "ui/bars_view.h"

#include <algorithm>
#include <cmath>

#include "ui/login_view.h"
#include "ui/names.h"
#include "ui/strings.h"
#include "ui/widgets.h"
#include "xmpp/address_text.h"

namespace ui {

using base::TextStyle;

namespace {

constexpr float bar_height = 48;
// Who is away no longer than this gets no bar: everything below would go down and up again.
constexpr base::Duration patience = std::chrono::seconds(1);

struct Bar {
  std::string id;
  Role role = Role::Status;
  std::string sentence;
  Colour ground, text;
  std::string button_id;
  Phrase label;
  Activation activation;
};

float draw_bar(Frame& f, Bar bar, float y) {
  const std::string label = say(bar.label);
  const float button_space = button_width(f, label);
  const float left = 16, right = f.viewport.width - 12;
  const float width = std::max(40.0f, right - button_space - 16 - left);
  const base::TextLayout& layout = f.layout(bar.sentence, TextStyle::Small, width, 3);
  const float height = std::max(bar_height, std::ceil(layout.height) + 16);
  Item item;
  item.id = bar.id;
  item.role = bar.role;
  item.rect = {0, y, f.viewport.width, height};
  item.background = bar.ground;
  f.paint.fill(item.rect, bar.ground);
  item.texts.push_back(f.text(bar.sentence, TextStyle::Small, left,
                              y + (height - layout.height) / 2, bar.text, width, 3));
  f.semantics.add(std::move(item));
  // On the bar's own ground: its colours are the bar's turned round.
  Item press;
  press.id = std::move(bar.button_id);
  press.parent = std::move(bar.id);
  press.role = Role::Button;
  press.name = label;
  press.rect = {right - button_space, y + (height - 34) / 2, button_space, 34};
  press.radius = 17;
  press.activation = std::move(bar.activation);
  press.background = mixed(bar.ground, bar.text, f.is_hovered(press.id) ? 0.2f : 0.1f);
  f.paint.fill(press.rect, press.background, all_corners(17));
  press.texts.push_back(f.centred(label, TextStyle::SmallStrong,
                                  press.rect.x + press.rect.width / 2,
                                  press.rect.y + press.rect.height / 2, bar.text));
  press.texts.back().is_hidden_from_names = true;
  f.semantics.add(std::move(press));
  return height;
}

std::string retry_sentence(Frame& f) {
  const model::Account& account = f.model.account();
  // Counting down to an attempt without a network would be an empty promise; it comes back by itself.
  if (account.problem.failure == xmpp::Failure::NoNetwork) return sentence_for(account.problem);
  // The page was only reloaded, say.
  if (account.problem.failure == xmpp::Failure::None) return say(Phrase::Reconnecting);
  const std::string what = what_happened(account.problem);
  if (!account.next_attempt || *account.next_attempt <= f.now.steady) {
    return say(Phrase::LostRetryingNow, {{"what", what}});
  }
  const base::Duration left = *account.next_attempt - f.now.steady;
  const int64_t seconds = (left.count() + 999) / 1000;
  // The next frame is due when the number changes.
  f.wake_at(*account.next_attempt - base::Duration((seconds - 1) * 1000));
  return say(Phrase::LostRetryingIn, {{"what", what}, {"seconds", std::to_string(seconds)}});
}

}  // namespace

namespace {

bool is_soon_back(Frame& f) {
  const model::Account& account = f.model.account();
  const base::Steady due = account.away_since + patience;
  if (!model::is_on_the_way(account.connection) || f.now.steady >= due) return false;
  f.wake_at(due);
  return true;
}

// Of one account, `y` from the top; with its address where there are others. Its height.
float draw_bars_of(Frame f, float y) {
  const float top = y;
  const model::Account& account = f.model.account();
  const std::string label = account_label(f.models, f.model);
  const auto of_account = [&](const std::string& sentence) {
    return label.empty() ? sentence
                         : say(Phrase::AccountAndSentence,
                               {{"account", xmpp::readable(account.jid)}, {"sentence", sentence}});
  };
  // Names of things; of the first account as if it were alone.
  const auto of_this = [&](std::string id) {
    return f.model.id() == 0 ? id : id + '/' + std::to_string(f.model.id());
  };
  const bool is_quiet = is_soon_back(f);
  if (!is_quiet && f.models.size() > 1 && needs_login(account)) {
    const bool is_failed = account.connection == model::Connection::Failed;
    y +=
        draw_bar(f,
                 {.id = of_this("not-online"),
                  .role = is_failed ? Role::Alert : Role::Status,
                  .sentence = of_account(sentence_for(account)),
                  .ground = is_failed ? f.theme.danger : f.theme.warning_ground,
                  .text = is_failed ? f.theme.on_danger : f.theme.on_warning,
                  .button_id = of_this("account-menu"),
                  .label = is_failed ? Phrase::LogIn : Phrase::YourAccount,
                  .activation = ShowDialog{is_failed ? DialogKind::AddAccount : DialogKind::Profile,
                                           account.jid}},
                 y);
  } else if (!is_quiet && account.connection == model::Connection::Reconnecting) {
    y += draw_bar(f,
                  {.id = of_this("reconnecting"),
                   .role = Role::Status,
                   .sentence = of_account(retry_sentence(f)),
                   .ground = f.theme.warning_ground,
                   .text = f.theme.on_warning,
                   .button_id = of_this("retry-now"),
                   .label = Phrase::TryNow,
                   .activation = model::RetryConnection{}},
                  y);
  }
  if (f.model.notice().kind != model::Notice::Kind::None) {
    // What was asked for and done is no alarm.
    const bool is_good = f.model.notice().kind == model::Notice::Kind::ReportSaved;
    y += draw_bar(f,
                  {.id = of_this("notice"),
                   .role = is_good ? Role::Status : Role::Alert,
                   .sentence = of_account(sentence_for(f.model.notice())),
                   .ground = is_good ? f.theme.accent : f.theme.danger,
                   .text = is_good ? f.theme.on_accent : f.theme.on_danger,
                   .button_id = of_this("dismiss"),
                   .label = Phrase::Dismiss,
                   .activation = model::DismissNotice{}},
                  y);
  }
  return y - top;
}

}  // namespace

float draw_bars(Frame& f) {
  float y = 0;
  for (const model::Model* each : f.models) y += draw_bars_of(f.of(*each), y);
  f.semantics.account = f.model.id();
  return y;
}

}  // namespace ui
