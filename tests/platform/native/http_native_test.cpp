// SPDX-License-Identifier: MIT
// Tests of src/platform/native/http_native.cpp against a server in the same thread, without and with TLS. Real servers are
// tests/native's part.
#include "platform/native/http_native.h"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/event_loop.h"
#include "support/tls_certificate.h"

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

std::string answer_of(const std::string& body, const std::string& headers = {}) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
         "\r\n" + body;
}

// One connection of a client.
struct Peer {
  beast::ssl_stream<beast::tcp_stream> stream;
  bool is_secure;
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
  std::string outgoing;
  std::function<void(Peer&)> asked;
  bool is_gone = false;
  int requests = 0;

  Peer(tcp::socket socket, asio::ssl::context& context, bool secure)
      : stream(std::move(socket), context), is_secure(secure) {}

  template <class Work>
  void with_stream(Work work) {
    if (is_secure) {
      work(stream);
    } else {
      work(stream.next_layer());
    }
  }
  void read() {
    request = {};
    with_stream([this](auto& s) {
      http::async_read(s, buffer, request, [this](auto error, size_t) {
        is_gone = static_cast<bool>(error);
        if (is_gone) return;
        ++requests;
        asked(*this);
      });
    });
  }
  void say(std::string bytes, bool and_close = false) {
    outgoing = std::move(bytes);
    with_stream([this, and_close](auto& s) {
      asio::async_write(s, asio::buffer(outgoing), [this, and_close](auto error, size_t) {
        if (error) return;
        if (and_close) return close();
        read();
      });
    });
  }
  void close() { beast::get_lowest_layer(stream).close(); }
};

struct Server {
  asio::io_context& io;
  asio::ssl::context context{asio::ssl::context::tls_server};
  bool is_secure;
  tcp::acceptor acceptor{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
  std::vector<std::unique_ptr<Peer>> peers;
  std::function<void(Peer&)> asked = [](Peer& peer) { peer.say(answer_of("<ok/>")); };

  Server(asio::io_context& loop, const TlsCertificate* certificate)
      : io(loop), is_secure(certificate != nullptr) {
    if (certificate != nullptr) {
      context.use_certificate_chain_file(certificate->file());
      context.use_private_key_file(certificate->key_file(), asio::ssl::context::pem);
    }
    accept();
  }
  void accept() {
    acceptor.async_accept([this](auto error, tcp::socket socket) {
      if (error) return;
      peers.push_back(std::make_unique<Peer>(std::move(socket), context, is_secure));
      Peer& peer = *peers.back();
      peer.asked = [this](Peer& one) { asked(one); };
      if (is_secure) {
        peer.stream.async_handshake(asio::ssl::stream_base::server, [&peer](auto failed) {
          peer.is_gone = static_cast<bool>(failed);
          if (!failed) peer.read();
        });
      } else {
        peer.read();
      }
      accept();
    });
  }
  int requests() const {
    int all = 0;
    for (const auto& peer : peers) all += peer->requests;
    return all;
  }
  std::string url(const std::string& host = "127.0.0.1", const std::string& path = "/bind") const {
    return (is_secure ? "https://" : "http://") + host + ":" +
           std::to_string(acceptor.local_endpoint().port()) + path;
  }
};

struct World {
  asio::io_context io;
  Server server;
  std::vector<base::HttpReply> replies;
  std::function<void(const base::HttpReply&)> react = [](const base::HttpReply&) {};
  platform::HttpNative http{io, [this](const base::Input& input) {
                              const auto* reply = std::get_if<base::HttpReply>(&input);
                              REQUIRE(reply);
                              replies.push_back(*reply);
                              react(*reply);
                            }};

  explicit World(const TlsCertificate* certificate = nullptr) : server(io, certificate) {}

  void ask(base::RequestId id, std::string body = {}, base::Duration timeout = support::patience,
           size_t max_bytes = 1000) {
    http.send({.request = id,
               .url = server.url(),
               .body = std::move(body),
               .timeout = timeout,
               .max_bytes = max_bytes});
  }
  bool until(const std::function<bool()>& holds) { return support::run_until(io, holds); }
  bool until_replies(size_t count) {
    return until([&] { return replies.size() >= count; });
  }
  void settle() { support::settle(io); }
};

}  // namespace

