// SPDX-License-Identifier: MIT
// How far archives are known, what is missing in between, and what is looked up there before it is sent again. XEP-0313;
// src/README.md, G2, G3 and G5; protocol traps D 42 to 46.
#include <algorithm>

#include "model/apply.h"
#include "model/store_records.h"

namespace model {

const xmpp::Jid& Model::Apply::archive_of(const Conversation& conversation) const {
  return conversation.room ? conversation.jid : model.account_.jid;
}

// On every new session; whoever asks twice asks once.
void Model::Apply::read_archive(const xmpp::Jid& jid) {
  // How far it is known is in the store, and so is what is known.
  if (!is_online() || is_reading_store() || model.store_.rows_request != 0) return;
  Archive& archive = model.archives_[jid];
  if (archive.is_asked) return;
  archive.is_asked = true;
  archive.known_key = model.next_key_;
  ++archive.readings;
  archive.had_place = !archive.id.empty() || archive.stamp != base::Wall{};
  archive.is_first = !archive.had_place;
  session::ReadArchive wish{.after = archive.id,
                            .since = archive.stamp,
                            .is_whole = archive.had_place && archive.id.empty()};
  if (jid != model.account_.jid) wish.archive = jid;
  // What may have left is looked for from where it left.
  const Message* oldest = nullptr;
  for (const xmpp::Jid& uncertain : model.uncertain_) {
    const Conversation* conversation = model.conversation(uncertain);
    if (conversation == nullptr || archive_of(*conversation) != jid) continue;
    for (const Message& message : conversation->timeline.messages()) {
      if (!message.is_uncertain) continue;
      if (oldest == nullptr || message.place < oldest->place) oldest = &message;
      break;
    }
  }
  if (oldest != nullptr && oldest->anchor) {
    wish.after = *oldest->anchor;
    wish.is_whole = oldest->anchor->empty();
    wish.since = std::min(oldest->sent, archive.had_place ? archive.stamp : oldest->sent);
  }
  // The store failed before either could be written down.
  if (oldest != nullptr && !oldest->anchor && !archive.had_place) wish.since = oldest->sent;
  archive.is_behind = !wish.after.empty();
  archive.is_done = false;
  command(std::move(wish));
}

void Model::Apply::begin_archives() {
  if (model.account_.is_anonymous) return;
  read_archive(model.account_.jid);
  for (const auto& [jid, conversation] : model.conversations_) {
    if (conversation.room && conversation.room->state == Room::State::Joined) read_archive(jid);
  }
}

void Model::Apply::forget_archives_read() {
  for (auto& [jid, archive] : model.archives_) archive.is_asked = false;
  forget_pages();
}

// Whether it left is not known: its archive says.
void Model::Apply::doubt(const Conversation& conversation, Message& message) {
  message.is_uncertain = true;
  model.uncertain_.insert(conversation.jid);
}

// Nobody will say any more what became of it: the page was left, and no session could be resumed.
void Model::Apply::doubt_what_left() {
  for (auto& [jid, conversation] : model.conversations_) {
    for (const Message& message : conversation.timeline.messages()) {
      if (message.state != MessageState::Sent || !message.is_counted) continue;
      Message& row = *conversation.timeline.at(message);
      row.state = MessageState::Queued;
      doubt(conversation, row);
    }
  }
}

void Model::Apply::operator()(const session::ArchivePlaceMoved& event) {
  Archive& archive = model.archives_[event.archive];
  archive.id = event.id;
  archive.stamp = event.stamp;
  archive.known_key = model.next_key_;
  if (archive.is_done) {
    archive.had_place = true;
    archive.is_behind = !archive.id.empty();
  }
  if (model.store_.is_on()) model.store_.archives.insert(event.archive);
}

void Model::Apply::operator()(const session::ArchiveGap& event) {
  Archive& archive = model.archives_[event.archive];
  ++archive.gaps;
  archive.gap_after = event.after;
  // What is behind the gap came later than what is known above it, and what is known behind it will be met.
  archive.is_behind = true;
  archive.is_done = false;
}

void Model::Apply::operator()(const session::ArchiveRead& event) {
  Archive& archive = model.archives_[event.archive];
  archive.is_answered = true;
  // Should it be read once more in this session: that is another reading, behind what is known now.
  ++archive.readings;
  archive.is_done = true;
  settle_displayed(event.archive);
  archive.had_place = !archive.id.empty() || archive.stamp != base::Wall{};
  archive.is_behind = !archive.id.empty();
  // What was found there is no longer in doubt; the rest never arrived.
  std::vector<xmpp::Jid> known;
  for (const xmpp::Jid& jid : model.uncertain_) {
    const auto found = model.conversations_.find(jid);
    if (found == model.conversations_.end()) {
      known.push_back(jid);
      continue;
    }
    Conversation& conversation = found->second;
    if (archive_of(conversation) != event.archive) continue;
    known.push_back(jid);
    for (const Message& message : conversation.timeline.messages()) {
      if (message.is_uncertain) conversation.timeline.at(message)->is_uncertain = false;
    }
  }
  for (const xmpp::Jid& jid : known) model.uncertain_.erase(jid);
  lead_all(event.archive);
  if (event.archive == model.account_.jid) {
    send_queued(nullptr);
  } else {
    send_queued(&event.archive);
  }
}

// A row we have came once more, by whatever road.
bool Model::Apply::is_repeated(const Message& known, const session::MessageReceived& event) const {
  // Its author says that this name is its own (XEP-0359).
  if (!event.content.origin_id.empty()) return true;
  // The archive has two.
  if (!known.archive_id.empty() && !event.content.archive_id.empty()) return false;
  if (!known.archive_id.empty() || !event.content.archive_id.empty()) return true;
  // Sent again because its author did not know whether it had arrived. Short ids are counters that begin again.
  constexpr size_t shortest_unique = 8;
  return event.id.size() >= shortest_unique;
}

// What an archive brings stands below what it brought before, whatever the clocks say: a row that came by itself stands
// where it arrived, and that may be later than the archive wrote down what followed it.
base::Wall Model::Apply::read_up_to(Conversation& conversation, base::Wall place) {
  const Archive& archive = model.archives_[archive_of(conversation)];
  if (conversation.reading != archive.readings) {
    conversation.reading = archive.readings;
    conversation.last_read = {};
    conversation.read_place = archive.is_behind ? conversation.stored_place : base::Wall{};
    const Timeline::Rows& rows = conversation.timeline.messages();
    const auto newest = std::find_if(rows.rbegin(), rows.rend(), [&](const Message& row) {
      return !row.archive_id.empty() && row.key < archive.known_key;
    });
    if (archive.is_behind && newest != rows.rend()) {
      conversation.read_place = std::max(conversation.read_place, newest->place);
    }
  }
  conversation.read_place = std::max(conversation.read_place, place);
  return conversation.read_place;
}

// What was read reaches what was there: nothing is missing between them, if what was there goes back to a known place.
void Model::Apply::meet(Conversation& conversation, Message& row,
                        const session::MessageReceived& event) {
  const Archive& archive = model.archives_[archive_of(conversation)];
  if (event.is_archived && !archive.had_place && conversation.gaps_seen != archive.gaps) {
    row.gap = Gap{archive.gap_after, event.content.archive_id};
    row_changed(conversation, row);
  }
  conversation.gaps_seen = archive.gaps;
  if (row.archive_id.empty() && !event.content.archive_id.empty()) {
    conversation.timeline.archived_as(row, event.content.archive_id);
    row_changed(conversation, row);
  }
  if (!event.is_archived) return;
  read_up_to(conversation, row.place);
  // Our own stand as they were written.
  const bool is_above = spot_of(row) < conversation.last_read;
  if (row.is_own && is_above) return;
  if (is_above) {
    stand_at(conversation, row.key, conversation.read_place);
  } else {
    conversation.last_read = spot_of(row);
  }
}

// It came by itself, and what stands above it came later: the archive's order counts.
void Model::Apply::stand_at(Conversation& conversation, MessageKey key, base::Wall place) {
  Message row = conversation.timeline.take(key);
  if (model.store_.is_on()) model.store_.removed.push_back(row_key(conversation.jid, row));
  row.place = place;
  row.turn = model.next_key_++;
  conversation.last_read = spot_of(row);
  conversation.timeline.merge({std::move(row)});
  row_changed(conversation, *conversation.timeline.at(key));
}

// There is a row for it.
bool Model::Apply::is_known(Conversation& conversation, const session::MessageReceived& event,
                            uint64_t fingerprint) {
  Timeline& timeline = conversation.timeline;
  Message* row =
      event.content.archive_id.empty() ? nullptr : timeline.find_archived(event.content.archive_id);
  if (row == nullptr && !event.id.empty()) {
    row = timeline.find_same(fingerprint);
    if (row != nullptr && !is_repeated(*row, event)) row = nullptr;
  }
  if (row != nullptr) meet(conversation, *row, event);
  return row != nullptr;
}

}  // namespace model
