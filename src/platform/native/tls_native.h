// SPDX-License-Identifier: MIT
// TLS by OpenSSL: whom we believe, who we are, and what a refused certificate lacks, in words. RFC 7590, RFC 6120
// 13.7 (the certificate is the domain's, wherever its server stands), XEP-0368 (ALPN).
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>
#include <optional>
#include <string>

#include "base/result.h"

namespace platform {

struct TlsSettings {
  std::string ca_file;           // believe these authorities (PEM), not the system's
  std::string certificate_file;  // ours, with its chain (PEM), for SASL EXTERNAL
  std::string key_file;
};

class Tls {
 public:
  // The system's authorities, no certificate of ours.
  Tls();
  std::optional<base::Error> set(const TlsSettings& settings);
  boost::asio::ssl::context& context() { return context_; }

 private:
  boost::asio::ssl::context context_;
};

// Of one connection, before its handshake. False: the name cannot be one of a server.
bool expect_name(SSL* tls, const std::string& domain);
// Says which protocol follows: "xmpp-client" shares port 443 with the web.
void offer_protocol(SSL* tls, const std::string& protocol);
// Why a handshake failed.
std::string handshake_failure(SSL* tls, const boost::system::error_code& error);
// A domain as DNS and certificates write it (RFC 5891 4.4).
std::string ascii_domain(const std::string& domain);

}  // namespace platform
