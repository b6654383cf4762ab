// SPDX-License-Identifier: MIT
// Asks the nameservers for SRV records: over UDP, and over TCP what does not fit. Asio's own resolver knows addresses
// only, and the C library's SRV functions would hold the program's one thread for seconds. RFC 1035 4.2, RFC 2782.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "platform/native/dns_message.h"

namespace platform {

using Nameserver = boost::asio::ip::udp::endpoint;

// As the system wants: the lines "nameserver ADDRESS" of resolv.conf(5), at most three.
std::vector<Nameserver> system_nameservers(const std::string& file = "/etc/resolv.conf");
// "ADDRESS" or "ADDRESS:PORT" ("[ADDRESS]:PORT").
base::Result<Nameserver> parse_nameserver(const std::string& text);

// One question at a time. Must not go while it is busy; cancel() makes it be done soon.
class SrvLookup {
 public:
  explicit SrvLookup(boost::asio::io_context& io) : udp_(io), tcp_(io), timer_(io) {}

  // Calls back once, from the loop: absent when nobody answered. What `done` holds is held by every pending operation.
  using Done = std::function<void(std::optional<std::vector<SrvRecord>>)>;
  void ask(std::vector<Nameserver> servers, std::string name, Done done);
  // Nobody is called back any more.
  void cancel();

 private:
  void attempt();
  void receive();
  void ask_by_tcp();
  void expire_after(std::chrono::milliseconds patience);
  void next();
  void finish(std::optional<std::vector<SrvRecord>> records);

  boost::asio::ip::udp::socket udp_;
  boost::asio::ip::tcp::socket tcp_;
  boost::asio::steady_timer timer_;
  std::vector<Nameserver> servers_;
  std::string name_, question_;
  Done done_;
  uint16_t id_ = 0;
  size_t attempt_ = 0;
  unsigned turn_ = 0;  // what belongs to an earlier one is late
  std::string answer_;
};

}  // namespace platform
