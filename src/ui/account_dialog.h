// SPDX-License-Identifier: MIT
// The dialogs about the person's own accounts: one of them, and the login with one more.
#pragma once

#include <vector>

#include "ui/form_card.h"

namespace ui {

void draw_profile(FormCard& card, const model::Model& model);
// Another account, or one whose login has failed.
void draw_add_account(FormCard& card, const DialogState& dialog);
// The login, with a number of its own where the account is new; empty: the dialog says why not and stays.
std::vector<model::Action> confirm_account(DialogState& dialog, const Models& models);

}  // namespace ui
