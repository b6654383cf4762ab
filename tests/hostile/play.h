// SPDX-License-Identifier: MIT
// Plays the server through a login, up to the moment a case asks for, and brings the client back after it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hostile/client.h"
#include "hostile/expectation.h"
#include "hostile/server_end.h"

namespace hostile {

class Play {
 public:
  Play(const Row& row, Trace& trace);

  // Brings the client there, with everything the case says was before. A sentence about what went wrong, or nothing.
  std::string go_to(Stage stage, const Expectation& expected);
  // The frame with the ids that the client really used.
  std::string adapted(std::string frame) const;
  // The next ordinary message is shown: in this session, or in the one that follows. Else a sentence.
  std::string recover();
  // How many stanzas the client says it has handled (XEP-0198); absent when it does not answer.
  std::optional<uint32_t> handled();

  Client& client() { return *client_; }
  const Client& client() const { return *client_; }
  ServerEnd& end() { return *end_; }
  const ServerEnd& end() const { return *end_; }
  // From now on the server offers SCRAM: who used it once takes nothing less (XEP-0474 7).
  void offer_scram() { uses_scram_ = true; }
  // Everything so far is of no interest.
  void forget();

 private:
  std::string log_in(Stage stage, bool by_scram);
  void answer_requests();
  void enter_room();
  std::string ask(const Expectation& expected);
  // The frame that was sent last and has this in it.
  std::string frame_with(std::string_view part) const;

  std::unique_ptr<Client> client_;
  std::unique_ptr<ServerEnd> end_;
  // What the frame calls an id, and what it really is.
  std::vector<std::pair<std::string, std::string>> ids_;
  std::string bind_id_;
  std::string session_id_ = "mine";
  bool uses_scram_ = false;
};

std::string message_frame(std::string_view body);

}  // namespace hostile
