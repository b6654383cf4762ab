// SPDX-License-Identifier: MIT
// One target after the other until one is open; then bytes. See tcp_native.h.
#include "platform/native/tcp_native.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "platform/native/clock_native.h"

namespace platform {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

// Of one target; the core limits the whole.
constexpr auto connecting_limit = std::chrono::seconds(10);
constexpr auto handshake_limit = std::chrono::seconds(10);
constexpr auto goodbye_limit = std::chrono::seconds(3);
constexpr auto forever = std::chrono::seconds::max();
// Above one TLS record (16 KiB), so that a busy program reads what has gathered at once.
constexpr size_t read_bytes = 64u << 10;

}  // namespace

TcpConnection::TcpConnection(asio::io_context& io, base::SocketId id, TcpUrl url,
                             std::string domain, Owner owner, Tls& tls,
                             std::vector<Nameserver> nameservers)
    : SocketConnection(io, id, std::move(owner)),
      url_(std::move(url)),
      domain_(std::move(domain)),
      tls_(tls),
      nameservers_(std::move(nameservers)),
      plain_lookup_(io),
      direct_lookup_(io),
      resolver_(io),
      socket_(io),
      deadline_(io) {}

// ---- finding a server ----

void TcpConnection::open() {
  error_code not_an_address;
  asio::ip::make_address(url_.host, not_an_address);
  if (!url_.port.empty() || !not_an_address) {
    const std::string port = url_.port.empty() ? url_.usual_port() : url_.port;
    targets_.push_back({url_.host, port, url_.is_direct});
    asio::post(io_, [this, busy = Busy(*this)] {
      if (!is_over_) try_next();
    });
    return;
  }
  lookups_ = url_.is_direct ? 1 : 2;
  if (!url_.is_direct) look_up(plain_lookup_, "_xmpp-client._tcp.", false);
  look_up(direct_lookup_, "_xmpps-client._tcp.", true);
}

void TcpConnection::look_up(SrvLookup& lookup, const std::string& service, bool is_direct) {
  lookup.ask(nameservers_, service + url_.host,
             [this, is_direct, busy = Busy(*this)](auto records) {
               for (SrvRecord& record : records.value_or(std::vector<SrvRecord>())) {
                 record.is_direct = is_direct;
                 records_.push_back(std::move(record));
               }
               if (--lookups_ == 0 && !is_over_) looked_up();
             });
}

void TcpConnection::looked_up() {
  RandomNative random;
  for (const SrvRecord& record : order_srv(records_, random)) {
    if (record.target.empty()) continue;
    targets_.push_back({record.target, std::to_string(record.port), record.is_direct});
  }
  if (records_.empty()) {
    // RFC 6120 3.2.2: no records, so the domain itself.
    targets_.push_back({url_.host, url_.usual_port(), url_.is_direct});
  } else if (targets_.empty()) {
    last_reason_ = url_.host + " says that it offers no XMPP to clients";
  }
  try_next();
}

void TcpConnection::try_next() {
  if (targets_.empty()) return finish(last_code_, last_reason_);
  const Target target = targets_.front();
  targets_.pop_front();
  auto failed = [this](const char* what, const error_code& error) {
    if (is_over_ || !error) return is_over_;
    last_code_ = no_close_frame;
    last_reason_ = std::string(what) + ": " + error.message();
    try_next();
    return true;
  };
  resolver_.async_resolve(
      target.host, target.port, [=, this, busy = Busy(*this)](auto error, auto found) {
        if (failed("The server's name could not be resolved", error)) return;
        limit(connecting_limit);
        asio::async_connect(socket_, found,
                            [=, this, busy = Busy(*this)](auto error, const tcp::endpoint&) {
                              if (!failed("No connection could be made", error)) connected(target);
                            });
      });
}

// What is under way then fails by itself.
void TcpConnection::limit(std::chrono::seconds time) {
  if (time == forever) {
    // Not cancelled: a ring that is on its way already must see that it is too early.
    deadline_.expires_at(asio::steady_timer::time_point::max());
    return;
  }
  deadline_.expires_after(time);
  deadline_.async_wait([this, busy = Busy(*this)](auto) {
    if (is_over_ || deadline_.expiry() > asio::steady_timer::clock_type::now()) return;
    error_code ignored;
    socket_.close(ignored);
  });
}

void TcpConnection::connected(const Target& target) {
  error_code ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
  if (!target.is_direct) return opened();
  shake_hands(domain_, [this](bool is_up) {
    if (is_up) {
      owner_.report(base::SocketSecured{id_});
      if (!is_over_) opened();
      return;
    }
    // Another server of the domain may have its certificate in order.
    encrypted_.reset();
    error_code ignored;
    socket_.close(ignored);
    try_next();
  });
}

