// SPDX-License-Identifier: MIT
// Tests of src/platform/native/tls_native.cpp; its handshakes are tcp_native_test.cpp's.
#include "platform/native/tls_native.h"

#include <openssl/ssl.h>

#include <memory>

#include "support/catch.h"
#include "support/certificates.h"

TEST_CASE("a file that is not what it should be is named", "[platform][tls]") {
  const support::TempFolder folder;
  const support::Certificate mine = support::make_certificate("DNS:a.example");
  const support::Certificate other = support::make_certificate("DNS:a.example");
  const std::string certificate = folder.write("certificate.pem", mine.certificate);
  const std::string key = folder.write("key.pem", mine.key);
  const std::string words = folder.write("words.txt", "words");
  const std::string other_key = folder.write("other.pem", other.key);
  const auto said = [](const platform::TlsSettings& settings) {
    platform::Tls tls;
    auto error = tls.set(settings);
    return error ? error->detail : std::string();
  };
  CHECK(said({}).empty());
  CHECK(said({.ca_file = certificate, .certificate_file = certificate, .key_file = key}).empty());
  CHECK(said({.ca_file = words}).find("words.txt holds no certificate of an auth") !=
        std::string::npos);
  CHECK(said({.ca_file = "/nowhere"}).find("/nowhere") != std::string::npos);
  CHECK(said({.certificate_file = words, .key_file = key}).find("words.txt holds no certificate") !=
        std::string::npos);
  CHECK(said({.certificate_file = certificate, .key_file = words}).find("words.txt holds no key") !=
        std::string::npos);
  CHECK(said({.certificate_file = certificate, .key_file = other_key})
            .find("other.pem holds no key for this") != std::string::npos);
}

TEST_CASE("domains go into DNS and TLS in their ASCII form", "[platform][tls]") {
  CHECK(platform::ascii_domain("a.example") == "a.example");
  CHECK(platform::ascii_domain("b\u00fccher.example") == "xn--bcher-kva.example");
  CHECK(platform::ascii_domain("\u4f8b\u3048.b\u00fccher") == "xn--r8jz45g.xn--bcher-kva");
  CHECK(platform::ascii_domain("localhost") == "localhost");
}

TEST_CASE("TLS is of version 1.2 at least, and asks for the server's certificate",
          "[platform][tls]") {
  platform::Tls tls;
  CHECK(SSL_CTX_get_min_proto_version(tls.context().native_handle()) == TLS1_2_VERSION);
  CHECK(SSL_CTX_get_verify_mode(tls.context().native_handle()) == SSL_VERIFY_PEER);
}

TEST_CASE("a name is sent in the handshake, an address is not", "[platform][tls]") {
  platform::Tls tls;
  // What the handshake would name; absent when `name` cannot be expected.
  const auto sent = [&](const std::string& name) -> std::optional<std::string> {
    std::unique_ptr<SSL, decltype(&SSL_free)> one(SSL_new(tls.context().native_handle()),
                                                  &SSL_free);
    if (!platform::expect_name(one.get(), name)) return std::nullopt;
    const char* said = SSL_get_servername(one.get(), TLSEXT_NAMETYPE_host_name);
    return std::string(said != nullptr ? said : "");
  };
  CHECK(sent("example.com") == "example.com");
  CHECK(sent("192.0.2.7") == "");
  CHECK(sent("2001:db8::7") == "");
  CHECK_FALSE(sent(std::string(300, 'a')));
}
