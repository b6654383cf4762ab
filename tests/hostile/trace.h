// SPDX-License-Identifier: MIT
// Everything the program said and did in a case, boiled down to one number: two builds that behave alike have equal
// ones. With a name to look for, the lines themselves are printed, for whoever searches a difference.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/io.h"
#include "session/event.h"

namespace hostile {

class Trace {
 public:
  void note(std::string_view kind, std::string_view text);
  void add(const base::Output& output);
  void add(const session::Event& event);
  std::string hash() const;  // 16 hexadecimal digits

  static bool is_printed;

 private:
  uint64_t hash_ = 0xCBF2'9CE4'8422'2325u;
};

// The names of a status and what it carries.
std::string describe(const stream::Status& status);

}  // namespace hostile
