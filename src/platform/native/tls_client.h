// SPDX-License-Identifier: MIT
// What every TLS connection of the native program begins with: the system's certificate authorities, TLS 1.2 and newer,
// the server's name in the handshake and its certificate checked against that name. RFC 6066 section 3, RFC 9525.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <string>

namespace platform {

boost::asio::ssl::context make_tls_context();

// Before the handshake: the certificate must be that of `host`, a name or an address. False: no such name can be sent.
bool expect_host(boost::beast::ssl_stream<boost::beast::tcp_stream>& tls, const std::string& host);

}  // namespace platform
