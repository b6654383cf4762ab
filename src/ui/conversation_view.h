// SPDX-License-Identifier: MIT
// The right pane: header, timeline, occupants and composer of the open conversation.
#pragma once

#include "ui/frame.h"

namespace ui {

// `has_back`: the list is not beside it, a button leads back.
void draw_conversation(Frame& f, const Rect& area, bool has_back);
// Nothing is open.
void draw_no_conversation(Frame& f, const Rect& area);

}  // namespace ui
