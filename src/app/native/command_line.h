// SPDX-License-Identifier: MIT
// What the native program was asked to do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/client.h"
#include "app/script.h"
#include "base/result.h"
#include "platform/native/socket_native.h"

namespace app {

struct CommandLine {
  Options options;
  platform::SocketSettings sockets;
  std::string login;     // without a password: with what the profile keeps, or a certificate
  std::string password;  // only with `login`
  // The folder in which logins and sessions are kept; empty: nowhere.
  std::string profile;
  std::string theme = "auto";
  int width = 1100, height = 720;
  std::optional<float> scale;
  std::string record;                 // the file that takes the flight log; empty: there is none
  std::optional<std::string> replay;  // a flight log, to be played again instead of everything else
  bool is_verbose = false;
  bool wants_help = false;
  // Of --script, --screenshot and --dump; absent: a person sits before it.
  std::optional<std::vector<Step>> script;
};

base::Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments);
std::string command_line_help();

}  // namespace app
