// SPDX-License-Identifier: MIT
// The dialogs: adding a contact, joining a room, about a contact or a room, the own account.
#pragma once

#include <vector>

#include "ui/frame.h"

namespace ui {

// Nothing when no dialog is open.
void draw_dialog(Frame& f);

// Of that account.
void open_dialog(ViewState& view, const ShowDialog& show, const Models& models,
                 model::AccountId account);
// The main button, or Enter in one of the fields. Closes the dialog, unless what was typed is no
// good: then it says so and stays.
std::vector<model::Action> confirm_dialog(ViewState& view, const Models& models);

}  // namespace ui
