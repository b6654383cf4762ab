// SPDX-License-Identifier: MIT
// One Connection per TCP connection, carrying one request at a time. Asio calls back into it, so it is only destroyed
// when none of its operations is pending. See http_native.h.
#include "platform/native/http_native.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "platform/native/busy.h"
#include "platform/native/http_url.h"

namespace platform {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

// BOSH's second connection waits until somebody writes a message; browsers keep theirs as long.
constexpr auto idle_limit = std::chrono::minutes(5);
// More than both servers and any proxy send.
constexpr uint32_t max_header_bytes = 32u << 10;

// What fetch follows, and we do not.
bool is_redirect(unsigned status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_interim(unsigned status) { return status >= 100 && status < 200; }

// "text/xml; charset=utf-8" is "text/xml".
std::string media_type(beast::string_view header) {
  std::string out(header.substr(0, header.find(';')));
  out.erase(std::remove_if(out.begin(), out.end(), [](char c) { return c == ' ' || c == '\t'; }),
            out.end());
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

// A request on its way.
struct HttpNative::Exchange {
  base::RequestId id = 0;
  HttpUrl url;
  http::request<http::string_body> request;
  std::chrono::steady_clock::time_point deadline;
  size_t max_bytes = 0;
  bool may_repeat = true;
};

class HttpNative::Connection {
 public:
  Connection(HttpNative& owner, HttpUrl origin, asio::ssl::context& context)
      : owner_(owner),
        origin_(std::move(origin)),
        resolver_(owner.io_),
        timer_(owner.io_),
        stream_(owner.io_, context) {}

  // Whether another request may go where this one went.
  bool is_free_for(const HttpUrl& url) const {
    return is_idle_ && url.is_secure == origin_.is_secure && url.host == origin_.host &&
           url.port == origin_.port;
  }
  const Exchange* exchange() const { return exchange_.get(); }

  void carry(std::unique_ptr<Exchange> exchange) {
    exchange_ = std::move(exchange);
    set_timer(exchange_->deadline);
    if (is_idle_) {
      is_idle_ = false;
      is_reused_ = true;
      error_code ignored;
      tcp().socket().cancel(ignored);  // nobody watches it any more
      write();
      return;
    }
    resolver_.async_resolve(
        origin_.host, origin_.port, [this, busy = Busy(*this)](auto error, auto found) {
          if (!goes_on(error)) return;
          tcp().async_connect(found, [this, busy = Busy(*this)](auto error, auto) {
            if (goes_on(error)) connected();
          });
        });
  }

  // Reports nothing.
  void drop() {
    ended_ = std::move(exchange_);
    end();
  }

  // The exchange never was one. Not from inside send().
  void refuse(std::unique_ptr<Exchange> exchange) {
    exchange_ = std::move(exchange);
    asio::post(stream_.get_executor(), [this, busy = Busy(*this)] { fail(); });
  }

 private:
  using Busy = platform::Busy<Connection>;
  friend Busy;

  // The connection goes when the last pending operation does and it is over.
  void pending(int by) {
    pending_ += by;
    if (pending_ == 0 && is_over_) retire();
  }

  beast::tcp_stream& tcp() { return beast::get_lowest_layer(stream_); }

  // Calls `work` with the stream the bytes go through.
  template <class Work>
  void with_stream(Work work) {
    if (origin_.is_secure) {
      work(stream_);
    } else {
      work(stream_.next_layer());
    }
  }

  void set_timer(std::chrono::steady_clock::time_point at) {
    timer_.expires_at(at);
    timer_.async_wait([this, busy = Busy(*this)](const error_code& error) {
      // A wait that had already ended when it was replaced means nothing.
      if (error || is_over_ || timer_.expiry() > std::chrono::steady_clock::now()) return;
      fail();
    });
  }

  bool goes_on(const error_code& error) {
    if (is_over_) return false;
    if (!error) return true;
    fail();
    return false;
  }

  void connected() {
    error_code ignored;
    tcp().socket().set_option(tcp::no_delay(true), ignored);
    if (!origin_.is_secure) return write();
    if (!expect_name(stream_.native_handle(), origin_.host)) return fail();
    stream_.async_handshake(asio::ssl::stream_base::client, [this, busy = Busy(*this)](auto error) {
      if (goes_on(error)) write();
    });
  }

  void write() {
    with_stream([this](auto& stream) {
      http::async_write(stream, exchange_->request, [this, busy = Busy(*this)](auto error, size_t) {
        if (error && may_repeat()) return repeat();
        if (goes_on(error)) read();
      });
    });
  }

  void read() {
    parser_.emplace();
    parser_->body_limit(std::numeric_limits<uint64_t>::max());  // read_body() has its own
    body_.clear();
    parser_->header_limit(max_header_bytes);
    with_stream([this](auto& stream) {
      http::async_read_header(stream, incoming_, *parser_,
                              [this, busy = Busy(*this)](auto error, size_t) {
                                if (error && !parser_->got_some() && may_repeat()) return repeat();
                                if (goes_on(error)) read_body();
                              });
    });
  }

  void read_body() {
    if (is_interim(parser_->get().result_int())) return read();
    if (parser_->is_done()) return answered();
    // Piece by piece: Beast would make room for whatever length a server claims.
    auto& piece = parser_->get().body();
    piece.data = piece_.data();
    piece.size = piece_.size();
    with_stream([this](auto& stream) {
      http::async_read_some(stream, incoming_, *parser_,
                            [this, busy = Busy(*this)](error_code error, size_t) {
                              if (error == http::error::need_buffer) error = {};
                              if (goes_on(error)) read_more();
                            });
    });
  }

  void read_more() {
    body_.append(piece_.data(), piece_.size() - parser_->get().body().size);
    if (body_.size() <= exchange_->max_bytes) return read_body();
    body_.resize(exchange_->max_bytes + 1);
    answered();
  }

  // The server hung up while nobody asked for anything, which it may: the same request may do better on a connection
  // of its own (RFC 9112 9.3.1; both BOSH and host-meta allow the repetition).
  bool may_repeat() const { return !is_over_ && is_reused_ && exchange_ && exchange_->may_repeat; }

  void repeat() {
    std::unique_ptr<Exchange> exchange = std::move(exchange_);
    exchange->may_repeat = false;
    end();
    owner_.carry(std::move(exchange));
  }

  void answered() {
    const http::response<http::buffer_body>& answer = parser_->get();
    base::HttpReply reply{.request = exchange_->id};
    if (!is_redirect(answer.result_int())) {
      reply.status = static_cast<uint16_t>(answer.result_int());
      reply.type = media_type(answer[http::field::content_type]);
      reply.body = std::move(body_);
    }
    exchange_.reset();
    // What came behind the answer is nobody's, nor what is left of one that is too long.
    if (parser_->is_done() && parser_->keep_alive() && incoming_.size() == 0) {
      rest();
    } else {
      end();
    }
    owner_.report_(reply);
  }

  // Waits for the next request, or for the server to hang up.
  void rest() {
    is_idle_ = true;
    set_timer(std::chrono::steady_clock::now() + idle_limit);
    tcp().socket().async_wait(tcp::socket::wait_read,
                              [this, busy = Busy(*this), rests = ++rests_](const error_code&) {
                                // Used again meanwhile: whoever reads now finds out.
                                if (is_idle_ && rests == rests_) end();
                              });
  }

  void fail() {
    ended_ = std::move(exchange_);
    end();
    if (ended_) owner_.report_(base::HttpReply{.request = ended_->id});
  }

  void end() {
    if (std::exchange(is_over_, true)) return;
    is_idle_ = false;
    timer_.cancel();
    resolver_.cancel();
    tcp().close();
    // At least one operation, so that the connection retires.
    asio::post(stream_.get_executor(), [busy = Busy(*this)] {});
  }

  void retire() {
    // Once, and not now: a member function of this object may still be running.
    if (std::exchange(is_retiring_, true)) return;
    asio::post(stream_.get_executor(), [&owner = owner_, self = this] {
      auto& all = owner.connections_;
      all.erase(std::find_if(all.begin(), all.end(),
                             [self](const auto& each) { return each.get() == self; }));
    });
  }

  HttpNative& owner_;
  HttpUrl origin_;
  tcp::resolver resolver_;
  asio::steady_timer timer_;
  beast::ssl_stream<beast::tcp_stream> stream_;  // without TLS: its lower half
  std::unique_ptr<Exchange> exchange_;
  std::unique_ptr<Exchange> ended_;  // a pending write still points into it
  std::optional<http::response_parser<http::buffer_body>> parser_;
  std::array<char, 16384> piece_;
  std::string body_;
  beast::flat_buffer incoming_;
  int pending_ = 0;
  uint32_t rests_ = 0;
  bool is_idle_ = false, is_reused_ = false, is_over_ = false, is_retiring_ = false;
};

HttpNative::HttpNative(asio::io_context& io, std::function<void(const base::Input&)> report)
    : io_(io), report_(std::move(report)) {}

// What is pending points at its connection: it must come back before that goes.
HttpNative::~HttpNative() {
  for (auto& connection : connections_) connection->drop();
  io_.restart();
  while (!connections_.empty()) io_.run_one();
}

std::optional<base::Error> HttpNative::set(const TlsSettings& settings) {
  return tls_.set(settings);
}

void HttpNative::send(const base::HttpRequest& wish) {
  auto exchange = std::make_unique<Exchange>();
  exchange->id = wish.request;
  exchange->deadline = std::chrono::steady_clock::now() + wish.timeout;
  exchange->max_bytes = wish.max_bytes;
  base::Result<HttpUrl> url = parse_http_url(wish.url);
  if (!url) {
    connections_.push_back(std::make_unique<Connection>(*this, HttpUrl{}, tls_.context()));
    connections_.back()->refuse(std::move(exchange));
    return;
  }
  exchange->url = *url;
  auto& request = exchange->request;
  request.version(11);
  request.method(wish.body.empty() ? http::verb::get : http::verb::post);
  request.target(url->target);
  request.set(http::field::host, url->authority());
  request.set(http::field::user_agent, "parlance");
  request.set(http::field::accept, "*/*");
  request.set(http::field::cache_control, "no-store");
  if (!wish.body.empty()) {
    request.set(http::field::content_type, "text/xml; charset=utf-8");
    request.body() = wish.body;
    request.prepare_payload();
  }
  carry(std::move(exchange));
}

void HttpNative::carry(std::unique_ptr<Exchange> exchange) {
  for (auto& connection : connections_) {
    if (exchange->may_repeat && connection->is_free_for(exchange->url)) {
      return connection->carry(std::move(exchange));
    }
  }
  connections_.push_back(std::make_unique<Connection>(*this, exchange->url, tls_.context()));
  connections_.back()->carry(std::move(exchange));
}

void HttpNative::cancel(const base::HttpCancel& wish) {
  for (auto& connection : connections_) {
    const Exchange* exchange = connection->exchange();
    if (exchange != nullptr && exchange->id == wish.request) return connection->drop();
  }
}

size_t HttpNative::unanswered() const {
  return static_cast<size_t>(
      std::count_if(connections_.begin(), connections_.end(),
                    [](const auto& each) { return each->exchange() != nullptr; }));
}

}  // namespace platform
