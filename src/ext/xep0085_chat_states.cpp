// SPDX-License-Identifier: MIT
// See xep0085_chat_states.h.
#include "ext/xep0085_chat_states.h"

#include "session/content.h"
#include "xmpp/ns.h"

namespace chat_states {

namespace {

using xmpp::ChatState;

// In the order of the enumeration.
constexpr std::string_view names[] = {"active", "composing", "paused", "inactive", "gone"};

}  // namespace

std::vector<std::string_view> ChatStates::features() const { return {xmpp::ns::chat_states}; }

void ChatStates::on_incoming(session::Context&, const xmpp::Message& message,
                             const session::Delivery&, session::Content& content) {
  for (size_t i = 0; i < std::size(names); ++i) {
    if (xmpp::find(message.payloads, {xmpp::ns::chat_states, names[i]}) != nullptr) {
      content.chat_state = static_cast<ChatState>(i);
    }
  }
}

void ChatStates::on_compose(session::Context&, const session::Content& content,
                            xmpp::Message& message) {
  if (!content.chat_state) return;
  message.payloads.emplace_back(xmpp::ns::chat_states,
                                names[static_cast<size_t>(*content.chat_state)]);
}

}  // namespace chat_states
