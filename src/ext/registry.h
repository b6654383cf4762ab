// SPDX-License-Identifier: MIT
// Every feature of the program, in dispatch order: state, content, routers. What is registered is what disco#info
// advertises.
#pragma once

#include <memory>
#include <vector>

#include "session/extension.h"

namespace ext {

std::vector<std::unique_ptr<session::Extension>> make_all();

}  // namespace ext
