// SPDX-License-Identifier: MIT
// Whether the machine has network, and when it comes and goes: the kernel says when addresses change (rtnetlink(7)), what
// they are then says getifaddrs(3).
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "base/io.h"

namespace platform {

using Addresses = std::set<std::string>;

// Of all interfaces that are up, but those that lead nowhere: loopback, and addresses of the link alone.
Addresses network_addresses();
// A descriptor that becomes readable when addresses change; absent where the system has none.
std::optional<int> open_address_changes();

class NetworkWatch {
 public:
  // Takes over `changes`. Reports NetworkOnline when addresses came or changed, NetworkOffline when the last one went;
  // nothing in the beginning.
  NetworkWatch(boost::asio::io_context& io, int changes, std::function<Addresses()> look,
               std::function<void(const base::Input&)> report);

 private:
  void wait();

  boost::asio::posix::stream_descriptor changes_;
  std::function<Addresses()> look_;
  std::function<void(const base::Input&)> report_;
  Addresses addresses_;
};

}  // namespace platform
