// SPDX-License-Identifier: MIT
// Messages in and out: nothing a person wrote is lost, nothing shows twice. RFC 6121 section 5; src/README.md, G1 to G3.
#include <algorithm>

#include "base/sort.h"
#include "base/utf8.h"
#include "model/apply.h"

namespace model {

namespace {

// How far back a room's history is compared with what is on screen after joining again.
constexpr size_t compared_history = 500;

// Why a message has no words here.
xmpp::StanzaError unreadable(const std::string& encryption) {
  return {xmpp::ErrorType::Cancel, xmpp::Condition::FeatureNotImplemented,
          base::sanitise(encryption)};
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// A room repeats its history whenever it is joined; by the occupant, the id and the words it is the same row.
bool is_in_history(const Timeline& timeline, const session::MessageReceived& event,
                   const std::string& body) {
  const auto& messages = timeline.messages();
  const size_t first = messages.size() > compared_history ? messages.size() - compared_history : 0;
  for (size_t i = messages.size(); i > first; --i) {
    const Message& known = messages[i - 1];
    if (known.from != event.from || known.id != event.id || first_words(known) != body) continue;
    // Without an id, the same words of the same second; stamps of rooms have no fractions.
    const base::Duration apart = std::chrono::abs(known.sent - event.sent);
    if (!event.id.empty() || apart < std::chrono::seconds(2)) return true;
  }
  return false;
}

}  // namespace

// A private message of a room stands by itself, even where neither the message nor the session knew it for one. A contact's
// is a contact's, whatever it says of itself.
xmpp::Jid Model::Apply::conversation_of(const session::MessageReceived& event) const {
  if (event.is_groupchat) return event.conversation;
  const xmpp::Jid bare = event.conversation.bare();
  if (model.roster_.contacts.count(bare) != 0 && !is_room(bare)) return bare;
  return is_room(bare) && !event.peer.is_bare() ? event.peer : event.conversation;
}

void Model::Apply::operator()(const session::MessageReceived& event) {
  if (xmpp::Jid right = conversation_of(event); right != event.conversation) {
    session::MessageReceived meant = event;
    meant.conversation = std::move(right);
    return (*this)(meant);
  }
  if (event.is_older) return take_older(event);
  if (!event.content.receipt_for.empty()) take_receipt(event);
  if (Conversation* known = find(event.conversation)) {
    take_chat_state(*known, event);
    if (known->room && event.is_own && !event.is_delayed) known->room->is_doubted = false;
  }
  if (!event.content.has_words()) return;
  const bool is_new = find(event.conversation) == nullptr;
  Conversation& conversation = conversation_with(event.conversation);
  if (is_new) take_chat_state(conversation, event);
  if (correct(conversation, event)) return;
  if (event.is_groupchat && !conversation.room) {
    conversation.room.emplace().is_proven = true;
    ++model.names_version_;
  }
  std::string body = base::sanitise(event.content.body);
  if (event.is_own) {
    if (Message* row = find_reflected(conversation, event, body)) {
      reflect(conversation, *row, event, std::move(body));
      return;
    }
  }
  Message message = row_of(conversation, event, std::move(body));
  if (is_known(conversation, event, message.fingerprint)) {
    if (!event.is_archived) give_receipt(conversation, event);  // the archive had it first
    return;
  }
  if (event.is_groupchat && event.is_delayed &&
      is_in_history(conversation.timeline, event, message.body)) {
    return;
  }
  message.key = model.next_key_++;
  // What an archive brings that was not known before at all is history; what it brings behind a known place is news, and so is
  // what comes after all that another device displayed.
  Archive& archive = model.archives_[archive_of(conversation)];
  const bool is_first = !archive.had_place && conversation.displayed == Spot{};
  const bool is_history = event.is_delayed && (event.is_archived ? is_first : event.is_groupchat);
  if (event.is_archived && conversation.gaps_seen != archive.gaps) {
    conversation.gaps_seen = archive.gaps;
    message.gap = Gap{archive.gap_after, event.content.archive_id};
  }
  give_receipt(conversation, event);
  if (event.is_own) {
    // Written on another device: what came before was read there.
    conversation.unread = 0;
    conversation.first_unread = 0;
  } else if ((model.open_ != event.conversation || !model.is_seen_) && !is_history) {
    if (conversation.unread == 0) conversation.first_unread = message.key;
    ++conversation.unread;
  }
  if (event.is_archived) message.place = read_up_to(conversation, event.sent);
  const bool is_late = event.is_archived && !conversation.timeline.empty() &&
                       message.place < conversation.timeline.messages().back().place;
  if (is_late) {
    // In the archive's order (G5).
    const MessageKey key = model.next_key_;
    merge(conversation, {std::move(message)});
    Message& row = *conversation.timeline.at(key);
    conversation.last_read = spot_of(row);
    row_changed(conversation, row);
  } else {
    const Message& row = append(conversation, std::move(message));
    if (event.is_archived) conversation.last_read = spot_of(row);
  }
  meet_displayed(conversation);
  // Only what the archive has a name for: nobody looks through a long conversation that has none for each that comes.
  const bool is_named = !event.content.archive_id.empty();
  if (is_named && model.open_ == conversation.jid && model.is_seen_) look_at(conversation);
}

// As it was said; where it stands, and under which key, is the caller's to say.
Message Model::Apply::row_of(const Conversation& conversation,
                             const session::MessageReceived& event, std::string body) const {
  Message out;
  out.id = event.id;
  out.from = event.from;
  out.body = std::move(body);
  if (!event.content.encryption.empty()) out.error = unreadable(event.content.encryption);
  out.fingerprint = fingerprint_of(out, event.is_groupchat);
  out.archive_id = event.content.archive_id;
  out.author =
      event.is_groupchat
          ? std::string(event.from.resource())
          : model.display_name(conversation.jid.is_bare() ? event.from.bare() : event.from);
  out.is_own = event.is_own;
  out.sent = event.sent;
  out.is_delayed = event.is_delayed;
  out.state = event.is_own ? MessageState::Acknowledged : MessageState::Received;
  return out;
}

Message& Model::Apply::append(Conversation& conversation, Message message) {
  message.place = std::max(message.place, conversation.stored_place);
  Message& row = conversation.timeline.append(std::move(message));
  conversation.last_activity = spot_of(row);
  row_changed(conversation, row);
  conversation_changed(conversation);
  return row;
}

void Model::Apply::operator()(const session::MessageFailed& event) {
  if (note_failed(event.id, event.error)) return;
  Conversation* conversation = find(event.conversation);
  if (conversation == nullptr) return;
  Message* message = conversation->timeline.find_own(event.id);
  if (message == nullptr) return;
  message->state = MessageState::Failed;
  message->error = event.error;
  row_changed(*conversation, *message);
}

void Model::Apply::operator()(const session::MessageSent& event) {
  if (note_left(event.id, event.is_counted)) return;
  Conversation* conversation = find(event.conversation);
  if (conversation == nullptr) return;
  Message* message = conversation->timeline.find_own(event.id);
  if (message == nullptr || message->state != MessageState::Queued) return;
  message->state = MessageState::Sent;
  message->is_counted = event.is_counted;
  const bool had_anchor = message->anchor.has_value();
  message->anchor = model.archives_[archive_of(*conversation)].id;
  if (!event.is_counted || !had_anchor) row_changed(*conversation, *message);
  if (!message->edits.empty()) send_notes();
}

void Model::Apply::operator()(const session::MessageAcknowledged& event) {
  if (note_done(event.id)) return;
  advance(event.conversation, event.id, {MessageState::Queued, MessageState::Sent},
          MessageState::Acknowledged);
}

// It keeps its id, so that whoever has it already knows it again.
void Model::Apply::operator()(const session::MessageUnsent& event) {
  if (note_lost(event.id)) return;
  advance(event.conversation, event.id, {MessageState::Sent}, MessageState::Queued);
  Conversation* conversation = find(event.conversation);
  if (conversation == nullptr) return;
  Message* message = conversation->timeline.find_own(event.id);
  if (message != nullptr && message->state == MessageState::Queued) doubt(*conversation, *message);
}

void Model::Apply::advance(const xmpp::Jid& jid, const std::string& id,
                           std::initializer_list<MessageState> from, MessageState to) {
  Conversation* conversation = find(jid);
  if (conversation == nullptr) return;
  Message* message = conversation->timeline.find_own(id);
  if (message == nullptr) return;
  if (std::find(from.begin(), from.end(), message->state) == from.end()) return;
  // What a room gave back meanwhile is to be sent again.
  if (message->state == MessageState::Queued && !message->is_counted) return;
  message->state = to;
  // Whether it left is not worth a record: who takes it up after us has to ask in any case.
  if (to != MessageState::Acknowledged) return;
  message->is_uncertain = false;
  message->anchor.reset();
  row_changed(*conversation, *message);
}

void Model::Apply::operator()(const EditDraft& action) {
  Conversation& conversation = conversation_with(action.conversation);
  conversation.draft = action.text;
  conversation_changed(conversation);
  draft_typed(conversation);
}

void Model::Apply::operator()(const SendText& action) {
  Conversation& conversation = conversation_with(action.conversation);
  if (is_blank(action.text)) return;
  if (action.text.size() > max_body_bytes) {
    // Kept where it was typed, to be shortened.
    conversation.draft = action.text;
    conversation_changed(conversation);
    model.notice_ = {Notice::Kind::MessageTooLong, {}, {}};
    return;
  }
  settle(Notice::Kind::MessageTooLong);
  if (conversation.editing && edit(conversation, action.text)) return;
  Message message;
  message.key = model.next_key_++;
  message.id = base::new_id(env.random);
  message.from = model.account_.jid;
  message.is_own = true;
  message.body = base::sanitise(action.text);
  message.fingerprint = fingerprint_of(message, false);
  message.sent = env.now.wall;
  // It is not in the archive before this, whatever the clock says.
  const Archive& archive = model.archives_[archive_of(conversation)];
  if (!archive.id.empty() || archive.stamp != base::Wall{}) message.anchor = archive.id;
  message.state = model.store_.is_on() ? MessageState::Saving : MessageState::Queued;
  conversation.first_unread = 0;
  conversation.unread = 0;
  conversation.draft.clear();
  ++conversation.draft_version;
  // The message says it itself.
  conversation.typing.said = xmpp::ChatState::Active;
  conversation.typing.pause_at.reset();
  const Message& row = append(conversation, std::move(message));
  if (row.state == MessageState::Queued) send(conversation, row.key);
}

void Model::Apply::operator()(const RetryMessage& action) {
  Conversation* conversation = find(action.conversation);
  if (conversation == nullptr) return;
  Message* message = conversation->timeline.find_own(action.id);
  if (message == nullptr || message->state != MessageState::Failed) return;
  if (!message->edits.empty()) return correct_again(*conversation, *message);
  // The id stays: should the first one have arrived after all, the other side can tell.
  message->state = MessageState::Queued;
  message->error.reset();
  row_changed(*conversation, *message);
  send(*conversation, message->key);
}

// G3: what is on its way stands below what arrived before it left, as it will in the archive.
void Model::Apply::lower_waiting(Conversation& conversation) {
  Timeline& timeline = conversation.timeline;
  std::vector<MessageKey> waiting;
  bool is_lowest = true;
  for (const Message& message : timeline.messages()) {
    if (message.state == MessageState::Saving || message.state == MessageState::Queued) {
      waiting.push_back(message.key);
    } else if (!waiting.empty()) {
      is_lowest = false;
    }
  }
  if (is_lowest) return;
  for (const MessageKey key : waiting) {
    timeline.lower(key, model.next_key_++);
    row_changed(conversation, *timeline.at(key));
  }
  const Message& last = timeline.messages().back();
  conversation.last_activity = spot_of(last);
  conversation_changed(conversation);
}

bool Model::Apply::can_send(const Conversation& conversation) const {
  // Nothing overtakes what is still being looked up (G3).
  if (!is_online() || model.uncertain_.count(conversation.jid) != 0) return false;
  // Nor does anything leave before it is known from where it would have to be looked up.
  if (!model.account_.is_anonymous) {
    const auto archive = model.archives_.find(archive_of(conversation));
    const bool is_known = archive != model.archives_.end() &&
                          (archive->second.is_answered || !archive->second.id.empty() ||
                           archive->second.stamp != base::Wall{});
    if (!is_known) return false;
  }
  return !conversation.room || conversation.room->state == Room::State::Joined;
}

void Model::Apply::send(Conversation& conversation, MessageKey key) {
  if (!can_send(conversation)) return;
  lower_waiting(conversation);
  const Message& message = *conversation.timeline.at(key);
  // What took the place of its words follows by itself: whoever has it already knows it again by those it had first.
  session::Content content{.body = first_words(message), .wants_receipt = !conversation.room};
  // With it the other side learns that we would hear of theirs (XEP-0085 5.1).
  const bool tells_state =
      model.settings_.tells_typing && conversation.typing.hears != Typing::Hears::No;
  if (tells_state) content.chat_state = xmpp::ChatState::Active;
  command(session::SendMessage{conversation.jid, conversation.room.has_value(), message.id,
                               std::move(content)});
}

void Model::Apply::send_queued(const xmpp::Jid* room) {
  struct Waiting {
    base::Wall place;
    MessageKey turn, key;
    Conversation* conversation;
  };
  std::vector<Waiting> waiting;
  for (auto& [jid, conversation] : model.conversations_) {
    if (room != nullptr ? jid != *room : conversation.room.has_value()) continue;
    if (!can_send(conversation)) continue;
    for (const Message& message : conversation.timeline.messages()) {
      if (message.is_own && message.state == MessageState::Queued) {
        waiting.push_back({message.place, message.turn, message.key, &conversation});
      }
    }
  }
  base::sort(waiting, [](const Waiting& a, const Waiting& b) {
    return std::pair(a.place, a.turn) < std::pair(b.place, b.turn);
  });
  for (const Waiting& each : waiting) send(*each.conversation, each.key);
}

void Model::Apply::send_all_queued() {
  send_notes();
  send_queued(nullptr);
  for (const auto& [jid, conversation] : model.conversations_) {
    if (conversation.room) send_queued(&jid);
  }
}

}  // namespace model
