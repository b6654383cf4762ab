// SPDX-License-Identifier: MIT
// One account's connection as a pure state machine: from "open a socket" to a bound stream that carries
// stanzas, and back after every break. It knows no socket, no clock and no feature.
// RFC 6120 (streams, SASL, bind), RFC 7395 (WebSocket framing).
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/env.h"
#include "base/io.h"
#include "base/secret.h"
#include "stream/status.h"
#include "xmpp/jid.h"
#include "xmpp/stanza.h"

namespace stream {

struct Config {
  xmpp::Jid account;           // bare; its domain is the `to` of the stream
  base::Secret password;
  std::string websocket_url;   // wss:, or ws: to loopback or where allow_insecure says so
  bool allow_plain = false;    // SASL PLAIN only where the deployer allows it
  bool allow_insecure = false; // ws: to other hosts than loopback (an intranet's choice)
  std::string language = "en";
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
  // Ends the session for good: queued output goes out first, then </close>. No reconnection follows.
  void close(base::Env& env);
  void handle(const base::Input& input, base::Env& env);
  // Only while bound; before that the caller keeps its stanzas.
  void send(const xmpp::Stanza& stanza, base::Env& env);
  // A frame broke a rule that only the session could see (RFC 6120 4.9): reports it and closes.
  void fail(xmpp::StreamCondition condition, base::Env& env);
  bool is_bound() const;
  // Next thing that happened; empty when drained. Drain after every call above, before the next.
  std::optional<Item> poll();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stream
