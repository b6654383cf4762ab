// SPDX-License-Identifier: MIT
// One account's connection as a pure state machine: from "open a socket" to a bound stream that
// carries stanzas, and back after every break. It knows no socket, no clock and no feature. RFC 6120 (streams, SASL,
// bind), XEP-0388 and its riders, XEP-0198 (stream management), XEP-0156 (discovery).
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
#include "stream/credentials.h"
#include "stream/features.h"
#include "stream/management.h"
#include "stream/status.h"
#include "xmpp/jid.h"
#include "xmpp/stanza.h"

namespace stream {

class Framing;

// What the connection is for.
enum class Purpose {
  Session,
  Invalidate,  // only to tell the server that our token is no longer good (XEP-0484 4.4)
};

struct Config;
using MakeTcp = std::unique_ptr<Framing> (*)(base::SocketId socket, const std::string& url,
                                             const Config& config);

struct Config {
  xmpp::Jid account;  // bare; its domain is the `to` of the stream. Anonymous: the domain alone
  Credentials credentials;
  // Where to connect, best first: wss: and https: (BOSH), or ws: and http: to loopback or where allow_insecure says so;
  // natively xmpps: and xmpp:, too. Empty: the domain's host-meta is asked (XEP-0156).
  std::vector<std::string> endpoints;
  // Of these, or of what host-meta named, the one that worked last time: tried first.
  std::string preferred_endpoint;
  // Where a server may send us (see-other-uri): nowhere else.
  std::vector<std::string> allowed_endpoints;
  bool allow_plain = false;     // SASL PLAIN only where the deployer allows it
  bool allow_insecure = false;  // ws: to other hosts than loopback (an intranet's choice)
  std::string language = "en";
  std::string device_id;     // a UUID, stable for this installation
  bool wants_token = false;  // ask for a token that replaces the password next time (XEP-0484)
  Purpose purpose = Purpose::Session;
  // There was a session before this program started: what looks like an unreachable server is a lost connection.
  bool is_returning = false;
  std::optional<ManagedSession> session;  // to be resumed
  std::string
      connection;  // what saved_connection() said: the session's connection outlived the program, perhaps
  bool is_visible = true;  // a person is looking
  // SCRAM once means PLAIN never again (XEP-0474 7).
  bool scram_seen = false;
  // The last numbers used.
  base::SocketId last_socket = 0;
  base::RequestId last_request = 0;
  // The transport of xmpp: and xmpps:; nullptr where there is no TCP.
  MakeTcp make_tcp = nullptr;
  base::Log* log = nullptr;
};

// What became of a stanza handed to send().
enum class Sent {
  Yes,
  NotBound,  // there is no session; the caller keeps its stanza
  TooLarge,  // above the server's limit: sending it would cost the whole session (XEP-0478)
};

// Whether somebody wants to hear what becomes of a message.
enum class Track { No, Yes };

// The server has this message (XEP-0198).
struct Acknowledged {
  xmpp::Jid to;
  std::string id;
};
// The session that carried this message is gone, and the server did not say that it has it.
struct Unsent {
  xmpp::Jid to;
  std::string id;
};
// credentials() changed: a token came or went, keys were made.
struct CredentialsChanged {};

// What poll() hands out, in order.
using Item =
    std::variant<base::Output, xmpp::Stanza, Status, Acknowledged, Unsent, CredentialsChanged>;

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
  // Of a tracked message with an id Acknowledged or Unsent follows, where the server counts.
  Sent send(const xmpp::Stanza& stanza, base::Env& env, Track track = Track::No);
  // The turn is over: what was sent in it leaves. Call it when everything was polled; true when that brought more.
  bool flush(base::Env& env);
  // While waiting for the next attempt: makes it now.
  void retry_now(base::Env& env);
  // Ends at once, without waiting for the server's </close>: another login replaces this stream.
  void abandon(base::Env& env);
  bool is_bound() const;
  // When handle(Tick) is wanted next; the session merges it with its own deadlines into one WakeAt.
  std::optional<base::Steady> next_wake() const;
  // Bare, as the server spelled it last; of a guest the domain.
  const xmpp::Jid& account() const;
  bool scram_seen() const;
  base::SocketId last_socket() const;
  base::RequestId last_request() const;
  const Credentials& credentials() const;
  // Another tab has a newer token.
  void set_token(std::optional<FastToken> token);
  // What the server offered when the session came up, and what came with it.
  const Features& features() const;
  bool has_carbons() const;
  // What is sent is counted, or will be as soon as the server agrees (XEP-0198).
  bool is_managed() const;
  // Where the session is, or was last.
  std::string endpoint() const;
  // What another connection needs to go on with this session; absent when it cannot be resumed.
  std::optional<ManagedSession> resumable() const;
  // Of the connection itself, where the transport has none that ends with the program (BOSH); empty otherwise.
  std::string saved_connection() const;
  // G4: from now on what arrived counts for the server only when its effects are safe; see Management.
  void await_commits(bool is_wanted);
  void mark(uint64_t batch);
  void commit(uint64_t batch);
  bool commit_all();
  // Next thing that happened; empty when drained. Drain after every call above, before the next.
  std::optional<Item> poll();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stream
