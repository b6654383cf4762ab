// SPDX-License-Identifier: MIT
// An XMPP server over WebSocket (RFC 7395) with what "nothing lost" rests on: XEP-0198 with resumption, XEP-0313, XEP-0280,
// XEP-0359 and messages kept for nobody. One account, one contact elsewhere, one other device. Its books are the oracle's.
// Shares no code with the client.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "simulation/node.h"
#include "simulation/schedule.h"
#include "simulation/story.h"

namespace simulation {

inline constexpr const char* account = "alice@sim.example";
inline constexpr const char* contact = "bob@peer.example";

class Server {
 public:
  // Something the contact was handed.
  struct Heard {
    std::string text, id;
  };
  // Something the archive holds.
  struct Archived {
    std::string id, text, stanza;
    base::Wall stamp;
    bool is_own = false;
  };

  Server(Schedule& schedule, const Habits& habits, uint64_t seed);

  // ---- the network; connections are numbered by it ----
  std::function<void(int connection, const std::string& frame)> send;
  std::function<void(int connection)> hang_up;
  void said(int connection, const std::string& frame);
  void gone(int connection);

  // ---- the others ----
  void peer_says(const std::string& text);
  void phone_says(const std::string& text);
  void restart();
  void forget_sessions();
  // Something that is no XML, to every session.
  void poison();

  const Habits& habits() const { return habits_; }
  const std::vector<Heard>& heard() const { return heard_; }
  const std::vector<Archived>& archive() const { return archive_; }
  // Handed over once more by a session that ended: nobody can tell when it was said.
  const std::set<std::string>& redelivered() const { return redelivered_; }
  // What the client did that no client may do.
  const std::vector<std::string>& offences() const { return offences_; }

 private:
  struct Session {
    int number = 0;
    int connection = -1;
    std::string jid, resumption;
    bool is_counting = false, is_available = false, has_carbons = false;
    uint32_t handled = 0, sent = 0, confirmed = 0;
    std::vector<std::string> unconfirmed;  // from number confirmed + 1
  };

  std::string new_id();
  base::Wall wall() const;
  Session* of(int connection);
  void take_stanza(Session& session, const Node& stanza);
  void take_iq(Session& session, const Node& iq);
  void take_message(Session& session, const Node& message);
  void query_archive(Session& session, const Node& iq);
  void resume(int connection, const Node& wish);
  void confirm(Session& session, const std::string& count);
  void deliver(Session& session, const std::string& stanza);
  void hibernate(Session& session);
  void end(int number);
  std::string archive_message(const std::string& stanza, const std::string& text, bool is_own);
  void to_account(const std::string& stanza);

  Schedule& schedule_;
  const Habits habits_;
  uint64_t state_;
  int sessions_made_ = 0;
  std::map<int, bool> authenticated_;                 // connections
  std::map<int, std::unique_ptr<Session>> sessions_;  // by number
  std::map<int, int> stops_;  // sessions that hibernate: which of their times it was
  int hibernations_ = 0;
  std::vector<std::string> offline_;
  std::vector<Heard> heard_;
  std::vector<Archived> archive_;
  std::vector<std::string> offences_;
  std::set<std::string> redelivered_;
};

}  // namespace simulation
