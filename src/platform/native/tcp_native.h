// SPDX-License-Identifier: MIT
// A TCP connection to an XMPP server: finds it (SRV records, mixed as XEP-0368 says), connects to the first that
// answers, and encrypts from the first byte or when it is told to. RFC 6120 3.2 and 5, RFC 2782.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "platform/native/socket_connection.h"
#include "platform/native/srv_lookup.h"
#include "platform/native/tcp_url.h"
#include "platform/native/tls_native.h"

namespace platform {

class TcpConnection : public SocketConnection {
 public:
  // `domain` is whose certificate the server must show, wherever it stands.
  TcpConnection(boost::asio::io_context& io, base::SocketId id, TcpUrl url, std::string domain,
                Owner owner, Tls& tls, std::vector<Nameserver> nameservers);

  void open() override;
  void send(const std::string& data) override;
  void start_tls(const std::string& domain) override;
  void close() override;

 private:
  struct Target {
    std::string host, port;
    bool is_direct = false;
  };
  using Plain = boost::asio::ip::tcp::socket;
  using Encrypted = boost::asio::ssl::stream<Plain&>;

  void release() override;
  void look_up(SrvLookup& lookup, const std::string& service, bool is_direct);
  void looked_up();
  void try_next();
  void limit(std::chrono::seconds time);
  void connected(const Target& target);
  // `done` learns whether TLS is up.
  template <class Done>
  void shake_hands(const std::string& domain, Done done);
  void opened();
  void begin_tls();
  void read();
  void write();
  void say_goodbye();
  void ended(const boost::system::error_code& error);
  template <class Work>
  void over_either(Work work);

  TcpUrl url_;
  std::string domain_;
  Tls& tls_;
  std::vector<Nameserver> nameservers_;
  SrvLookup plain_lookup_, direct_lookup_;
  int lookups_ = 0;  // still under way
  std::vector<SrvRecord> records_;
  std::deque<Target> targets_;
  uint16_t last_code_ = no_close_frame;
  std::string last_reason_;
  boost::asio::ip::tcp::resolver resolver_;
  Plain socket_;
  boost::asio::steady_timer deadline_;  // of what is under way
  std::optional<Encrypted> encrypted_;
  std::optional<std::string> tls_wish_;  // a domain: TLS begins when the present read is done
  std::string incoming_;
  std::deque<std::string> outgoing_, outgoing_holds_;
  bool is_reading_ = false, is_writing_ = false, is_closing_ = false;
};

}  // namespace platform
