// SPDX-License-Identifier: MIT
// Log lines for developers. The sink is a port handed in by app; without one, lines vanish.
// Lines carry codes and conditions, never message texts, passwords or stanzas.
#pragma once

#include <string_view>

namespace base {

enum class LogLevel { Debug, Info, Warning, Error };

class Log {
 public:
  virtual ~Log() = default;
  virtual void write(LogLevel level, std::string_view area, std::string_view line) = 0;
};

}  // namespace base
