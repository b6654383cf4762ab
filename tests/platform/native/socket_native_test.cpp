// SPDX-License-Identifier: MIT
// Tests of src/platform/native/socket_native.cpp against a WebSocket server in the same thread. TLS and real servers
// are tests/native's part.
#include "platform/native/socket_native.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/overloaded.h"
#include "support/catch.h"
#include "support/event_loop.h"

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;

namespace {

// Serves one connection; what it does is a list of steps.
struct Server {
  asio::io_context& io;
  tcp::acceptor acceptor{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
  websocket::stream<tcp::socket> stream{io};
  boost::beast::flat_buffer buffer;
  std::string offered, protocol = "xmpp", outgoing;
  std::vector<std::string> received;
  uint16_t close_code = 0;
  std::function<void()> opened = [] {};
  std::function<void(const std::string&)> text = [](const std::string&) {};

  explicit Server(asio::io_context& context) : io(context) {
    acceptor.async_accept(stream.next_layer(), [this](auto error) {
      if (error) return;
      stream.set_option(websocket::stream_base::decorator([this](websocket::response_type& answer) {
        if (!protocol.empty())
          answer.set(boost::beast::http::field::sec_websocket_protocol, protocol);
      }));
      boost::beast::http::async_read(
          stream.next_layer(), buffer, request, [this](auto error, size_t) {
            if (error) return;
            const auto header = request[boost::beast::http::field::sec_websocket_protocol];
            offered.assign(header.data(), header.size());
            stream.async_accept(request, [this](auto error) {
              if (error) return;
              opened();
              read();
            });
          });
    });
  }
  boost::beast::http::request<boost::beast::http::string_body> request;

  std::string url() const {
    return "ws://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()) + "/xmpp";
  }
  void read() {
    stream.async_read(buffer, [this](auto error, size_t) {
      if (error) {
        close_code = stream.reason().code;
        return;
      }
      received.push_back(boost::beast::buffers_to_string(buffer.data()));
      buffer.consume(buffer.size());
      text(received.back());
      read();
    });
  }
  void send(std::string data, bool is_text = true) {
    outgoing = std::move(data);
    stream.text(is_text);
    stream.async_write(asio::buffer(outgoing), [](auto, size_t) {});
  }
};

struct World {
  asio::io_context io;
  Server server{io};
  std::vector<base::Input> inputs;
  std::function<void(const base::Input&)> react = [](const base::Input&) {};
  platform::SocketsNative sockets{io, [this](const base::Input& input) {
                                    inputs.push_back(input);
                                    react(input);
                                  }};

