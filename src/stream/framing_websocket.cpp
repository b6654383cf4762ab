// SPDX-License-Identifier: MIT
// Frames of the XMPP subprotocol. See framing_websocket.h.
#include "stream/framing_websocket.h"

#include <utility>

#include "base/overloaded.h"
#include "xml/writer.h"
#include "xmpp/ns.h"

namespace stream {

Frame classify_frame(xml::Element element) {
  if (element.is({xmpp::ns::framing, "open"})) {
    return ServerOpen{.from = std::string(element.attribute_or_empty("from")),
                      .id = std::string(element.attribute_or_empty("id")),
                      .version = std::string(element.attribute_or_empty("version"))};
  }
  if (element.is({xmpp::ns::framing, "close"})) {
    return ServerClose{.see_other_uri = std::string(element.attribute_or_empty("see-other-uri"))};
  }
  if (element.local() == "open" || element.local() == "close") {
    // RFC 7395 3.3.2. Nothing else that stands alone in a frame is called so.
    return Unreadable{{xml::ReadErrorKind::InvalidNamespace, foreign_header}};
  }
  if (element.is({xmpp::ns::streams, "error"})) return xmpp::parse_stream_error(element);
  return element;
}

xml::Element make_open(const Header& header) {
  xml::Element open(xmpp::ns::framing, "open");
  open.set_if("from", header.from);
  open.set("to", header.to);
  open.set("version", "1.0");
  open.set_lang(header.language);
  return open;
}

xml::Element make_close() { return xml::Element(xmpp::ns::framing, "close"); }

WebSocketFraming::WebSocketFraming(base::SocketId socket, std::string url, bool is_private)
    : socket_(socket), url_(std::move(url)), is_private_(is_private) {}

void WebSocketFraming::dial(base::Env& env) {
  reader_.emplace(env.random);
  reader_->set_limits({.frame_bytes = xml::frame_bytes_before_login});
  deadline_ = env.now.steady + dial_timeout;
  emit(base::Output(base::OpenSocket{.socket = socket_, .url = url_}));
}

void WebSocketFraming::open(const Header& header, base::Env& env) {
  send(xml::write(make_open(header)), env);
}

void WebSocketFraming::send(std::string element, base::Env&) {
  if (phase_ != Phase::Open) return;
  emit(base::Output(base::SendText{socket_, std::move(element)}));
}

void WebSocketFraming::close(std::optional<xmpp::StreamCondition> error, base::Env& env) {
  if (error) send(xml::write(xmpp::to_element(xmpp::StreamError{.condition = *error})), env);
  send(xml::write(make_close()), env);
}

void WebSocketFraming::drop(base::Env&) {
  if (phase_ == Phase::Over) return;
  phase_ = Phase::Over;
  emit(base::Output(base::CloseSocket{socket_}));
}

void WebSocketFraming::handle(const base::Input& input, base::Env& env) {
  if (phase_ == Phase::Over) return;
  base::match(base::Overloaded{
                  [&](const base::SocketOpened& i) {
                    if (i.socket == socket_) on_opened(i);
                  },
                  [&](const base::SocketText& i) {
                    if (i.socket == socket_) on_text(i);
                  },
                  [&](const base::SocketClosed& i) {
                    if (i.socket == socket_) on_closed(i);
                  },
                  [&](const base::Tick&) {
                    if (phase_ == Phase::Dialling && env.now.steady >= deadline_) {
                      fail(Failure::Timeout);
                    }
                  },
                  [](const auto&) {},
              },
              input);
}

void WebSocketFraming::on_opened(const base::SocketOpened& input) {
  if (phase_ != Phase::Dialling) return;
  if (input.protocol != "xmpp") {
    // Not even an <open/>: whatever answered speaks something else (protocol trap A 1).
    fail(Failure::NoXmpp);
    return;
  }
  phase_ = Phase::Open;
  emit(TransportOpened{});
}

void WebSocketFraming::on_text(const base::SocketText& input) {
  if (phase_ != Phase::Open) return;
  base::Result<xml::Element, xml::ReadError> read = reader_->read(input.data);
  if (!read) {
    emit(Unreadable{read.error()});
    return;
  }
  Frame frame = classify_frame(std::move(*read));
  base::match([&](auto& what) { emit(std::move(what)); }, frame);
}

void WebSocketFraming::on_closed(const base::SocketClosed& input) {
  const bool was_dialling = phase_ == Phase::Dialling;
  phase_ = Phase::Over;
  const bool never_opened = was_dialling && !input.was_open;
  Broken broken{.failure = never_opened ? Failure::Unreachable : Failure::ConnectionLost};
  // Of a socket that the host refused, the words are the host's; so are they where no server was reached.
  const bool is_ours = never_opened || input.code == 1003 || input.code == 1009;
  (is_ours ? broken.detail : broken.text) = input.reason;
  emit(std::move(broken));
}

// The socket is let go, and nothing more comes.
void WebSocketFraming::fail(Failure failure) {
  phase_ = Phase::Over;
  emit(base::Output(base::CloseSocket{socket_}));
  emit(Broken{failure, ""});
}

std::optional<base::Steady> WebSocketFraming::next_wake() const {
  if (phase_ != Phase::Dialling) return std::nullopt;
  return deadline_;
}

void WebSocketFraming::set_limits(const xml::Limits& limits) { reader_->set_limits(limits); }

}  // namespace stream
