// SPDX-License-Identifier: MIT
// The messages of one conversation, in the order they are shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "xmpp/jid.h"
#include "xmpp/stanza_error.h"

namespace model {

// Local number of a row: unique within a run, never reused; scroll anchors refer to it.
using MessageKey = uint64_t;

enum class MessageState {
  Received,
  Queued,        // ours, not yet in the stream: offline, or the session is not up
  Sent,          // ours, in the stream
  Acknowledged,  // ours, and the server said that it has it
  Failed,        // ours, refused; `error` says why
};

struct Message {
  MessageKey key = 0;
  std::string id;      // the stanza's id; may be empty for received ones
  xmpp::Jid from;      // full sender; an occupant in a room; own bare JID for own messages
  std::string author;  // the name to show
  bool is_own = false;
  std::string body;
  base::Wall sent;
  bool is_delayed = false;
  MessageState state = MessageState::Received;
  std::optional<xmpp::StanzaError> error;
};

class Timeline {
 public:
  const std::vector<Message>& messages() const { return messages_; }
  bool empty() const { return messages_.empty(); }
  size_t size() const { return messages_.size(); }
  // Index of the row; absent when there is none of that key. O(log n).
  std::optional<size_t> index_of(MessageKey key) const;
  Message* find_own(const std::string& id);
  bool has_own() const { return has_own_; }  // whether the user ever wrote here
  void append(Message message);

 private:
  std::vector<Message> messages_;                        // keys ascend
  std::unordered_map<std::string, MessageKey> own_ids_;  // ours only: ids of others may be spoofed
  bool has_own_ = false;
};

}  // namespace model
