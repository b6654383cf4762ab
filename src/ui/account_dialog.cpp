// SPDX-License-Identifier: MIT
// See account_dialog.h.
#include "ui/account_dialog.h"

#include "ui/clean_text.h"
#include "ui/dialog_parts.h"
#include "ui/strings.h"
#include "ui/widgets.h"
#include "xmpp/address_text.h"

namespace ui {

using base::TextStyle;

void draw_add_account(FormCard& card, const DialogState& dialog) {
  card.title(say(Phrase::AddAccount));
  card.paragraph(say(Phrase::AddAccountExplained), card.frame().theme.text_soft, TextStyle::Body);
  Field address = field_of(dialog, address_field);
  address.is_address = true;
  address.wants_focus = dialog.about.empty();
  card.field(std::string(address_field), Phrase::XmppAddress, Phrase::XmppAddressHint,
             std::move(address));
  card.field(std::string(password_field), Phrase::Password, Phrase::Password,
             {.version = dialog.version, .is_secret = true, .wants_focus = !dialog.about.empty()});
  card.problem(dialog.problem);
  card.buttons({cancel(), confirm(Phrase::LogIn)});
}

namespace {

// What the server keeps; nothing where it does not say.
void draw_keeping(FormCard& card, const model::Account& account) {
  using xmpp::ArchivePolicy;
  Frame& f = card.frame();
  const model::Account::Keeping& keeping = account.keeping;
  const bool is_online = account.connection == model::Connection::Online;
  if (!keeping.is_asked && is_online && !account.is_anonymous) f.wish(model::ReadArchivePolicy{});
  if (!keeping.policy || !is_online) return;
  card.label(say(Phrase::KeptOnServer));
  const auto segment = [&](const char* id, Phrase label, ArchivePolicy policy) {
    return FormCard::Segment{id, label, keeping.policy == policy, model::SetArchivePolicy{policy}};
  };
  card.segments({segment("dialog/keep-all", Phrase::KeepAll, ArchivePolicy::Everything),
                 segment("dialog/keep-contacts", Phrase::KeepContacts, ArchivePolicy::Contacts),
                 segment("dialog/keep-nothing", Phrase::KeepNothing, ArchivePolicy::Nothing)});
  card.paragraph(say(Phrase::KeepExplained), f.theme.text_soft, TextStyle::Small);
  if (keeping.is_refused) card.problem(say(Phrase::KeepRefused));
  card.space(6);
}

// The other accounts, to be looked at instead, and the way to one more.
void draw_other_accounts(FormCard& card) {
  Frame& f = card.frame();
  if (f.models.size() > 1) card.label(say(Phrase::OtherAccounts));
  for (const model::Model* each : f.models) {
    if (each == &f.model) continue;
    Frame other = f.of(*each);
    const bool is_online = each->account().connection == model::Connection::Online;
    const xmpp::Availability availability =
        is_online ? each->account().availability : xmpp::Availability::Offline;
    card.choice(other.id("dialog/account", each->account().jid),
                xmpp::readable(each->account().jid), presence_colour(f.theme, availability), false,
                ShowDialog{DialogKind::Profile, each->account().jid});
  }
  f.semantics.account = f.model.id();
  if (f.models.size() < model::max_accounts && f.model.allows_more_accounts()) {
    card.buttons({}, FormCard::Button{"dialog/add-account", Phrase::AddAccount, ButtonLook::Link,
                                      ShowDialog{DialogKind::AddAccount, {}}});
  }
  card.space(6);
}

}  // namespace

void draw_profile(FormCard& card, const model::Model& model) {
  Frame& f = card.frame();
  const model::Account& account = model.account();
  card.person(clean_name(xmpp::readable_name(account.jid), account.jid.text()), account.jid, false);
  card.label(say(Phrase::Availability));
  const std::pair<std::string_view, xmpp::Availability> states[] = {
      {"available", xmpp::Availability::Available},
      {"away", xmpp::Availability::Away},
      {"dnd", xmpp::Availability::DoNotDisturb},
  };
  for (const auto& [id, availability] : states) {
    card.choice("dialog/" + std::string(id), say(availability),
                presence_colour(f.theme, availability), account.availability == availability,
                model::SetAvailability{availability, account.status});
  }
  card.space(14);
  draw_other_accounts(card);
  draw_keeping(card, account);
  card.label(say(Phrase::Appearance));
  const std::string& choice = f.view.theme_choice;
  card.segments({{"dialog/theme-auto", Phrase::ThemeAuto, choice == "auto", SetTheme{"auto"}},
                 {"dialog/theme-light", Phrase::ThemeLight, choice == "light", SetTheme{"light"}},
                 {"dialog/theme-dark", Phrase::ThemeDark, choice == "dark", SetTheme{"dark"}}});
  card.space(6);
  card.buttons({}, FormCard::Button{"dialog/report", Phrase::ReportProblem, ButtonLook::Link,
                                    model::ReportProblem{}});
  card.space(6);
  card.buttons({cancel(Phrase::Close)}, FormCard::Button{"dialog/log-out", Phrase::LogOut,
                                                         ButtonLook::Link, model::LogOut{}});
}

namespace {

// The number of an account that nobody is logged in with.
model::AccountId free_account(const Models& models) {
  model::AccountId out = 0;
  for (const model::Model* each : models) {  // in order
    if (each->id() == out) ++out;
  }
  return out;
}

}  // namespace

std::vector<model::Action> confirm_account(DialogState& dialog, const Models& models) {
  const std::string typed_address = single_line(typed(dialog, address_field), 4096);
  const std::optional<xmpp::Jid> jid = models.front()->login_address(typed_address);
  if (!jid) {
    dialog.problem = say(typed_address.empty() ? Phrase::AddressMissing : Phrase::AddressIsNone);
    return {};
  }
  model::AccountId account = free_account(models);
  for (const model::Model* each : models) {
    if (each->account().jid != *jid && each->account().asked != *jid) continue;
    if (each->account().connection != model::Connection::Failed) {
      dialog.problem = say(Phrase::AccountIsThere);
      return {};
    }
    account = each->id();
  }
  model::Action action = model::LogIn{.address = typed_address,
                                      .password = dialog.password,
                                      .stay = models.front()->account().stays};
  action.account = account;
  dialog = {.version = dialog.version};
  return {action};
}

}  // namespace ui