TEST_CASE("a request with a body is a POST of XML, without cookies", "[platform][http]") {
  World w;
  http::request<http::string_body> seen;
  w.server.asked = [&](Peer& peer) {
    seen = peer.request;
    peer.say(answer_of("<body/>", "Content-Type: Text/XML ; charset=utf-8\r\nSet-Cookie: a=b\r\n"));
  };
  w.ask(7, "<body rid='1'/>");
  CHECK(w.replies.empty());  // never from inside send()
  REQUIRE(w.until_replies(1));
  CHECK(w.replies[0].request == 7);
  CHECK(w.replies[0].status == 200);
  CHECK(w.replies[0].type == "text/xml");
  CHECK(w.replies[0].body == "<body/>");
  CHECK(seen.method() == http::verb::post);
  CHECK(seen.target() == "/bind");
  CHECK(seen[http::field::host] == w.server.url().substr(7, w.server.url().rfind('/') - 7));
  CHECK(seen[http::field::content_type] == "text/xml; charset=utf-8");
  CHECK(seen.body() == "<body rid='1'/>");
  w.ask(8, "<body rid='2'/>");
  REQUIRE(w.until_replies(2));
  CHECK(seen.count(http::field::cookie) == 0);
}

TEST_CASE("a request without a body is a GET", "[platform][http]") {
  World w;
  std::string method;
  w.server.asked = [&](Peer& peer) {
    method = std::string(peer.request.method_string());
    peer.say("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone");
  };
  w.ask(1);
  REQUIRE(w.until_replies(1));
  CHECK(method == "GET");
  CHECK(w.replies[0].status == 404);
  CHECK(w.replies[0].type.empty());
  CHECK(w.replies[0].body == "none");
}

TEST_CASE("one connection serves one request after the other, and two serve two at once",
          "[platform][http]") {
  World w;
  for (base::RequestId id = 1; id <= 3; ++id) {
    w.ask(id, "<a/>");
    REQUIRE(w.until_replies(id));
  }
  CHECK(w.server.peers.size() == 1);
  std::vector<Peer*> held;
  w.server.asked = [&](Peer& peer) { held.push_back(&peer); };
  w.ask(4, "<a/>");
  w.ask(5, "<a/>");
  REQUIRE(w.until([&] { return held.size() == 2; }));
  CHECK(w.server.peers.size() == 2);
  CHECK(w.http.unanswered() == 2);
  // In the order the server answers, whatever the order of the requests.
  held[1]->say(answer_of("second"));
  REQUIRE(w.until_replies(4));
  held[0]->say(answer_of("first"));
  REQUIRE(w.until_replies(5));
  CHECK(w.http.unanswered() == 0);
  w.server.asked = [](Peer& peer) { peer.say(answer_of("")); };
  w.ask(6, "<a/>");
  w.ask(7, "<a/>");
  REQUIRE(w.until_replies(7));
  CHECK(w.server.peers.size() == 2);
}

TEST_CASE("a request may be made from within a reply", "[platform][http]") {
  World w;
  w.react = [&](const base::HttpReply& reply) {
    if (reply.request == 1) w.ask(2, "<again/>");
  };
  w.ask(1, "<a/>");
  REQUIRE(w.until_replies(2));
  CHECK(w.replies[1].request == 2);
  CHECK(w.server.peers.size() == 1);
}

TEST_CASE("a connection the server ended is not used again", "[platform][http]") {
  World w;
  SECTION("as it said") {
    w.server.asked = [](Peer& peer) { peer.say(answer_of("1", "Connection: close\r\n"), true); };
    w.ask(1, "<a/>");
    REQUIRE(w.until_replies(1));
  }
  SECTION("without a word") {
    w.ask(1, "<a/>");
    REQUIRE(w.until_replies(1));
    w.server.peers[0]->close();
    w.settle();
  }
  w.server.asked = [](Peer& peer) { peer.say(answer_of("2")); };
  w.ask(2, "<a/>");
  REQUIRE(w.until_replies(2));
  CHECK(w.replies[1].body == "2");
  CHECK(w.server.peers.size() == 2);
}

