// SPDX-License-Identifier: MIT
// What follows when a connection ends: another attempt, and when, or none.
// RFC 6120 3.3 (back-off), 4.9.3 (which errors call for none); src/README.md, G8.
#pragma once

#include <cstdint>

#include "base/random.h"
#include "base/time.h"
#include "stream/status.h"
#include "xmpp/stream_error.h"

namespace stream {

// A stream error in the terms of a user; what not-authorized means depends on whether there was a
// session.
Problem problem_of(const xmpp::StreamError& error, bool was_bound);

class Recovery {
 public:
  // A session came up; from now on a lost connection is worth another attempt.
  void bound() { was_bound_ = true; }
  // Whether to try again after a connection that was bound for `lasted` (zero: never) ended like
  // this.
  bool should_retry(const Problem& why, base::Duration lasted);
  base::Duration next_delay(base::Random& random);
  // One side could not read what the other sent.
  static bool is_poison(const Problem& why);

 private:
  bool was_bound_ = false;
  uint32_t attempts_ = 0;
  uint32_t poisoned_ = 0;
};

}  // namespace stream
