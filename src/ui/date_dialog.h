// SPDX-License-Identifier: MIT
// The calendar: which day of a conversation to go to.
#pragma once

#include "ui/form_card.h"
#include "ui/view_state.h"

namespace ui {

void draw_date(FormCard& card, const DialogState& dialog);

}  // namespace ui
