// SPDX-License-Identifier: MIT
// One account's session: the stream, the gate, the request tracker and the features, behind two
// queues. It routes; it does not know which features exist. RFC 6120 section 8 and 10, RFC 6121.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/env.h"
#include "base/io.h"
#include "base/log.h"
#include "session/command.h"
#include "session/event.h"
#include "session/extension.h"

namespace session {

// What the deployer decides; from config.json, mount() options or the command line.
struct Settings {
  std::string websocket_url;
  bool allow_plain = false;
  bool allow_insecure = false;
  std::string language = "en";
  base::Log* log = nullptr;
};

using Item = std::variant<base::Output, Event>;

class Session {
 public:
  Session(Settings settings, std::vector<std::unique_ptr<Extension>> extensions);
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  void handle(const base::Input& input, base::Env& env);
  void perform(const Command& command, base::Env& env);
  // Drain after every call above, before the next.
  std::optional<Item> poll();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace session
