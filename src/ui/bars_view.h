// SPDX-License-Identifier: MIT
// The bars across the top: the connection is being restored; a passing notice.
#pragma once

#include "ui/frame.h"

namespace ui {

// Returns the height they take.
float draw_bars(Frame& f);

}  // namespace ui
