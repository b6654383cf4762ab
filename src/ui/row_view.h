// SPDX-License-Identifier: MIT
// One row of the list: a contact, a room, or whoever else there is a conversation with.
#pragma once

#include <cstddef>

#include "ui/frame.h"

namespace ui {

// The row number `index` of `count`, from 0.
void draw_row(Frame f, const xmpp::Jid& jid, const Rect& rect, size_t index, size_t count);

}  // namespace ui
