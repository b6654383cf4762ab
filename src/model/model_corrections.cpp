// SPDX-License-Identifier: MIT
// Words that take the place of earlier ones: whose, of which message, and our own. XEP-0308; what cannot be proved to come
// from the author of the message is shown as a message of its own.
#include <algorithm>

#include "base/utf8.h"
#include "model/apply.h"
#include "model/note.h"
#include "model/store_records.h"

namespace model {
namespace {

// LIMIT: so many corrections of one message are known again when they come once more.
constexpr size_t max_edits = 50;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// The server may have it, in the words it had first.
bool may_have_left(const Message& message) {
  return message.state == MessageState::Sent || has_arrived(message) || message.is_uncertain ||
         !message.edits.empty();
}

}  // namespace

// An occupant may be somebody else by now: only for what he said while we saw him there all the time (section 5). What
// an archive has of a room was said by whoever had that nick then.
bool Model::Apply::is_same_occupant(const xmpp::Jid& occupant, const Message& message,
                                    const session::MessageReceived& event) const {
  const Conversation* conversation = model.conversation(occupant.bare());
  if (conversation == nullptr || !conversation->room) return false;
  const Room& room = *conversation->room;
  if (event.is_delayed || message.is_delayed) return false;
  if (room.state != Room::State::Joined || message.sent <= room.joined_at) return false;
  const auto left = room.left.find(std::string(occupant.resource()));
  return left == room.left.end() || left->second < message.sent;
}

bool Model::Apply::may_correct(const Conversation& conversation, const Message& message,
                               const session::MessageReceived& event) const {
  if (conversation.room && event.is_own) return !event.is_archived || !event.is_delayed;
  if (conversation.room || !conversation.jid.is_bare()) {
    return event.is_own || is_same_occupant(event.from, message, event);
  }
  return true;
}

// True: it is no message of its own.
bool Model::Apply::correct(Conversation& conversation, const session::MessageReceived& event) {
  const std::string& id = event.content.replaces;
  if (id.empty() || id == event.id || event.id.empty()) return false;
  const bool is_by_address = conversation.room || !conversation.jid.is_bare();
  Message* row = conversation.timeline.find_named(id, [&](const Message& known) {
    if (known.is_own || event.is_own) return known.is_own && event.is_own;
    return is_by_address ? known.from == event.from : known.from.bare() == event.from.bare();
  });
  if (row == nullptr) return false;
  // It came once more, by whatever road.
  if (std::find(row->edits.begin(), row->edits.end(), event.id) != row->edits.end()) return true;
  if (event.content.body.empty() || !may_correct(conversation, *row, event)) return false;
  rewrite(conversation, *row, base::sanitise(event.content.body), event.id);
  return true;
}

void Model::Apply::rewrite(Conversation& conversation, Message& row, std::string body,
                           std::string edit) {
  if (row.edits.empty()) row.original = row.body;
  if (!row.is_own) row.error.reset();  // it has words now
  row.body = std::move(body);
  row.edits.push_back(std::move(edit));
  if (row.edits.size() > max_edits) row.edits.erase(row.edits.begin());
  ++row.edition;
  row_changed(conversation, row);
}

void Model::Apply::operator()(const BeginEdit& action) {
  Conversation* conversation = find(action.conversation);
  if (conversation == nullptr || conversation->editing) return;
  const Message* row = last_own(*conversation);
  if (row == nullptr) return;
  conversation->editing = Editing{row->id, std::move(conversation->draft)};
  conversation->draft = row->body;
  ++conversation->draft_version;
  conversation_changed(*conversation);
}

void Model::Apply::operator()(const CancelEdit& action) {
  Conversation* conversation = find(action.conversation);
  if (conversation != nullptr && conversation->editing) end_edit(*conversation);
}

// What was being written before goes on.
void Model::Apply::end_edit(Conversation& conversation) {
  conversation.draft = std::move(conversation.editing->draft);
  conversation.editing.reset();
  ++conversation.draft_version;
  conversation_changed(conversation);
  draft_typed(conversation);
}

// False: there is nothing to correct any more, so it is a message.
bool Model::Apply::edit(Conversation& conversation, const std::string& text) {
  Message* row = conversation.timeline.find_own(conversation.editing->id);
  if (row == nullptr) {
    end_edit(conversation);
    return false;
  }
  if (is_blank(text)) return true;
  const std::string body = base::sanitise(text);
  if (body != row->body) {
    if (may_have_left(*row)) {
      std::string id = base::new_id(env.random);
      rewrite(conversation, *row, body, id);
      say(conversation.jid, {.body = body, .replaces = row->id}, std::move(id));
    } else {
      row->body = body;
      ++row->edition;
      conversation.timeline.known_as(*row, fingerprint_of(*row, false));
      row_changed(conversation, *row);
    }
  }
  end_edit(conversation);
  return true;
}

// The other side still has the words before it: its author sees it and decides.
void Model::Apply::correction_failed(const Note& note, const xmpp::StanzaError& error) {
  Conversation* conversation = find(note.to);
  Message* row =
      conversation == nullptr ? nullptr : conversation->timeline.find_own(note.content.replaces);
  if (row == nullptr) return;
  if (model.store_.is_on()) model.store_.removed.push_back(row_key(conversation->jid, *row));
  row->state = MessageState::Failed;
  row->error = error;
  row_changed(*conversation, *row);
}

void Model::Apply::correct_again(Conversation& conversation, Message& row) {
  std::string id = base::new_id(env.random);
  row.edits.push_back(id);
  row.state = MessageState::Acknowledged;
  row.error.reset();
  row_changed(conversation, row);
  say(conversation.jid, {.body = row.body, .replaces = row.id}, std::move(id));
}

// The one that can be corrected: absent when nothing of ours is there, or somebody else's words stand for it.
const Message* last_own(const Conversation& conversation) {
  const Timeline::Rows& rows = conversation.timeline.messages();
  const auto row = std::find_if(rows.rbegin(), rows.rend(), [](const Message& each) {
    return each.is_own && !each.id.empty() && !each.body.empty();
  });
  return row == rows.rend() ? nullptr : &*row;
}

}  // namespace model
