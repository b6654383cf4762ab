// SPDX-License-Identifier: MIT
// Opens a link in whatever program the desktop has for it.
#pragma once

#include <string>

namespace platform {

// `url` was checked by the core. Nothing happens when the desktop has no xdg-open.
void open_link(const std::string& url);

}  // namespace platform