  template <class T>
  const T* last() const {
    return inputs.empty() ? nullptr : std::get_if<T>(&inputs.back());
  }
  bool until(const std::function<bool()>& holds) { return support::run_until(io, holds); }
};

}  // namespace

TEST_CASE("a socket offers xmpp and reports what the server selected", "[platform][socket]") {
  World w;
  w.sockets.open({1, w.server.url()});
  CHECK(w.inputs.empty());  // never from inside open()
  REQUIRE(w.until([&] { return !w.inputs.empty(); }));
  const auto* opened = w.last<base::SocketOpened>();
  REQUIRE(opened);
  CHECK(opened->socket == 1);
  CHECK(opened->protocol == "xmpp");
  CHECK(w.server.offered == "xmpp");
}

TEST_CASE("a server that selects no subprotocol is reported as it is", "[platform][socket]") {
  World w;
  w.server.protocol.clear();
  w.sockets.open({1, w.server.url()});
  REQUIRE(w.until([&] { return !w.inputs.empty(); }));
  REQUIRE(w.last<base::SocketOpened>());
  CHECK(w.last<base::SocketOpened>()->protocol.empty());
}

TEST_CASE("messages go both ways, whole and in order", "[platform][socket]") {
  World w;
  w.sockets.open({4, w.server.url()});
  REQUIRE(w.until([&] { return !w.inputs.empty(); }));
  const std::string large(300'000, 'x');
  w.sockets.send({4, "<a/>"});
  w.sockets.send({4, large});
  w.sockets.send({4, "\u05e9\u05dc\u05d5\u05dd"});
  w.sockets.send({9, "of no socket"});
  REQUIRE(w.until([&] { return w.server.received.size() == 3; }));
  CHECK(w.server.received[0] == "<a/>");
  CHECK(w.server.received[1] == large);
  CHECK(w.server.received[2] == "\u05e9\u05dc\u05d5\u05dd");
  w.server.send("<b>\xf0\x9f\x91\x8b</b>");
  REQUIRE(w.until([&] { return w.last<base::SocketText>() != nullptr; }));
  CHECK(w.last<base::SocketText>()->socket == 4);
  CHECK(w.last<base::SocketText>()->data == "<b>\xf0\x9f\x91\x8b</b>");
}

TEST_CASE("closing sends what was sent before, says goodbye and reports", "[platform][socket]") {
  World w;
  w.sockets.open({1, w.server.url()});
  REQUIRE(w.until([&] { return !w.inputs.empty(); }));
  w.sockets.send({1, "<close/>"});
  w.sockets.close({1});
  w.sockets.send({1, "too late"});
  REQUIRE(w.until([&] { return w.last<base::SocketClosed>() != nullptr; }));
  REQUIRE(w.until([&] { return w.server.close_code != 0; }));
  CHECK(w.server.received == std::vector<std::string>{"<close/>"});
  CHECK(w.server.close_code == 1000);
  CHECK(w.last<base::SocketClosed>()->code == 1000);
  CHECK(w.last<base::SocketClosed>()->was_open);
}

TEST_CASE("the server's close code and reason arrive", "[platform][socket]") {
  World w;
  w.server.opened = [&] {
    w.server.stream.async_close(websocket::close_reason(websocket::close_code(1008), "policy"),
                                [](auto) {});
  };
  w.sockets.open({1, w.server.url()});
  REQUIRE(w.until([&] { return w.last<base::SocketClosed>() != nullptr; }));
  CHECK(w.last<base::SocketClosed>()->code == 1008);
  CHECK(w.last<base::SocketClosed>()->reason == "policy");
}

TEST_CASE("a connection that breaks off is 1006", "[platform][socket]") {
  World w;
  w.server.opened = [&] { w.server.stream.next_layer().close(); };
  w.sockets.open({1, w.server.url()});
  REQUIRE(w.until([&] { return w.last<base::SocketClosed>() != nullptr; }));
  CHECK(w.last<base::SocketClosed>()->code == 1006);
  CHECK(w.last<base::SocketClosed>()->was_open);
}

TEST_CASE("binary messages are refused: XMPP is text", "[platform][socket]") {
  World w;
  w.server.opened = [&] { w.server.send("\x01\x02", false); };
  w.sockets.open({1, w.server.url()});
  REQUIRE(w.until([&] { return w.last<base::SocketClosed>() != nullptr; }));
  REQUIRE(w.until([&] { return w.server.close_code != 0; }));
  CHECK(w.server.close_code == 1003);
  CHECK(w.last<base::SocketClosed>()->code == 1003);
}

TEST_CASE("a message beyond the limit closes with 1009, one at it does not", "[platform][socket]") {
  World w;
  w.server.opened = [&] { w.server.send(std::string(platform::max_socket_message, 'x')); };
  w.sockets.open({1, w.server.url()});
  REQUIRE(w.until([&] { return w.last<base::SocketText>() != nullptr; }));
  CHECK(w.last<base::SocketText>()->data.size() == platform::max_socket_message);
  w.server.send(std::string(platform::max_socket_message + 1, 'x'));
  REQUIRE(w.until([&] { return w.last<base::SocketClosed>() != nullptr; }));
  CHECK(w.last<base::SocketClosed>()->code == 1009);
}

TEST_CASE("what cannot be opened is reported with a reason", "[platform][socket]") {
  World w;
  const std::string nobody = w.server.url();
  w.server.acceptor.close();
  for (const std::string& url :
       {nobody, std::string("http://example.com/"), std::string("ws://")}) {
    INFO(url);
    w.inputs.clear();
    w.sockets.open({2, url});
    CHECK(w.inputs.empty());
    REQUIRE(w.until([&] { return !w.inputs.empty(); }));
    const auto* closed = w.last<base::SocketClosed>();
    REQUIRE(closed);
    CHECK(closed->socket == 2);
    CHECK(closed->code == 1006);
    CHECK_FALSE(closed->was_open);
    CHECK_FALSE(closed->reason.empty());
  }
}

TEST_CASE("a socket closed before it opened is reported once", "[platform][socket]") {
  World w;
  w.sockets.open({1, w.server.url()});
  w.sockets.close({1});
  w.sockets.close({1});
  CHECK(w.inputs.empty());
  REQUIRE(w.until([&] { return !w.inputs.empty(); }));
  CHECK(w.last<base::SocketClosed>());
  support::settle(w.io);
  CHECK(w.inputs.size() == 1);
}

TEST_CASE("a socket may be opened from within a report, and all may go at once",
          "[platform][socket]") {
  World w;
  const std::string url = w.server.url();
  w.react = [&](const base::Input& input) {
    if (std::get_if<base::SocketClosed>(&input) && w.inputs.size() == 1) w.sockets.open({2, url});
  };
  w.sockets.open({1, "ws://"});
  REQUIRE(w.until([&] { return w.last<base::SocketOpened>() != nullptr; }));
  CHECK(w.last<base::SocketOpened>()->socket == 2);
  // The destructor of World meets a socket that is open and reading.
}
