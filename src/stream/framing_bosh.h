// SPDX-License-Identifier: MIT
// XMPP over BOSH: a stream made of HTTP requests that the server holds open. Requests carry consecutive numbers; replies
// are handed on in that order, and a request whose reply got lost is sent again byte for byte.
// XEP-0124 1.11.2, XEP-0206 1.4; protocol traps B 15 to 25.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "stream/bosh_body.h"
#include "stream/framing.h"
#include "xml/reader.h"

namespace stream {

// How long we ask the server to hold a request.
inline constexpr uint32_t bosh_wait = 60;
inline constexpr base::Duration bosh_creation_timeout = std::chrono::seconds(15);
// On top of the wait: the way there and back (trap B 16).
inline constexpr base::Duration bosh_slack = std::chrono::seconds(15);
// By how much a request without an answer goes ahead of the next one: over two connections one may overtake the other. A
// server that has answered the new one no longer knows the answer to the old one (XEP-0124 14.3).
// COMPAT(ejabberd): it puts the new one aside, and forgets it there until the old one is answered, which it need not be.
inline constexpr base::Duration bosh_lead = std::chrono::milliseconds(250);
// For so long a request that would carry nothing waits for something to carry: what answers an answer is often ready a
// moment later, and need not wait behind an empty one then.
inline constexpr base::Duration bosh_poll_delay = std::chrono::milliseconds(50);

class BoshFraming : public Framing {
 public:
  // `last_request` is where the numbers of HTTP requests are counted; it outlives this object.
  BoshFraming(std::string url, bool is_private, base::RequestId& last_request);

  void dial(base::Env& env) override;
  void open(const Header& header, base::Env& env) override;
  void send(std::string element, base::Env& env) override;
  void flush(base::Env& env) override;
  void close(std::optional<xmpp::StreamCondition> error, base::Env& env) override;
  void pause(base::Env& env) override;
  void drop(base::Env& env) override;
  void handle(const base::Input& input, base::Env& env) override;
  std::optional<base::Steady> next_wake() const override;
  void set_limits(const xml::Limits& limits) override;
  void set_server_limit(size_t bytes) override { server_limit_ = bytes; }
  // COMPAT(ejabberd): the whole body must be within the limit, not each stanza (protocol trap B 13).
  size_t envelope_bytes() const override;
  bool is_private() const override { return is_private_; }
  // XEP-0124 knows no connection, only a session: a reloaded page goes on with the next number (trap B 24), asking again
  // for what was not answered.
  std::string save() const override;
  // In the place of dial() and open(). False: the record is none of ours.
  bool attach(std::string_view record, base::Env& env);

 private:
  enum class Phase { Idle, Creating, Open, Closing, Over };
  // A body that waits for its turn: a restart or a creation stands alone.
  struct Turn {
    std::optional<xml::Element> body;
    std::vector<std::string> payload;
    bool opens = false;
    size_t bytes = 0;  // of the payload
  };
  struct InFlight {
    base::RequestId request = 0;
    std::string text;  // byte-identical when it is sent again (trap B 18)
    base::Steady first_sent{};
    std::optional<base::Steady> again_at;  // its reply got lost: when to repeat it
    uint32_t attempts = 1;
  };

  void post(Turn turn, base::Env& env);
  void emit_request(InFlight& sent);
  void repeat(uint64_t rid, InFlight& sent, base::Env& env);
  void on_reply(uint64_t rid, InFlight& sent, const base::HttpReply& reply, base::Env& env);
  void deliver(base::Env& env);
  void take(BoshBody body);
  void terminated(const BoshBody& body, bool has_error);
  void retry_later(InFlight& sent, base::Env& env);
  void fail(Failure failure, std::string detail);
  void fail_quietly();
  void cancel_all();
  bool may_post() const;
  void skip_pause(base::Env& env);
  bool fits(const Turn& turn, const std::string& element) const;
  bool has_lead(const base::Env& env) const;
  base::Steady next_poll() const;
  size_t busy() const { return in_flight_.size(); }

  std::string url_;
  bool is_private_;
  base::RequestId& last_request_;
  Phase phase_ = Phase::Idle;
  std::optional<xml::Reader> reader_;
  xml::Limits limits_{.frame_bytes = xml::frame_bytes_before_login};
  std::string header_to_;
  std::string sid_;
  uint64_t next_rid_ = 0;
  uint64_t next_delivery_ = 0;
  std::map<uint64_t, InFlight> in_flight_;   // by rid
  std::map<uint64_t, std::string> arrived_;  // replies that came before their turn
  std::set<uint64_t> repeated_;              // of those without an answer yet
  std::deque<Turn> waiting_;
  std::optional<base::Steady> waits_until_;  // the newest request has its lead
  base::Steady polls_from_{};
  // What the server granted.
  uint32_t requests_ = 1;
  base::Duration wait_ = std::chrono::seconds(bosh_wait);
  base::Duration inactivity_ = std::chrono::seconds(60);
  base::Duration polling_{};
  size_t server_limit_ = usual_server_limit;
  // When the last request went out, if it carried nothing and brought nothing (trap B 23).
  std::optional<base::Steady> last_empty_;
  base::Duration maxpause_{};      // zero: the server offers no pause
  std::optional<uint64_t> pause_;  // the number of a pause that has no answer yet
  bool is_paused_ = false;         // until something is to be said
  bool awaits_open_ = false;       // the next answer stands for the server's stream header
  uint64_t terminate_ = 0;         // the good-bye
};

}  // namespace stream
