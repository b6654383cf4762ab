// SPDX-License-Identifier: MIT
// The left pane: own account, search, subscription requests, rooms and contacts.
#pragma once

#include "ui/frame.h"

namespace ui {

void draw_list(Frame& f, const Rect& area);

}  // namespace ui
