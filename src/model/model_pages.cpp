// SPDX-License-Identifier: MIT
// What an archive holds above the first row of a conversation, or in a gap: read page by page when somebody looks there, once
// the store has no more. It is history: nothing of it is news, and it stands where it was looked for. XEP-0313;
// src/README.md, G3 and G5; protocol traps D 43 to 46.
#include <algorithm>

#include "base/utf8.h"
#include "model/apply.h"

namespace model {
namespace {

// Spots have whole milliseconds: what was said in the same one stands above all the same.
constexpr base::Duration above = std::chrono::milliseconds(1);

// From where on the archive's names are known: it is asked for what is above that.
const Message* first_archived(const Timeline& timeline) {
  const auto& rows = timeline.messages();
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [](const Message& each) { return !each.archive_id.empty(); });
  return row == rows.end() ? nullptr : &*row;
}

}  // namespace

// Private messages of a room are nowhere under the occupant's name.
bool Model::may_ask_archive(const Conversation& conversation) const {
  if (account_.connection != Connection::Online || !conversation.jid.is_bare()) return false;
  const Pages& pages = conversation.pages;
  if (pages.is_asked || pages.is_stuck) return false;
  const auto archive = archives_.find(conversation.room ? conversation.jid : account_.jid);
  return archive != archives_.end() && archive->second.is_asked && archive->second.is_done;
}

bool Model::has_older(const Conversation& conversation) const {
  const History& history = conversation.history;
  if (history.has_more) return !history.is_asked;
  return !conversation.pages.is_whole && may_ask_archive(conversation);
}

bool Model::can_fill(const Conversation& conversation, const Message& message) const {
  return message.gap && may_ask_archive(conversation);
}

void Model::Apply::read_older(Conversation& conversation) {
  if (conversation.pages.is_whole || !model.may_ask_archive(conversation)) return;
  const Message* below = first_archived(conversation.timeline);
  ask_page(conversation, below, true);
}

void Model::Apply::read_gap(Conversation& conversation, MessageKey key) {
  const std::optional<size_t> at = conversation.timeline.index_of(key);
  if (!at) return;
  const Message& row = conversation.timeline.messages()[*at];
  if (model.can_fill(conversation, row)) ask_page(conversation, &row, *at == 0);
}

void Model::Apply::ask_page(Conversation& conversation, const Message* below, bool is_top) {
  Pages& pages = conversation.pages;
  pages.is_asked = true;
  pages.is_top = is_top;
  pages.below = below == nullptr ? 0 : below->key;
  pages.floor = {};
  if (!is_top) {
    const size_t at = *conversation.timeline.index_of(pages.below);
    pages.floor = conversation.timeline.messages()[at - 1].place;
  }
  pages.first = 0;
  pages.is_met = false;
  command(session::ReadArchivePage{.conversation = conversation.jid,
                                   .is_room = conversation.room.has_value(),
                                   .before = below == nullptr ? std::string() : below->archive_id});
}

void Model::Apply::take_older(const session::MessageReceived& event) {
  Conversation* conversation = find(event.conversation);
  if (conversation == nullptr || !conversation->pages.is_asked) return;
  if (!event.content.receipt_for.empty()) take_receipt(event);
  if (!event.content.has_words() || correct(*conversation, event)) return;
  Message message = row_of(*conversation, event, base::sanitise(event.content.body));
  Timeline& timeline = conversation->timeline;
  Message* known = timeline.find_archived(message.archive_id);
  if (known == nullptr) {
    known = timeline.find_same(message.fingerprint);
    if (known != nullptr && !is_repeated(*known, event)) known = nullptr;
  }
  if (known != nullptr) {
    conversation->pages.is_met = true;
    if (!known->archive_id.empty()) return;
    timeline.archived_as(*known, std::move(message.archive_id));
    row_changed(*conversation, *known);
    return;
  }
  Pages& pages = conversation->pages;
  message.place = std::max(pages.floor, event.sent);
  // Above the row it was asked for, whatever the clocks say.
  if (const std::optional<size_t> below = timeline.index_of(pages.below)) {
    message.place = std::min(message.place, timeline.messages()[*below].place - above);
  }
  pages.floor = message.place;
  const MessageKey key = model.next_key_;
  merge(*conversation, {std::move(message)});
  if (pages.first == 0) pages.first = key;
  row_changed(*conversation, *timeline.at(key));
}

void Model::Apply::operator()(const session::ArchivePageRead& event) {
  Conversation* conversation = find(event.conversation);
  if (conversation == nullptr || !conversation->pages.is_asked) return;
  Pages& pages = conversation->pages;
  pages.is_asked = false;
  if (event.is_failed) {
    pages.is_stuck = true;
    return;
  }
  const bool is_whole = event.is_beginning || pages.is_met;
  Timeline& timeline = conversation->timeline;
  const bool is_there = timeline.index_of(pages.below).has_value();
  Message* below = is_there ? timeline.at(pages.below) : nullptr;
  if (below != nullptr && below->gap && (is_whole || pages.first != 0)) {
    const std::string after = below->gap->after;
    below->gap.reset();
    row_changed(*conversation, *below);
    if (!is_whole) {
      Message& first = *timeline.at(pages.first);
      first.gap = Gap{after, first.archive_id};
      row_changed(*conversation, first);
    }
  }
  if (!pages.is_top) {
    // It says that there is more, and gives nothing new: without an end, if we believed it.
    pages.is_stuck = pages.first == 0 && !is_whole;
    return;
  }
  // All there was is here, whatever was left out of the account's archive before.
  if (pages.below == 0) conversation->gaps_seen = model.archives_[archive_of(*conversation)].gaps;
  pages.is_whole = event.is_beginning;
  const Message* top = first_archived(timeline);
  pages.is_stuck = !pages.is_whole && (top == nullptr || top->key == pages.below);
  conversation_changed(*conversation);
}

// Another session may have what this one had not.
void Model::Apply::forget_pages() {
  for (auto& [jid, conversation] : model.conversations_) {
    conversation.pages.is_asked = false;
    conversation.pages.is_stuck = false;
  }
}

}  // namespace model
