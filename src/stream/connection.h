// SPDX-License-Identifier: MIT
// The state behind Stream (see stream.h) and every change of it. The phase is changed here, in connection_input.cpp and by
// stream.cpp alone; nobody here knows a socket, a clock or a feature.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "stream/candidates.h"
#include "stream/framing.h"
#include "stream/liveness.h"
#include "stream/management.h"
#include "stream/phase.h"
#include "stream/recovery.h"
#include "stream/stream.h"

namespace stream {

struct Stream::State {
  Config config;
  Phase phase = Idle{};
  Candidates candidates;
  std::unique_ptr<Framing> framing;
  Management management;
  Liveness liveness;
  Recovery recovery;
  Features features;
  xmpp::Jid fresh_jid;  // of the session that is being announced
  bool has_carbons = false;
  bool told_active = true;         // what the server believes of us (XEP-0352)
  bool is_lost_over_bosh = false;  // see ManagedSession
  bool is_offline = false;         // the host says so
  bool may_hurry = true;        // a token with the <open/>: no longer after a server choked on it
  bool knows_features = false;  // of a session, not only of a login
  uint32_t poisoned = 0;        // frames that ended this managed session (G8)
  std::string ping_id;          // of the open probe where there is no stream management
  std::optional<base::Duration> clock_offset;  // wall minus steady, to notice sleep
  Problem first_problem;                       // of this round of candidates
  std::deque<Item> out;

  // ---- beginning and ending (connection.cpp) ----

  // Goes on with a connection of an earlier life. False: there is none to go on with.
  bool attach(const std::string& record, base::Env& env);
  std::string saved_connection() const;
  void begin(base::Env& env);  // discovers or dials
  void dial(base::Env& env);
  void start_negotiation(base::Env& env);
  void negotiate(StepInput input, base::Env& env);
  void derive(base::Env& env);  // a slice of key derivation
  template <class Work>
  void with_negotiation(base::Env& env, Work work);
  void come_up(base::Env& env);
  void announce(base::Env& env);
  void end(Problem why, std::optional<xmpp::StreamCondition> answer, base::Env& env);
  void leave(Problem why, base::Env& env);
  bool try_otherwise(const Problem& why, base::Env& env);
  void give_up_session();
  void finish_closing();
  void drop_framing(base::Env& env);

  // ---- input (connection_input.cpp) ----

  void handle(const base::Input& input, base::Env& env);
  // Takes what the transport has to say, and lets go what this turn produced.
  void settle(base::Env& env);
  void on_signal(Signal signal, base::Env& env);
  void on_element(xml::Element element, base::Env& env);
  void on_management(const xml::Element& element, base::Env& env);
  void on_stanza(xml::Element element, base::Env& env);
  void on_discovered(std::variant<base::HttpRequest, Discovery::Found> step, base::Env& env);
  void on_tick(base::Env& env);
  std::optional<base::Steady> next_wake() const;
  void look(base::Duration patience, base::Env& env);  // asks whether somebody is there
  void retry_now(base::Env& env);
  void set_visible(bool is_visible, base::Env& env);
  void tell_activity(base::Env& env);
  void notice_sleep(base::Env& env);

  // ---- what both use ----

  void emit(Item item) { out.push_back(std::move(item)); }
  // The largest stanza the server takes, in bytes.
  size_t server_limit() const { return features.max_bytes.value_or(usual_server_limit); }
  bool is_over_bosh() const;
  Management* resumable();  // the session to go on with, where that can be
  void take_features(Features offered);
  void say(const xml::Element& element, base::Env& env);
  void log(base::LogLevel level, std::string_view line) {
    if (config.log != nullptr) config.log->write(level, "stream", line);
  }
  bool is_bound() const { return std::holds_alternative<Bound>(phase); }
  bool is_open() const {
    return is_bound() || std::holds_alternative<Negotiating>(phase) ||
           std::holds_alternative<Closing>(phase);
  }
  // A message's receipt by the server, or the contrary, for whoever wrote it.
  template <class Fate>
  void tell(const Unacknowledged& stanza) {
    if (!stanza.id.empty()) emit(Fate{stanza.to, stanza.id});
  }
};

}  // namespace stream
