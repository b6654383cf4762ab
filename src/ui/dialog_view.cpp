// SPDX-License-Identifier: MIT
// See dialog_view.h.
#include "ui/dialog_view.h"

#include <algorithm>

#include "ui/account_dialog.h"
#include "ui/clean_text.h"
#include "ui/date_dialog.h"
#include "ui/dialog_parts.h"
#include "ui/form_card.h"
#include "ui/names.h"
#include "ui/strings.h"
#include "ui/widgets.h"
#include "xmpp/address_text.h"

namespace ui {

using base::TextStyle;

namespace {

const model::Contact* contact_of(const model::Model& model, const xmpp::Jid& jid) {
  const auto found = model.roster().contacts.find(jid);
  return found == model.roster().contacts.end() ? nullptr : &found->second;
}

bool is_room(const model::Model& model, const xmpp::Jid& jid) {
  const model::Conversation* conversation = model.conversation(jid);
  return conversation != nullptr && conversation->room;
}

// As whom something is done, where a person is more than one.
void draw_account_choice(FormCard& card) {
  Frame& f = card.frame();
  if (f.models.size() < 2) return;
  for (const model::Model* each : f.models) {
    Frame other = f.of(*each);
    const std::string address = xmpp::readable(each->account().jid);
    card.choice(other.id("dialog/account", each->account().jid), address, {}, each == &f.model,
                ChooseAccount{});
  }
  f.semantics.account = f.model.id();
  card.space(10);
}

void draw_add_contact(FormCard& card, const DialogState& dialog) {
  card.title(say(Phrase::AddContact));
  draw_account_choice(card);
  Field address = field_of(dialog, address_field);
  address.is_address = true;
  address.wants_focus = true;
  card.field(std::string(address_field), Phrase::Address, Phrase::AddressHint, std::move(address));
  card.field(std::string(name_field), Phrase::Name, Phrase::NameHint, field_of(dialog, name_field));
  card.problem(dialog.problem);
  card.buttons({cancel(), confirm(Phrase::Add)});
}

void draw_join_room(FormCard& card, const DialogState& dialog) {
  card.title(say(Phrase::JoinRoom));
  draw_account_choice(card);
  Field address = field_of(dialog, address_field);
  address.is_address = true;
  address.wants_focus = true;
  card.field(std::string(address_field), Phrase::RoomAddress, Phrase::RoomAddressHint,
             std::move(address));
  card.problem(dialog.problem);
  card.buttons({cancel(), confirm(Phrase::Join)});
}

// A room that did not let us in: under which name, and with which password it shall be tried.
void draw_enter_room(FormCard& card, const model::Model& model, const DialogState& dialog) {
  card.title(say(Phrase::JoinRoom));
  const model::Conversation* conversation = model.conversation(dialog.about);
  if (conversation == nullptr || !conversation->room) return;
  card.paragraph(sentence_for(*conversation->room), card.frame().theme.text_soft, TextStyle::Body);
  const bool needs_password = needed_to_join(*conversation->room) == ToJoin::Password;
  Field name = field_of(dialog, name_field);
  name.wants_focus = !needs_password;
  card.field(std::string(name_field), Phrase::NameInRoom, Phrase::NameInRoom, std::move(name));
  if (needs_password) {
    // As in the login: the host's control alone has its value.
    card.field(std::string(password_field), Phrase::Password, Phrase::Password,
               {.version = dialog.version, .is_secret = true, .wants_focus = true});
  }
  card.problem(dialog.problem);
  card.buttons({cancel(), confirm(Phrase::Join)});
}

std::string presence_sentence(const model::Contact& contact) {
  if (contact.item.is_pending) return say(Phrase::PresencePending);
  const bool sees = contact.item.subscription == xmpp::Subscription::To ||
                    contact.item.subscription == xmpp::Subscription::Both;
  return say(sees ? Phrase::SharesPresence : Phrase::NoPresence);
}

// Only where there is something to go to.
void draw_jump(FormCard& card, const model::Model& model, const xmpp::Jid& jid) {
  const model::Conversation* conversation = model.conversation(jid);
  if (conversation == nullptr || conversation->timeline.empty()) return;
  card.buttons({}, FormCard::Button{"dialog/jump", Phrase::JumpToDate, ButtonLook::Link,
                                    ShowDialog{DialogKind::Date, jid}});
  card.space(6);
}

FormCard::Button remove_button(const xmpp::Jid& jid) {
  return {"dialog/remove", Phrase::Remove, ButtonLook::Link,
          ShowDialog{DialogKind::ConfirmRemove, jid}};
}

void draw_contact(FormCard& card, const model::Model& model, const DialogState& dialog) {
  Frame& f = card.frame();
  const xmpp::Jid& jid = dialog.about;
  const std::string name = shown_name(model, jid);
  const model::Contact* contact = contact_of(model, jid);
  if (is_room(model, jid)) {
    card.person(name, jid, true);
    const std::string subject = single_line(model.conversation(jid)->room->subject, 600);
    if (!subject.empty()) card.paragraph(subject, f.theme.text, TextStyle::Body);
    draw_jump(card, model, jid);
    const model::Room::State state = model.conversation(jid)->room->state;
    if (state == model::Room::State::Left || state == model::Room::State::Failed) {
      card.buttons({cancel(Phrase::Close)}, remove_button(jid));
      return;
    }
    const bool is_in = state == model::Room::State::Joined;
    card.buttons({cancel(Phrase::Close),
                  {"dialog/leave", is_in ? Phrase::LeaveRoom : Phrase::StopJoining,
                   ButtonLook::Danger, model::LeaveRoom{jid}}});
    return;
  }
  card.person(name, jid, false);
  if (model.is_occupant(jid)) {
    card.paragraph(say(Phrase::PrivateExplained), f.theme.text_soft, TextStyle::Small);
    draw_jump(card, model, jid);
    card.buttons({cancel(Phrase::Close)});
    return;
  }
  if (contact == nullptr) {
    draw_jump(card, model, jid);
    card.buttons({cancel(Phrase::Close),
                  {"dialog/add", Phrase::AddContact, ButtonLook::Primary,
                   model::AddContact{jid.text(), {}}}},
                 remove_button(jid));
    return;
  }
  card.paragraph(presence_sentence(*contact), f.theme.text_soft, TextStyle::Small);
  const std::string status = single_line(contact->status(), 600);
  if (!status.empty()) card.paragraph(status, f.theme.text, TextStyle::Body);
  card.field(std::string(name_field), Phrase::Name, Phrase::NameHint, field_of(dialog, name_field));
  draw_jump(card, model, jid);
  card.problem(dialog.problem);
  card.buttons({cancel(), confirm(Phrase::Save)}, remove_button(jid));
}

void draw_confirm_remove(FormCard& card, const model::Model& model, const DialogState& dialog) {
  const Names& names = card.frame().view.names;
  card.title(say(Phrase::RemoveQuestion, {{"name", told_name(names, model, dialog.about)}}));
  const bool is_contact = contact_of(model, dialog.about) != nullptr;
  card.paragraph(say(is_contact ? Phrase::RemoveExplained : Phrase::RemoveListedExplained),
                 card.frame().theme.text_soft, TextStyle::Body);
  card.problem(dialog.problem);
  card.buttons(
      {cancel(), confirm(is_contact ? Phrase::RemoveContact : Phrase::Remove, ButtonLook::Danger)});
}

std::string name_of_dialog(const Frame& f, const DialogState& dialog) {
  switch (dialog.kind) {
    case DialogKind::None:
      return {};
    case DialogKind::AddContact:
      return say(Phrase::AddContact);
    case DialogKind::JoinRoom:
    case DialogKind::EnterRoom:
      return say(Phrase::JoinRoom);
    case DialogKind::ContactMenu:
      return told_name(f.view.names, f.model, dialog.about);
    case DialogKind::Profile:
      return say(Phrase::YourAccount);
    case DialogKind::AddAccount:
      return say(Phrase::AddAccount);
    case DialogKind::ConfirmRemove:
      return say(contact_of(f.model, dialog.about) != nullptr ? Phrase::RemoveContact
                                                              : Phrase::Remove);
    case DialogKind::Date:
      return say(Phrase::JumpToDate);
  }
  return {};
}

}  // namespace

void draw_dialog(Frame& current) {
  const DialogState& dialog = current.view.dialog;
  if (dialog.kind == DialogKind::None) return;
  Frame f = current.of(model_of(current.models, dialog.account));
  const Rect window = {0, 0, f.viewport.width, f.viewport.height};
  f.paint.fill(window, f.theme.scrim);
  Item scrim;
  scrim.id = "dialog-scrim";
  scrim.role = Role::Button;
  scrim.name = say(Phrase::Close);
  scrim.rect = window;
  scrim.activation = CloseDialog{};
  f.semantics.add(std::move(scrim));
  Item item;
  item.id = "dialog";
  item.role = Role::Dialog;
  item.name = name_of_dialog(f, dialog);
  draw_form_card(f, std::move(item), 400, [&](FormCard& card) {
    switch (dialog.kind) {
      case DialogKind::None:
        break;
      case DialogKind::AddContact:
        draw_add_contact(card, dialog);
        break;
      case DialogKind::JoinRoom:
        draw_join_room(card, dialog);
        break;
      case DialogKind::EnterRoom:
        draw_enter_room(card, f.model, dialog);
        break;
      case DialogKind::ContactMenu:
        draw_contact(card, f.model, dialog);
        break;
      case DialogKind::Profile:
        draw_profile(card, f.model);
        break;
      case DialogKind::AddAccount:
        draw_add_account(card, dialog);
        break;
      case DialogKind::ConfirmRemove:
        draw_confirm_remove(card, f.model, dialog);
        break;
      case DialogKind::Date:
        draw_date(card, dialog);
        break;
    }
  });
}

void open_dialog(ViewState& view, const ShowDialog& show, const Models& models,
                 model::AccountId account) {
  const model::Model& model = model_of(models, account);
  view.dialog.kind = show.kind;
  view.dialog.account = account;
  view.dialog.about = show.about;
  view.dialog.fields.clear();
  view.dialog.password.wipe();
  view.dialog.problem.clear();
  view.dialog.month.reset();
  view.card_scroll = 0;
  ++view.dialog.version;
  if (show.kind == DialogKind::ContactMenu) {
    const model::Contact* contact = contact_of(model, show.about);
    if (contact != nullptr) {
      view.dialog.fields[std::string(name_field)] = single_line(contact->item.name, 256);
    }
  } else if (show.kind == DialogKind::AddAccount) {
    view.dialog.fields[std::string(address_field)] = xmpp::readable(show.about);
  } else if (show.kind == DialogKind::EnterRoom && is_room(model, show.about)) {
    view.dialog.fields[std::string(name_field)] =
        single_line(model.conversation(show.about)->room->wanted, 1023);
  }
}

std::vector<model::Action> confirm_dialog(ViewState& view, const Models& models) {
  DialogState& dialog = view.dialog;
  const DialogKind kind = dialog.kind;
  if (kind == DialogKind::AddAccount) return confirm_account(dialog, models);
  const model::Model& model = model_of(models, dialog.account);
  std::vector<model::Action> actions;
  // The list is ours: nobody has to be asked.
  const bool is_local =
      kind == DialogKind::ConfirmRemove && contact_of(model, dialog.about) == nullptr;
  if (!is_local && model.account().connection != model::Connection::Online) {
    // What was typed stays until it can be done.
    dialog.problem = say(Phrase::NoticeNotConnected);
    return {};
  }
  if (kind == DialogKind::AddContact || kind == DialogKind::JoinRoom) {
    const std::string address = single_line(typed(dialog, address_field), 4096);
    if (address.empty()) {
      dialog.problem = say(Phrase::AddressMissing);
      return {};
    }
    const bool is_room_name = kind == DialogKind::JoinRoom && model::Model::is_room_name(address);
    const std::optional<xmpp::Jid> jid = model.complete_address(address);
    if (!is_room_name && (!jid || (kind == DialogKind::JoinRoom && jid->local().empty()))) {
      dialog.problem = say(Phrase::AddressIsNone);
      return {};
    }
    const xmpp::Jid bare = is_room_name ? xmpp::Jid() : model.spelled(jid->bare());
    if (kind == DialogKind::JoinRoom && contact_of(model, bare) != nullptr &&
        !is_room(model, bare)) {
      dialog.problem = say(Phrase::NoticeIsContact, {{"subject", xmpp::readable(bare)}});
      return {};
    }
    if (kind == DialogKind::AddContact && is_room(model, bare)) {
      dialog.problem = say(Phrase::NoticeIsRoom, {{"subject", xmpp::readable(bare)}});
      return {};
    }
    if (kind == DialogKind::AddContact) {
      actions.push_back(model::AddContact{address, single_line(typed(dialog, name_field), 256)});
    } else {
      actions.push_back(model::OpenAddress{address, true});
    }
  } else if (kind == DialogKind::EnterRoom) {
    const std::string name = single_line(typed(dialog, name_field), 1023);
    if (name.empty()) {
      dialog.problem = say(Phrase::NameMissing);
      return {};
    }
    actions.push_back(model::JoinRoom{dialog.about, name, dialog.password});
  } else if (kind == DialogKind::ContactMenu) {
    if (contact_of(model, dialog.about) != nullptr) {
      actions.push_back(
          model::RenameContact{dialog.about, single_line(typed(dialog, name_field), 256)});
    }
  } else if (kind == DialogKind::ConfirmRemove) {
    if (is_local) {
      view.timelines.erase({dialog.account, dialog.about});
      actions.push_back(model::RemoveConversation{dialog.about});
    } else {
      actions.push_back(model::RemoveContact{dialog.about});
    }
  }
  for (model::Action& action : actions) action.account = model.id();
  dialog = {.version = dialog.version};
  return actions;
}

}  // namespace ui