TEST_CASE("a server that hangs up on a used connection is asked once more on a new one",
          "[platform][http]") {
  World w;
  w.ask(1, "<a/>");
  REQUIRE(w.until_replies(1));
  SECTION("which it answers") {
    w.server.asked = [&](Peer& peer) {
      if (&peer == w.server.peers[0].get()) return peer.close();
      peer.say(answer_of("again: " + peer.request.body()));
    };
    w.ask(2, "<b/>");
    REQUIRE(w.until_replies(2));
    CHECK(w.replies[1].status == 200);
    CHECK(w.replies[1].body == "again: <b/>");
  }
  SECTION("and no more than once") {
    w.server.asked = [](Peer& peer) { peer.close(); };
    w.ask(2, "<b/>");
    REQUIRE(w.until_replies(2));
    CHECK(w.replies[1].status == 0);
  }
  CHECK(w.server.peers.size() == 2);
  CHECK(w.replies.size() == 2);
}

TEST_CASE("an answer in pieces, without a length, or behind an interim one is whole",
          "[platform][http]") {
  World w;
  SECTION("chunked") {
    w.server.asked = [](Peer& peer) {
      peer.say(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
          "chunked\r\n\r\n4\r\n<a>b\r\n4\r\n</a>\r\n0\r\n\r\n");
    };
  }
  SECTION("until the end of the connection") {
    w.server.asked = [](Peer& peer) { peer.say("HTTP/1.1 200 OK\r\n\r\n<a>b</a>", true); };
  }
  SECTION("interim") {
    w.server.asked = [](Peer& peer) {
      peer.say("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + answer_of("<a>b</a>"));
    };
  }
  w.ask(1, "<a/>");
  REQUIRE(w.until_replies(1));
  CHECK(w.replies[0].status == 200);
  CHECK(w.replies[0].body == "<a>b</a>");
}

TEST_CASE("a body at the limit arrives, of a longer one a byte more and no further",
          "[platform][http]") {
  World w;
  size_t size = 1000;
  const std::string form = GENERATE(as<std::string>{}, "length", "chunks", "end");
  w.server.asked = [&](Peer& peer) {
    const std::string body(size, 'x');
    if (form == "length") return peer.say(answer_of(body));
    if (form == "end") return peer.say("HTTP/1.1 200 OK\r\n\r\n" + body, true);
    char length[16];
    std::snprintf(length, sizeof length, "%zx", size);
    peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(length) +
             "\r\n" + body + "\r\n0\r\n\r\n");
  };
  w.ask(1, "<a/>");
  REQUIRE(w.until_replies(1));
  CHECK(w.replies[0].status == 200);
  CHECK(w.replies[0].body.size() == 1000);
  size = GENERATE(1001, 5'000'000);
  w.ask(2, "<a/>");
  REQUIRE(w.until_replies(2));
  CHECK(w.replies[1].status == 200);
  CHECK(w.replies[1].body.size() == 1001);
}

TEST_CASE("a length that no machine has room for is believed piece by piece", "[platform][http]") {
  World w;
  w.server.asked = [&](Peer& peer) {
    peer.say("HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000000\r\n\r\n" +
             std::string(2000, 'x'));
  };
  w.ask(1, "<a/>");
  REQUIRE(w.until_replies(1));
  CHECK(w.replies[0].body.size() == 1001);
}

TEST_CASE("a redirect is followed nowhere", "[platform][http]") {
  World w;
  for (int status : {301, 302, 303, 307, 308}) {
    const size_t before = w.replies.size();
    w.server.asked = [&](Peer& peer) {
      peer.say("HTTP/1.1 " + std::to_string(status) + " Elsewhere\r\nLocation: " + w.server.url() +
               "\r\nContent-Length: 0\r\n\r\n");
    };
    w.ask(static_cast<base::RequestId>(status), "<secret/>");
    REQUIRE(w.until_replies(before + 1));
    CHECK(w.replies.back().status == 0);
  }
  w.settle();
  CHECK(w.server.requests() == 5);
}

TEST_CASE("what is no HTTP, or half of it, is no answer", "[platform][http]") {
  World w;
  const auto answer = GENERATE(as<std::string>{}, "", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\n",
                               "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<a>");
  w.server.asked = [&](Peer& peer) { peer.say(answer, true); };
  w.ask(1, "<a/>");
  REQUIRE(w.until_replies(1));
  CHECK(w.replies[0].request == 1);
  CHECK(w.replies[0].status == 0);
  CHECK(w.replies[0].body.empty());
  w.settle();
  CHECK(w.replies.size() == 1);
}

