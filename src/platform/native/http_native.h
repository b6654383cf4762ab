// SPDX-License-Identifier: MIT
// The core's HTTP requests (BOSH, host-meta) by Boost.Beast, under the rules a page's fetch follows: RFC 9110, RFC 9112,
// XEP-0124 section 5.
//  [X] connections are kept and used again, as many as there are requests at once
//  [X] TLS as for WebSockets; no cookies, no credentials, no cache; a redirect is no answer
//  [X] limits of time and size; exactly one HttpReply unless it is cancelled
//  [ ] proxies, compression, pipelining, HTTP/2
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "base/io.h"

namespace platform {

class HttpNative {
 public:
  // `report` is called from the loop, never from inside send() or cancel().
  HttpNative(boost::asio::io_context& io, std::function<void(const base::Input&)> report);
  ~HttpNative();

  void send(const base::HttpRequest& wish);
  void cancel(const base::HttpCancel& wish);
  // Requests that were neither answered nor cancelled.
  size_t unanswered() const;

 private:
  struct Exchange;
  class Connection;
  struct Tls;

  void carry(std::unique_ptr<Exchange> exchange);
  Tls& tls();

  boost::asio::io_context& io_;
  std::function<void(const base::Input&)> report_;
  std::unique_ptr<Tls> tls_;  // made when it is needed first
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace platform
