// SPDX-License-Identifier: MIT
// What a socket is to SocketsNative, whatever it speaks. Asio calls back into it, so it is only destroyed when none of
// its operations is pending.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <string>
#include <utility>

#include "base/io.h"
#include "platform/native/busy.h"

namespace platform {

inline constexpr uint16_t no_close_frame = 1006;
inline constexpr uint16_t tls_failed = 1015;

class SocketConnection {
 public:
  // What a connection tells its owner.
  struct Owner {
    std::function<void(const base::Input&)> report;
    std::function<void()> retire;  // nothing is pending any more
  };
  SocketConnection(boost::asio::io_context& io, base::SocketId id, Owner owner)
      : io_(io), id_(id), owner_(std::move(owner)) {}
  virtual ~SocketConnection() = default;
  SocketConnection(const SocketConnection&) = delete;
  SocketConnection& operator=(const SocketConnection&) = delete;

  virtual void open() = 0;
  virtual void send(const std::string& data) = 0;
  virtual void start_tls(const std::string& domain) = 0;
  virtual void close() = 0;
  // At once and without a word.
  void drop() {
    owner_.report = [](const base::Input&) {};
    if (is_retiring_) return;
    // At least one operation, so that the connection retires.
    boost::asio::post(io_, [busy = Busy(*this)] {});
    finish(no_close_frame, "dropped");
  }

 protected:
  using Busy = platform::Busy<SocketConnection>;
  friend Busy;

  // The connection goes when the last pending operation does and it is over.
  void pending(int by) {
    pending_ += by;
    if (pending_ == 0 && is_over_) retire();
  }

  // Lets go of everything: no operation may stay pending for long after it.
  virtual void release() = 0;

  void finish(uint16_t code, const std::string& reason) {
    if (is_over_) return;
    is_over_ = true;
    release();
    owner_.report(base::SocketClosed{id_, code, reason, is_open_});
  }

  boost::asio::io_context& io_;
  base::SocketId id_;
  Owner owner_;
  bool is_open_ = false, is_over_ = false;

 private:
  void retire() {
    // Once, and not now: a member function of this object may still be running.
    if (std::exchange(is_retiring_, true)) return;
    boost::asio::post(io_, owner_.retire);
  }

  int pending_ = 0;
  bool is_retiring_ = false;
};

}  // namespace platform
