// SPDX-License-Identifier: MIT
// How a message is written into a record (base/record.h), and the small things it consists of. What cannot be what it
// should be spoils the reader.
#pragma once

#include <optional>
#include <vector>

#include "base/record.h"
#include "model/timeline.h"

namespace model {

template <class Enum>
void write_enum(base::RecordWriter& out, Enum value) {
  out.number(static_cast<uint64_t>(value));
}
template <class Enum>
Enum read_enum(base::RecordReader& in, Enum last) {
  return static_cast<Enum>(in.number_up_to(static_cast<uint64_t>(last)));
}

void write_wall(base::RecordWriter& out, base::Wall wall);
base::Wall read_wall(base::RecordReader& in);
void write_spot(base::RecordWriter& out, const Spot& spot);
Spot read_spot(base::RecordReader& in);
// An empty one is allowed where there may be none.
xmpp::Jid read_jid(base::RecordReader& in);
void write_jids(base::RecordWriter& out, const std::vector<xmpp::Jid>& jids);
std::vector<xmpp::Jid> read_jids(base::RecordReader& in);
void write_error(base::RecordWriter& out, const std::optional<xmpp::StanzaError>& error);
std::optional<xmpp::StanzaError> read_error(base::RecordReader& in);
void write_message(base::RecordWriter& out, const Message& message);
Message read_message(base::RecordReader& in);
// What took the place of its words: behind the message, and in a record of the store only where there is any.
void write_edits(base::RecordWriter& out, const Message& message);
void read_edits(base::RecordReader& in, Message& message);

}  // namespace model
