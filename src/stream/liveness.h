// SPDX-License-Identifier: MIT
// Whether anybody is still there: a half-open connection looks open for hours. Decides when to ask and when silence has
// lasted too long; what is asked is the stream's business. It is noticed within 40 s while a
// person looks, 10 s when something sent is outstanding, 100 s in a hidden tab, 5 s after waking up.
#pragma once

#include <algorithm>
#include <optional>

#include "base/time.h"

namespace stream {

class Liveness {
 public:
  static constexpr base::Duration quiet_visible = std::chrono::seconds(30);
  // Proxies cut what is silent for a minute (protocol trap A 14).
  static constexpr base::Duration quiet_hidden = std::chrono::seconds(45);
  static constexpr base::Duration patience_visible = std::chrono::seconds(9);
  static constexpr base::Duration patience_hidden = std::chrono::seconds(45);
  static constexpr base::Duration patience_sent = std::chrono::seconds(8);
  static constexpr base::Duration patience_woken = std::chrono::seconds(5);
  // A timer that comes later than this came because the program itself stood still (a stopped process, a machine that
  // has too much to do): the answer may lie unread, and the connection gets another chance, once.
  static constexpr base::Duration late = std::chrono::seconds(1);

  void start(base::Steady now) {
    *this = Liveness();
    heard_ = now;
  }
  // `limit`: after this silence the server hangs up (XEP-0478).
  void set_idle_limit(std::optional<base::Duration> limit) { idle_limit_ = limit; }
  // Anything arrived: it answers every question.
  void heard(base::Steady now) {
    heard_ = now;
    deadline_.reset();
    had_chance_ = false;
  }
  bool is_question_due(base::Steady now, bool is_visible) const {
    return !deadline_ && now >= heard_ + quiet(is_visible);
  }
  // A question went out.
  void asked(base::Steady now, base::Duration patience) {
    const base::Steady at = now + patience;
    deadline_ = deadline_ ? std::min(*deadline_, at) : at;
  }
  bool is_dead(base::Steady now) const { return deadline_ && now >= *deadline_; }
  // Whether to ask once more instead of giving up.
  bool takes_chance(base::Steady now) {
    if (had_chance_ || !deadline_ || now < *deadline_ + late) return false;
    had_chance_ = true;
    deadline_.reset();
    return true;
  }
  base::Steady next_wake(bool is_visible) const {
    return deadline_ ? *deadline_ : heard_ + quiet(is_visible);
  }
  base::Steady heard_at() const { return heard_; }

 private:
  base::Duration quiet(bool is_visible) const {
    base::Duration out = is_visible ? quiet_visible : quiet_hidden;
    if (idle_limit_) out = std::min(out, std::max(base::Duration(1000), *idle_limit_ / 2));
    return out;
  }

  base::Steady heard_{};
  std::optional<base::Steady> deadline_;
  bool had_chance_ = false;
  std::optional<base::Duration> idle_limit_;
};

}  // namespace stream
