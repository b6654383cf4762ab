// SPDX-License-Identifier: MIT
// See store_records.h.
#include "model/store_records.h"

#include "base/record.h"
#include "model/message_record.h"

namespace model {
namespace {

constexpr std::string_view conversation_format = "conversation 2";
constexpr std::string_view archive_format = "archive 1";
constexpr std::string_view row_format = "row 2";

void put_number(std::string& out, uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xFF);
}

uint64_t get_number(std::string_view bytes) {
  uint64_t out = 0;
  for (size_t i = 0; i < 8; ++i) out = out << 8 | static_cast<uint8_t>(bytes[i]);
  return out;
}

}  // namespace

std::string conversation_key(const xmpp::Jid& jid) { return "k" + jid.text(); }

std::string archive_key(const xmpp::Jid& jid) { return "c" + jid.text(); }

std::string roster_page_key(unsigned page) {
  return std::string(roster_prefix) + static_cast<char>('0' + page);
}

std::string outbox_key(std::string_view owner, std::string_view id) {
  return std::string(outbox_prefix).append(owner).append(id);
}

std::string rows_prefix(const xmpp::Jid& jid) { return "m" + jid.text() + '\0'; }
std::string rows_end(const xmpp::Jid& jid) { return "m" + jid.text() + '\1'; }

std::string row_key(const xmpp::Jid& jid, const Message& message) {
  std::string out = rows_prefix(jid);
  put_number(out, static_cast<uint64_t>(message.place.time_since_epoch().count()));
  // In the order of the rows; and two tabs that number theirs alike do not overwrite each other's.
  put_number(out, message.turn);
  put_number(out, message.fingerprint);
  return out;
}

std::string behind_spot(const xmpp::Jid& jid, const Spot& spot) {
  std::string out = rows_prefix(jid);
  put_number(out, static_cast<uint64_t>(spot.first.time_since_epoch().count()));
  put_number(out, spot.second + 1);
  return out;
}

std::optional<Spot> spot_of(std::string_view row_key) {
  constexpr size_t number = 8, numbers = 3 * number;  // as row_key() puts them
  if (row_key.size() < numbers) return std::nullopt;
  const std::string_view tail = row_key.substr(row_key.size() - numbers);
  const auto place = static_cast<int64_t>(get_number(tail));
  return Spot(base::Wall(base::Duration(place)), get_number(tail.substr(number)));
}

std::string behind(std::string_view prefix) {
  std::string out(prefix);
  ++out.back();
  return out;
}

bool is_in_outbox(const Message& message) {
  if (!message.is_own || message.id.empty()) return false;
  switch (message.state) {
    case MessageState::Saving:
    case MessageState::Queued:
    case MessageState::Failed:
      return true;
    case MessageState::Sent:
      return message.is_counted;  // otherwise nobody will ever say more about it
    case MessageState::Received:
    case MessageState::Acknowledged:
    case MessageState::Delivered:
      break;
  }
  return false;
}

std::string write_conversation_record(const Conversation& conversation) {
  base::RecordWriter out(conversation_format);
  out.text(conversation.jid.text()).text(conversation.draft).number(conversation.unread);
  write_spot(out, conversation.last_activity);
  // What never was a room is none in the next life either.
  const bool is_room = conversation.room && conversation.room->is_proven;
  out.flag(is_room);
  if (is_room) {
    const Room::State state = conversation.room->state;
    out.flag(state == Room::State::Joined || state == Room::State::Joining);
    out.text(conversation.room->wanted).text(conversation.room->subject);
  }
  // What nothing follows is left out.
  const bool is_seen = conversation.seen != Spot{} || conversation.displayed != Spot{};
  const bool has_pages = conversation.pages.is_whole || is_seen;
  const bool has_editing = conversation.editing || has_pages;
  if (!conversation.asked.empty() || has_editing) write_jids(out, conversation.asked);
  const Editing editing = conversation.editing.value_or(Editing{});
  if (has_editing) out.text(editing.id).text(editing.draft);
  if (has_pages) out.flag(conversation.pages.is_whole);
  if (is_seen) {
    write_spot(out, conversation.seen);
    write_spot(out, conversation.displayed);
  }
  return out.take();
}

std::optional<Conversation> read_conversation_record(std::string_view value) {
  base::RecordReader in(value, conversation_format);
  Conversation out;
  out.jid = read_jid(in);
  out.draft = std::string(in.text());
  out.unread = static_cast<uint32_t>(in.number_up_to(0xFFFF'FFFFu));
  out.last_activity = read_spot(in);
  if (in.flag()) {
    Room& room = out.room.emplace();
    room.is_proven = true;
    room.state = in.flag() ? Room::State::Joining : Room::State::Left;
    room.wanted = std::string(in.text());
    room.nick = room.wanted;
    room.subject = std::string(in.text());
  }
  if (in.has_more()) out.asked = read_jids(in);
  if (in.has_more()) {
    Editing editing;
    editing.id = std::string(in.text());
    editing.draft = std::string(in.text());
    if (!editing.id.empty()) out.editing = std::move(editing);
  }
  if (in.has_more()) out.pages.is_whole = in.flag();
  if (in.has_more()) {
    out.seen = read_spot(in);
    out.displayed = read_spot(in);
  }
  if (!in.is_finished() || out.jid.empty()) return std::nullopt;
  return out;
}

std::string write_archive_record(const Archive& archive) {
  base::RecordWriter out(archive_format);
  out.text(archive.id);
  write_wall(out, archive.stamp);
  return out.take();
}

std::optional<Archive> read_archive_record(std::string_view value) {
  base::RecordReader in(value, archive_format);
  Archive out;
  out.id = std::string(in.text());
  out.stamp = read_wall(in);
  if (!in.is_finished()) return std::nullopt;
  return out;
}

std::string write_row_record(const xmpp::Jid& jid, const Message& message, bool is_groupchat) {
  base::RecordWriter out(row_format);
  out.text(jid.text()).flag(is_groupchat);
  write_message(out, message);
  const bool names_gap = message.gap && message.gap != Gap{};
  if (!message.edits.empty() || names_gap) write_edits(out, message);
  if (names_gap) out.text(message.gap->after).text(message.gap->before);
  return out.take();
}

std::optional<StoredRow> read_row_record(std::string_view value) {
  base::RecordReader in(value, row_format);
  StoredRow out;
  out.jid = read_jid(in);
  out.is_groupchat = in.flag();
  out.message = read_message(in);
  if (in.has_more()) read_edits(in, out.message);
  if (in.has_more() && out.message.gap) {
    out.message.gap->after = std::string(in.text());
    out.message.gap->before = std::string(in.text());
  }
  if (!in.is_finished() || out.jid.empty()) return std::nullopt;
  return out;
}

}  // namespace model
