// SPDX-License-Identifier: MIT
// That somebody is typing: said, heard, and what is none. Examples after XEP-0085.
#include "ext/xep0085_chat_states.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;
using xmpp::ChatState;

namespace {

Wire bound() { return Wire::bound("bernardo@shakespeare.example/pda"); }
const xmpp::Jid francisco = *xmpp::Jid::parse("francisco@shakespeare.example");

std::string states(const std::string& elements) {
  std::string out;
  for (size_t at = 0; at < elements.size();) {
    const size_t end = std::min(elements.find(' ', at), elements.size());
    out += "<" + elements.substr(at, end - at) + " xmlns='http://jabber.org/protocol/chatstates'/>";
    at = end + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("each state is heard by its name", "[ext][chat-states]") {
  Wire wire = bound();
  const auto [name, state] = GENERATE(table<std::string, ChatState>({
      {"active", ChatState::Active},
      {"composing", ChatState::Composing},
      {"paused", ChatState::Paused},
      {"inactive", ChatState::Inactive},
      {"gone", ChatState::Gone},
  }));
  wire.receives("<message from='francisco@shakespeare.example/elsinore' type='chat'>" +
                states(name) + "</message>");
  const auto told = wire.event<session::MessageReceived>();
  CHECK(told.from.text() == "francisco@shakespeare.example/elsinore");
  CHECK(told.content.chat_state == state);
  CHECK_FALSE(told.content.has_words());
}

TEST_CASE("a message with words has its author's state, too", "[ext][chat-states]") {
  Wire wire = bound();
  wire.receives("<message from='francisco@shakespeare.example/e' type='chat'><body>Nay</body>" +
                states("active") + "</message>");
  CHECK(wire.event<session::MessageReceived>().content.chat_state == ChatState::Active);
}

TEST_CASE("what has no single state of those has none", "[ext][chat-states]") {
  Wire wire = bound();
  for (const char* none : {"composing paused", "active active", "dreaming"}) {
    wire.receives("<message from='francisco@shakespeare.example/e' type='chat'>" + states(none) +
                  "</message>")
        .no_events();
  }
  wire.receives(
          "<message from='francisco@shakespeare.example/e' type='chat'><composing "
          "xmlns='urn:evil'/></message>")
      .no_events();
  wire.receives("<message from='francisco@shakespeare.example/e' type='headline'>" +
                states("composing") + "</message>")
      .no_events();
}

TEST_CASE("a state by itself leaves with nothing beside it, and nobody waits for its fate",
          "[ext][chat-states]") {
  Wire wire = bound();
  wire.performs(session::SendMessage{
      .to = francisco, .content = {.chat_state = ChatState::Composing}, .is_tracked = false});
  wire.sends("<message to='francisco@shakespeare.example' type='chat'>" + states("composing") +
             "</message>")
      .no_events();
  wire.performs(session::SendMessage{
      francisco, false, "m1", {.body = "Long live the king!", .chat_state = ChatState::Active}});
  wire.sends(
      "<message to='francisco@shakespeare.example' id='m1' type='chat'>"
      "<body>Long live the king!</body>" +
      states("active") + "</message>");
}
