// SPDX-License-Identifier: MIT
// The one thread's loop: sockets, timers and the window's connection are waited for together, so
// that an idle program uses no time at all.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>

#include "base/time.h"

namespace platform {

class EventLoop {
 public:
  // `window_connection`: the file descriptor on which the window system's events arrive. Without
  // one (not X11) the window is looked at 120 times a second.
  explicit EventLoop(std::optional<int> window_connection);

  boost::asio::io_context& io() { return io_; }
  // Runs `work` in a turn of its own, never from inside this call.
  void post(std::function<void()> work);
  // Calls `turn` whenever anything may have happened; waits after it returned false, at once calls
  // it again after true. Returns after stop().
  void run(const std::function<bool()>& turn);
  void stop() { is_stopped_ = true; }
  // The end of a desktop session (SIGTERM) and Ctrl+C stop the loop: what comes behind run() still happens.
  void stop_on_signals();

 private:
  void watch_window();

  boost::asio::io_context io_{1};
  std::optional<boost::asio::posix::stream_descriptor> window_;
  boost::asio::steady_timer window_timer_;
  boost::asio::signal_set signals_{io_};
  bool is_watching_ = false;
  bool is_stopped_ = false;
};

// Calls back once, at a time that may be changed. Must not outlive its loop.
class Alarm {
 public:
  Alarm(EventLoop& loop, std::function<void()> ring) : timer_(loop.io()), ring_(std::move(ring)) {}
  void set(base::Steady at);
  void cancel() { timer_.cancel(); }

 private:
  boost::asio::steady_timer timer_;
  std::function<void()> ring_;
};

}  // namespace platform
