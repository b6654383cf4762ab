// SPDX-License-Identifier: MIT
// The messages of the open conversation.
#pragma once

#include "ui/frame.h"

namespace ui {

void draw_timeline(Frame& f, const model::Conversation& conversation, const Rect& area);

}  // namespace ui
