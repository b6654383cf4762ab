// SPDX-License-Identifier: MIT
// What every step of the negotiation has in common: what it is handed and what it answers.
// RFC 6120 section 4.3.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/env.h"
#include "stream/framing.h"
#include "stream/management.h"
#include "stream/status.h"
#include "stream/stream.h"
#include "xml/element.h"
#include "xmpp/stanza.h"

namespace stream {

// The element was the step's; more will come.
struct Accepted {};
// The login cannot go on. `answer` names the stream error the server is told, when the fault is the
// server's.
struct Rejected {
  Problem why;
  std::optional<xmpp::StreamCondition> answer;
};
// The step is done; the negotiation chooses the next one.
struct Finished {};
using Outcome = std::variant<Accepted, Rejected, Finished>;

// Opens the stream, or restarts it.
struct OpenStream {};
using Say = std::variant<OpenStream, xml::Element>;

// What a step may read, and where it puts what is to be sent. Valid for the duration of a call.
struct StepContext {
  const Config& config;
  bool is_private;  // nobody can listen: TLS, or this very machine
  bool is_over_bosh;
  bool scram_seen;
  bool is_active;         // a person is looking (XEP-0352)
  Management* resumable;  // the session to go on with; nullptr: none
  base::Env& env;
  std::vector<Say>& out;
};

// What the server may send during the negotiation besides errors and <close/>.
using StepInput = std::variant<ServerOpen, xml::Element>;

// The answer to anything a step does not expect. A stanza before the session exists is not
// authorized; anything else is nothing we know.
Rejected unexpected(const StepInput& input);
// The result or error with that id; absent when the input is anything else.
std::optional<xmpp::Iq> answer_to(const StepInput& input, const std::string& id);
// The account we meant, as the server spells it; for an anonymous login any of the domain.
bool is_ours(const xmpp::Jid& jid, const Config& config);
// Into the log: a server that behaves like that is worth a look.
void warn(const Config& config, const char* sentence);
// The server answered a request of the login with an error.
Rejected refused(const xmpp::Iq& error);

}  // namespace stream
