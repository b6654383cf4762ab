// SPDX-License-Identifier: MIT
// One account's connection as a pure state machine: from "open a socket" to a bound stream that
// carries stanzas, and back after every break. It knows no socket, no clock and no feature. RFC
// 6120 (streams, SASL, bind), RFC 7395 (WebSocket framing).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/env.h"
#include "base/io.h"
#include "base/log.h"
#include "base/secret.h"
#include "stream/status.h"
#include "xmpp/jid.h"
#include "xmpp/stanza.h"

namespace stream {

struct Config {
  xmpp::Jid account;  // bare; its domain is the `to` of the stream
  base::Secret password;
  std::string websocket_url;    // wss:, or ws: to loopback or where allow_insecure says so
  bool allow_plain = false;     // SASL PLAIN only where the deployer allows it
  bool allow_insecure = false;  // ws: to other hosts than loopback (an intranet's choice)
  std::string language = "en";
  // What an earlier stream of this account left behind: SCRAM once means PLAIN never again
  // (XEP-0474 6), and the last socket number used.
  bool scram_seen = false;
  base::SocketId last_socket = 0;
  base::Log* log = nullptr;
};

// What became of a stanza handed to send().
enum class Sent {
  Yes,
  NotBound,  // there is no session; the caller keeps its stanza
  TooLarge,  // above the server's limit: sending it would cost the whole session (XEP-0478)
};

// What poll() hands out, in order.
using Item = std::variant<base::Output, xmpp::Stanza, Status>;

class Stream {
 public:
  explicit Stream(Config config);
  Stream(Stream&&) noexcept;
  Stream& operator=(Stream&&) noexcept;
  ~Stream();

  void connect(base::Env& env);
  // Ends the session for good: queued output goes out first, then <close/>. No reconnection
  // follows.
  void close(base::Env& env);
  void handle(const base::Input& input, base::Env& env);
  Sent send(const xmpp::Stanza& stanza, base::Env& env);
  // Nothing came back in time although the socket looks open: gives the connection up as lost.
  void lose(base::Env& env);
  // While waiting for the next attempt: makes it now.
  void retry_now(base::Env& env);
  // Ends at once, without waiting for the server's </close>: another login replaces this stream.
  void abandon(base::Env& env);
  bool is_bound() const;
  // When handle(Tick) is wanted next; the session merges it with its own deadlines into one WakeAt.
  std::optional<base::Steady> next_wake() const;
  // Arrival of the last frame: silence is measured from here.
  base::Steady last_received() const;
  bool scram_seen() const;
  base::SocketId last_socket() const;
  // Next thing that happened; empty when drained. Drain after every call above, before the next.
  std::optional<Item> poll();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stream
