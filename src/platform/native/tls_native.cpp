// SPDX-License-Identifier: MIT
// Settings of OpenSSL. See tls_native.h.
#include "platform/native/tls_native.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>
#include <vector>

#include "base/punycode.h"
#include "base/utf8.h"

namespace platform {
namespace {

using boost::system::error_code;

bool is_address(const std::string& name) {
  error_code error;
  boost::asio::ip::make_address(name, error);
  return !error;
}

std::string ascii_label(const std::string& label) {
  std::u32string code_points;
  bool is_ascii = true;
  for (size_t at = 0; at < label.size();) {
    code_points += base::next_code_point(label, at);
    is_ascii = is_ascii && code_points.back() < 0x80;
  }
  if (is_ascii) return label;
  std::optional<std::string> encoded = base::encode_punycode(code_points);
  return encoded ? "xn--" + *encoded : label;
}

}  // namespace

Tls::Tls() : context_(boost::asio::ssl::context::tls_client) {
  error_code ignored;  // without any authority every certificate fails later, with a reason
  context_.set_default_verify_paths(ignored);
  context_.set_verify_mode(boost::asio::ssl::verify_peer, ignored);
  SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_2_VERSION);
}

std::optional<base::Error> Tls::set(const TlsSettings& settings) {
  error_code error;
  if (!settings.ca_file.empty()) {
    // A store of its own: the system's authorities are no longer believed.
    SSL_CTX_set_cert_store(context_.native_handle(), X509_STORE_new());
    context_.load_verify_file(settings.ca_file, error);
    if (error) {
      return base::Error{"the file " + settings.ca_file +
                         " holds no certificate of an authority: " + error.message()};
    }
  }
  if (settings.certificate_file.empty()) return std::nullopt;
  context_.use_certificate_chain_file(settings.certificate_file, error);
  if (error) {
    return base::Error{"the file " + settings.certificate_file +
                       " holds no certificate: " + error.message()};
  }
  context_.use_private_key_file(settings.key_file, boost::asio::ssl::context::pem, error);
  if (error) {
    return base::Error{"the file " + settings.key_file +
                       " holds no key for this certificate: " + error.message()};
  }
  return std::nullopt;
}

bool expect_name(SSL* tls, const std::string& domain) {
  const std::string name = ascii_domain(domain);
  if (is_address(name)) {
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), name.c_str()) == 1;
  }
  // RFC 9525 1.2: the subject's common name is no identity.
  SSL_set_hostflags(tls,
                    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  // RFC 6066 section 3: addresses are not server names.
  return SSL_set1_host(tls, name.c_str()) == 1 && SSL_set_tlsext_host_name(tls, name.c_str()) == 1;
}

void offer_protocol(SSL* tls, const std::string& protocol) {
  std::vector<unsigned char> list{static_cast<unsigned char>(protocol.size())};
  list.insert(list.end(), protocol.begin(), protocol.end());
  SSL_set_alpn_protos(tls, list.data(), static_cast<unsigned>(list.size()));
}

std::string handshake_failure(SSL* tls, const error_code& error) {
  const long verdict = SSL_get_verify_result(tls);
  if (verdict == X509_V_OK) return "No encryption could be agreed on: " + error.message();
  return std::string("The server's certificate is refused: ") +
         X509_verify_cert_error_string(verdict);
}

std::string ascii_domain(const std::string& domain) {
  std::string out;
  size_t begin = 0;
  for (;;) {
    const size_t dot = domain.find('.', begin);
    out += ascii_label(domain.substr(begin, dot == domain.npos ? dot : dot - begin));
    if (dot == domain.npos) return out;
    out += '.';
    begin = dot + 1;
  }
}

}  // namespace platform
