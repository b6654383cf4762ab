// SPDX-License-Identifier: MIT
// Turning a loop in a test: until something happened, or until something that did not happen would have.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>

#include "support/catch.h"
#include "support/patience.h"

namespace support {

// Whether the condition came to hold. A loop without anything to wait for has nothing to hope for.
template <class Condition>
bool run_until(boost::asio::io_context& io, Condition holds) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!holds()) {
    io.restart();
    if (io.run_one_until(end) == 0) return holds();
  }
  return true;
}

// Everything that follows without a timer has happened: bytes of our own went over loopback behind everybody else's, there
// and back, more often than the longest chain of events here has links.
inline void settle(boost::asio::io_context& io) {
  using boost::asio::ip::tcp;
  constexpr int longest_chain = 20;
  tcp::acceptor acceptor(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  tcp::socket here(io), there(io);
  here.connect(acceptor.local_endpoint());
  acceptor.accept(there);
  std::array<char, 1> sent{}, received{};
  for (int i = 0; i < longest_chain; ++i) {
    bool is_here = false;
    tcp::socket& from = i % 2 == 0 ? here : there;
    tcp::socket& to = i % 2 == 0 ? there : here;
    from.send(boost::asio::buffer(sent));
    to.async_receive(boost::asio::buffer(received), [&](auto error, size_t) {
      REQUIRE_FALSE(error);
      is_here = true;
    });
    REQUIRE(run_until(io, [&] { return is_here; }));
    // And what became ready together with it.
    io.restart();
    io.poll();
  }
}

}  // namespace support
