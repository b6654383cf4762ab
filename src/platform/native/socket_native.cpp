// SPDX-License-Identifier: MIT
// One connection per socket: WebSockets here, TCP in tcp_native.cpp.
#include "platform/native/socket_native.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <chrono>
#include <deque>
#include <string>
#include <type_traits>
#include <utility>

#include "platform/native/socket_connection.h"
#include "platform/native/srv_lookup.h"
#include "platform/native/tcp_native.h"
#include "platform/native/tcp_url.h"
#include "platform/native/ws_url.h"

namespace platform {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using PlainStream = websocket::stream<beast::tcp_stream>;
using TlsStream = websocket::stream<beast::ssl_stream<beast::tcp_stream>>;

constexpr auto opening_limit = std::chrono::seconds(30);
constexpr uint16_t unsupported_data = 1003;
constexpr uint16_t message_too_big = 1009;

template <class Stream>
class WebSocketConnection : public SocketConnection {
  static constexpr bool is_secure = std::is_same_v<Stream, TlsStream>;

 public:
  template <class... Context>
  WebSocketConnection(asio::io_context& io, base::SocketId id, WsUrl url, Owner owner,
                      Context&... context)
      : SocketConnection(io, id, std::move(owner)),
        url_(std::move(url)),
        resolver_(io),
        stream_(io, context...) {}

  void open() override {
    resolver_.async_resolve(
        url_.host, url_.port, [this, busy = Busy(*this)](auto error, auto found) {
          if (!goes_on(error, "The server's name could not be resolved")) return;
          tcp().expires_after(opening_limit);
          tcp().async_connect(found, [this, busy = Busy(*this)](auto error, auto) {
            if (goes_on(error, "No connection could be made")) connected();
          });
        });
  }

  void send(const std::string& data) override {
    if (!is_open_ || is_closing_) return;
    outgoing_.push_back(data);
    if (outgoing_.size() == 1) write();
  }

  void start_tls(const std::string&) override {}  // a WebSocket has it from the beginning

  void close() override {
    if (is_over_ || is_closing_) return;
    is_closing_ = true;
    if (!is_open_) {
      resolver_.cancel();
      tcp().cancel();
      asio::post(stream_.get_executor(), [this, busy = Busy(*this)] {
        finish(no_close_frame, "closed before it was open");
      });
      return;
    }
    // What was sent before goes out first.
    if (outgoing_.empty()) close_politely(websocket::close_code::normal);
  }

 private:
  auto& tcp() { return beast::get_lowest_layer(stream_); }

  bool goes_on(const error_code& error, std::string_view what) {
    if (is_over_) return false;
    if (!error) return true;
    finish(no_close_frame, std::string(what) + ": " + error.message());
    return false;
  }

  void connected() {
    error_code ignored;
    tcp().socket().set_option(tcp::no_delay(true), ignored);
    if constexpr (is_secure) {
      auto& tls = stream_.next_layer();
      if (!expect_name(tls.native_handle(), url_.host)) {
        finish(no_close_frame, "The server's name cannot be sent in TLS");
        return;
      }
      tls.async_handshake(asio::ssl::stream_base::client, [this, busy = Busy(*this)](auto error) {
        if (is_over_) return;
        if (!error) return shake_hands();
        finish(no_close_frame, "The server could not prove that it is " + url_.host + ". " +
                                   handshake_failure(stream_.next_layer().native_handle(), error));
      });
    } else {
      shake_hands();
    }
  }

