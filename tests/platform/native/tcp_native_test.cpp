// SPDX-License-Identifier: MIT
// Tests of src/platform/native/tcp_native.cpp through SocketsNative, against TCP and TLS servers in the same thread.
// Real XMPP servers are tests/native's part.
#include "platform/native/tcp_native.h"

#include <boost/asio/ssl.hpp>
#include <deque>
#include <memory>
#include <vector>

#include "platform/native/socket_native.h"
#include "support/catch.h"
#include "support/certificates.h"
#include "support/event_loop.h"
#include "support/nameserver.h"

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::string_view proceed = "<proceed/>";

// Serves one connection after the other.
struct Server {
  asio::io_context& io;
  bool is_direct;
  tcp::acceptor acceptor;
  asio::ssl::context context{asio::ssl::context::tls_server};
  std::unique_ptr<asio::ssl::stream<tcp::socket>> stream;
  bool is_secured = false;
  std::string received, outgoing, chunk;
  std::string name, protocol, client;  // what the client asked for, and who it is
  bool is_ended = false;
  int connections = 0;
  // Said to whoever asks for TLS.
  std::string answer{proceed};

  Server(asio::io_context& loop, const support::Certificate& certificate, bool direct)
      : io(loop), is_direct(direct), acceptor(loop, {asio::ip::address_v4::loopback(), 0}) {
    context.use_certificate_chain(asio::buffer(certificate.certificate));
    context.use_private_key(asio::buffer(certificate.key), asio::ssl::context::pem);
    SSL_CTX_set_verify(context.native_handle(), SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) {
      return 1;  // anybody may say who they are
    });
    SSL_CTX_set_alpn_select_cb(
        context.native_handle(),
        [](SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in, unsigned,
           void* self) {
          *out = in + 1;
          *size = in[0];
          static_cast<Server*>(self)->protocol.assign(reinterpret_cast<const char*>(in) + 1, in[0]);
          return SSL_TLSEXT_ERR_OK;
        },
        this);
    accept();
  }
  uint16_t port() const { return acceptor.local_endpoint().port(); }
  std::string url(const std::string& host = "127.0.0.1") const {
    return (is_direct ? "xmpps://" : "xmpp://") + host + ":" + std::to_string(port());
  }
  void accept() {
    stream = std::make_unique<asio::ssl::stream<tcp::socket>>(io, context);
    acceptor.async_accept(stream->next_layer(), [this](auto error) {
      if (error) return;
      ++connections;
      if (is_direct) return shake_hands();
      read(stream->next_layer());
    });
  }
  void shake_hands() {
    stream->async_handshake(asio::ssl::stream_base::server, [this](auto error) {
      if (error) return accept();
      SSL* tls = stream->native_handle();
      if (const char* asked = SSL_get_servername(tls, TLSEXT_NAMETYPE_host_name)) name = asked;
      if (X509* shown = SSL_get0_peer_certificate(tls)) {
        char text[200] = {};
        X509_NAME_oneline(X509_get_subject_name(shown), text, sizeof text);
        client = text;
      }
      is_secured = true;
      read(*stream);
    });
  }
  template <class Stream>
  void read(Stream& from) {
    chunk.resize(100'000);
    from.async_read_some(asio::buffer(chunk), [this, &from](auto error, size_t size) {
      if (error) {
        is_ended = error == asio::error::eof;
        return;
      }
      received += chunk.substr(0, size);
      if (!is_secured && received.ends_with("<starttls/>")) {
        asio::write(stream->next_layer(), asio::buffer(answer));
        return shake_hands();
      }
      read(from);
    });
  }
  void send(const std::string& text) {
    if (is_secured) {
      asio::write(*stream, asio::buffer(text));
    } else {
      asio::write(stream->next_layer(), asio::buffer(text));
    }
  }
};

struct World {
  asio::io_context io;
  support::TempFolder folder;
  support::Certificate certificate = support::make_certificate("DNS:a.example");
  // They outlive the sockets: those let the loop turn when they go.
  std::deque<Server> servers;
  support::LoopbackNameserver dns{io};
  base::SocketId id = 0;  // of the last one: none is used twice, as with the core
  std::vector<base::Input> inputs;
  std::string text;
  std::function<void(const base::Input&)> react = [](const base::Input&) {};
  platform::SocketsNative sockets{io, [this](const base::Input& input) {
                                    inputs.push_back(input);
                                    if (auto* t = std::get_if<base::SocketText>(&input)) {
                                      text += t->data;
                                    }
                                    react(input);
                                  }};

