// SPDX-License-Identifier: MIT
// See login_view.h.
#include "ui/login_view.h"

#include "ui/form_card.h"
#include "ui/strings.h"

namespace ui {

bool needs_login(const model::Account& account) {
  switch (account.connection) {
    case model::Connection::Offline:
    case model::Connection::Failed:
      return true;
    case model::Connection::Online:
      return false;
    case model::Connection::Connecting:
    case model::Connection::Authenticating:
    case model::Connection::Reconnecting:
      return !account.was_online;
  }
  return true;
}

void draw_login(Frame& f) {
  const model::Account& account = f.model.account();
  const bool is_busy = account.connection != model::Connection::Offline &&
                       account.connection != model::Connection::Failed;
  Item item;
  item.id = "login";
  item.role = Role::Region;
  item.name = say(Phrase::LogIn);
  draw_form_card(f, std::move(item), 380, [&](FormCard& card) {
    // A low window has room for the fields only.
    if (f.viewport.height >= 460) card.brand(say(Phrase::AppName));
    card.paragraph(say(Phrase::LoginHint), f.theme.text_soft, base::TextStyle::Body,
                   FormCard::Align::Middle);
    card.field("login/address", Phrase::XmppAddress, Phrase::XmppAddressHint,
               {.value = f.view.login.address,
                .version = f.view.login.version,
                .is_address = true,
                .wants_focus = true});
    // The value is never given to the host: its control has it, and nothing else shall.
    card.field("login/password", Phrase::Password, Phrase::Password,
               {.version = f.view.login.version, .is_secret = true});
    if (account.connection == model::Connection::Failed ||
        account.connection == model::Connection::Reconnecting) {
      card.problem(sentence_for(account));
    }
    card.wide_button({"login/submit", is_busy ? Phrase::Connecting : Phrase::LogIn,
                      ButtonLook::Primary, ConfirmDialog{}, is_busy});
  });
}

std::vector<model::Action> submit_login(ViewState& view) {
  return {model::LogIn{view.login.address, view.login.password}};
}

}  // namespace ui
