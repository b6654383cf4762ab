// SPDX-License-Identifier: MIT
// Conversations come, open and close, and are taken off the list.
#include "model/apply.h"
#include "model/store_records.h"

namespace model {

Conversation& Model::Apply::conversation_with(const xmpp::Jid& jid) {
  if (Conversation* known = find(jid)) return *known;
  make_room_for_strangers();
  Conversation& conversation = model.conversations_[jid];
  conversation.jid = jid;
  ++model.names_version_;
  return conversation;
}

// Someone we neither know nor ever answered: the only conversations that may go without being asked.
bool Model::Apply::is_stranger(const Conversation& conversation) const {
  return !conversation.room && model.roster_.contacts.count(conversation.jid) == 0 &&
         model.open_ != conversation.jid && conversation.draft.empty() &&
         !conversation.timeline.has_own() && !conversation.history.has_more;
}

void Model::Apply::make_room_for_strangers() {
  // LIMIT: a flood of unknown senders costs the oldest of them, not our memory.
  if (model.conversations_.size() < max_stranger_conversations) return;
  size_t count = 0;
  auto oldest = model.conversations_.end();
  for (auto it = model.conversations_.begin(); it != model.conversations_.end(); ++it) {
    if (!is_stranger(it->second)) continue;
    ++count;
    if (oldest == model.conversations_.end() ||
        it->second.last_activity < oldest->second.last_activity) {
      oldest = it;
    }
  }
  if (count >= max_stranger_conversations) model.conversations_.erase(oldest);
}

void Model::Apply::leave_open() {
  if (!model.open_) return;
  const auto found = model.conversations_.find(*model.open_);
  if (found != model.conversations_.end()) {
    found->second.first_unread = 0;
    if (found->second.typing.pause_at) tell_typing(found->second, xmpp::ChatState::Paused);
  }
  model.open_.reset();
}

void Model::Apply::open(const xmpp::Jid& asked) {
  const xmpp::Jid jid = model.spelled(asked);
  if (model.open_ == jid) return;
  leave_open();
  conversation_with(jid);
  model.open_ = jid;
  read_open();
}

void Model::Apply::read_open() {
  if (!model.open_ || !model.is_seen_) return;
  const auto found = model.conversations_.find(*model.open_);
  if (found == model.conversations_.end()) return;
  look_at(found->second);
  if (found->second.unread == 0) return;
  found->second.unread = 0;  // the line where they begin stays until it is left
  conversation_changed(found->second);
}

void Model::Apply::operator()(const base::VisibilityChanged& change) {
  model.is_seen_ = change.is_visible;
  read_open();
}

void Model::Apply::operator()(const OpenConversation& action) {
  model.open_when_online_.reset();
  open(model.is_occupant(action.jid) ? action.jid : action.jid.bare());
}

void Model::Apply::operator()(const CloseConversation&) {
  model.open_when_online_.reset();
  leave_open();
}

void Model::Apply::operator()(const RemoveConversation& action) {
  const auto found = model.conversations_.find(action.jid);
  if (found == model.conversations_.end()) return;
  const Conversation& conversation = found->second;
  const bool is_room = conversation.room.has_value();
  if (is_room && conversation.room->state != Room::State::Left &&
      conversation.room->state != Room::State::Failed) {
    return;
  }
  StoreLog& store = model.store_;
  if (store.is_on()) {
    for (const Message& message : conversation.timeline.messages()) {
      store.removed.push_back(row_key(action.jid, message));
      if (is_in_outbox(message)) store.removed.push_back(outbox_key(store.owner, message.id));
    }
    store.removed.push_back(conversation_key(action.jid));
    if (is_room) store.removed.push_back(archive_key(action.jid));
  }
  erase_history(conversation);
  // Should it be joined again, its archive is read from the beginning.
  if (is_room) {
    model.archives_.erase(action.jid);
    store.archives.erase(action.jid);
  }
  model.uncertain_.erase(action.jid);
  if (model.open_ == action.jid) model.open_.reset();
  model.conversations_.erase(found);
  ++model.names_version_;
}

void Model::Apply::settle(Notice::Kind kind) {
  if (model.notice_.kind == kind) model.notice_ = {};
}

void Model::Apply::operator()(const DismissNotice&) { model.notice_ = {}; }

// Whoever was given the action has saved it.
void Model::Apply::operator()(const ReportProblem&) {
  model.notice_ = {Notice::Kind::ReportSaved, {}, {}};
}

}  // namespace model
