// SPDX-License-Identifier: MIT
// The way from an open transport to a session: which step follows which, and how long each may take. RFC 6120 section
// 4.3, RFC 7395 3.7, XEP-0388. What may be sent without waiting is: a token with the <open/>, and
// after SASL 1 the <resume/> or the bind with the second <open/>.
#pragma once

#include <optional>
#include <variant>

#include "stream/step.h"
#include "stream/step_bind.h"
#include "stream/step_features.h"
#include "stream/step_open.h"
#include "stream/step_resume.h"
#include "stream/step_sasl.h"
#include "stream/step_sasl2.h"
#include "stream/step_session.h"

namespace stream {

inline constexpr base::Duration step_timeout = std::chrono::seconds(20);
// Over BOSH a server that says nothing about a resumption never will. COMPAT(prosody 0.12 and 13): while it believes the
// old session to be alive. Elsewhere it has as long as for any step. COMPAT(ejabberd 23.01 and 24.12): it answers after
// fifteen seconds where the old WebSocket broke while it was writing to it, and to no other attempt before.
inline constexpr base::Duration bosh_resume_timeout = std::chrono::seconds(6);

// What came of it.
struct Negotiated {
  xmpp::Jid jid;  // full; bare after Purpose::Invalidate
  Features features;
  bool has_features = false;  // of the session, not only of the login
  std::optional<xml::Element> resumed, resume_failed;
  std::optional<xml::Element> enabled;  // by Bind 2
  bool has_carbons = false;
  bool is_inactive = false;  // said with the bind (XEP-0352 in XEP-0386)
  std::optional<FastToken> token;
  std::optional<ScramKeys> keys;
};

class Negotiation {
 public:
  // `may_hurry`: a token may be shown before the features are known.
  void start(StepContext& context, bool may_hurry);
  // Finished here means that the session is up.
  Outcome handle(const StepInput& input, StepContext& context);
  // A slice of key derivation, while is_deriving().
  void advance(StepContext& context);

  bool is_deriving() const;
  // When the server has had its time; our own work does not count.
  base::Steady deadline() const { return deadline_; }
  bool is_authenticated() const { return is_authenticated_; }
  // The features of the login were read: whatever answers there is an XMPP server of the domain.
  bool has_met_server() const { return has_met_server_; }
  bool is_hurried() const { return was_hurried_; }
  // What was shown to the server; absent before anything was.
  std::optional<Mechanism> shown() const { return shown_; }
  const Negotiated& result() const { return result_; }

 private:
  base::Duration patience(const StepContext& context) const;
  Outcome next(StepContext& context);
  Outcome after(const StepOpen&, StepContext& context);
  Outcome after(const StepFeatures& step, StepContext& context);
  Outcome after(const StepSasl& step, StepContext& context);
  Outcome after(const StepSasl2& step, StepContext& context);
  Outcome after(const StepResume& step, StepContext& context);
  Outcome after(const StepBind& step, StepContext& context);
  Outcome after(const StepSession&, StepContext&) { return Finished{}; }
  Outcome bind(StepContext& context);
  template <class Step>
  Step& enter() {
    return step_.emplace<Step>();
  }

  std::variant<StepOpen, StepFeatures, StepSasl, StepSasl2, StepResume, StepBind, StepSession>
      step_;
  // Sent ahead of its turn.
  std::optional<StepSasl2> hurried_;
  std::optional<StepResume> early_resume_;
  std::optional<StepBind> early_bind_;
  bool was_hurried_ = false;
  bool awaits_resumption_ = false;  // what is awaited answers a resumption, alone or inside a login
  base::Steady deadline_{};
  bool is_authenticated_ = false;
  bool has_met_server_ = false;
  std::optional<Mechanism> shown_;
  Negotiated result_;
};

}  // namespace stream
