// SPDX-License-Identifier: MIT
// Our own words coming back: from a room that shows them to everybody, as a copy, out of an archive. Not every room keeps
// the names we gave them. XEP-0045 7.4, XEP-0359.
#include <algorithm>

#include "model/apply.h"
#include "model/store_records.h"

namespace model {
namespace {

// How far back, and how far apart by a room's stamp and our clock, the same words are the same message.
constexpr size_t compared_rows = 500;
constexpr base::Duration same_time = std::chrono::minutes(5);

// No room has shown it yet: what a room showed has an occupant's address.
bool is_unseen(const Message& message) { return message.from.resource().empty(); }

bool has_left(const Message& message) {
  return message.state == MessageState::Sent || has_arrived(message) || message.is_uncertain;
}

// By nick, words and time, where nothing else tells.
bool is_same(const Message& known, const session::MessageReceived& event, const std::string& body) {
  if (!known.is_own || first_words(known) != body) return false;
  // The archive has two.
  if (!known.archive_id.empty() && !event.content.archive_id.empty()) return false;
  // A room that names nothing repeats its history nevertheless.
  const bool is_repeated = event.is_delayed && event.id.empty() && known.from == event.from;
  const bool is_awaited = is_unseen(known) && has_left(known);
  const bool is_in_time =
      !event.is_delayed || std::chrono::abs(known.sent - event.sent) <= same_time;
  return (is_repeated || is_awaited) && is_in_time;
}

}  // namespace

Message* Model::Apply::find_reflected(Conversation& conversation,
                                      const session::MessageReceived& event,
                                      const std::string& body) {
  Timeline& timeline = conversation.timeline;
  for (const std::string* name : {&event.id, &event.content.origin_id}) {
    Message* known = name->empty() ? nullptr : timeline.find_own(*name);
    if (known == nullptr) continue;
    // Other devices of ours number their messages as they like: the same id is not yet the same message. A room may show
    // other words than those that were sent to it.
    if (first_words(*known) == body || (event.is_groupchat && is_unseen(*known))) return known;
  }
  // All of ours are named by us: another name is another device's.
  if (!event.is_groupchat || !event.content.origin_id.empty()) return nullptr;
  const Timeline::Rows& rows = timeline.messages();
  const size_t first = rows.size() - std::min(rows.size(), compared_rows);
  for (size_t i = first; i < rows.size(); ++i) {
    if (is_same(rows[i], event, body)) return timeline.at(rows[i]);
  }
  return nullptr;
}

// The row we have becomes the message that everybody sees.
void Model::Apply::reflect(Conversation& conversation, Message& row,
                           const session::MessageReceived& event, std::string body) {
  if (!has_arrived(row)) row.state = MessageState::Acknowledged;
  row.error.reset();
  row.is_uncertain = false;
  if (event.is_groupchat) row.from = event.from;
  // What took the place of its words meanwhile stands.
  std::string& words = row.edits.empty() ? row.body : row.original;
  if (words != body) {
    words = std::move(body);
    ++row.edition;
  }
  if (event.is_groupchat && !event.id.empty() && event.id != row.id) {
    // From now on it is known by the name that the room gave it, too. Its record is kept under another key then.
    if (model.store_.is_on()) model.store_.removed.push_back(row_key(conversation.jid, row));
    Message named = row;
    named.id = event.id;
    named.body = first_words(row);
    conversation.timeline.known_as(row, fingerprint_of(named, true));
  }
  row_changed(conversation, row);
  meet(conversation, row, event);
}

}  // namespace model
