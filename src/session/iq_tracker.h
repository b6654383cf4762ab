// SPDX-License-Identifier: MIT
// Pending requests: each reply is matched by id *and* expected sender and handed on exactly once.
// RFC 6120 8.2.3. Limits: 256 open, 30 s each where whoever asks says nothing else.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "session/gate.h"
#include "xmpp/stanza.h"

namespace session {

class Context;

struct TimedOut {};
struct SessionLost {};
// The result, the error, nothing in time, or the session ended first.
using IqReply = std::variant<xmpp::Iq, xmpp::StanzaError, TimedOut, SessionLost>;
// What went wrong, in the terms of a stanza error; absent for a result. Silence is a
// remote-server-timeout, the end of the session a recipient-unavailable.
std::optional<xmpp::StanzaError> error_of(const IqReply& reply);
// Captures values, and `this` of an extension (which outlives the tracker); nothing else.
using OnReply = std::function<void(Context&, const IqReply&)>;

inline constexpr size_t max_open_iqs = 256;
inline constexpr base::Duration iq_patience = std::chrono::seconds(30);

class IqTracker {
 public:
  struct Answered {
    OnReply on_reply;
    IqReply reply;
  };

  bool is_full() const { return pending_.size() >= max_open_iqs; }
  void add(const xmpp::Iq& request, OnReply on_reply, base::Steady deadline);
  // The continuation for this result or error, removed; absent when it answers nothing we asked of
  // that peer.
  std::optional<Answered> take(const xmpp::Iq& reply, const Facts& facts);
  std::vector<Answered> take_expired(base::Steady now);
  std::vector<Answered> take_all();  // with SessionLost
  std::optional<base::Steady> next_deadline() const;

 private:
  struct Pending {
    std::optional<xmpp::Jid> to;
    OnReply on_reply;
    base::Steady deadline;
  };
  std::map<std::string, Pending> pending_;
};

}  // namespace session
