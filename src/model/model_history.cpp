// SPDX-License-Identifier: MIT
// Which messages of the store are in memory: at the start the newest of each conversation, and everything that may come once
// more from an archive; the older ones page by page when somebody looks there. What is there already, from the record of the
// tab, live, or from the archive, is not there twice (G2 of src/README.md).
#include <algorithm>
#include <unordered_map>

#include "model/apply.h"
#include "model/store_records.h"
#include "session/command/archive.h"

namespace model {
namespace {

// LIMIT: how much of one conversation is read at most without being asked for.
constexpr size_t max_rows_read = 12'000;

// What came by two roads, or was written down by two tabs.
bool is_same(const Message& here, const Message& stored) {
  // The archive has two.
  if (!here.archive_id.empty() && !stored.archive_id.empty()) return false;
  // Nobody can know whether the same words without an id were said twice; what is written under another key was.
  return !stored.id.empty() || !here.is_stored;
}

}  // namespace

void Model::Apply::operator()(const ReadHistory& action) {
  Conversation* conversation = find(action.conversation);
  if (conversation == nullptr) return;
  if (action.gap != 0) return read_gap(*conversation, action.gap, action.is_forward);
  if (!conversation->history.has_more) return read_older(*conversation);
  if (conversation->history.is_asked) return;
  conversation->history.is_asked = true;
  model.store_.to_read.push_front({conversation->jid, conversation->history.top});
  read_rows();
}

// One at a time.
void Model::Apply::read_rows() {
  StoreLog& store = model.store_;
  if (store.state != StoreLog::State::Open || store.rows_request != 0 || store.to_read.empty()) {
    return;
  }
  store.reading = std::move(store.to_read.front());
  store.to_read.pop_front();
  store.rows_request = ++store.last_request;
  const auto& [jid, below, is_erased] = store.reading;
  output(base::StoreRange{.store = store.store,
                          .request = store.rows_request,
                          .from = rows_prefix(jid),
                          .to = below == Spot{} ? rows_end(jid) : behind_spot(jid, below),
                          .limit = model.settings_.page_rows,
                          .is_backward = true});
}

// Newest first.
void Model::Apply::take_page(const std::vector<base::StoreRecord>& records) {
  StoreLog& store = model.store_;
  StoreLog::Page page = std::move(store.reading);
  store.rows_left -= std::min(store.rows_left, records.size());
  const Spot below = page.below;
  if (!records.empty()) page.below = spot_of(records.back().key).value_or(below);
  // The rows of its last spot are read once more: two tabs may have written there.
  const bool has_more =
      records.size() >= model.settings_.page_rows && (below == Spot{} || page.below < below);
  if (page.is_erased) {
    for (const base::StoreRecord& record : records) store.removed.push_back(record.key);
    if (has_more) store.to_read.push_front(std::move(page));
    return;
  }
  Conversation* const conversation = find(page.jid);
  if (conversation == nullptr) return;  // it was closed meanwhile
  adopt_rows(page.jid, *conversation, records);
  if (conversation->jid != page.jid) {
    // The server spells the address otherwise: all of it goes to where the others are.
    if (has_more) store.to_read.push_front(std::move(page));
    return;
  }
  History& history = conversation->history;
  history = {.has_more = has_more, .is_asked = false, .top = page.below};
  if (store.rows_left == 0) stop_reading();
  const bool reads_on = has_more && store.rows_left > 0 && must_read_on(*conversation);
  if (reads_on) {
    history.is_asked = true;
    store.to_read.push_front(std::move(page));
  }
  lead(*conversation);
}

// LIMIT: what is left then is read when somebody looks there; until then an archive may bring it twice.
void Model::Apply::stop_reading() {
  auto& to_read = model.store_.to_read;
  const auto is_unasked = [this](const StoreLog::Page& page) {
    Conversation* conversation = page.is_erased ? nullptr : find(page.jid);
    if (conversation == nullptr || conversation->jid != page.jid) return false;
    conversation->history.is_asked = false;
    return true;
  };
  to_read.erase(std::remove_if(to_read.begin(), to_read.end(), is_unasked), to_read.end());
}

// What an archive may bring once more is here before it is asked. It begins behind the place, or some time before; what is
// looked up there may have left when nobody knows what was read since.
bool Model::Apply::must_read_on(const Conversation& conversation) const {
  if (conversation.timeline.size() >= max_rows_read) return false;
  const xmpp::Jid& archive = archive_of(conversation);
  for (const xmpp::Jid& uncertain : model.uncertain_) {
    const Conversation* other = model.conversation(uncertain);
    if (other != nullptr && archive_of(*other) == archive) return true;
  }
  const auto known = model.archives_.find(archive);
  if (known == model.archives_.end() || known->second.stamp == base::Wall{}) return false;
  return conversation.history.top.first >= known->second.stamp - session::archive_overlap;
}

void Model::Apply::adopt_rows(const xmpp::Jid& jid, Conversation& conversation,
                              const std::vector<base::StoreRecord>& records) {
  StoreLog& store = model.store_;
  std::vector<Message> late;
  late.reserve(records.size());  // `fresh` points into it
  std::unordered_map<uint64_t, const Message*> fresh;
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    std::optional<StoredRow> row = read_row_record(record->value);
    if (!row || row->jid != jid || row_key(jid, row->message) != record->key) {
      store.removed.push_back(record->key);
      continue;
    }
    Message& message = row->message;
    const bool is_moved = conversation.jid != jid;
    if (is_moved) store.removed.push_back(record->key);
    message.is_stored = !is_moved;
    Timeline& timeline = conversation.timeline;
    Message* here = timeline.find_at(spot_of(message), message.fingerprint);
    if (here == nullptr && !message.archive_id.empty()) {
      here = timeline.find_archived(message.archive_id);
    }
    if (here == nullptr) {
      here = timeline.find_same(message.fingerprint);
      if (here != nullptr && !is_same(*here, message)) here = nullptr;
    }
    if (here != nullptr) {
      adopt_row(jid, conversation, *here, std::move(message), record->key);
      continue;
    }
    const auto [same, is_new] = fresh.emplace(message.fingerprint, nullptr);
    // Two tabs wrote it, each at its own time.
    if (!is_new && !message.id.empty() && is_same(*same->second, message)) {
      store.removed.push_back(record->key);
      continue;
    }
    same->second = &late.emplace_back(std::move(message));
  }
  merge(conversation, std::move(late));
  meet_displayed(conversation);
  draw_unread_line(conversation);
  if (conversation.jid != jid) write_unstored(conversation);
}

// There is a row for it: it learns what the store knows.
void Model::Apply::adopt_row(const xmpp::Jid& jid, Conversation& conversation, Message& here,
                             Message message, const std::string& key) {
  // Ours, and the server has it.
  if (is_in_outbox(here)) {
    here.state = message.state == MessageState::Delivered ? MessageState::Delivered
                                                          : MessageState::Acknowledged;
    here.is_uncertain = false;
    row_changed(conversation, here);
  }
  if (here.archive_id.empty() && !message.archive_id.empty()) {
    conversation.timeline.archived_as(here, std::move(message.archive_id));
    row_changed(conversation, here);
  }
  if (row_key(jid, here) != key) model.store_.removed.push_back(key);
}

// What was never read of it goes from the store, too.
void Model::Apply::erase_history(const Conversation& conversation) {
  if (!model.store_.is_on() || !conversation.history.has_more) return;
  model.store_.to_read.push_back({conversation.jid, conversation.history.top, true});
  read_rows();
}

}  // namespace model
