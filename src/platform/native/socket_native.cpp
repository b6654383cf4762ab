// SPDX-License-Identifier: MIT
// One Connection per socket. Asio calls back into it, so it is only destroyed when none of its
// operations is pending.
#include "platform/native/socket_native.h"

#include <openssl/ssl.h>

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
constexpr uint16_t no_close_frame = 1006;
constexpr uint16_t unsupported_data = 1003;
constexpr uint16_t message_too_big = 1009;

}  // namespace

struct SocketsNative::Tls {
  asio::ssl::context context{asio::ssl::context::tls_client};

  Tls() {
    error_code ignored;  // without any authority every certificate fails later, with a reason
    context.set_default_verify_paths(ignored);
    context.set_verify_mode(asio::ssl::verify_peer, ignored);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  }
};

class SocketsNative::Connection {
 public:
  virtual ~Connection() = default;
  virtual void open() = 0;
  virtual void send(const std::string& data) = 0;
  virtual void close() = 0;
  virtual void drop() = 0;  // at once and without a word
};

namespace {

// What a Connection tells its owner.
struct Owner {
  std::function<void(const base::Input&)> report;
  std::function<void()> retire;  // nothing is pending any more
};

template <class Stream>
class ConnectionOver : public SocketsNative::Connection {
  static constexpr bool is_secure = std::is_same_v<Stream, TlsStream>;

 public:
  template <class... Context>
  ConnectionOver(asio::io_context& io, base::SocketId id, WsUrl url, Owner owner,
                 Context&... context)
      : id_(id),
        url_(std::move(url)),
        owner_(std::move(owner)),
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

  void drop() override {
    owner_.report = [](const base::Input&) {};
    if (is_retiring_) return;
    // At least one operation, so that the connection retires.
    asio::post(stream_.get_executor(), [busy = Busy(*this)] {});
    finish(no_close_frame, "dropped");
  }

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
  // Held by every pending operation; the connection goes when the last one does and it is over.
  class Busy {
   public:
    explicit Busy(ConnectionOver& owner) : owner_(&owner) { ++owner_->pending_; }
    Busy(const Busy& other) : owner_(other.owner_) {
      if (owner_ != nullptr) ++owner_->pending_;
    }
    Busy(Busy&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
    Busy& operator=(const Busy&) = delete;
    ~Busy() {
      if (owner_ != nullptr && --owner_->pending_ == 0 && owner_->is_over_) owner_->retire();
    }

   private:
    ConnectionOver* owner_;
  };

  auto& tcp() { return beast::get_lowest_layer(stream_); }

  void retire() {
    // Once, and not now: a member function of this object may still be running.
    if (std::exchange(is_retiring_, true)) return;
    asio::post(stream_.get_executor(), owner_.retire);
  }

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
      error_code no_address;
      asio::ip::make_address(url_.host, no_address);
      // RFC 6066 section 3: addresses are not server names.
      if (no_address && SSL_set_tlsext_host_name(tls.native_handle(), url_.host.c_str()) != 1) {
        finish(no_close_frame, "The server's name cannot be sent in TLS");
        return;
      }
      tls.set_verify_callback(asio::ssl::host_name_verification(url_.host), ignored);
      tls.async_handshake(asio::ssl::stream_base::client, [this, busy = Busy(*this)](auto error) {
        if (goes_on(error, "The server could not prove that it is " + url_.host)) shake_hands();
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

  void finish(uint16_t code, const std::string& reason) {
    if (is_over_) return;
    is_over_ = true;
    outgoing_holds_ = std::move(outgoing_);  // a pending write still points into it
    resolver_.cancel();
    tcp().close();
    owner_.report(base::SocketClosed{id_, code, reason, is_open_});
  }

  base::SocketId id_;
  WsUrl url_;
  Owner owner_;
  tcp::resolver resolver_;
  Stream stream_;
  websocket::response_type answer_;
  beast::flat_buffer incoming_;
  std::deque<std::string> outgoing_, outgoing_holds_;
  int pending_ = 0;
  bool is_open_ = false, is_closing_ = false, is_over_ = false, is_retiring_ = false;
};

}  // namespace

SocketsNative::SocketsNative(asio::io_context& io, std::function<void(const base::Input&)> report)
    : io_(io), report_(std::move(report)), tls_(std::make_unique<Tls>()) {}

// What is pending points at its connection: it must come back before that goes. Nothing else rings by now.
SocketsNative::~SocketsNative() {
  for (auto& [id, connection] : connections_) connection->drop();
  io_.restart();
  while (!connections_.empty()) io_.run_one();
}

void SocketsNative::open(const base::OpenSocket& wish) {
  auto url = parse_ws_url(wish.url);
  if (!url) {
    asio::post(io_, [this, id = wish.socket, why = url.error().detail] {
      report_(base::SocketClosed{id, no_close_frame, why, false});
    });
    return;
  }
  const base::SocketId id = wish.socket;
  Owner owner{[this](const base::Input& input) { report_(input); },
              [this, id] { connections_.erase(id); }};
  std::unique_ptr<Connection> made;
  if (url->is_secure) {
    made = std::make_unique<ConnectionOver<TlsStream>>(io_, id, *url, owner, tls_->context);
  } else {
    made = std::make_unique<ConnectionOver<PlainStream>>(io_, id, *url, owner);
  }
  Connection& connection = *made;
  connections_[id] = std::move(made);
  connection.open();
}

void SocketsNative::send(const base::SendText& wish) {
  auto found = connections_.find(wish.socket);
  if (found != connections_.end()) found->second->send(wish.data);
}

void SocketsNative::close(const base::CloseSocket& wish) {
  auto found = connections_.find(wish.socket);
  if (found != connections_.end()) found->second->close();
}

}  // namespace platform
