// SPDX-License-Identifier: MIT
// The account's store: what is written into it and what is read from it. A message of ours leaves
// when its outbox record is safe (G1), and the server hears of a stanza when its effects are (G4 of src/README.md, app/client.cpp). What
// cannot be stored is said, and everything goes on in memory. What the records look like: store_records.h; which messages are
// read when: model_history.cpp.
#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "base/sort.h"
#include "model/apply.h"
#include "model/note.h"
#include "model/roster_record.h"
#include "model/store_records.h"

namespace model {
namespace {

// LIMIT: how much of the history comes back into memory at the start, of all conversations. What is older is read when
// somebody looks there.
constexpr size_t max_all_rows_read = 30'000;
constexpr size_t max_conversations_read = 2000;
// LIMIT: whoever takes the store away again and again gets a run without one.
constexpr int max_reopened = 3;

}  // namespace

// ---- what changed

void Model::Apply::row_changed(const Conversation& conversation, Message& message) {
  message.is_stored = false;
  if (model.store_.is_on()) model.store_.rows.emplace(conversation.jid, message.key);
}

void Model::Apply::conversation_changed(const Conversation& conversation) {
  if (model.store_.is_on()) model.store_.conversations.insert(conversation.jid);
}

void Model::Apply::open_store() {
  StoreLog& store = model.store_;
  const Account& account = model.account_;
  if (store.state != StoreLog::State::Closed || account.is_anonymous || account.jid.empty()) return;
  store.state = StoreLog::State::Opening;
  store.store = account.jid.bare().text();
  output(base::StoreOpen{store.store});
}

// The next account begins with a store of its own.
void Model::Apply::close_store(bool erase) {
  StoreLog& store = model.store_;
  if (!store.store.empty() && erase) output(base::StoreErase{store.store});
  if (!store.store.empty() && !erase) output(base::StoreClose{store.store});
  const uint64_t last_batch = store.last_batch, last_request = store.last_request;
  store = {};
  // Late answers are nobody's.
  store.last_batch = last_batch;
  store.last_request = last_request;
  if (!model.settings_.has_store) store.state = StoreLog::State::Off;
}

// Nothing can be stored from now on; nothing waits for it any more.
void Model::Apply::give_up_store(base::StoreTrouble trouble) {
  StoreLog& store = model.store_;
  const std::string name = store.store;
  close_store(false);
  store.state = StoreLog::State::Off;
  store.store = name;  // it is erased nevertheless
  model.notice_ = {.kind = Notice::Kind::Storage, .trouble = trouble};
  begin_session();
  begin_archives();
  for (auto& [jid, conversation] : model.conversations_) {
    conversation.history = {};
    for (const Message& message : conversation.timeline.messages()) {
      if (message.state == MessageState::Saving) {
        conversation.timeline.at(message)->state = MessageState::Queued;
      }
    }
  }
  for (Note& note : model.notes_) {
    if (note.state == Note::State::Saving) note.state = Note::State::Queued;
  }
  send_all_queued();
}

// ---- what is written

std::optional<base::StoreWrite> Model::next_batch() {
  StoreLog& store = store_;
  if (store.state != StoreLog::State::Open || store.batch) return std::nullopt;
  if (store.rows.empty() && store.conversations.empty() && store.archives.empty() &&
      store.roster_pages.empty() && !store.has_new_roster_version && store.notes.empty() &&
      store.removed.empty()) {
    return std::nullopt;
  }
  base::StoreWrite out{.store = store.store, .batch = ++store.last_batch};
  for (std::string& key : store.removed) out.records.push_back({std::move(key), {}});
  for (const auto& [jid, key] : store.rows) {
    const Conversation* conversation = this->conversation(jid);
    const std::optional<size_t> index =
        conversation != nullptr ? conversation->timeline.index_of(key) : std::nullopt;
    if (!index) continue;
    const Message& message = conversation->timeline.messages()[*index];
    std::string record = write_row_record(jid, message, conversation->room.has_value());
    out.is_durable = true;
    if (is_in_outbox(message)) {
      out.records.push_back({outbox_key(store.owner, message.id), std::move(record)});
      continue;
    }
    if (message.is_own && !message.id.empty()) {
      out.records.push_back({outbox_key(store.owner, message.id), {}});
    }
    out.records.push_back({row_key(jid, message), std::move(record)});
  }
  for (const xmpp::Jid& jid : store.conversations) {
    const Conversation* conversation = this->conversation(jid);
    if (conversation == nullptr) continue;
    out.records.push_back({conversation_key(jid), write_conversation_record(*conversation)});
  }
  // In one batch with what was read up to there: the place is never ahead of the rows (G5).
  for (const xmpp::Jid& jid : store.archives) {
    out.records.push_back({archive_key(jid), write_archive_record(archives_[jid])});
  }
  // So are contacts and the version of the roster they are in.
  for (auto& [page, record] : write_roster_pages(roster_, store.roster_pages)) {
    out.records.push_back({roster_page_key(page), std::move(record)});
  }
  if (store.has_new_roster_version) {
    out.records.push_back({std::string(roster_prefix), roster_.version});
  }
  for (const Note& note : notes_) {
    if (store.notes.count(note.id) == 0) continue;
    out.is_durable = true;
    out.records.push_back({outbox_key(store.owner, note.id), write_note_record(note)});
  }
  store.writing.assign(store.rows.begin(), store.rows.end());
  store.writing_notes.assign(store.notes.begin(), store.notes.end());
  store.rows.clear();
  store.notes.clear();
  store.conversations.clear();
  store.archives.clear();
  store.roster_pages.clear();
  store.has_new_roster_version = false;
  store.removed.clear();
  store.batch = out.batch;
  return out;
}

void Model::Apply::operator()(const base::StoreWritten& written) {
  StoreLog& store = model.store_;
  if (written.store != store.store || store.batch != written.batch) return;
  if (written.trouble != base::StoreTrouble::None) {
    give_up_store(written.trouble);
    return;
  }
  store.batch.reset();
  for (const auto& [jid, key] : std::exchange(store.writing, {})) {
    const auto found = model.conversations_.find(jid);
    if (found == model.conversations_.end()) continue;
    Timeline& timeline = found->second.timeline;
    const std::optional<size_t> index = timeline.index_of(key);
    if (!index) continue;
    Message& message = *timeline.at(timeline.messages()[*index]);
    if (store.rows.count({jid, key}) == 0) message.is_stored = true;
    if (message.state != MessageState::Saving) continue;
    message.state = MessageState::Queued;
    send(found->second, key);
  }
  notes_stored(std::exchange(store.writing_notes, {}));
}

// ---- what is read

void Model::Apply::operator()(const base::StoreOpened& opened) {
  StoreLog& store = model.store_;
  if (store.state != StoreLog::State::Opening || opened.store != store.store) return;
  const bool is_open =
      opened.trouble == base::StoreTrouble::None || opened.trouble == base::StoreTrouble::Damaged;
  if (!is_open) {
    give_up_store(opened.trouble);
    return;
  }
  if (opened.trouble == base::StoreTrouble::Damaged) {
    model.notice_ = {.kind = Notice::Kind::Storage, .trouble = opened.trouble};
  }
  store.state = StoreLog::State::Reading;
  store.owner = opened.owner;
  store.rows_left = max_all_rows_read;
  store.archives_request = ++store.last_request;
  output(base::StoreRange{.store = store.store,
                          .request = store.archives_request,
                          .from = std::string(archives_prefix),
                          .to = behind(archives_prefix),
                          .limit = max_conversations_read});
  store.roster_request = ++store.last_request;
  output(base::StoreRange{.store = store.store,
                          .request = store.roster_request,
                          .from = std::string(roster_prefix),
                          .to = behind(roster_prefix),
                          .limit = roster_pages + 1});
  store.outbox_request = ++store.last_request;
  output(base::StoreClaim{store.store, store.outbox_request, std::string(outbox_prefix)});
  store.conversations_request = ++store.last_request;
  output(base::StoreRange{.store = store.store,
                          .request = store.conversations_request,
                          .from = std::string(conversations_prefix),
                          .to = behind(conversations_prefix),
                          .limit = max_conversations_read});
}

void Model::Apply::operator()(const base::StoreRows& rows) {
  StoreLog& store = model.store_;
  if (rows.store != store.store || rows.request == 0) return;
  const bool is_ours = rows.request == store.archives_request ||
                       rows.request == store.outbox_request ||
                       rows.request == store.conversations_request ||
                       rows.request == store.rows_request || rows.request == store.roster_request;
  if (!is_ours) return;
  if (rows.trouble != base::StoreTrouble::None) {
    give_up_store(rows.trouble);
    return;
  }
  if (rows.request == store.rows_request) {
    store.rows_request = 0;
    take_page(rows.records);
    read_rows();
    begin_archives();
    return;
  }
  // The four of the beginning come in any order.
  if (rows.request == store.archives_request) {
    store.archives_request = 0;
    adopt_archives(rows.records);
  } else if (rows.request == store.roster_request) {
    store.roster_request = 0;
    adopt_roster(rows.records);
  } else if (rows.request == store.outbox_request) {
    store.outbox_request = 0;
    store.outbox = rows.records;
  } else {
    store.conversations_request = 0;
    adopt_conversations(rows.records);
  }
  const bool is_read = store.archives_request == 0 && store.roster_request == 0 &&
                       store.outbox_request == 0 && store.conversations_request == 0;
  if (!is_read) return;
  adopt_outbox(std::exchange(store.outbox, {}));
  store.state = StoreLog::State::Open;
  begin_session();
  send_all_queued();
  read_rows();
  begin_archives();
}

void Model::Apply::adopt_archives(const std::vector<base::StoreRecord>& records) {
  for (const base::StoreRecord& record : records) {
    std::optional<Archive> stored = read_archive_record(record.value);
    const auto jid =
        xmpp::Jid::received(std::string_view(record.key).substr(archives_prefix.size()));
    if (!stored || !jid) {
      model.store_.removed.push_back(record.key);
      continue;
    }
    Archive& archive = model.archives_[*jid];
    if (archive.id.empty() && archive.stamp == base::Wall{}) archive = *std::move(stored);
  }
}

void Model::Apply::adopt_conversations(const std::vector<base::StoreRecord>& records) {
  std::vector<std::pair<base::Wall, xmpp::Jid>> order;
  for (const base::StoreRecord& record : records) {
    std::optional<Conversation> stored = read_conversation_record(record.value);
    if (!stored) {
      model.store_.removed.push_back(record.key);
      continue;
    }
    order.emplace_back(stored->last_activity.first, stored->jid);
    Conversation* const known_here = find(stored->jid);
    Conversation& conversation =
        known_here != nullptr ? *known_here : model.conversations_[stored->jid];
    if (known_here == nullptr) {
      conversation.jid = stored->jid;
      conversation.unread = stored->unread;
      conversation.seen = stored->seen;
      conversation.displayed = stored->displayed;
      ++model.names_version_;
    }
    if (conversation.asked.empty()) conversation.asked = std::move(stored->asked);
    // What was typed or came since is newer.
    if (conversation.draft.empty() && conversation.draft_version == 0) {
      conversation.draft = std::move(stored->draft);
      conversation.editing = std::move(stored->editing);
      ++conversation.draft_version;
    }
    conversation.history = {.has_more = true, .is_asked = true};
    conversation.pages.is_whole = conversation.pages.is_whole || stored->pages.is_whole;
    stay_below(conversation, stored->last_activity);
    if (stored->room && !conversation.room) {
      conversation.room = std::move(stored->room);
      if (conversation.room->state == Room::State::Joining && model.account_.is_begun) {
        join(conversation.jid, conversation.room->wanted, {});
      }
    }
  }
  base::sort(order, [](const auto& a, const auto& b) { return a.first > b.first; });
  auto& to_read = model.store_.to_read;
  for (auto& [activity, jid] : order) to_read.push_back({std::move(jid)});
  const auto open = std::find_if(to_read.begin(), to_read.end(),
                                 [this](const auto& page) { return model.open_ == page.jid; });
  if (open != to_read.end()) std::rotate(to_read.begin(), open, open + 1);
}

// What this life brought before the store was open came after everything in it, also when the clock was put back meanwhile.
void Model::Apply::stay_below(Conversation& conversation, const Activity& last) {
  conversation.stored_place = last.first;
  model.next_key_ = std::max(model.next_key_, last.second + 1);
  const Timeline::Rows& rows = conversation.timeline.messages();
  auto row = std::find_if(rows.begin(), rows.end(), [this](const Message& each) {
    return !each.is_stored && (each.key >= model.first_key_ || each.state == MessageState::Saving);
  });
  std::vector<MessageKey> late;
  for (; row != rows.end() && row->place <= last.first; ++row) late.push_back(row->key);
  if (late.empty()) return;
  const MessageKey turn = model.next_key_;
  model.next_key_ += late.size();
  // From below, so that places ascend all the while.
  for (size_t i = late.size(); i-- > 0;) {
    conversation.timeline.stand_at(late[i], {last.first, turn + i});
  }
  conversation.last_activity =
      std::max(conversation.last_activity, Activity{last.first, model.next_key_ - 1});
}

// What an earlier life left: it may have left it on the wire, too.
void Model::Apply::adopt_outbox(const std::vector<base::StoreRecord>& records) {
  std::map<xmpp::Jid, std::vector<Message>> late;
  for (const base::StoreRecord& record : records) {
    if (std::optional<Note> note = read_note_record(record.value)) {
      adopt_note(*std::move(note));
      continue;
    }
    std::optional<StoredRow> row = read_row_record(record.value);
    if (!row || !row->message.is_own || row->message.id.empty()) {
      model.store_.removed.push_back(record.key);
      continue;
    }
    Conversation& conversation = conversation_with(row->jid);
    if (row->is_groupchat && !conversation.room) {
      conversation.room.emplace().state = Room::State::Left;
    }
    if (conversation.timeline.find_own(row->message.id) != nullptr) continue;
    Message& message = row->message;
    if (message.state != MessageState::Failed) {
      message.state = MessageState::Queued;
      doubt(conversation, message);
    }
    message.is_stored = true;
    late[row->jid].push_back(std::move(message));
  }
  for (auto& [jid, messages] : late) merge(conversation_with(jid), std::move(messages));
}

void Model::Apply::merge(Conversation& conversation, std::vector<Message> late) {
  if (late.empty()) return;
  // What comes from now on stands below what earlier lives put at the same place.
  for (const Message& message : late) {
    model.next_key_ = std::max(model.next_key_, message.turn + 1);
  }
  for (Message& message : late) {
    message.key = model.next_key_++;
    if (message.turn == 0) message.turn = message.key;
  }
  conversation.timeline.merge(std::move(late));
  const Message& last = conversation.timeline.messages().back();
  conversation.last_activity = std::max(conversation.last_activity, spot_of(last));
}

void Model::Apply::write_unstored(Conversation& conversation) {
  for (const Message& message : conversation.timeline.messages()) {
    if (!message.is_stored) row_changed(conversation, *conversation.timeline.at(message));
  }
}

void Model::Apply::operator()(const base::StoreLost& lost) {
  StoreLog& store = model.store_;
  if (lost.store != store.store || store.state == StoreLog::State::Off) return;
  const int reopened = store.reopened + 1;
  if (reopened > max_reopened) {
    give_up_store(lost.trouble);
    return;
  }
  close_store(false);
  store.reopened = reopened;
  store.roster_pages = all_roster_pages();
  store.has_new_roster_version = true;
  // What is still to be sent is safe again as soon as there is a new one.
  for (const Note& note : model.notes_) store.notes.insert(note.id);
  for (auto& [jid, conversation] : model.conversations_) {
    conversation_changed(conversation);
    for (const Message& message : conversation.timeline.messages()) {
      if (is_in_outbox(message) || !message.is_stored) {
        row_changed(conversation, *conversation.timeline.at(message));
      }
    }
  }
  open_store();
}

Effects Model::apply(const StoreEvent& event, base::Env& env) {
  ++version_;
  Apply apply{*this, env, {}};
  base::match(apply, event);
  return std::move(apply.effects);
}

// The record of the tab was taken up: what it holds and the store does not is written.
Effects Model::revive(base::Env& env) {
  Apply apply{*this, env, {}};
  account_.away_since = env.now.steady;
  apply.tell_watchers_known();
  apply.tell_rooms_known();
  apply.read_open();  // what a hidden page kept may be seen now
  for (const Note& note : notes_) store_.notes.insert(note.id);
  for (auto& [jid, conversation] : conversations_) {
    apply.conversation_changed(conversation);
    apply.write_unstored(conversation);
  }
  apply.open_store();
  return std::move(apply.effects);
}

}  // namespace model
