// SPDX-License-Identifier: MIT
// Messages in and out. RFC 6121 section 5; design.md section 6: nothing a person wrote is lost, nothing shows twice.
#include <algorithm>

#include "base/utf8.h"
#include "model/apply.h"

namespace model {

namespace {

// How far back a room's history is compared with what is on screen after joining again.
constexpr size_t compared_history = 500;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// A room repeats its history whenever it is joined; by the occupant, the id and the words it is the same row.
bool is_repeated(const Timeline& timeline, const session::MessageReceived& event,
                 const std::string& body) {
  const auto& messages = timeline.messages();
  const size_t first = messages.size() > compared_history ? messages.size() - compared_history : 0;
  for (size_t i = messages.size(); i > first; --i) {
    const Message& known = messages[i - 1];
    if (known.from != event.from || known.body != body || known.id != event.id) continue;
    // Without an id, the same words of the same second; stamps of rooms have no fractions.
    const base::Duration apart = std::chrono::abs(known.sent - event.sent);
    if (!event.id.empty() || apart < std::chrono::seconds(2)) return true;
  }
  return false;
}

}  // namespace

void Model::Apply::operator()(const session::MessageReceived& event) {
  Conversation& conversation = conversation_with(event.conversation);
  if (event.is_groupchat && !conversation.room) {
    conversation.room.emplace();
    ++model.names_version_;
  }
  std::string body = base::sanitise(event.body);
  if (event.is_own && !event.id.empty()) {
    Message* echo = conversation.timeline.find_own(event.id);
    // Other devices of ours number their messages as they like: the same id is not yet the same message.
    if (echo != nullptr && (event.is_groupchat || echo->body == body)) {
      // The room shows it to everyone: the row we have becomes that message.
      echo->state = MessageState::Acknowledged;
      echo->error.reset();
      if (event.is_groupchat) echo->from = event.from;
      return;
    }
  }
  if (event.is_groupchat && event.is_delayed && is_repeated(conversation.timeline, event, body)) {
    return;
  }
  Message message;
  message.key = model.next_key_++;
  message.id = event.id;
  message.from = event.from;
  message.author = event.is_groupchat ? std::string(event.from.resource())
                                      : model.display_name(event.from.bare());
  message.is_own = event.is_own;
  message.body = std::move(body);
  message.sent = event.sent;
  message.is_delayed = event.is_delayed;
  message.state = event.is_own ? MessageState::Acknowledged : MessageState::Received;
  conversation.last_activity = message.key;
  const bool is_history = event.is_groupchat && event.is_delayed;
  if (event.is_own) {
    // Written on another device: what came before was read there.
    conversation.unread = 0;
    conversation.first_unread = 0;
  } else if (model.open_ != event.conversation && !is_history) {
    if (conversation.unread == 0) conversation.first_unread = message.key;
    ++conversation.unread;
  }
  conversation.timeline.append(std::move(message));
}

void Model::Apply::operator()(const session::MessageFailed& event) {
  const auto found = model.conversations_.find(event.conversation);
  if (found == model.conversations_.end()) return;
  Message* message = found->second.timeline.find_own(event.id);
  if (message == nullptr) return;
  message->state = MessageState::Failed;
  message->error = event.error;
}

void Model::Apply::operator()(const session::MessageSent& event) {
  advance(event.conversation, event.id, {MessageState::Queued}, MessageState::Sent);
}

void Model::Apply::operator()(const session::MessageAcknowledged& event) {
  advance(event.conversation, event.id, {MessageState::Queued, MessageState::Sent},
          MessageState::Acknowledged);
}

// It keeps its id, so that whoever has it already knows it again.
void Model::Apply::operator()(const session::MessageUnsent& event) {
  advance(event.conversation, event.id, {MessageState::Sent}, MessageState::Queued);
}

void Model::Apply::advance(const xmpp::Jid& jid, const std::string& id,
                           std::initializer_list<MessageState> from, MessageState to) {
  const auto found = model.conversations_.find(jid);
  if (found == model.conversations_.end()) return;
  Message* message = found->second.timeline.find_own(id);
  if (message == nullptr) return;
  if (std::find(from.begin(), from.end(), message->state) != from.end()) message->state = to;
}

void Model::Apply::operator()(const EditDraft& action) {
  conversation_with(action.conversation).draft = action.text;
}

void Model::Apply::operator()(const SendText& action) {
  Conversation& conversation = conversation_with(action.conversation);
  if (is_blank(action.text)) return;
  if (action.text.size() > max_body_bytes) {
    // Kept where it was typed, to be shortened.
    conversation.draft = action.text;
    model.notice_ = {Notice::Kind::MessageTooLong, {}, {}};
    return;
  }
  if (model.notice_.kind == Notice::Kind::MessageTooLong) model.notice_ = {};
  Message message;
  message.key = model.next_key_++;
  message.id = base::new_id(env.random);
  message.from = model.account_.jid;
  message.is_own = true;
  message.body = base::sanitise(action.text);
  message.sent = env.now.wall;
  message.state = MessageState::Queued;
  conversation.last_activity = message.key;
  conversation.first_unread = 0;
  conversation.unread = 0;
  conversation.draft.clear();
  ++conversation.draft_version;
  send(conversation, message);
  conversation.timeline.append(std::move(message));
}

void Model::Apply::operator()(const RetryMessage& action) {
  const auto found = model.conversations_.find(action.conversation);
  if (found == model.conversations_.end()) return;
  Message* message = found->second.timeline.find_own(action.id);
  if (message == nullptr || message->state != MessageState::Failed) return;
  // The id stays: should the first one have arrived after all, the other side can tell.
  message->state = MessageState::Queued;
  message->error.reset();
  send(found->second, *message);
}

void Model::Apply::send(const Conversation& conversation, const Message& message) {
  const bool is_groupchat = conversation.room.has_value();
  if (!is_online()) return;
  if (is_groupchat && conversation.room->state != Room::State::Joined) return;
  command(session::SendMessage{conversation.jid, is_groupchat, message.id, message.body});
}

void Model::Apply::send_queued(const xmpp::Jid* room) {
  std::vector<std::pair<const Message*, const Conversation*>> waiting;
  for (const auto& [jid, conversation] : model.conversations_) {
    if (room != nullptr ? jid != *room : conversation.room.has_value()) continue;
    for (const Message& message : conversation.timeline.messages()) {
      if (message.is_own && message.state == MessageState::Queued) {
        waiting.emplace_back(&message, &conversation);
      }
    }
  }
  std::sort(waiting.begin(), waiting.end(),
            [](const auto& a, const auto& b) { return a.first->key < b.first->key; });
  for (const auto& [message, conversation] : waiting) send(*conversation, *message);
}

}  // namespace model
