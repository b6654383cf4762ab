// SPDX-License-Identifier: MIT
// Who is typing in a conversation, and what we said of ourselves. XEP-0085.
#pragma once

#include <map>
#include <optional>

#include "base/time.h"
#include "xmpp/chat_state.h"
#include "xmpp/jid.h"

namespace model {

struct Typing {
  // By full address, and until when it is believed without being said again.
  std::map<xmpp::Jid, base::Steady> others;
  // Whether the other side of a chat knows such things: nobody is told by whom it does not (section 5.1).
  enum class Hears { Unknown, Yes, No };
  Hears hears = Hears::Unknown;
  xmpp::ChatState said = xmpp::ChatState::Active;
  std::optional<base::Steady> pause_at;  // if nothing more is typed
};

}  // namespace model
