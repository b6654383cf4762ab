// SPDX-License-Identifier: MIT
// Where a message is written: the field's frame and the send button; or why nothing can be written.
#pragma once

#include "ui/frame.h"

namespace ui {

float composer_height(Frame& f, const model::Conversation& conversation, float width);
void draw_composer(Frame& f, const model::Conversation& conversation, const Rect& area);

}  // namespace ui