  explicit World(bool trusts = true) {
    platform::SocketSettings settings;
    if (trusts) settings.tls.ca_file = folder.write("ca.pem", certificate.certificate);
    settings.nameserver = "127.0.0.1:" + std::to_string(dns.endpoint().port());
    REQUIRE_FALSE(sockets.set(settings));
  }
  Server& serve(bool is_direct) { return serve(is_direct, certificate); }
  Server& serve(bool is_direct, const support::Certificate& shown) {
    return servers.emplace_back(io, shown, is_direct);
  }
  void open(const std::string& url, const std::string& domain = "a.example") {
    sockets.open({++id, url, domain});
  }
  template <class T>
  const T* last() const {
    return inputs.empty() ? nullptr : std::get_if<T>(&inputs.back());
  }
  template <class Condition>
  bool until(Condition holds) {
    return support::run_until(io, holds);
  }
  template <class T>
  const T* until_last() {
    until([&] { return last<T>() != nullptr; });
    return last<T>();
  }
  // Asks for STARTTLS as the core does: from inside the report.
  void start_tls_on_proceed(const std::string& domain = "a.example") {
    react = [this, domain](const base::Input& input) {
      if (std::get_if<base::SocketOpened>(&input)) sockets.send({id, "<starttls/>"});
      if (std::get_if<base::SocketText>(&input) && text == proceed) {
        sockets.start_tls({id, domain});
      }
    };
  }
};

}  // namespace

