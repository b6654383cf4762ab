// SPDX-License-Identifier: MIT
// Who is in the open room.
#pragma once

#include "ui/frame.h"

namespace ui {

void draw_occupants(Frame& f, const model::Conversation& conversation, const Rect& area);

}  // namespace ui
