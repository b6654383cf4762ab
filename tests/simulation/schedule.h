// SPDX-License-Identifier: MIT
// Virtual time: what happens when, in the order of time and then of asking. Nothing sleeps.
#pragma once

#include <functional>
#include <map>
#include <utility>

#include "base/time.h"

namespace simulation {

class Schedule {
 public:
  base::Steady now() const { return now_; }

  void at(base::Steady time, std::function<void()> what) {
    waiting_.emplace(std::max(time, now_), std::move(what));
  }
  void after(base::Duration delay, std::function<void()> what) {
    at(now_ + delay, std::move(what));
  }

  // Everything up to that time, which then is now.
  void run_until(base::Steady end) {
    while (!waiting_.empty() && waiting_.begin()->first <= end) {
      auto next = waiting_.extract(waiting_.begin());
      now_ = next.key();
      next.mapped()();
    }
    now_ = end;
  }

 private:
  base::Steady now_{base::Duration(1'000'000)};
  std::multimap<base::Steady, std::function<void()>> waiting_;  // equal times: as asked for
};

}  // namespace simulation
