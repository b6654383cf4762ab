// SPDX-License-Identifier: MIT
// What a case of xml/ says must happen, and in which moment of a stream. The corpus README names all tokens.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hostile {

// Where in the life of a stream the frame arrives.
enum class Stage {
  AwaitOpen,        // in the place of the server's <open/>
  AwaitFeatures,    // the first frame after <open/>
  ClientFinalSent,  // in the place of SCRAM's success
  AfterSasl,
  Binding,
  Resuming,
  Online,
  SecondOfThree,  // online, between two ordinary messages
};
const char* name_of(Stage stage);
inline bool is_session(Stage stage) { return stage >= Stage::Online; }

struct Expectation {
  std::vector<std::string> verdicts;  // any of which will do
  std::optional<std::string> body;
  std::vector<std::string> errors;  // conditions of stream errors, any of which will do
  bool is_bosh = false;

  // ---- the state ----

  std::optional<Stage> stage;  // named by the case; the others are only to be survived
  std::string bind_id;         // what the frame calls the id of our request to bind
  std::string previd = "mine";
  size_t unacknowledged = 0;  // messages sent
  bool has_seeds = false, has_room = false, is_pinned = false;
  struct Asked {
    std::string id;       // as the frame spells it
    std::string to;       // "own" and "room" for archives
    std::string queryid;  // of an archive query; empty for any other request
  };
  std::vector<Asked> asked;
};

// What of the case cannot be understood is said in `problem`.
Expectation parse_expectation(const std::string& text, std::string& problem);

}  // namespace hostile
