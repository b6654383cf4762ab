// SPDX-License-Identifier: MIT
// The login of the native program; the page has a real form instead.
#pragma once

#include <vector>

#include "ui/frame.h"

namespace ui {

// Whether the person has to log in before there is anything to see.
bool needs_login(const model::Account& account);
void draw_login(Frame& f);
// Enter in one of the fields, or the button.
std::vector<model::Action> submit_login(ViewState& view);

}  // namespace ui
