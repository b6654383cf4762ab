// SPDX-License-Identifier: MIT
// A nameserver on loopback, over UDP and TCP at the same port, in the thread of the test.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <map>
#include <string>
#include <vector>

#include "support/dns.h"

namespace support {

class LoopbackNameserver {
 public:
  // By name; what is not there is answered with no records.
  std::map<std::string, std::vector<platform::SrvRecord>> records;
  bool is_silent = false;
  bool cuts_datagrams = false;  // the whole answer comes over TCP only
  bool lies_first = false;      // a datagram of somebody else comes before the answer
  std::vector<std::string> asked;
  int asked_by_tcp = 0;

  explicit LoopbackNameserver(boost::asio::io_context& io) : udp_(io), acceptor_(io), tcp_(io) {
    take_port();
    serve_udp();
    serve_tcp();
  }
  boost::asio::ip::udp::endpoint endpoint() const { return udp_.local_endpoint(); }

 private:
  // One that is free for both: somebody may have the TCP port whose UDP port the kernel gave.
  void take_port() {
    const auto loopback = boost::asio::ip::address_v4::loopback();
    for (boost::system::error_code taken(1, boost::system::system_category()); taken;) {
      if (udp_.is_open()) udp_.close();
      if (acceptor_.is_open()) acceptor_.close();
      udp_.open(boost::asio::ip::udp::v4());
      udp_.bind({loopback, 0});
      acceptor_.open(boost::asio::ip::tcp::v4());
      acceptor_.bind({loopback, udp_.local_endpoint().port()}, taken);
    }
    acceptor_.listen();
  }
  std::string answer(const std::string& question, bool is_cut) {
    const std::string name = dns_question_name(question);
    return is_cut ? dns_answer(question, {}, {.is_truncated = true})
                  : dns_answer(question, records[name]);
  }
  void serve_udp() {
    question_.resize(512);
    udp_.async_receive_from(boost::asio::buffer(question_), peer_, [this](auto error, size_t size) {
      if (error) return;
      question_.resize(size);
      asked.push_back(dns_question_name(question_));
      if (!is_silent) {
        if (lies_first) {
          std::string forged = question_;
          forged[0] = static_cast<char>(forged[0] + 1);
          udp_.send_to(boost::asio::buffer(dns_answer(forged, {{0, 0, 1, "evil"}})), peer_);
        }
        udp_.send_to(boost::asio::buffer(answer(question_, cuts_datagrams)), peer_);
      }
      serve_udp();
    });
  }
  void serve_tcp() {
    acceptor_.async_accept(tcp_, [this](auto error) {
      if (error) return;
      ++asked_by_tcp;
      std::array<unsigned char, 2> size{};
      boost::asio::read(tcp_, boost::asio::buffer(size));
      std::string question(size_t{size[0]} << 8 | size[1], '\0');
      boost::asio::read(tcp_, boost::asio::buffer(question));
      const std::string whole = answer(question, false);
      boost::asio::write(
          tcp_, boost::asio::buffer(dns_number(static_cast<unsigned>(whole.size())) + whole));
      tcp_.close();
      serve_tcp();
    });
  }

  boost::asio::ip::udp::socket udp_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::ip::tcp::socket tcp_;
  boost::asio::ip::udp::endpoint peer_;
  std::string question_;
};

}  // namespace support
