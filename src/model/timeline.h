// SPDX-License-Identifier: MIT
// The messages of one conversation, in the order they are shown.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/time.h"
#include "xmpp/jid.h"
#include "xmpp/stanza_error.h"

namespace model {

// Local number of a row: unique within a run, never reused; scroll anchors refer to it.
using MessageKey = uint64_t;

// Where a row stands: places ascend down a timeline, and at one place turns do.
using Spot = std::pair<base::Wall, MessageKey>;

// What the archive holds right above a row, and is not here: between two of its names.
struct Gap {
  std::string after;   // empty: not known; it may reach up to the archive's beginning
  std::string before;  // empty: of a row whose name was not known
  bool operator==(const Gap&) const = default;
};

enum class MessageState {
  Received,
  Saving,        // ours, on its way into the store: it leaves when it is safe there
  Queued,        // ours, not yet in the stream: offline, or the session is not up
  Sent,          // ours, in the stream
  Acknowledged,  // ours, and the server said that it has it
  Failed,        // ours, refused; `error` says why
  Delivered,     // ours, and a client of the other side has it (XEP-0184)
};

struct Message {
  MessageKey key = 0;
  std::string id;      // the stanza's id; may be empty for received ones
  xmpp::Jid from;      // full sender; an occupant in a room; own bare JID for own messages
  std::string author;  // the name to show
  bool is_own = false;
  std::string body;
  base::Wall sent;
  base::Wall place{};   // of its spot; equals `sent` where nothing else forbids it
  MessageKey turn = 0;  // among those at the same place: the key the row had when it was new
  bool is_delayed = false;
  MessageState state = MessageState::Received;
  // Why it failed; of one that did not: why it has no words, which it was encrypted with (the text).
  std::optional<xmpp::StanzaError> error;
  bool is_uncertain = false;  // ours, Queued: whether it left already is not known
  bool is_counted = false;    // ours, Sent: what became of it will be told
  std::optional<Gap> gap;     // right above it
  std::string archive_id;     // what our archive, or the room's, calls it; empty: not known
  // Where the archive was known to when it was written, or left: whether it arrived is looked up from there.
  // Empty: that it held nothing; absent: it was not known, and it has not left.
  std::optional<std::string> anchor;
  uint64_t fingerprint = 0;  // author, id and words; made by whoever adds the row
  // Corrected (XEP-0308): the words it had first, and the ids of what took their place; the last words are the body.
  std::string original;
  std::vector<std::string> edits;
  uint8_t edition = 0;     // grows whenever its words are replaced: views measure it again
  bool is_stored = false;  // the store has it as it is now
};

// Our server has it, or more.
inline bool has_arrived(const Message& message) {
  return message.state == MessageState::Acknowledged || message.state == MessageState::Delivered;
}

// What a message said before anything took the place of its words: what rooms and archives show of it.
inline const std::string& first_words(const Message& message) {
  return message.edits.empty() ? message.body : message.original;
}

// Author, id and words: the same by whatever road it came.
uint64_t fingerprint_of(const Message& message, bool is_groupchat);

inline Spot spot_of(const Message& message) { return {message.place, message.turn}; }

class Timeline {
 public:
  using Rows = std::deque<Message>;

  const Rows& messages() const { return rows_; }
  bool empty() const { return rows_.empty(); }
  size_t size() const { return rows_.size(); }
  // Index of the row; absent when there is none of that key. O(log n).
  std::optional<size_t> index_of(MessageKey key) const;
  // Index of the first row that stands at that time or below; size() when there is none. O(log n).
  size_t first_since(base::Wall time) const;
  Message* find_own(const std::string& id);
  Message* find_archived(const std::string& archive_id);
  // The newest row of that id whose author is the right one.
  template <class IsAuthor>
  Message* find_named(const std::string& id, IsAuthor is_author);
  // The newest row of that fingerprint.
  Message* find_same(uint64_t fingerprint);
  // The row of that fingerprint at that very spot: of one record there is one row.
  Message* find_at(const Spot& spot, uint64_t fingerprint);
  // The row got to be known to the archive.
  void archived_as(Message& message, std::string archive_id);
  // The row came back under another id.
  void known_as(Message& message, uint64_t fingerprint);
  // The row of that key, which there is; of this message, which is one of messages().
  Message* at(MessageKey key);
  Message* at(const Message& message) { return at(message.key); }
  bool has_own() const { return has_own_; }  // whether the user ever wrote here
  // Below everything: its place becomes at least that of the row above. Its row.
  Message& append(Message message);
  // The row of that key, which there is, is taken out, to be merged again elsewhere.
  Message take(MessageKey key);
  // The row of that key, which there is, goes below everything.
  void lower(MessageKey key, MessageKey turn);
  // The row of that key, which there is, stands at another spot, between the same rows.
  void stand_at(MessageKey key, const Spot& spot);
  // Rows that came late or are older, each at its spot. What stands between them and the nearer end is moved, the rest is not
  // touched: a page above everything costs its rows.
  void merge(std::vector<Message> late);

 private:
  // The first row that stands there or below.
  Rows::const_iterator first_at(const Spot& spot) const;
  void remember(const Message& message);
  void settle_below(Message& message) const;

  Rows rows_;
  std::unordered_map<MessageKey, Spot> spots_;           // of every row
  std::unordered_map<std::string, MessageKey> own_ids_;  // ours only: ids of others may be spoofed
  std::unordered_map<std::string, MessageKey> archive_ids_;
  std::unordered_map<uint64_t, MessageKey> fingerprints_;
  // Ids are their authors' own: several rows may have one. By its hash.
  std::unordered_multimap<size_t, MessageKey> named_;
  bool has_own_ = false;
};

template <class IsAuthor>
Message* Timeline::find_named(const std::string& id, IsAuthor is_author) {
  // LIMIT: of more rows of one id the rest is not looked at: somebody makes them so.
  constexpr int most = 64;
  Message* newest = nullptr;
  auto [row, end] = named_.equal_range(std::hash<std::string>()(id));
  for (int i = 0; i < most && row != end; ++i, ++row) {
    Message* message = at(row->second);
    if (message->id != id || !is_author(*message)) continue;
    if (newest == nullptr || spot_of(*newest) < spot_of(*message)) newest = message;
  }
  return newest;
}

}  // namespace model