TEST_CASE("bytes go both ways over plain TCP", "[platform][tcp]") {
  World w;
  Server& server = w.serve(false);
  w.open(server.url());
  CHECK(w.inputs.empty());  // never from inside open()
  REQUIRE(w.until_last<base::SocketOpened>());
  CHECK(w.last<base::SocketOpened>()->protocol.empty());
  const std::string large(300'000, 'x');
  w.sockets.send({w.id, "<a/>"});
  w.sockets.send({w.id, large});
  REQUIRE(w.until([&] { return server.received.size() == large.size() + 4; }));
  CHECK(server.received == "<a/>" + large);
  server.send("<b>\xf0\x9f\x91\x8b</b>");
  REQUIRE(w.until([&] { return w.text == "<b>\xf0\x9f\x91\x8b</b>"; }));
}

TEST_CASE("TLS from the first byte: name, protocol, and TLS reported before the opening",
          "[platform][tcp]") {
  World w;
  Server& server = w.serve(true);
  w.open(server.url("localhost"));
  REQUIRE(w.until_last<base::SocketOpened>());
  REQUIRE(w.inputs.size() == 2);
  CHECK(std::get_if<base::SocketSecured>(&w.inputs[0]));
  REQUIRE(w.until([&] { return server.is_secured; }));  // its end of the handshake comes later
  // The domain's, not the host's in the address (XEP-0368).
  CHECK(server.name == "a.example");
  CHECK(server.protocol == "xmpp-client");
  w.sockets.send({w.id, "<a/>"});
  server.send("<b/>");
  REQUIRE(w.until([&] { return w.text == "<b/>" && server.received == "<a/>"; }));
}

TEST_CASE("STARTTLS begins behind <proceed/>, and what follows is encrypted", "[platform][tcp]") {
  World w;
  Server& server = w.serve(false);
  w.start_tls_on_proceed();
  w.open(server.url());
  REQUIRE(w.until_last<base::SocketSecured>());
  REQUIRE(w.until([&] { return server.is_secured; }));
  CHECK(server.name == "a.example");
  CHECK(server.protocol.empty());
  w.text.clear();
  w.sockets.send({w.id, "<a/>"});
  const std::string large(200'000, 'y');
  REQUIRE(w.until([&] { return server.is_secured; }));
  server.send(large);
  REQUIRE(w.until([&] { return w.text == large; }));
  CHECK(server.received == "<starttls/><a/>");
}

TEST_CASE("bytes injected behind <proceed/> break the handshake", "[platform][tcp]") {
  World w;
  Server& server = w.serve(false);
  w.react = [&](const base::Input& input) {
    if (std::get_if<base::SocketOpened>(&input)) w.sockets.send({w.id, "<starttls/>"});
    // A core that looked no further than <proceed/> would go on.
    if (std::get_if<base::SocketText>(&input)) w.sockets.start_tls({w.id, "a.example"});
  };
  server.answer = std::string(proceed);
  w.open(server.url());
  REQUIRE(w.until_last<base::SocketOpened>());
  // In a segment of its own, so that it is not in the same read.
  REQUIRE(w.until([&] { return w.text == proceed; }));
  asio::write(server.stream->next_layer(), asio::buffer(std::string("<iq/>")));
  REQUIRE(w.until_last<base::SocketClosed>());
  CHECK(w.last<base::SocketClosed>()->code == 1015);
  CHECK(w.text == proceed);
}

TEST_CASE("certificates of strangers and of other names are refused, in words", "[platform][tcp]") {
  struct Case {
    bool trusts, is_direct;
    const char* domain;
    const char* words;
  };
  for (const Case& each : {Case{false, true, "a.example", "self-signed certificate"},
                           Case{false, false, "a.example", "self-signed certificate"},
                           Case{true, true, "b.example", "ostname mismatch"},
                           Case{true, false, "b.example", "ostname mismatch"},
                           Case{true, true, "sub.a.example", "ostname mismatch"},
                           Case{true, true, "127.0.0.1", "IP address mismatch"}}) {
    INFO(each.domain << " " << each.words);
    World w(each.trusts);
    Server& server = w.serve(each.is_direct);
    w.start_tls_on_proceed(each.domain);
    w.open(server.url(), each.domain);
    const auto* closed = w.until_last<base::SocketClosed>();
    REQUIRE(closed);
    CHECK(closed->code == 1015);
    CHECK(closed->was_open != each.is_direct);
    INFO(closed->reason);
    CHECK(closed->reason.find(each.words) != std::string::npos);
    CHECK(server.received == (each.is_direct ? "" : "<starttls/>"));
  }
}

TEST_CASE("a server that speaks no TLS where it should is refused", "[platform][tcp]") {
  World w;
  Server& server = w.serve(false);
  w.open("xmpps://127.0.0.1:" + std::to_string(server.port()));
  REQUIRE(w.until([&] { return !server.received.empty(); }));
  server.send("HTTP/1.1 400 Bad Request\r\n\r\n");
  const auto* closed = w.until_last<base::SocketClosed>();
  REQUIRE(closed);
  CHECK(closed->code == 1015);
  CHECK(closed->reason.find("No encryption could be agreed on") != std::string::npos);
}

TEST_CASE("our certificate is shown where we have one", "[platform][tcp]") {
  for (const bool has_one : {true, false}) {
    World w;
    Server& server = w.serve(true);
    if (has_one) {
      const support::Certificate mine = support::make_certificate("DNS:me");
      REQUIRE_FALSE(
          w.sockets.set({.tls = {.certificate_file = w.folder.write("c", mine.certificate),
                                 .key_file = w.folder.write("k", mine.key)}}));
    }
    w.open(server.url());
    REQUIRE(w.until_last<base::SocketOpened>());
    REQUIRE(w.until([&] { return server.is_secured; }));
    CHECK(server.client == (has_one ? "/CN=test" : ""));
  }
}

TEST_CASE("closing sends what was sent before, and the server sees an end", "[platform][tcp]") {
  for (const bool is_direct : {true, false}) {
    World w;
    Server& server = w.serve(is_direct);
    w.open(server.url());
    REQUIRE(w.until_last<base::SocketOpened>());
    REQUIRE(w.until([&] { return server.connections == 1 && server.is_secured == is_direct; }));
    const std::string large(500'000, 'z');
    w.sockets.send({w.id, large});
    w.sockets.send({w.id, "</stream:stream>"});
    w.sockets.close({w.id});
    w.sockets.send({w.id, "too late"});
    // What the server still says is no reason to break the connection under it.
    server.send("</stream:stream>");
    REQUIRE(w.until([&] { return server.is_ended; }));
    CHECK(server.received == large + "</stream:stream>");
    server.stream->next_layer().close();
    REQUIRE(w.until_last<base::SocketClosed>());
    CHECK(w.last<base::SocketClosed>()->was_open);
    CHECK(w.text.empty());
  }
}

TEST_CASE("a peer that never ends its side is left after a while", "[platform][tcp]") {
  World w;
  Server& server = w.serve(false);
  w.open(server.url());
  REQUIRE(w.until_last<base::SocketOpened>());
  w.sockets.close({w.id});
  REQUIRE(w.until_last<base::SocketClosed>());
  CHECK(server.is_ended);
}

TEST_CASE("how a TCP connection ended is told", "[platform][tcp]") {
  World w;
  Server& server = w.serve(false);
  w.open(server.url());
  REQUIRE(w.until_last<base::SocketOpened>());
  REQUIRE(w.until([&] { return server.connections == 1; }));
  server.stream->next_layer().close();
  const auto* closed = w.until_last<base::SocketClosed>();
  REQUIRE(closed);
  CHECK(closed->code == 1006);
  CHECK(closed->was_open);
  CHECK(closed->reason == "The server closed the connection");
}

TEST_CASE("a TCP address where nobody listens, or that is none, is told with a reason",
          "[platform][tcp]") {
  World w;
  Server& gone = w.serve(false);
  const std::string nobody = gone.url();
  gone.acceptor.close();
  for (const std::string& url : {nobody, std::string("xmpp://a b"), std::string("xmpp://me@a")}) {
    INFO(url);
    w.inputs.clear();
    w.open(url);
    const auto* closed = w.until_last<base::SocketClosed>();
    REQUIRE(closed);
    CHECK_FALSE(closed->was_open);
    CHECK(closed->code == 1006);
    CHECK_FALSE(closed->reason.empty());
  }
}

TEST_CASE("XEP-0368: SRV records of both kinds are tried together, by priority",
          "[platform][tcp]") {
  World w;
  Server& plain = w.serve(false);
  Server& direct = w.serve(true);
  const uint16_t nobody = 1;
  w.dns.records["_xmpp-client._tcp.a.example"] = {{30, 0, plain.port(), "localhost"},
                                                  {5, 0, nobody, "localhost"}};
  w.dns.records["_xmpps-client._tcp.a.example"] = {{20, 0, direct.port(), "localhost"}};
  w.open("xmpp://a.example");
  REQUIRE(w.until_last<base::SocketOpened>());
  CHECK(w.inputs.size() == 2);  // TLS was first
  CHECK(direct.connections == 1);
  CHECK(plain.connections == 0);
  CHECK(w.dns.asked.size() == 2);
}

TEST_CASE("a server of the domain with a wrong certificate is passed over for the next one",
          "[platform][tcp]") {
  World w;
  Server& wrong = w.serve(true, support::make_certificate("DNS:a.example"));
  Server& right = w.serve(true);
  w.dns.records["_xmpps-client._tcp.a.example"] = {{1, 0, wrong.port(), "localhost"},
                                                   {2, 0, right.port(), "localhost"}};
  w.open("xmpps://a.example");
  REQUIRE(w.until_last<base::SocketOpened>());
  CHECK(wrong.received.empty());
  CHECK(right.connections == 1);
  CHECK(w.dns.asked == std::vector<std::string>{"_xmpps-client._tcp.a.example"});
}

TEST_CASE("RFC 6120 3.2: a domain that declines is believed, one without records is asked itself",
          "[platform][tcp]") {
  World w;
  w.dns.records["_xmpp-client._tcp.a.example"] = {{0, 0, 0, ""}};
  w.open("xmpp://a.example");
  REQUIRE(w.until_last<base::SocketClosed>());
  CHECK(w.last<base::SocketClosed>()->reason.find("offers no XMPP") != std::string::npos);
  w.inputs.clear();
  // Whether somebody listens at 5222 of this machine is not ours to say: it was tried.
  w.open("xmpp://localhost");
  REQUIRE(w.until([&] { return !w.inputs.empty(); }));
  if (const auto* closed = w.last<base::SocketClosed>()) {
    CHECK(closed->reason.find("No connection could be made") == 0);
  }
  CHECK(w.dns.asked.size() == 4);
}

TEST_CASE("a TCP socket closed before it opened is reported once, at every stage",
          "[platform][tcp]") {
  World w;
  w.dns.is_silent = true;
  Server& direct = w.serve(true);
  for (const std::string& url : {std::string("xmpp://a.example"), direct.url()}) {
    w.inputs.clear();
    w.open(url);
    w.sockets.close({w.id});
    w.sockets.close({w.id});
    CHECK(w.inputs.empty());
    REQUIRE(w.until_last<base::SocketClosed>());
    support::settle(w.io);
    CHECK(w.inputs.size() == 1);
  }
}

TEST_CASE("sockets may go with all that is under way", "[platform][tcp]") {
  // Each destructor meets another stage: looking up, connecting, shaking hands, reading.
  for (int stage = 0; stage < 4; ++stage) {
    World w;
    w.dns.is_silent = true;
    Server& direct = w.serve(true);
    w.open(stage == 0 ? "xmpp://a.example" : direct.url());
    if (stage == 0) REQUIRE(w.until([&] { return w.dns.asked.size() == 2; }));
    if (stage == 2) REQUIRE(w.until([&] { return direct.connections == 1; }));
    if (stage == 3) REQUIRE(w.until_last<base::SocketOpened>());
  }
}
