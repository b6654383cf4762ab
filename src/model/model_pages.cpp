// SPDX-License-Identifier: MIT
// What an archive holds above the first row of a conversation, in a gap, or from some time on: read page by page when somebody
// looks there, once the store has no more. It is history: nothing of it is news, and it stands where it was looked for. XEP-0313;
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
  ask_page(conversation, below, true,
           {.edge = below == nullptr ? std::string() : below->archive_id});
}

void Model::Apply::read_gap(Conversation& conversation, MessageKey key, bool is_forward) {
  const std::optional<size_t> at = conversation.timeline.index_of(key);
  if (!at) return;
  const Message& row = conversation.timeline.messages()[*at];
  if (!model.can_fill(conversation, row)) return;
  if (is_forward && *at > 0 && !row.gap->after.empty()) {
    ask_page(conversation, &row, false, {.edge = row.gap->after, .is_forward = true});
  } else {
    ask_page(conversation, &row, *at == 0, {.edge = row.archive_id});
  }
}

// `wish` without the conversation.
void Model::Apply::ask_page(Conversation& conversation, const Message* below, bool is_top,
                            session::ReadArchivePage wish) {
  Pages& pages = conversation.pages;
  pages = {.is_whole = pages.is_whole, .is_asked = true, .is_top = is_top};
  pages.is_forward = wish.is_forward;
  pages.is_since = wish.is_forward && wish.edge.empty();
  pages.below = below == nullptr ? 0 : below->key;
  const size_t at = below == nullptr ? 0 : *conversation.timeline.index_of(below->key);
  pages.has_edge = below == nullptr || !below->gap || !below->gap->after.empty();
  if (!is_top && at > 0 && pages.has_edge)
    pages.floor = conversation.timeline.messages()[at - 1].place;
  wish.conversation = conversation.jid;
  wish.is_room = conversation.room.has_value();
  command(std::move(wish));
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
  Pages& pages = conversation->pages;
  const std::optional<size_t> below = timeline.index_of(pages.below);
  if (known != nullptr) {
    const bool is_above = below && timeline.index_of(known->key) < below;
    pages.is_met = pages.is_met || !pages.is_forward || !is_above;
    if (is_above) pages.floor = known->place;
    if (is_above && pages.upper == 0) pages.upper = known->key;
    if (!known->archive_id.empty()) return;
    timeline.archived_as(*known, std::move(message.archive_id));
    row_changed(*conversation, *known);
    return;
  }
  // It stands below what is known there: where nothing is missing.
  if (pages.is_forward && pages.is_met) return;
  message.place = std::max(pages.floor, event.sent);
  // Above the row it was asked for, whatever the clocks say.
  if (below) {
    message.place = std::min(message.place, timeline.messages()[*below].place - above);
  }
  pages.floor = message.place;
  const MessageKey key = model.next_key_;
  merge(*conversation, {std::move(message)});
  if (pages.first == 0) pages.first = key;
  if (pages.upper == 0) pages.upper = key;
  pages.last = key;
  row_changed(*conversation, *timeline.at(key));
}

void Model::Apply::operator()(const session::ArchivePageRead& event) {
  Conversation* conversation = find(event.conversation);
  if (conversation == nullptr || !conversation->pages.is_asked) return;
  Pages& pages = conversation->pages;
  pages.is_asked = false;
  if (event.is_failed) {
    end_failed(*conversation);
  } else if (pages.is_forward) {
    end_forward(*conversation, event.is_last);
  } else {
    end_backward(*conversation, event.is_last);
  }
  lead(*conversation);
}

void Model::Apply::end_failed(Conversation& conversation) {
  Pages& pages = conversation.pages;
  const std::optional<size_t> below = conversation.timeline.index_of(pages.below);
  Message* row = below ? conversation.timeline.at(pages.below) : nullptr;
  const bool is_online = model.account_.connection == Connection::Online;
  pages.is_stuck = !is_online || !pages.is_forward || pages.is_since || !row || !row->gap;
  if (pages.is_stuck) return;
  // The archive may no longer know the upper edge: the lower one is left.
  row->gap->after.clear();
  row_changed(conversation, *row);
}

// What it brought stands right below the upper edge of what is missing, or from some time on.
void Model::Apply::end_forward(Conversation& conversation, bool is_last) {
  Pages& pages = conversation.pages;
  Timeline& timeline = conversation.timeline;
  if (!timeline.index_of(pages.below)) return;
  Message& below = *timeline.at(pages.below);
  const bool is_joined = is_last || pages.is_met;
  if (pages.first == 0 && (pages.is_since || !is_joined)) {
    pages.is_stuck = !is_joined;  // it says that there is more, and gives nothing new
    return;
  }
  const std::optional<Gap> old = std::move(below.gap);
  below.gap.reset();
  if (!is_joined) below.gap = Gap{timeline.at(pages.last)->archive_id, below.archive_id};
  row_changed(conversation, below);
  if (!pages.is_since || !old) return;
  Message& first = *timeline.at(pages.first);
  first.gap = Gap{old->after, first.archive_id};
  row_changed(conversation, first);
}

void Model::Apply::end_backward(Conversation& conversation, bool is_last) {
  Pages& pages = conversation.pages;
  // What came by itself may have holes: that it is met says nothing, unless everything up to there was read once.
  const bool is_whole = is_last || (pages.is_met && pages.has_edge);
  Timeline& timeline = conversation.timeline;
  const bool is_there = timeline.index_of(pages.below).has_value();
  Message* below = is_there ? timeline.at(pages.below) : nullptr;
  if (below != nullptr && below->gap && (is_whole || pages.upper != 0)) {
    const std::string after = below->gap->after;
    below->gap.reset();
    row_changed(conversation, *below);
    Message* upper = is_whole ? nullptr : timeline.at(pages.upper);
    if (upper != nullptr && !upper->gap) {
      upper->gap = Gap{after, upper->archive_id};
      row_changed(conversation, *upper);
    }
  }
  if (!pages.is_top) {
    // It says that there is more, and gives nothing above what is known: without an end, if we believed it.
    pages.is_stuck = pages.upper == 0 && !is_whole;
    return;
  }
  // All there was is here, whatever was left out of the account's archive before.
  if (pages.below == 0) conversation.gaps_seen = model.archives_[archive_of(conversation)].gaps;
  pages.is_whole = is_last;
  const Message* top = first_archived(timeline);
  pages.is_stuck = !pages.is_whole && (top == nullptr || top->key == pages.below);
  conversation_changed(conversation);
}

// Another session may have what this one had not.
void Model::Apply::forget_pages() {
  for (auto& [jid, conversation] : model.conversations_) {
    conversation.pages.is_asked = false;
    conversation.pages.is_stuck = false;
    conversation.jump.to = {};  // whoever waited for it looks elsewhere by then
  }
}

}  // namespace model
