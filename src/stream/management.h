// SPDX-License-Identifier: MIT
// Stream management: which stanzas the other side has, and what a stream needs to go on after its connection died.
// Pure counting; the stream sends what this hands it. XEP-0198 1.6.3; protocol traps D 37 to 41; design.md section 6, G6.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
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
  // Of a message somebody wrote; empty otherwise. The address as the message named it.
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
  void refused() { *this = Management(); }
  // A session of an earlier connection goes on: counting starts where it stopped.
  void restore(ManagedSession session);

  bool is_on() const { return is_on_; }
  bool is_requested() const { return is_counting_ && !is_on_; }
  bool can_resume() const { return is_on_ && !session_.id.empty(); }
  const ManagedSession& session() const { return session_; }

  // A stanza leaves.
  void sent(Unacknowledged stanza);
  // A stanza arrived and its effects are done (G4): stanzas the gate refused count, too.
  void received(base::Steady now);
  // <a h=''/>, <resumed h=''/>, <failed h=''/>: what is acknowledged by it, oldest first. Absent when `h` claims more than
  // was sent, or is no number: the server and we no longer talk about the same session.
  std::optional<std::vector<Unacknowledged>> acknowledge(const xml::Element& element);
  // Of the queue after acknowledge(): to be sent again on the resumed stream, or given back to whoever wrote it.
  const std::deque<Unacknowledged>& queue() const { return session_.queue; }

  // ---- what is to be sent ----

  xml::Element make_ack();  // clears what made one due
  xml::Element make_request(base::Steady now);
  xml::Element make_resume() const;
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
  uint32_t told_ = 0;  // the h the server last heard of us
  std::optional<base::Steady>
      first_untold_;                   // when the oldest stanza arrived that it has not heard of
  std::optional<base::Steady> asked_;  // when our open <r/> went out
  size_t unasked_ = 0;                 // stanzas since the last <r/>
  bool is_message_unasked_ = false;
};

}  // namespace stream