TEST_CASE("a server that says nothing in time is status 0, once", "[platform][http]") {
  World w;
  w.ask(1, "<a/>");
  REQUIRE(w.until_replies(1));
  w.server.asked = [](Peer&) {};
  const auto begun = std::chrono::steady_clock::now();
  w.ask(2, "<a/>", 80ms);
  REQUIRE(w.until_replies(2));
  CHECK(std::chrono::steady_clock::now() - begun >= 80ms);
  CHECK(w.replies[1].status == 0);
  // The connection goes with it: its answer would be taken for the next one's.
  REQUIRE(w.until([&] { return w.server.requests() == 2; }));
  w.server.peers[0]->read();
  REQUIRE(w.until([&] { return w.server.peers[0]->is_gone; }));
  CHECK(w.replies.size() == 2);
}

TEST_CASE("a cancelled request is never answered", "[platform][http]") {
  World w;
  Peer* held = nullptr;
  w.server.asked = [&](Peer& peer) { held = &peer; };
  SECTION("while the server thinks") {
    w.ask(1, "<a/>");
    REQUIRE(w.until([&] { return held != nullptr; }));
  }
  SECTION("while the connection is made") { w.ask(1, "<a/>"); }
  w.http.cancel({1});
  w.http.cancel({1});
  CHECK(w.http.unanswered() == 0);
  if (held != nullptr) held->say(answer_of("too late"));
  w.settle();
  CHECK(w.replies.empty());
  w.server.asked = [](Peer& peer) { peer.say(answer_of("good")); };
  w.ask(2, "<a/>");
  REQUIRE(w.until_replies(1));
  CHECK(w.replies[0].request == 2);
  CHECK(w.replies[0].body == "good");
}

TEST_CASE("an address nobody listens at, or that is none, is status 0", "[platform][http]") {
  World w;
  const std::string nobody = w.server.url();
  w.server.acceptor.close();
  for (const std::string& url : {nobody, std::string("ws://example.com/"), std::string("http://"),
                                 std::string("http://a\r\nb/")}) {
    INFO(url);
    w.replies.clear();
    w.http.send(
        {.request = 3, .url = url, .body = "<a/>", .timeout = support::patience, .max_bytes = 10});
    CHECK(w.replies.empty());
    REQUIRE(w.until_replies(1));
    CHECK(w.replies[0].request == 3);
    CHECK(w.replies[0].status == 0);
  }
}

TEST_CASE("requests may be under way when everything ends", "[platform][http]") {
  World w;
  int asked = 0;
  w.server.asked = [&](Peer& peer) {
    if (++asked == 1) return peer.say(answer_of("idle"));
  };
  w.ask(1, "<a/>");
  REQUIRE(w.until_replies(1));
  w.ask(2, "<a/>");
  REQUIRE(w.until([&] { return asked == 2; }));
  w.ask(3, "<a/>");
  // The destructor of World meets one that waits for its answer and one that is being connected.
}

TEST_CASE("over TLS the certificate must be the host's, by an authority of the system",
          "[platform][http][tls]") {
  const TlsCertificate own("localhost"), other("other.example");
  SECTION("it is") {
    TrustedCertificate trusted(own);
    World w(&own);
    for (base::RequestId id = 1; id <= 2; ++id) {
      w.http.send({.request = id,
                   .url = w.server.url("localhost"),
                   .body = "<a/>",
                   .timeout = support::patience,
                   .max_bytes = 100});
      REQUIRE(w.until_replies(id));
      CHECK(w.replies.back().status == 200);
      CHECK(w.replies.back().body == "<ok/>");
    }
    CHECK(w.server.peers.size() == 1);
    CHECK(w.server.requests() == 2);
  }
  SECTION("it is another host's") {
    TrustedCertificate trusted(other);
    World w(&other);
    w.http.send({.request = 1,
                 .url = w.server.url("localhost"),
                 .body = "<secret/>",
                 .timeout = support::patience,
                 .max_bytes = 100});
    REQUIRE(w.until_replies(1));
    CHECK(w.replies[0].status == 0);
    CHECK(w.server.requests() == 0);
  }
  SECTION("it is nobody's the system knows") {
    World w(&own);
    w.http.send({.request = 1,
                 .url = w.server.url("localhost"),
                 .body = "<secret/>",
                 .timeout = support::patience,
                 .max_bytes = 100});
    REQUIRE(w.until_replies(1));
    CHECK(w.replies[0].status == 0);
    CHECK(w.server.requests() == 0);
  }
}
