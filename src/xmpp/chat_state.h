// SPDX-License-Identifier: MIT
// How much somebody takes part in a conversation right now. XEP-0085 section 2.
#pragma once

namespace xmpp {

enum class ChatState { Active, Composing, Paused, Inactive, Gone };

}  // namespace xmpp