  void shake_hands() {
    tcp().expires_never();  // the WebSocket's own limits hold from here on
    websocket::stream_base::timeout limits;
    limits.handshake_timeout = opening_limit;
    limits.idle_timeout = websocket::stream_base::none();  // XMPP pings for itself
    limits.keep_alive_pings = false;
    stream_.set_option(limits);
    stream_.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(beast::http::field::sec_websocket_protocol, "xmpp");
      request.set(beast::http::field::user_agent, "parlance");
    }));
    stream_.read_message_max(max_socket_message);
    stream_.text(true);
    stream_.async_handshake(answer_, url_.authority(), url_.target,
                            [this, busy = Busy(*this)](auto error) { shaken(error); });
  }

  void shaken(const error_code& error) {
    if (error == websocket::error::upgrade_declined) {
      goes_on(error, "The server answered " + std::to_string(answer_.result_int()) +
                         " instead of opening a WebSocket");
      return;
    }
    if (!goes_on(error, "No WebSocket could be opened")) return;
    is_open_ = true;
    const auto protocol = answer_[beast::http::field::sec_websocket_protocol];
    owner_.report(base::SocketOpened{id_, std::string(protocol.data(), protocol.size())});
    read();
  }

  void read() {
    stream_.async_read(incoming_, [this, busy = Busy(*this)](auto error, size_t) {
      if (is_over_) return;
      if (error) {
        ended(error);
        return;
      }
      if (!stream_.got_text()) {
        // RFC 7395 section 3.2: XMPP is text.
        is_closing_ = true;
        close_politely(static_cast<websocket::close_code>(unsupported_data));
        return;
      }
      std::string data = beast::buffers_to_string(incoming_.data());
      incoming_.consume(incoming_.size());
      owner_.report(base::SocketText{id_, std::move(data)});
      if (!is_over_) read();
    });
  }

  void write() {
    stream_.async_write(asio::buffer(outgoing_.front()),
                        [this, busy = Busy(*this)](auto error, size_t) {
                          if (is_over_) return;
                          if (error) {
                            ended(error);
                            return;
                          }
                          outgoing_.pop_front();
                          if (!outgoing_.empty()) {
                            write();
                          } else if (is_closing_) {
                            close_politely(websocket::close_code::normal);
                          }
                        });
  }

  void close_politely(websocket::close_code code) {
    stream_.async_close(code, [this, busy = Busy(*this), code](auto error) {
      if (is_over_) return;
      if (error) {
        ended(error);
      } else {
        finish(static_cast<uint16_t>(code), "closed by us");
      }
    });
  }

  void ended(const error_code& error) {
    if (error == asio::error::operation_aborted && is_closing_) return;  // async_close reports
    if (error == websocket::error::closed) {
      const websocket::close_reason& reason = stream_.reason();
      finish(reason.code, std::string(reason.reason.data(), reason.reason.size()));
    } else if (error == websocket::error::message_too_big) {
      finish(message_too_big, "The server sent a message that is too long");
    } else {
      finish(no_close_frame, "The connection broke: " + error.message());
    }
  }

  void release() override {
    outgoing_holds_ = std::move(outgoing_);  // a pending write still points into it
    resolver_.cancel();
    tcp().close();
  }

  WsUrl url_;
  tcp::resolver resolver_;
  Stream stream_;
  websocket::response_type answer_;
  beast::flat_buffer incoming_;
  std::deque<std::string> outgoing_, outgoing_holds_;
  bool is_closing_ = false;
};

}  // namespace

SocketsNative::SocketsNative(asio::io_context& io, std::function<void(const base::Input&)> report)
    : io_(io), report_(std::move(report)), nameservers_(system_nameservers()) {}

std::optional<base::Error> SocketsNative::set(const SocketSettings& settings) {
  if (auto error = tls_.set(settings.tls)) return error;
  if (settings.nameserver.empty()) return std::nullopt;
  TRY(server, parse_nameserver(settings.nameserver));
  nameservers_ = {server};
  return std::nullopt;
}

// What is pending points at its connection: it must come back before that goes. Nothing else rings by now.
SocketsNative::~SocketsNative() {
  for (auto& [id, connection] : connections_) connection->drop();
  io_.restart();
  while (!connections_.empty()) io_.run_one();
}

void SocketsNative::open(const base::OpenSocket& wish) {
  auto made = make(wish);
  if (!made) {
    asio::post(io_, [this, id = wish.socket, why = made.error().detail] {
      report_(base::SocketClosed{id, no_close_frame, why, false});
    });
    return;
  }
  SocketConnection& connection = **made;
  connections_[wish.socket] = std::move(*made);
  connection.open();
}

base::Result<std::unique_ptr<SocketConnection>> SocketsNative::make(const base::OpenSocket& wish) {
  using Made = std::unique_ptr<SocketConnection>;
  const base::SocketId id = wish.socket;
  SocketConnection::Owner owner{[this](const base::Input& input) { report_(input); },
                                [this, id] { connections_.erase(id); }};
  if (is_tcp_url(wish.url)) {
    TRY(url, parse_tcp_url(wish.url));
    return Made(
        std::make_unique<TcpConnection>(io_, id, url, wish.domain, owner, tls_, nameservers_));
  }
  TRY(url, parse_ws_url(wish.url));
  if (url.is_secure) {
    return Made(
        std::make_unique<WebSocketConnection<TlsStream>>(io_, id, url, owner, tls_.context()));
  }
  return Made(std::make_unique<WebSocketConnection<PlainStream>>(io_, id, url, owner));
}

void SocketsNative::send(const base::SendText& wish) {
  auto found = connections_.find(wish.socket);
  if (found != connections_.end()) found->second->send(wish.data);
}

void SocketsNative::start_tls(const base::StartTls& wish) {
  auto found = connections_.find(wish.socket);
  if (found != connections_.end()) found->second->start_tls(wish.domain);
}

void SocketsNative::close(const base::CloseSocket& wish) {
  auto found = connections_.find(wish.socket);
  if (found != connections_.end()) found->second->close();
}

}  // namespace platform
