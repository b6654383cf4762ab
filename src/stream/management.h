// SPDX-License-Identifier: MIT
// Stream management: which stanzas the other side has, and what a stream needs to go on after its connection died.
// Pure counting; the stream sends what this hands it. XEP-0198 1.6.3; protocol traps D 37 to 41; src/README.md, G6.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/record.h"
#include "base/time.h"
#include "xml/element.h"
#include "xmpp/jid.h"

namespace stream {

// G6: an unrequested acknowledgement is sent after this many stanzas or this long.
inline constexpr uint32_t ack_every = 100;
inline constexpr base::Duration ack_within = std::chrono::seconds(1);
// How much may wait for the server's word before it is asked for in the middle of a turn.
inline constexpr size_t request_every = 50;

// A stanza the server has not acknowledged.
struct Unacknowledged {
  std::string text;  // as sent
  // Of a tracked message; empty otherwise. The address as the message named it.
  xmpp::Jid to;
  std::string id;
  bool operator==(const Unacknowledged&) const = default;
};

// Everything that must be kept to resume on another connection, or in another life of the page.
struct ManagedSession {
  std::string id;             // the SM-ID; empty: it cannot be resumed
  xmpp::Jid jid;              // full, as bound
  uint32_t received = 0;      // stanzas handled, modulo 2^32
  uint32_t acknowledged = 0;  // of ours, by the server
  std::deque<Unacknowledged> queue;
  base::Duration max{};  // how long the server waits for us; zero: it does not say
  bool has_csi =
      false;  // the server wants to know whether we are looked at; not every one says so again
  bool is_lost_over_bosh = false;  // the server cannot resume it into a BOSH session
  bool operator==(const ManagedSession&) const = default;

  void write(base::RecordWriter& out) const;
  // Absent when the record is not good.
  static std::optional<ManagedSession> read(base::RecordReader& in);
};

class Management {
 public:
  // <enable/> is out: from now on what we send counts (trap D 37).
  void request();
  // <enabled/>: what arrives from now on counts. An id without resume, or resume without an id, resumes nothing.
  void enabled(const xml::Element& enabled, const xmpp::Jid& jid);
  // <failed/> to <enable/>: there is no management on this stream.
  void refused() { forget(); }
  // There is no managed session any more; whether commits are awaited stays.
  void forget();
  // A session of an earlier connection goes on: counting starts where it stopped.
  void restore(ManagedSession session);

  bool is_on() const { return is_on_; }
  bool is_requested() const { return is_counting_ && !is_on_; }
  bool can_resume() const { return is_on_ && !session_.id.empty(); }
  const ManagedSession& session() const { return session_; }

  // A stanza leaves.
  void sent(Unacknowledged stanza);
  // A stanza arrived: stanzas the gate refused count, too. Its effects are done, unless commits are awaited.
  void received(base::Steady now);
  // From now on somebody says when effects are safe: mark() numbers what was received so far, commit() of that number
  // says that it is. Without, everything is at once.
  void await_commits(bool is_wanted);
  void mark(uint64_t batch);
  void commit(uint64_t batch);
  // Nothing of what was received waits for a commit, or will: all of it is safe.
  // Says whether that was news.
  bool commit_all();
  // <a h=''/>, <resumed h=''/>, <failed h=''/>: what is acknowledged by it, oldest first. Absent when `h` claims more than
  // was sent, or is no number: the server and we no longer talk about the same session.
  std::optional<std::vector<Unacknowledged>> acknowledge(const xml::Element& element);
  // Of the queue after acknowledge(): to be sent again on the resumed stream, or given back to whoever wrote it.
  const std::deque<Unacknowledged>& queue() const { return session_.queue; }

  // ---- what is to be sent ----

  // Clears what made one due. The answer to <r/> is followed by another one when the rest is committed.
  xml::Element make_ack(bool is_answer = false);
  xml::Element make_request(base::Steady now);
  // What was received and not committed will come once more.
  xml::Element make_resume();
  // <resumed/>: what <resume/> told is known.
  void resumed();
  static xml::Element make_enable(bool wants_resume);

  bool is_ack_due(base::Steady now) const;
  // Something is unacknowledged and nobody has asked: worth a request at the end of the turn, if a person waits for the
  // tick or much has gathered.
  bool is_request_due() const;
  bool is_request_open() const { return asked_.has_value(); }
  std::optional<base::Steady> asked_at() const { return asked_; }
  std::optional<base::Steady> next_wake() const;

 private:
  ManagedSession session_;
  bool is_counting_ = false;  // ours
  bool is_on_ = false;
  bool awaits_commits_ = false;
  uint32_t committed_ = 0;  // of what was received, what is safe (G4): what the server is told
  std::deque<std::pair<uint64_t, uint32_t>>
      marks_;          // batch, and what was received when it was made
  bool owes_ = false;  // an <r/> was answered by less than was received
  uint32_t told_ = 0;  // the h the server last heard of us
  std::optional<base::Steady>
      first_untold_;                   // when the oldest stanza arrived that it has not heard of
  std::optional<base::Steady> asked_;  // when our open <r/> went out
  size_t unasked_ = 0;                 // stanzas since the last <r/>
  bool is_message_unasked_ = false;
};

}  // namespace stream
