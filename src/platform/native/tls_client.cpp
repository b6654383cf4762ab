// SPDX-License-Identifier: MIT
// OpenSSL, through Asio. See tls_client.h.
#include "platform/native/tls_client.h"

#include <openssl/ssl.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>

namespace platform {

namespace asio = boost::asio;
using boost::system::error_code;

asio::ssl::context make_tls_context() {
  asio::ssl::context context{asio::ssl::context::tls_client};
  error_code ignored;  // without any authority every certificate fails later, with a reason
  context.set_default_verify_paths(ignored);
  context.set_verify_mode(asio::ssl::verify_peer, ignored);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  return context;
}

bool expect_host(boost::beast::ssl_stream<boost::beast::tcp_stream>& tls, const std::string& host) {
  error_code no_address, ignored;
  asio::ip::make_address(host, no_address);
  // RFC 6066 section 3: addresses are not server names.
  if (no_address && SSL_set_tlsext_host_name(tls.native_handle(), host.c_str()) != 1) return false;
  tls.set_verify_callback(asio::ssl::host_name_verification(host), ignored);
  return true;
}

}  // namespace platform
