// SPDX-License-Identifier: MIT
// See framing_tcp.h. Whatever is said before TLS anybody on the way may have said: it can end an attempt or, where the
// deployer listed the address, redirect it, but never end a session or hand out more than the domain's name.
#include "stream/framing_tcp.h"

#include <utility>

#include "base/overloaded.h"
#include "stream/endpoint.h"
#include "xml/writer.h"
#include "xmpp/ns.h"

namespace stream {
namespace {

constexpr std::string_view end_tag = "</stream:stream>";

ServerOpen server_open(const xml::Element& header) {
  return {.from = std::string(header.attribute_or_empty("from")),
          .id = std::string(header.attribute_or_empty("id")),
          .version = std::string(header.attribute_or_empty("version"))};
}

// What redirects, or says that the domain is not there, is worth telling; the rest could be anybody's.
bool may_say_in_the_open(const xmpp::StreamError& error) {
  return error.condition == xmpp::StreamCondition::SeeOtherHost ||
         error.condition == xmpp::StreamCondition::HostUnknown ||
         error.condition == xmpp::StreamCondition::HostGone;
}

}  // namespace

std::unique_ptr<Framing> make_tcp(base::SocketId socket, const std::string& url,
                                  const Config& config) {
  // xmpp: is as good as encrypted to everybody else; here it matters where it leads.
  const bool is_loopback =
      classify_endpoint("ws://" + authority_of(url)).kind == EndpointKind::Loopback;
  // "xmpps:" is the longer name; classify_endpoint() let only these two through.
  const bool is_direct = url.find("://") == std::string_view("xmpps").size();
  return std::make_unique<TcpFraming>(
      socket,
      TcpFraming::Address{.url = url,
                          .domain = std::string(config.account.domain()),
                          .is_direct = is_direct,
                          .may_be_plain = is_loopback && !is_direct && config.allow_insecure});
}

TcpFraming::TcpFraming(base::SocketId socket, Address address)
    : socket_(socket), address_(std::move(address)) {}

void TcpFraming::dial(base::Env& env) {
  reader_.emplace(env.random);
  reader_->set_limits({.frame_bytes = xml::frame_bytes_before_login});
  deadline_ = env.now.steady + tcp_dial_timeout;
  emit(base::Output(
      base::OpenSocket{.socket = socket_, .url = address_.url, .domain = address_.domain}));
}

void TcpFraming::open(const Header& header, base::Env&) {
  if (phase_ != Phase::Open) return;
  if (plain_open_) {
    emit(*std::exchange(plain_open_, std::nullopt));
    emit(*std::exchange(plain_features_, std::nullopt));
    has_opened_ = true;
    return;
  }
  // RFC 6120 4.3.3: a restart replaces the stream without closing it.
  if (has_opened_) reader_->restart();
  has_opened_ = true;
  say_header(header);
}

void TcpFraming::send(std::string element, base::Env&) {
  if (phase_ == Phase::Open) say(std::move(element));
}

void TcpFraming::close(std::optional<xmpp::StreamCondition> error, base::Env& env) {
  if (!has_opened_) return;
  if (error) send(xml::write(xmpp::to_element(xmpp::StreamError{.condition = *error})), env);
  send(std::string(end_tag), env);
}

void TcpFraming::drop(base::Env&) {
  if (phase_ == Phase::Over) return;
  phase_ = Phase::Over;
  emit(base::Output(base::CloseSocket{socket_}));
}

void TcpFraming::handle(const base::Input& input, base::Env& env) {
  if (phase_ == Phase::Over) return;
  base::match(base::Overloaded{
                  [&](const base::SocketOpened& i) {
                    if (i.socket == socket_) on_opened(env);
                  },
                  [&](const base::SocketSecured& i) {
                    if (i.socket == socket_) on_secured();
                  },
                  [&](const base::SocketText& i) {
                    if (i.socket == socket_) on_text(i.data);
                  },
                  [&](const base::SocketClosed& i) {
                    if (i.socket == socket_) on_closed(i);
                  },
                  [&](const base::Tick&) {
                    if (phase_ != Phase::Open && env.now.steady >= deadline_) {
                      fail(Failure::Timeout, "");
                    }
                  },
                  [](const auto&) {},
              },
              input);
}

void TcpFraming::on_opened(base::Env& env) {
  if (phase_ != Phase::Dialling) return;
  if (is_secured_) return become_open();
  if (address_.is_direct) return fail(Failure::NoTls, "TLS was asked for from the first byte");
  deadline_ = env.now.steady + starttls_timeout;
  phase_ = Phase::AwaitHeader;
  // RFC 6120 4.7.1: who we are is nobody's business yet.
  say_header({.to = address_.domain});
}

void TcpFraming::on_secured() {
  is_secured_ = true;
  if (phase_ != Phase::Securing) return;
  // RFC 6120 5.4.3.3: nothing that was learnt before holds.
  reader_->restart();
  become_open();
}

void TcpFraming::become_open() {
  phase_ = Phase::Open;
  emit(TransportOpened{});
}

void TcpFraming::on_text(const std::string& data) {
  if (phase_ == Phase::Dialling) return;
  if (phase_ == Phase::Securing) {
    return fail(Failure::NoTls, "the server went on talking where TLS should have begun");
  }
  reader_->feed(data);
  while (phase_ != Phase::Over) {
    std::optional<xml::StreamReader::Event> event = reader_->poll();
    if (!event) break;
    if (phase_ == Phase::Securing) {
      return fail(Failure::NoTls, "something unencrypted came behind the agreement on TLS");
    }
    on_event(*event);
  }
}

void TcpFraming::on_event(xml::StreamReader::Event& event) {
  const bool is_open = phase_ == Phase::Open;
  base::match(base::Overloaded{
                  [&](xml::StreamReader::Opened& opened) { on_header(opened.header); },
                  [&](xml::Element& element) { on_element(element); },
                  [&](xml::StreamReader::Closed&) {
                    if (is_open) return emit(ServerClose{});
                    fail(Failure::ConnectionLost,
                         "the server ended the stream before it was encrypted");
                  },
                  [&](xml::ReadError& error) {
                    // What is not even the beginning of a stream is something else than XMPP.
                    const bool is_stranger =
                        !reader_->has_begun() && error.kind == xml::ReadErrorKind::NotWellFormed;
                    if (is_open && !is_stranger) return emit(Unreadable{error});
                    fail(Failure::NoXmpp, error.detail);
                  },
              },
              event);
}

void TcpFraming::on_header(const xml::Element& header) {
  if (!header.is({xmpp::ns::streams, "stream"})) {
    // RFC 6120 4.8.1. Before TLS nothing is worth an answer.
    if (phase_ == Phase::Open && header.local() == "stream") {
      return emit(Unreadable{{xml::ReadErrorKind::InvalidNamespace, foreign_header}});
    }
    return fail(Failure::NoXmpp, "what the server opened is no stream");
  }
  if (phase_ == Phase::Open) return emit(server_open(header));
  plain_open_ = server_open(header);
  phase_ = Phase::AwaitFeatures;
}

void TcpFraming::on_element(xml::Element& element) {
  if (element.is({xmpp::ns::streams, "error"})) {
    xmpp::StreamError error = xmpp::parse_stream_error(element);
    if (phase_ == Phase::Open || may_say_in_the_open(error)) return emit(std::move(error));
    return fail(Failure::ConnectionLost, "the server reported an error before TLS");
  }
  if (phase_ == Phase::Open) return emit(std::move(element));
  if (phase_ == Phase::AwaitFeatures) return on_offer(element);
  on_answer(element);
}

void TcpFraming::on_offer(xml::Element& features) {
  if (!features.is({xmpp::ns::streams, "features"})) {
    return fail(Failure::NoXmpp, "the server began with something else than its features");
  }
  if (features.child({xmpp::ns::tls, "starttls"}) != nullptr) {
    phase_ = Phase::AwaitProceed;
    plain_open_.reset();
    return say(xml::write(xml::Element(xmpp::ns::tls, "starttls")));
  }
  if (!address_.may_be_plain) return fail(Failure::NoTls, "the server offers no encryption");
  plain_features_ = std::move(features);
  become_open();
}

void TcpFraming::on_answer(const xml::Element& answer) {
  if (answer.is({xmpp::ns::tls, "failure"})) {
    return fail(Failure::NoTls, "the server offers encryption, and refuses it");
  }
  if (!answer.is({xmpp::ns::tls, "proceed"})) {
    return fail(Failure::NoXmpp, "the server answered something else than was asked");
  }
  // CVE-2011-0411 and its kind: what stands behind it would be read as if it had come encrypted.
  if (!reader_->is_between()) {
    return fail(Failure::NoTls, "something unencrypted came behind the agreement on TLS");
  }
  phase_ = Phase::Securing;
  emit(base::Output(base::StartTls{socket_, address_.domain}));
}

void TcpFraming::on_closed(const base::SocketClosed& input) {
  Failure failure = Failure::ConnectionLost;
  if (phase_ == Phase::Dialling && !input.was_open) failure = Failure::Unreachable;
  if (phase_ != Phase::Open && input.code == tls_failed) failure = Failure::NoTls;
  break_off(failure, input.reason);
}

std::optional<base::Steady> TcpFraming::next_wake() const {
  if (phase_ == Phase::Open || phase_ == Phase::Over) return std::nullopt;
  return deadline_;
}

void TcpFraming::set_limits(const xml::Limits& limits) { reader_->set_limits(limits); }

void TcpFraming::say(std::string text) {
  emit(base::Output(base::SendText{socket_, std::move(text)}));
}

void TcpFraming::say_header(const Header& header) {
  // By hand: no element that is written whole leaves itself open.
  std::string out =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
      "xmlns:stream='http://etherx.jabber.org/streams'";
  const auto attribute = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out.append(" ").append(name).append("='").append(xml::escape_attribute(value)).append("'");
  };
  attribute("from", header.from);
  attribute("to", header.to);
  attribute("version", "1.0");
  attribute("xml:lang", header.language);
  say(out + ">");
}

// The socket is let go, and nothing more comes.
void TcpFraming::fail(Failure failure, const char* why) {
  if (phase_ != Phase::Dialling && phase_ != Phase::Securing) say(std::string(end_tag));
  emit(base::Output(base::CloseSocket{socket_}));
  break_off(failure, why);
}

// TCP has no words of the peer. Why there is no encryption a person must hear; the rest is for the log.
void TcpFraming::break_off(Failure failure, std::string why) {
  phase_ = Phase::Over;
  Broken broken{.failure = failure};
  (failure == Failure::NoTls ? broken.text : broken.detail) = std::move(why);
  emit(std::move(broken));
}

}  // namespace stream
