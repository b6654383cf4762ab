// SPDX-License-Identifier: MIT
// What follows from a change of the model: wishes for the protocol side, outputs for the host.
#pragma once

#include <vector>

#include "base/io.h"
#include "session/command.h"

namespace model {

struct Effects {
  std::vector<session::Command> commands;
  std::vector<base::Output> outputs;
};

}  // namespace model
