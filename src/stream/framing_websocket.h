// SPDX-License-Identifier: MIT
// XMPP over WebSocket: one element per text message, and frames of its own that open and close a stream.
// RFC 7395 section 3.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "stream/framing.h"
#include "xml/element.h"
#include "xmpp/stream_error.h"

namespace stream {

// Told apart by namespace, never by spelling: servers differ in quotes and prefixes (protocol trap
// A 8).
using Frame = std::variant<ServerOpen, ServerClose, xmpp::StreamError, Unreadable, xml::Element>;

Frame classify_frame(xml::Element element);

xml::Element make_open(const Header& header);
xml::Element make_close();

inline constexpr base::Duration dial_timeout = std::chrono::seconds(15);

class WebSocketFraming : public Framing {
 public:
  WebSocketFraming(base::SocketId socket, std::string url, bool is_private);

  void dial(base::Env& env) override;
  void open(const Header& header, base::Env& env) override;
  void send(std::string element, base::Env& env) override;
  void close(std::optional<xmpp::StreamCondition> error, base::Env& env) override;
  void drop(base::Env& env) override;
  void handle(const base::Input& input, base::Env& env) override;
  std::optional<base::Steady> next_wake() const override;
  void set_limits(const xml::Limits& limits) override;
  bool is_private() const override { return is_private_; }

 private:
  enum class Phase { Dialling, Open, Over };
  void on_opened(const base::SocketOpened& input);
  void on_text(const base::SocketText& input);
  void on_closed(const base::SocketClosed& input);
  void fail(Failure failure);

  base::SocketId socket_;
  std::string url_;
  bool is_private_;
  Phase phase_ = Phase::Dialling;
  base::Steady deadline_{};  // of dialling
  std::optional<xml::Reader> reader_;
};

}  // namespace stream
