// SPDX-License-Identifier: MIT
// Everything a reloaded page shows, as one record of sections (base/sections.h): a resumed stream (XEP-0198) tells none of it
// again. What another version wrote otherwise is lost by itself; messages stand in records of their own, as in the store.
// LIMIT: the newest max_kept_per_conversation messages of a conversation and max_kept_bytes of bodies in all; what is
// older comes from the archive.
#include <algorithm>

#include "base/sections.h"
#include "base/sort.h"
#include "model/message_record.h"
#include "model/model.h"
#include "model/note.h"
#include "model/roster_record.h"
#include "model/store_records.h"

namespace model {
namespace {

constexpr std::string_view format = "model 5";
constexpr std::string_view account_section = "account 1", roster_section = "roster 1",
                           conversations_section = "conversations 1", rows_section = "rows 1",
                           archives_section = "archives 1", notes_section = "notes 1",
                           displayed_section = "displayed 1", screen_section = "screen 1";
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
  write_roster_item(out, contact.item);
  out.number(contact.resources.size());
  for (const auto& [name, resource] : contact.resources) {
    out.text(name).text(resource.status).number(static_cast<uint8_t>(resource.priority));
    write_enum(out, resource.availability);
  }
}
Contact read_contact(base::RecordReader& in) {
  Contact out;
  out.item = read_roster_item(in);
  const size_t resources = in.count();
  for (size_t i = 0; i < resources && in.is_good(); ++i) {
    Resource& resource = out.resources[std::string(in.text())];
    resource.status = std::string(in.text());
    resource.priority = static_cast<int8_t>(in.number_up_to(0xFF));
    resource.availability = read_enum(in, xmpp::Availability::DoNotDisturb);
  }
  return out;
}

// From which spot on messages are kept, so that all bodies together stay below the limit. What is still to be sent is
// kept in any case.
Spot oldest_kept(const std::map<xmpp::Jid, Conversation>& conversations) {
  std::vector<std::pair<Spot, size_t>> sizes;
  for (const auto& [jid, conversation] : conversations) {
    for (const Message& message : conversation.timeline.messages()) {
      sizes.emplace_back(spot_of(message), message.body.size() + 100);
    }
  }
  base::sort(sizes);
  size_t sum = 0;
  for (auto at = sizes.rbegin(); at != sizes.rend(); ++at) {
    sum += at->second;
    if (sum > max_kept_bytes) return {at->first.first, at->first.second + 1};
  }
  return {};
}

// `has_store`: what is not in the store is kept in any case.
void write_rows(base::RecordWriter& out, const Conversation& conversation, const Spot& oldest,
                bool has_store) {
  const Timeline::Rows& all = conversation.timeline.messages();
  const size_t first =
      all.size() > max_kept_per_conversation ? all.size() - max_kept_per_conversation : 0;
  for (size_t i = 0; i < all.size(); ++i) {
    const MessageState state = all[i].state;
    const bool is_waiting = state == MessageState::Saving || state == MessageState::Queued ||
                            state == MessageState::Sent || state == MessageState::Failed ||
                            (has_store && !all[i].is_stored);
    if (!is_waiting && (i < first || spot_of(all[i]) < oldest)) continue;
    out.text(write_row_record(conversation.jid, all[i], conversation.room.has_value()));
  }
}

void write_conversation(base::RecordWriter& out, const Conversation& conversation) {
  out.text(conversation.jid.text()).text(conversation.draft).number(conversation.draft_version);
  out.number(conversation.unread).number(conversation.first_unread);
  write_spot(out, conversation.last_activity);
  write_jids(out, conversation.asked);
  out.flag(conversation.room.has_value());
  if (conversation.room) write_room(out, *conversation.room);
  out.flag(conversation.editing.has_value());
  if (conversation.editing) out.text(conversation.editing->id).text(conversation.editing->draft);
}
Conversation read_conversation(base::RecordReader& in) {
  Conversation out;
  out.jid = read_jid(in);
  out.draft = std::string(in.text());
  out.draft_version = static_cast<uint32_t>(in.number_up_to(0xFFFF'FFFFu));
  out.unread = static_cast<uint32_t>(in.number_up_to(0xFFFF'FFFFu));
  out.first_unread = in.number();
  out.last_activity = read_spot(in);
  out.asked = read_jids(in);
  if (in.flag()) out.room = read_room(in);
  if (in.flag()) {
    Editing& editing = out.editing.emplace();
    editing.id = std::string(in.text());
    editing.draft = std::string(in.text());
  }
  return out;
}

}  // namespace

std::string Model::save() const {
  base::SectionsWriter out(format);
  out.add(account_section, [&](base::RecordWriter& in) {
    in.text(account_.jid.text()).text(account_.full_jid.text()).text(account_.status);
    in.flag(account_.is_anonymous);
    write_enum(in, account_.availability);
    in.flag(account_.is_unsaid).flag(account_.is_begun).flag(account_.stays);
  });
  out.add(roster_section, [&](base::RecordWriter& in) {
    in.flag(roster_.is_loaded).flag(roster_.is_current).text(roster_.version);
    in.number(roster_.contacts.size());
    for (const auto& [jid, contact] : roster_.contacts) write_contact(in, contact);
    in.number(roster_.requests.size());
    for (const ContactRequest& request : roster_.requests) {
      in.text(request.from.text()).text(request.message);
    }
  });
  out.add(conversations_section, [&](base::RecordWriter& in) {
    for (const auto& [jid, conversation] : conversations_) write_conversation(in, conversation);
  });
  const Spot oldest = oldest_kept(conversations_);
  out.add(rows_section, [&](base::RecordWriter& in) {
    for (const auto& [jid, conversation] : conversations_) {
      write_rows(in, conversation, oldest, store_.is_on());
    }
  });
  out.add(archives_section, [&](base::RecordWriter& in) {
    for (const auto& [jid, archive] : archives_) {
      in.text(jid.text()).text(archive.id);
      write_wall(in, archive.stamp);
    }
  });
  out.add(notes_section, [&](base::RecordWriter& in) {
    for (const Note& note : notes_) {
      in.text(write_note_record(note)).flag(note.state == Note::State::Sent);
    }
  });
  out.add(displayed_section, [&](base::RecordWriter& in) {
    for (const auto& [jid, conversation] : conversations_) {
      if (conversation.seen == Spot{} && conversation.displayed == Spot{}) continue;
      in.text(jid.text());
      write_spot(in, conversation.seen);
      write_spot(in, conversation.displayed);
    }
  });
  out.add(screen_section, [&](base::RecordWriter& in) {
    in.text(open_ ? open_->text() : std::string()).number(next_key_);
    in.number(server_features_.size());
    for (const std::string& feature : server_features_) in.text(feature);
  });
  return out.take();
}

namespace {

// Each takes up its section, or leaves everything as it was.

bool read_account(base::RecordReader in, Account& account) {
  account.jid = read_jid(in);
  account.full_jid = read_jid(in);
  account.status = std::string(in.text());
  account.is_anonymous = in.flag();
  account.availability = read_enum(in, xmpp::Availability::DoNotDisturb);
  account.is_unsaid = in.flag();
  account.is_begun = in.flag();
  account.stays = in.flag();
  account.connection = Connection::Reconnecting;
  account.was_online = true;
  return in.is_finished() && !account.jid.empty();
}

Roster read_roster(base::RecordReader in) {
  Roster out;
  out.is_loaded = in.flag();
  out.is_current = in.flag();
  out.version = std::string(in.text());
  const size_t contacts = in.count();
  for (size_t i = 0; i < contacts && in.is_good(); ++i) {
    Contact contact = read_contact(in);
    xmpp::Jid jid = contact.item.jid;
    out.contacts.emplace(std::move(jid), std::move(contact));
  }
  const size_t requests = in.count();
  for (size_t i = 0; i < requests && in.is_good(); ++i) {
    xmpp::Jid from = read_jid(in);
    out.requests.push_back({std::move(from), std::string(in.text())});
  }
  return in.is_finished() ? std::move(out) : Roster();
}

std::map<xmpp::Jid, Conversation> read_conversations(base::RecordReader in) {
  std::map<xmpp::Jid, Conversation> out;
  while (in.has_more()) {
    Conversation conversation = read_conversation(in);
    xmpp::Jid jid = conversation.jid;
    if (jid.empty()) in.spoil();
    out.emplace(std::move(jid), std::move(conversation));
  }
  if (!in.is_finished()) out.clear();
  return out;
}

// Also where the conversation itself was lost: what a person wrote is not. The newest key.
MessageKey read_rows(base::RecordReader in, std::map<xmpp::Jid, Conversation>& conversations) {
  std::map<xmpp::Jid, std::vector<Message>> rows;
  MessageKey newest = 0;
  while (in.has_more()) {
    std::optional<StoredRow> row = read_row_record(in.text());
    if (!row) continue;
    newest = std::max(newest, row->message.key);
    Conversation& conversation = conversations[row->jid];
    if (conversation.jid.empty()) {
      conversation.jid = row->jid;
      if (row->is_groupchat) conversation.room.emplace().state = Room::State::Left;
    }
    rows[row->jid].push_back(std::move(row->message));
  }
  for (auto& [jid, messages] : rows) conversations[jid].timeline.merge(std::move(messages));
  return newest;
}

}  // namespace

bool Model::restore(std::string_view record) {
  const base::Sections sections(record, format);
  Model out(settings_);
  if (!read_account(sections.section(account_section), out.account_)) return false;
  out.roster_ = read_roster(sections.section(roster_section));
  out.conversations_ = read_conversations(sections.section(conversations_section));
  const MessageKey newest = read_rows(sections.section(rows_section), out.conversations_);
  for (const auto& [jid, conversation] : out.conversations_) {
    for (const Message& message : conversation.timeline.messages()) {
      if (message.is_uncertain) out.uncertain_.insert(jid);
    }
  }
  base::RecordReader archives = sections.section(archives_section);
  while (archives.has_more()) {
    Archive& archive = out.archives_[read_jid(archives)];
    archive.id = std::string(archives.text());
    archive.stamp = read_wall(archives);
  }
  if (!archives.is_finished()) out.archives_.clear();
  base::RecordReader notes = sections.section(notes_section);
  while (notes.has_more()) {
    std::optional<Note> note = read_note_record(notes.text());
    const bool is_sent = notes.flag();
    if (!note) continue;
    note->state = is_sent ? Note::State::Sent : Note::State::Queued;
    out.notes_.push_back(*std::move(note));
  }
  base::RecordReader displayed = sections.section(displayed_section);
  while (displayed.has_more()) {
    const auto known = out.conversations_.find(read_jid(displayed));
    const Spot seen = read_spot(displayed), up_to = read_spot(displayed);
    if (known == out.conversations_.end()) continue;
    known->second.seen = seen;
    known->second.displayed = up_to;
  }
  base::RecordReader screen = sections.section(screen_section);
  xmpp::Jid open = read_jid(screen);
  const MessageKey next_key = screen.number();
  const size_t features = screen.count();
  for (size_t i = 0; i < features && screen.is_good(); ++i) {
    out.server_features_.emplace_back(screen.text());
  }
  if (!screen.is_finished()) out.server_features_.clear();
  if (screen.is_finished() && out.conversations_.count(open) != 0) out.open_ = std::move(open);
  out.next_key_ = std::max(next_key, newest + 1);  // keys are never used twice
  out.first_key_ = out.next_key_;
  // Views compare versions to know what is stale.
  out.is_seen_ = is_seen_;
  out.version_ = version_ + 1;
  out.names_version_ = names_version_ + 1;
  *this = std::move(out);
  return true;
}

}  // namespace model
