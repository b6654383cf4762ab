// SPDX-License-Identifier: MIT
// Everything a reloaded page shows, as one record (base/record.h): a resumed stream (XEP-0198) tells none of it again.
// LIMIT: the newest max_kept_per_conversation messages of a conversation and max_kept_bytes of bodies in all; what is
// older comes from the archive.
#include <algorithm>

#include "base/record.h"
#include "model/message_record.h"
#include "model/model.h"
#include "model/note.h"

namespace model {
namespace {

constexpr std::string_view format = "model 4";
constexpr size_t max_kept_per_conversation = 500;
constexpr size_t max_kept_bytes = 1u << 20;

void write_room(base::RecordWriter& out, const Room& room) {
  write_enum(out, room.state);
  out.flag(room.is_proven);
  out.text(room.wanted).text(room.nick).text(room.subject);
  write_enum(out, room.ending.departure);
  out.text(room.ending.reason).text(room.ending.actor);
  out.text(room.ending.alternate ? room.ending.alternate->text() : std::string());
  write_error(out, room.error);
  out.number(room.occupants.size());
  for (const auto& [nick, availability] : room.occupants) {
    out.text(nick);
    write_enum(out, availability);
  }
  write_wall(out, room.joined_at);
  out.number(room.left.size());
  for (const auto& [nick, at] : room.left) {
    out.text(nick);
    write_wall(out, at);
  }
}
Room read_room(base::RecordReader& in) {
  Room out;
  out.state = read_enum(in, Room::State::Failed);
  out.is_proven = in.flag();
  out.wanted = std::string(in.text());
  out.nick = std::string(in.text());
  out.subject = std::string(in.text());
  out.ending.departure = read_enum(in, xmpp::Departure::Lost);
  out.ending.reason = std::string(in.text());
  out.ending.actor = std::string(in.text());
  if (xmpp::Jid alternate = read_jid(in); !alternate.empty()) out.ending.alternate = alternate;
  out.error = read_error(in);
  const size_t count = in.count();
  for (size_t i = 0; i < count && in.is_good(); ++i) {
    std::string nick(in.text());
    out.occupants[std::move(nick)] = read_enum(in, xmpp::Availability::DoNotDisturb);
  }
  out.joined_at = read_wall(in);
  const size_t gone = in.count();
  for (size_t i = 0; i < gone && in.is_good(); ++i) {
    std::string nick(in.text());
    out.left[std::move(nick)] = read_wall(in);
  }
  return out;
}

void write_contact(base::RecordWriter& out, const Contact& contact) {
  out.text(contact.item.jid.text()).text(contact.item.name);
  write_enum(out, contact.item.subscription);
  out.flag(contact.item.is_pending).number(contact.item.groups.size());
  for (const std::string& group : contact.item.groups) out.text(group);
  out.number(contact.resources.size());
  for (const auto& [name, resource] : contact.resources) {
    out.text(name).text(resource.status).number(static_cast<uint8_t>(resource.priority));
    write_enum(out, resource.availability);
  }
}
Contact read_contact(base::RecordReader& in) {
  Contact out;
  out.item.jid = read_jid(in);
  out.item.name = std::string(in.text());
  out.item.subscription = read_enum(in, xmpp::Subscription::Both);
  out.item.is_pending = in.flag();
  const size_t groups = in.count();
  for (size_t i = 0; i < groups && in.is_good(); ++i) out.item.groups.emplace_back(in.text());
  const size_t resources = in.count();
  for (size_t i = 0; i < resources && in.is_good(); ++i) {
    Resource& resource = out.resources[std::string(in.text())];
    resource.status = std::string(in.text());
    resource.priority = static_cast<int8_t>(in.number_up_to(0xFF));
    resource.availability = read_enum(in, xmpp::Availability::DoNotDisturb);
  }
  return out;
}

// From which key on messages are kept, so that all bodies together stay below the limit. What is still to be sent is
// kept in any case.
MessageKey oldest_kept(const std::map<xmpp::Jid, Conversation>& conversations) {
  std::vector<std::pair<MessageKey, size_t>> sizes;
  for (const auto& [jid, conversation] : conversations) {
    for (const Message& message : conversation.timeline.messages()) {
      sizes.emplace_back(message.key, message.body.size() + 100);
    }
  }
  std::sort(sizes.begin(), sizes.end());
  size_t sum = 0;
  for (auto at = sizes.rbegin(); at != sizes.rend(); ++at) {
    sum += at->second;
    if (sum > max_kept_bytes) return at->first + 1;
  }
  return 0;
}

// `has_store`: what is not in the store is kept in any case.
void write_timeline(base::RecordWriter& out, const Timeline& timeline, MessageKey oldest,
                    bool has_store) {
  const std::vector<Message>& all = timeline.messages();
  const size_t first =
      all.size() > max_kept_per_conversation ? all.size() - max_kept_per_conversation : 0;
  std::vector<const Message*> kept;
  for (size_t i = 0; i < all.size(); ++i) {
    const MessageState state = all[i].state;
    const bool is_waiting = state == MessageState::Saving || state == MessageState::Queued ||
                            state == MessageState::Sent || state == MessageState::Failed ||
                            (has_store && !all[i].is_stored);
    if (is_waiting || (i >= first && all[i].key >= oldest)) kept.push_back(&all[i]);
  }
  out.number(kept.size());
  for (const Message* message : kept) {
    write_message(out, *message);
    write_edits(out, *message);
  }
}

}  // namespace

std::string Model::save() const {
  base::RecordWriter out(format);
  out.text(account_.jid.text()).text(account_.full_jid.text()).text(account_.status);
  out.flag(account_.is_anonymous);
  write_enum(out, account_.availability);
  out.flag(roster_.is_loaded).number(roster_.contacts.size());
  for (const auto& [jid, contact] : roster_.contacts) write_contact(out, contact);
  out.number(roster_.requests.size());
  for (const ContactRequest& request : roster_.requests) {
    out.text(request.from.text()).text(request.message);
  }
  const MessageKey oldest = oldest_kept(conversations_);
  out.number(conversations_.size());
  for (const auto& [jid, conversation] : conversations_) {
    out.text(jid.text()).text(conversation.draft).number(conversation.draft_version);
    out.number(conversation.unread).number(conversation.first_unread);
    write_wall(out, conversation.last_activity.first);
    out.number(conversation.last_activity.second).flag(conversation.room.has_value());
    if (conversation.room) write_room(out, *conversation.room);
    out.flag(conversation.editing.has_value());
    if (conversation.editing) out.text(conversation.editing->id).text(conversation.editing->draft);
    write_timeline(out, conversation.timeline, oldest, store_.is_on());
  }
  out.number(archives_.size());
  for (const auto& [jid, archive] : archives_) {
    out.text(jid.text()).text(archive.id);
    write_wall(out, archive.stamp);
  }
  out.text(open_ ? open_->text() : std::string());
  out.number(server_features_.size());
  for (const std::string& feature : server_features_) out.text(feature);
  out.number(next_key_).number(notes_.size());
  for (const Note& note : notes_)
    out.text(write_note_record(note)).flag(note.state == Note::State::Sent);
  for (const auto& [jid, conversation] : conversations_) {
    if (conversation.asked.empty()) continue;
    out.text(jid.text());
    write_jids(out, conversation.asked);
  }
  return out.take();
}

bool Model::restore(std::string_view record) {
  base::RecordReader in(record, format);
  Model out(settings_);
  out.account_.jid = read_jid(in);
  out.account_.full_jid = read_jid(in);
  out.account_.status = std::string(in.text());
  out.account_.is_anonymous = in.flag();
  out.account_.availability = read_enum(in, xmpp::Availability::DoNotDisturb);
  out.account_.connection = Connection::Reconnecting;
  out.account_.was_online = true;
  out.roster_.is_loaded = in.flag();
  const size_t contacts = in.count();
  for (size_t i = 0; i < contacts && in.is_good(); ++i) {
    Contact contact = read_contact(in);
    xmpp::Jid jid = contact.item.jid;
    out.roster_.contacts.emplace(std::move(jid), std::move(contact));
  }
  const size_t requests = in.count();
  for (size_t i = 0; i < requests && in.is_good(); ++i) {
    xmpp::Jid from = read_jid(in);
    out.roster_.requests.push_back({std::move(from), std::string(in.text())});
  }
  MessageKey newest = 0;
  const size_t conversations = in.count();
  for (size_t i = 0; i < conversations && in.is_good(); ++i) {
    xmpp::Jid jid = read_jid(in);
    Conversation& conversation = out.conversations_[jid];
    conversation.jid = jid;
    conversation.draft = std::string(in.text());
    conversation.draft_version = static_cast<uint32_t>(in.number_up_to(0xFFFF'FFFFu));
    conversation.unread = static_cast<uint32_t>(in.number_up_to(0xFFFF'FFFFu));
    conversation.first_unread = in.number();
    conversation.last_activity.first = read_wall(in);
    conversation.last_activity.second = in.number();
    if (in.flag()) conversation.room = read_room(in);
    if (in.flag()) {
      Editing& editing = conversation.editing.emplace();
      editing.id = std::string(in.text());
      editing.draft = std::string(in.text());
    }
    base::Wall last{};
    const size_t messages = in.count();
    for (size_t m = 0; m < messages && in.is_good(); ++m) {
      Message message = read_message(in);
      read_edits(in, message);
      if (message.place < last) in.spoil();  // the timeline counts on their order
      last = message.place;
      newest = std::max(newest, message.key);
      if (message.is_uncertain) out.uncertain_.insert(jid);
      if (in.is_good()) conversation.timeline.append(std::move(message));
    }
  }
  const size_t archives = in.count();
  for (size_t i = 0; i < archives && in.is_good(); ++i) {
    Archive& archive = out.archives_[read_jid(in)];
    archive.id = std::string(in.text());
    archive.stamp = read_wall(in);
  }
  xmpp::Jid open = read_jid(in);
  if (!open.empty()) out.open_ = std::move(open);
  const size_t features = in.count();
  for (size_t i = 0; i < features && in.is_good(); ++i)
    out.server_features_.emplace_back(in.text());
  out.next_key_ = in.number();
  if (out.next_key_ <= newest) in.spoil();  // keys are never used twice
  out.first_key_ = out.next_key_;
  const size_t notes = in.count();
  for (size_t i = 0; i < notes && in.is_good(); ++i) {
    std::optional<Note> note = read_note_record(in.text());
    const bool is_sent = in.flag();
    if (!note) continue;
    note->state = is_sent ? Note::State::Sent : Note::State::Queued;
    out.notes_.push_back(*std::move(note));
  }
  while (in.has_more()) {
    const auto conversation = out.conversations_.find(read_jid(in));
    if (conversation == out.conversations_.end()) {
      in.spoil();
    } else {
      conversation->second.asked = read_jids(in);
    }
  }
  if (!in.is_finished() || out.account_.jid.empty()) return false;
  // Views compare versions to know what is stale.
  out.is_seen_ = is_seen_;
  out.version_ = version_ + 1;
  out.names_version_ = names_version_ + 1;
  *this = std::move(out);
  return true;
}

}  // namespace model
