// SPDX-License-Identifier: MIT
// Addresses are typed as RFC 7622 has them, and servers compare them as RFC 6122 does: once a server has shown how it spells
// one, everything under the typed one goes on under the server's.
#include <algorithm>
#include <utility>

#include "model/apply.h"
#include "model/note.h"
#include "model/store_records.h"

namespace model {

namespace {

// LIMIT: nobody types one address in so many ways.
constexpr size_t max_asked = 8;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<uint8_t>(c) < 0x80; });
}

}  // namespace

const xmpp::Jid& Model::spelled(const xmpp::Jid& jid) const {
  if (is_ascii(jid.local()) || conversations_.count(jid) != 0) return jid;
  for (const auto& [spelling, conversation] : conversations_) {
    const auto& asked = conversation.asked;
    if (std::find(asked.begin(), asked.end(), jid) != asked.end()) return spelling;
  }
  return jid;
}

Conversation* Model::Apply::find(const xmpp::Jid& jid) {
  const auto found = model.conversations_.find(model.spelled(jid));
  return found == model.conversations_.end() ? nullptr : &found->second;
}

void Model::Apply::operator()(const session::AddressSpelled& event) {
  const auto found = model.conversations_.find(event.asked);
  if (found == model.conversations_.end() || event.asked == event.spelled) return;
  auto node = model.conversations_.extract(found);
  Conversation& to = conversation_with(event.spelled);
  respell(node.mapped(), to);
  to.asked.push_back(event.asked);
  if (to.asked.size() > max_asked) to.asked.erase(to.asked.begin(), to.asked.end() - max_asked);
  if (model.open_ == event.asked) model.open_ = event.spelled;
  ++model.names_version_;
  conversation_changed(to);
}

void Model::Apply::respell(Conversation& from, Conversation& to) {
  const xmpp::Jid& asked = from.jid;
  StoreLog& store = model.store_;
  if (store.is_on()) {
    for (const Message& message : from.timeline.messages()) {
      if (!is_in_outbox(message)) store.removed.push_back(row_key(asked, message));
    }
    store.removed.push_back(conversation_key(asked));
    store.removed.push_back(archive_key(asked));
    store.conversations.erase(asked);
    store.archives.erase(asked);
  }
  const Timeline::Rows& moved = from.timeline.messages();
  std::vector<Message> rows(moved.begin(), moved.end());
  for (Message& row : rows) row.is_stored = false;
  merge(to, std::move(rows));
  // What the store holds above goes there when it was read.
  if (from.history.has_more && !from.history.is_asked) {
    store.to_read.push_back({asked, from.history.top});
    read_rows();
  }
  write_unstored(to);
  if (!from.draft.empty()) {
    to.draft = to.draft.empty() ? from.draft : to.draft + '\n' + from.draft;
    ++to.draft_version;
  }
  to.unread += from.unread;
  to.seen = std::max(to.seen, from.seen);
  to.displayed = std::max(to.displayed, from.displayed);
  if (!to.room) to.room = std::move(from.room);
  to.asked.insert(to.asked.end(), from.asked.begin(), from.asked.end());
  if (model.uncertain_.erase(asked) > 0) model.uncertain_.insert(to.jid);
  for (Note& note : model.notes_) {
    if (note.to == asked) note.to = to.jid;
  }
  if (auto id = model.displayed_ids_.extract(asked)) {
    id.key() = to.jid;
    model.displayed_ids_.insert(std::move(id));
    meet_displayed(to);
  }
  if (auto archive = model.archives_.extract(asked)) {
    archive.key() = to.jid;
    model.archives_.insert(std::move(archive));
  }
}

}  // namespace model
