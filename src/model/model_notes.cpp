// SPDX-License-Identifier: MIT
// What we say without a row of its own, until the server has it. See note.h; src/README.md, G1.
#include <algorithm>

#include "model/apply.h"
#include "model/note.h"
#include "model/store_records.h"

namespace model {
namespace {

// LIMIT: whoever makes us say more at once is not answered.
constexpr size_t max_notes = 5000;

// A correction does not leave before what it corrects.
bool is_ahead(const Conversation& conversation, const Note& note) {
  if (note.content.replaces.empty()) return false;
  const auto& rows = conversation.timeline.messages();
  return std::any_of(rows.rbegin(), rows.rend(), [&](const Message& row) {
    const bool is_waiting = row.state == MessageState::Queued || row.state == MessageState::Saving;
    return is_waiting && row.is_own && row.id == note.content.replaces;
  });
}

}  // namespace

void Model::Apply::say(const xmpp::Jid& to, session::Content content, std::string id) {
  if (model.notes_.size() >= max_notes) return;
  const bool is_stored = model.store_.is_on();
  if (id.empty()) id = base::new_id(env.random);
  Note note{std::move(id), to, std::move(content),
            is_stored ? Note::State::Saving : Note::State::Queued};
  if (is_stored) model.store_.notes.insert(note.id);
  model.notes_.push_back(std::move(note));
  if (!is_stored) send_notes();
}

Note* Model::Apply::find_note(const std::string& id) {
  const auto found = std::find_if(model.notes_.begin(), model.notes_.end(),
                                  [&](const Note& note) { return note.id == id; });
  return found == model.notes_.end() ? nullptr : &*found;
}

void Model::Apply::forget_note(const std::string& id) {
  const auto gone = std::remove_if(model.notes_.begin(), model.notes_.end(),
                                   [&](const Note& note) { return note.id == id; });
  if (gone == model.notes_.end()) return;
  model.notes_.erase(gone, model.notes_.end());
  if (model.store_.is_on()) {
    model.store_.removed.push_back(outbox_key(model.store_.owner, id));
    model.store_.notes.erase(id);
  }
}

void Model::Apply::send_notes() {
  if (!is_online()) return;
  for (Note& note : model.notes_) {
    if (note.state != Note::State::Queued) continue;
    const Conversation* conversation = model.conversation(note.to);
    const bool is_groupchat = conversation != nullptr && conversation->room;
    if (is_groupchat && conversation->room->state != Room::State::Joined) continue;
    if (conversation != nullptr && is_ahead(*conversation, note)) continue;
    note.state = Note::State::Sent;
    command(session::SendMessage{note.to, is_groupchat, note.id, note.content});
  }
}

// The session they left in is gone, or never was there: nobody says any more what became of them.
void Model::Apply::queue_notes() {
  for (Note& note : model.notes_) {
    if (note.state == Note::State::Sent) note.state = Note::State::Queued;
  }
}

// Whether the message whose fate is told is one of these.
bool Model::Apply::note_left(const std::string& id, bool is_counted) {
  if (find_note(id) == nullptr) return false;
  if (!is_counted) forget_note(id);
  return true;
}

bool Model::Apply::note_done(const std::string& id) {
  if (find_note(id) == nullptr) return false;
  forget_note(id);
  return true;
}

bool Model::Apply::note_failed(const std::string& id, const xmpp::StanzaError& error) {
  const Note* note = find_note(id);
  if (note == nullptr) return false;
  if (!note->content.replaces.empty()) correction_failed(*note, error);
  forget_note(id);
  return true;
}

bool Model::Apply::note_lost(const std::string& id) {
  Note* note = find_note(id);
  if (note == nullptr) return false;
  note->state = Note::State::Queued;
  send_notes();
  return true;
}

void Model::Apply::notes_stored(const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    Note* note = find_note(id);
    if (note != nullptr && note->state == Note::State::Saving) note->state = Note::State::Queued;
  }
  send_notes();
}

void Model::Apply::adopt_note(Note note) {
  if (find_note(note.id) != nullptr || model.notes_.size() >= max_notes) return;
  note.state = Note::State::Queued;
  model.notes_.push_back(std::move(note));
}

}  // namespace model
