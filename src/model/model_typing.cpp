// SPDX-License-Identifier: MIT
// Typing, of others and of ourselves: what is heard is believed for a while, what is said is said once. XEP-0085 section 5.
#include <algorithm>

#include "model/apply.h"

namespace model {
namespace {

using xmpp::ChatState;

constexpr base::Duration believed_for = std::chrono::seconds(60);
constexpr base::Duration pause_after = std::chrono::seconds(30);
// LIMIT: of more at once nobody can be named.
constexpr size_t max_typing = 20;

}  // namespace

// What an archive has, or a server kept back, was so then. It still tells what the other client knows.
void Model::Apply::take_chat_state(Conversation& conversation,
                                   const session::MessageReceived& event) {
  if (event.is_own) return;
  Typing& typing = conversation.typing;
  const bool is_live = !event.is_delayed;
  const std::optional<ChatState>& state = event.content.chat_state;
  if (state) {
    typing.hears = Typing::Hears::Yes;
  } else if (is_live && event.content.has_words()) {
    typing.hears = Typing::Hears::No;
  }
  if (!is_live) return;
  if (state != ChatState::Composing) {
    typing.others.erase(event.from);
  } else if (typing.others.size() < max_typing || typing.others.count(event.from) != 0) {
    typing.others[event.from] = env.now.steady + believed_for;
  }
}

void Model::Apply::forget_typing(const xmpp::Jid& who) {
  for (const xmpp::Jid& jid : {who.bare(), who}) {
    if (Conversation* conversation = find(jid)) conversation->typing.others.erase(who);
  }
}

bool Model::Apply::may_tell_typing(const Conversation& conversation) const {
  if (!is_online() || !model.settings_.tells_typing) return false;
  if (conversation.room) return conversation.room->state == Room::State::Joined;
  if (conversation.typing.hears != Typing::Hears::Yes) return false;
  return model.is_occupant(conversation.jid) || may_see_us(conversation.jid);
}

void Model::Apply::tell_typing(Conversation& conversation, ChatState state) {
  Typing& typing = conversation.typing;
  typing.pause_at.reset();
  if (state == ChatState::Composing) typing.pause_at = env.now.steady + pause_after;
  if (typing.said == state) return;  // section 5.3: once
  typing.said = state;
  if (!may_tell_typing(conversation)) return;
  command(session::SendMessage{.to = conversation.jid,
                               .is_groupchat = conversation.room.has_value(),
                               .content = {.chat_state = state},
                               .is_tracked = false});
}

// The draft changed by the person's hands.
void Model::Apply::draft_typed(Conversation& conversation) {
  const bool is_blank = conversation.draft.find_first_not_of(" \t\r\n") == std::string::npos;
  tell_typing(conversation, is_blank ? ChatState::Active : ChatState::Composing);
}

void Model::Apply::operator()(const base::Tick&) {
  const base::Steady now = env.now.steady;
  for (auto& [jid, conversation] : model.conversations_) {
    Typing& typing = conversation.typing;
    if (typing.pause_at && *typing.pause_at <= now) tell_typing(conversation, ChatState::Paused);
    for (auto it = typing.others.begin(); it != typing.others.end();) {
      it = it->second <= now ? typing.others.erase(it) : std::next(it);
    }
  }
}

std::optional<base::Steady> Model::next_wake() const {
  std::optional<base::Steady> next;
  const auto consider = [&](base::Steady at) {
    if (!next || at < *next) next = at;
  };
  for (const auto& [jid, conversation] : conversations_) {
    if (conversation.typing.pause_at) consider(*conversation.typing.pause_at);
    for (const auto& [who, until] : conversation.typing.others) consider(until);
  }
  return next;
}

Effects Model::apply(const base::Tick& tick, base::Env& env) {
  const std::optional<base::Steady> wake = next_wake();
  if (!wake || *wake > env.now.steady) return {};
  ++version_;
  Apply apply{*this, env, {}};
  apply(tick);
  return std::move(apply.effects);
}

}  // namespace model
