// SPDX-License-Identifier: MIT
// What pressing something does to the view alone, without the model hearing of it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "xmpp/jid.h"

namespace ui {

enum class DialogKind {
  None,
  AddContact,
  JoinRoom,
  EnterRoom,
  ContactMenu,
  Profile,
  AddAccount,
  ConfirmRemove,
  Date  // of the conversation: which day to go to
};

struct ShowDialog {
  DialogKind kind = DialogKind::None;
  xmpp::Jid about;
};
struct CloseDialog {};
struct ConfirmDialog {};  // the dialog's main button: its fields become an Action
struct ChooseAccount {};  // that of the item: the dialog is about it from now on
struct ShowMonth {
  int month = 0;  // months since January of the year 0
};
struct JumpToEnd {};
struct ToggleOccupants {};
// Of a long message of the open conversation another page is shown from now on.
struct ExpandMessage {
  uint64_t key = 0;  // model::MessageKey
};
struct SetTheme {
  std::string name;  // "light", "dark" or "auto"
};

using ViewAction = std::variant<ShowDialog, CloseDialog, ConfirmDialog, ChooseAccount, ShowMonth,
                                JumpToEnd, ToggleOccupants, ExpandMessage, SetTheme>;

}  // namespace ui
