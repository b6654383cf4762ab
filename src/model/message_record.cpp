// SPDX-License-Identifier: MIT
// See message_record.h.
#include "model/message_record.h"

namespace model {

void write_wall(base::RecordWriter& out, base::Wall wall) {
  out.number(static_cast<uint64_t>(wall.time_since_epoch().count()));
}
base::Wall read_wall(base::RecordReader& in) {
  return base::Wall(base::Duration(static_cast<int64_t>(in.number())));
}

void write_spot(base::RecordWriter& out, const Spot& spot) {
  write_wall(out, spot.first);
  out.number(spot.second);
}
Spot read_spot(base::RecordReader& in) {
  const base::Wall place = read_wall(in);
  return {place, in.number()};
}

xmpp::Jid read_jid(base::RecordReader& in) {
  std::string_view text = in.text();
  if (text.empty()) return {};
  base::Result<xmpp::Jid> jid = xmpp::Jid::received(text);
  if (jid) return *jid;
  in.spoil();
  return {};
}

void write_jids(base::RecordWriter& out, const std::vector<xmpp::Jid>& jids) {
  out.number(jids.size());
  for (const xmpp::Jid& jid : jids) out.text(jid.text());
}
std::vector<xmpp::Jid> read_jids(base::RecordReader& in) {
  std::vector<xmpp::Jid> out;
  const size_t count = in.count();
  for (size_t i = 0; i < count && in.is_good(); ++i) out.push_back(read_jid(in));
  return out;
}

void write_error(base::RecordWriter& out, const std::optional<xmpp::StanzaError>& error) {
  out.flag(error.has_value());
  if (!error) return;
  write_enum(out, error->type);
  write_enum(out, error->condition);
  out.text(error->text);
}
std::optional<xmpp::StanzaError> read_error(base::RecordReader& in) {
  if (!in.flag()) return std::nullopt;
  xmpp::StanzaError error;
  error.type = read_enum(in, xmpp::ErrorType::Wait);
  error.condition = read_enum(in, xmpp::Condition::UnexpectedRequest);
  error.text = std::string(in.text());
  return error;
}

void write_message(base::RecordWriter& out, const Message& message) {
  out.number(message.key).text(message.id).text(message.from.text()).text(message.author);
  out.flag(message.is_own).text(message.body).flag(message.is_delayed);
  write_wall(out, message.sent);
  write_wall(out, message.place);
  out.number(message.turn);
  write_enum(out, message.state);
  out.flag(message.is_uncertain).flag(message.is_stored);
  out.flag(message.is_counted).flag(message.gap.has_value());
  out.text(message.archive_id).flag(message.anchor.has_value());
  out.text(message.anchor.value_or("")).number(message.fingerprint);
  write_error(out, message.error);
}
Message read_message(base::RecordReader& in) {
  Message out;
  out.key = in.number();
  out.id = std::string(in.text());
  out.from = read_jid(in);
  out.author = std::string(in.text());
  out.is_own = in.flag();
  out.body = std::string(in.text());
  out.is_delayed = in.flag();
  out.sent = read_wall(in);
  out.place = read_wall(in);
  out.turn = in.number();
  out.state = read_enum(in, MessageState::Delivered);
  out.is_uncertain = in.flag();
  out.is_stored = in.flag();
  out.is_counted = in.flag();
  if (in.flag()) out.gap.emplace();
  out.archive_id = std::string(in.text());
  if (in.flag()) out.anchor.emplace();
  const std::string_view anchor = in.text();
  if (out.anchor) out.anchor = std::string(anchor);
  out.fingerprint = in.number();
  out.error = read_error(in);
  return out;
}

void write_edits(base::RecordWriter& out, const Message& message) {
  out.text(message.original).number(message.edits.size());
  for (const std::string& edit : message.edits) out.text(edit);
}
void read_edits(base::RecordReader& in, Message& message) {
  message.original = std::string(in.text());
  const size_t count = in.count();
  for (size_t i = 0; i < count && in.is_good(); ++i) message.edits.emplace_back(in.text());
}

}  // namespace model
