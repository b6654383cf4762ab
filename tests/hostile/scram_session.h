// SPDX-License-Identifier: MIT
// A refusal of scram/ in a whole session: the exchange ends as it must, a person is told, and the next login works.
// RFC 5802 over SASL 1 (RFC 6120 section 6) and SASL 2 (XEP-0388).
#pragma once

#include <string>
#include <vector>

#include "hostile/trace.h"

namespace hostile {

struct ScramRefusal {
  std::string mechanism;
  std::vector<std::string> advertised;  // empty: the mechanism alone
  std::string client_nonce;             // as the messages of the case spell it
  std::string server_first, server_final;
  bool must_abort = false;     // at the challenge; else at the server's last message
  bool names_a_stage = false;  // "fail" and "abort" alone leave open at which message
};

// Empty when all is as it must be, else what is not.
std::string run_scram_session(const ScramRefusal& refusal, Trace& trace);

}  // namespace hostile
