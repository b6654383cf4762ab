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
#include <optional>
#include <vector>

#include "base/io.h"
#include "base/result.h"
#include "platform/native/tls_native.h"

namespace platform {

class HttpNative {
 public:
  // `report` is called from the loop, never from inside send() or cancel().
  HttpNative(boost::asio::io_context& io, std::function<void(const base::Input&)> report);
  ~HttpNative();

  // Whom to believe over TLS. Before the first request; what cannot be read is said.
  std::optional<base::Error> set(const TlsSettings& settings);

  void send(const base::HttpRequest& wish);
  void cancel(const base::HttpCancel& wish);
  // Requests that were neither answered nor cancelled.
  size_t unanswered() const;

 private:
  struct Exchange;
  class Connection;

  void carry(std::unique_ptr<Exchange> exchange);

  boost::asio::io_context& io_;
  std::function<void(const base::Input&)> report_;
  Tls tls_;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace platform
