// SPDX-License-Identifier: MIT
// Up to where each conversation was displayed, here or on another device of ours: what was read there is not unread here, and
// the line stands where the unread ones begin. XEP-0490; protocol trap 58: only forward, in the archive's order.
#include <algorithm>

#include "model/apply.h"

namespace model {

// Somebody looks at all of it.
void Model::Apply::look_at(Conversation& conversation) {
  if (!conversation.jid.is_bare() || model.account_.is_anonymous) return;
  const Timeline::Rows& rows = conversation.timeline.messages();
  const auto newest = std::find_if(rows.rbegin(), rows.rend(),
                                   [](const Message& row) { return !row.archive_id.empty(); });
  if (newest == rows.rend() || spot_of(*newest) <= conversation.seen) return;
  conversation.seen = spot_of(*newest);
  conversation_changed(conversation);
  tell_displayed(conversation);
}

// Not before the archive was read: another device may have displayed more of what it brings.
void Model::Apply::tell_displayed(Conversation& conversation) {
  const Archive& archive = model.archives_[archive_of(conversation)];
  if (!archive.is_asked || !archive.is_done || conversation.seen <= conversation.displayed) return;
  const Timeline::Rows& rows = conversation.timeline.messages();
  const auto last = std::find_if(rows.rbegin(), rows.rend(), [&](const Message& row) {
    return !row.archive_id.empty() && spot_of(row) <= conversation.seen;
  });
  if (last == rows.rend()) return;
  command(session::MarkDisplayed{.conversation = conversation.jid,
                                 .is_room = conversation.room.has_value(),
                                 .archive_id = last->archive_id});
}

void Model::Apply::operator()(const session::DisplayedUpTo& event) {
  auto& ids = model.displayed_ids_;
  if (ids.size() >= max_displayed_ids && ids.count(event.conversation) == 0) return;
  ids[event.conversation] = event.archive_id;
  Conversation* conversation = find(event.conversation);
  if (conversation == nullptr) return;
  meet_displayed(*conversation);
  // ejabberd may answer this after the archive.
  doubt_displayed(*conversation);
}

// The message may come later than the news that it was displayed: out of the store, or the archive.
void Model::Apply::meet_displayed(Conversation& conversation) {
  const auto id = model.displayed_ids_.find(conversation.jid);
  if (id == model.displayed_ids_.end()) return;
  const Message* row = conversation.timeline.find_archived(id->second);
  if (row == nullptr) return;
  const Spot spot = spot_of(*row);
  model.displayed_ids_.erase(id);
  if (spot <= conversation.displayed) return;
  conversation.displayed = spot;
  conversation.seen = std::max(conversation.seen, spot);
  conversation_changed(conversation);
  count_unread(conversation);
}

// Where nothing was known before: what was displayed last is older than all that is here, and so all of it is unread.
void Model::Apply::doubt_displayed(Conversation& conversation) {
  const Archive& archive = model.archives_[archive_of(conversation)];
  if (!archive.is_first || !archive.is_done || conversation.displayed != Spot{}) return;
  if (model.displayed_ids_.count(conversation.jid) != 0) count_unread(conversation);
}

void Model::Apply::settle_displayed(const xmpp::Jid& archive) {
  for (auto& [jid, conversation] : model.conversations_) {
    if (archive_of(conversation) != archive) continue;
    meet_displayed(conversation);
    doubt_displayed(conversation);
    if (model.open_ == jid && model.is_seen_) look_at(conversation);
    tell_displayed(conversation);
  }
}

// Behind what was displayed, and what we wrote ourselves. More than are counted already only where nothing was known before.
void Model::Apply::count_unread(Conversation& conversation) {
  MessageKey first = 0;
  uint32_t count = 0;
  const Timeline::Rows& rows = conversation.timeline.messages();
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if (row->is_own || spot_of(*row) <= conversation.seen) break;
    first = row->key;
    ++count;
  }
  const bool may_grow = model.archives_[archive_of(conversation)].is_first &&
                        (model.open_ != conversation.jid || !model.is_seen_);
  if (count == conversation.unread || (count > conversation.unread && !may_grow)) return;
  conversation.unread = count;
  conversation.first_unread = first;
  conversation_changed(conversation);
}

// The store knows how many are unread.
void Model::Apply::draw_unread_line(Conversation& conversation) {
  if (conversation.unread == 0 || conversation.first_unread != 0) return;
  uint32_t left = conversation.unread;
  const Timeline::Rows& rows = conversation.timeline.messages();
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if (row->is_own || --left > 0) continue;
    conversation.first_unread = row->key;
    return;
  }
}

}  // namespace model
