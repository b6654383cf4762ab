// SPDX-License-Identifier: MIT
// Asio's loop, with the window's connection as one more descriptor.
#include "platform/native/event_loop.h"

#include <unistd.h>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <csignal>
#include <utility>

namespace platform {

EventLoop::EventLoop(std::optional<int> window_connection) : window_timer_(io_) {
  // A duplicate: asio closes what it owns.
  if (window_connection) window_.emplace(io_, dup(*window_connection));
}

void EventLoop::post(std::function<void()> work) { boost::asio::post(io_, std::move(work)); }

void EventLoop::stop_on_signals() {
  boost::system::error_code ignored;
  for (int number : {SIGINT, SIGTERM}) signals_.add(number, ignored);
  signals_.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) stop();
  });
}

void EventLoop::watch_window() {
  if (is_watching_) return;
  is_watching_ = true;
  auto looked = [this](const boost::system::error_code&) { is_watching_ = false; };
  if (window_) {
    window_->async_wait(boost::asio::posix::stream_descriptor::wait_read, looked);
  } else {
    window_timer_.expires_after(std::chrono::milliseconds(8));
    window_timer_.async_wait(looked);
  }
}

void EventLoop::run(const std::function<bool()>& turn) {
  is_stopped_ = false;
  while (!is_stopped_) {
    const bool is_busy = turn();
    if (is_stopped_) break;
    watch_window();
    if (!is_busy) io_.run_one();
    io_.poll();
    io_.restart();
  }
}

void Alarm::set(base::Steady at) {
  timer_.expires_at(at);  // cancels the wait before
  timer_.async_wait([this](const boost::system::error_code& error) {
    // A wait that had already ended when it was replaced must not ring early.
    if (!error && timer_.expiry() <= std::chrono::steady_clock::now()) ring_();
  });
}

}  // namespace platform
