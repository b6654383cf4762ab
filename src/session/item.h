// SPDX-License-Identifier: MIT
// What a session hands out, in order: outputs for the host, facts for the model.
#pragma once

#include <variant>

#include "base/io.h"
#include "session/event.h"

namespace session {

// A struct, so that session.h can name it without knowing every fact there is.
struct Item : std::variant<base::Output, Event> {
  using std::variant<base::Output, Event>::variant;
};

}  // namespace session
