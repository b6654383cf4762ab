// SPDX-License-Identifier: MIT
// Tests of src/platform/native/tls_client.cpp; who is believed is tested where it matters, in http_native_test.cpp and by
// tests/native.
#include "platform/native/tls_client.h"

#include <openssl/ssl.h>

#include <boost/asio/io_context.hpp>

#include "support/catch.h"

using Stream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

TEST_CASE("TLS is of version 1.2 at least, and asks for the server's certificate",
          "[platform][tls]") {
  boost::asio::ssl::context context = platform::make_tls_context();
  CHECK(SSL_CTX_get_min_proto_version(context.native_handle()) == TLS1_2_VERSION);
  CHECK(SSL_CTX_get_verify_mode(context.native_handle()) == SSL_VERIFY_PEER);
}

TEST_CASE("a name is sent in the handshake, an address is not", "[platform][tls]") {
  boost::asio::io_context io;
  boost::asio::ssl::context context = platform::make_tls_context();
  Stream named(io, context), v4(io, context), v6(io, context), odd(io, context);
  auto sent = [](Stream& stream) {
    const char* name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
    return std::string(name != nullptr ? name : "");
  };
  REQUIRE(platform::expect_host(named, "example.com"));
  CHECK(sent(named) == "example.com");
  REQUIRE(platform::expect_host(v4, "192.0.2.7"));
  CHECK(sent(v4).empty());
  REQUIRE(platform::expect_host(v6, "2001:db8::7"));
  CHECK(sent(v6).empty());
  CHECK_FALSE(platform::expect_host(odd, std::string(300, 'a')));
}
