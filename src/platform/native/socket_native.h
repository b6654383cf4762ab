// SPDX-License-Identifier: MIT
// WebSockets by Boost.Beast: TLS with the system's certificate authorities, or plain. RFC 6455, RFC
// 7395 section 3.1. TCP beside them (tcp_native.h), for xmpp: and xmpps:.
//  [X] subprotocol "xmpp" offered; what the server selected is reported, the core judges it
//  [X] server name indication, host name verification, TLS 1.2 and newer
//  [X] text messages only, of a limited size; close codes and reasons; time limits while opening
//  and closing [ ] proxies, permessage-deflate (it would compress secrets next to what others send)
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/io.h"
#include "base/result.h"
#include "platform/native/srv_lookup.h"
#include "platform/native/tls_native.h"

namespace platform {

// LIMIT: a message longer than this closes the socket with 1009; XMPP servers cap stanzas far
// below.
inline constexpr size_t max_socket_message = 4u << 20;

class SocketConnection;

struct SocketSettings {
  TlsSettings tls;
  std::string nameserver;  // "ADDRESS:PORT", for SRV records; empty: as the system wants
};

class SocketsNative {
 public:
  // `report` is called from the loop, never from inside open(), send() or close().
  SocketsNative(boost::asio::io_context& io, std::function<void(const base::Input&)> report);
  ~SocketsNative();
  // Before the first socket. An error, in words, where a file is not what it should be.
  std::optional<base::Error> set(const SocketSettings& settings);

  void open(const base::OpenSocket& wish);
  void send(const base::SendText& wish);       // of a socket that is not open: nothing
  void start_tls(const base::StartTls& wish);  // SocketSecured or SocketClosed follows
  void close(const base::CloseSocket& wish);   // politely; SocketClosed follows

 private:
  base::Result<std::unique_ptr<SocketConnection>> make(const base::OpenSocket& wish);

  boost::asio::io_context& io_;
  std::function<void(const base::Input&)> report_;
  Tls tls_;
  std::vector<Nameserver> nameservers_;
  std::map<base::SocketId, std::unique_ptr<SocketConnection>> connections_;
};

}  // namespace platform