// ---- TLS ----

template <class Done>
void TcpConnection::shake_hands(const std::string& domain, Done done) {
  encrypted_.emplace(socket_, tls_.context());
  SSL* tls = encrypted_->native_handle();
  if (!is_open_) offer_protocol(tls, "xmpp-client");
  if (!expect_name(tls, domain)) {
    finish(tls_failed, "No certificate can prove the name " + domain);
    return;
  }
  limit(handshake_limit);
  encrypted_->async_handshake(
      asio::ssl::stream_base::client, [this, done, busy = Busy(*this)](auto error) {
        if (is_over_) return;
        limit(forever);
        if (error) {
          last_code_ = tls_failed;
          last_reason_ = handshake_failure(encrypted_->native_handle(), error);
        }
        // Not from within the stream that may go now.
        asio::post(io_, [this, done, is_up = !error, busy] {
          if (!is_over_) done(is_up);
        });
      });
}

void TcpConnection::start_tls(const std::string& domain) {
  if (!is_open_ || is_closing_ || is_over_ || encrypted_) return;
  tls_wish_ = domain;
  // Usually we are inside the report of what was read, and no read is pending.
  error_code ignored;
  if (is_reading_) socket_.cancel(ignored);
}

void TcpConnection::begin_tls() {
  const std::string domain = *std::exchange(tls_wish_, std::nullopt);
  shake_hands(domain, [this](bool is_up) {
    if (!is_up) return finish(last_code_, last_reason_);
    owner_.report(base::SocketSecured{id_});
    if (!is_over_) read();
  });
}

// ---- bytes ----

template <class Work>
void TcpConnection::over_either(Work work) {
  if (encrypted_) {
    work(*encrypted_);
  } else {
    work(socket_);
  }
}

void TcpConnection::opened() {
  limit(forever);
  is_open_ = true;
  owner_.report(base::SocketOpened{id_, ""});
  if (!is_over_) read();
}

void TcpConnection::read() {
  if (is_over_) return;
  incoming_.resize(read_bytes);
  is_reading_ = true;
  over_either([this](auto& stream) {
    stream.async_read_some(asio::buffer(incoming_),
                           [this, busy = Busy(*this)](auto error, size_t size) {
                             is_reading_ = false;
                             if (is_over_) return;
                             if (error && !tls_wish_) return ended(error);
                             // Nobody waits any more for what comes after our good-bye; its end is still awaited.
                             if (!error && !is_closing_) {
                               owner_.report(base::SocketText{id_, incoming_.substr(0, size)});
                             }
                             if (is_over_) return;
                             if (tls_wish_) return begin_tls();
                             read();
                           });
  });
}

void TcpConnection::send(const std::string& data) {
  if (!is_open_ || is_closing_ || is_over_) return;
  outgoing_.push_back(data);
  if (!is_writing_) write();
}

void TcpConnection::write() {
  is_writing_ = true;
  over_either([this](auto& stream) {
    asio::async_write(stream, asio::buffer(outgoing_.front()),
                      [this, busy = Busy(*this)](auto error, size_t) {
                        is_writing_ = false;
                        if (is_over_) return;
                        if (error) return ended(error);
                        outgoing_.pop_front();
                        if (!outgoing_.empty()) {
                          write();
                        } else if (is_closing_) {
                          say_goodbye();
                        }
                      });
  });
}

// ---- the end ----

void TcpConnection::close() {
  if (is_over_ || is_closing_) return;
  is_closing_ = true;
  if (!is_open_) {
    asio::post(io_,
               [this, busy = Busy(*this)] { finish(no_close_frame, "closed before it was open"); });
    return;
  }
  // What was sent before goes out first.
  if (!is_writing_) say_goodbye();
}

// The peer sees an end, not a break; and what it still sends is read, or the kernel would cut off what we sent.
void TcpConnection::say_goodbye() {
  limit(goodbye_limit);
  if (!encrypted_) {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    return;
  }
  encrypted_->async_shutdown(
      [this, busy = Busy(*this)](auto) { finish(no_close_frame, "closed by us"); });
}

void TcpConnection::ended(const error_code& error) {
  if (is_closing_) return finish(no_close_frame, "closed by us");
  if (error == asio::error::eof) return finish(no_close_frame, "The server closed the connection");
  finish(no_close_frame, "The connection broke: " + error.message());
}

void TcpConnection::release() {
  outgoing_holds_ = std::move(outgoing_);  // a pending write still points into it
  plain_lookup_.cancel();
  direct_lookup_.cancel();
  resolver_.cancel();
  deadline_.cancel();
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace platform
