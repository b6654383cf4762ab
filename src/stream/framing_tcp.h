// SPDX-License-Identifier: MIT
// XMPP over TCP: one document each way for the life of the connection, encrypted from the first byte (xmpps:, or where
// the host found such an address) or by STARTTLS before anything else is said. RFC 6120 sections 4 and 5, XEP-0368.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "stream/framing.h"
#include "stream/stream.h"
#include "xml/element.h"
#include "xml/stream_reader.h"

namespace stream {

// A domain may name several servers (RFC 6120 3.2), and each may take its time to be found dead.
inline constexpr base::Duration tcp_dial_timeout = std::chrono::seconds(30);
// From the connection to the end of STARTTLS.
inline constexpr base::Duration starttls_timeout = std::chrono::seconds(20);
// SocketClosed::code when TLS did not come up.
inline constexpr uint16_t tls_failed = 1015;

class TcpFraming : public Framing {
 public:
  struct Address {
    std::string url;
    std::string domain;         // whose certificate the server must show
    bool is_direct = false;     // xmpps:, nothing else than TLS will do
    bool may_be_plain = false;  // this very machine, and somebody allowed it
  };
  TcpFraming(base::SocketId socket, Address address);

  void dial(base::Env& env) override;
  void open(const Header& header, base::Env& env) override;
  void send(std::string element, base::Env& env) override;
  void close(std::optional<xmpp::StreamCondition> error, base::Env& env) override;
  void drop(base::Env& env) override;
  void handle(const base::Input& input, base::Env& env) override;
  std::optional<base::Steady> next_wake() const override;
  void set_limits(const xml::Limits& limits) override;
  // Nobody sees a transport of ours before it is.
  bool is_private() const override { return true; }

 private:
  enum class Phase {
    Dialling,
    AwaitHeader,    // of the stream that is only there for STARTTLS
    AwaitFeatures,  // of it
    AwaitProceed,
    Securing,
    Open,
    Over,
  };
  void on_opened(base::Env& env);
  void on_secured();
  void on_text(const std::string& data);
  void on_closed(const base::SocketClosed& input);
  void on_event(xml::StreamReader::Event& event);
  void on_header(const xml::Element& header);
  void on_element(xml::Element& element);
  void on_offer(xml::Element& features);
  void on_answer(const xml::Element& answer);
  void become_open();
  void say(std::string text);
  void say_header(const Header& header);
  void fail(Failure failure, const char* why);
  void break_off(Failure failure, std::string why);

  base::SocketId socket_;
  Address address_;
  Phase phase_ = Phase::Dialling;
  base::Steady deadline_{};
  std::optional<xml::StreamReader> reader_;
  bool is_secured_ = false;
  bool has_opened_ = false;  // a stream of the connection's, not only one for STARTTLS
  // What a server on this machine without TLS already said: the connection hears it when it opens the stream.
  std::optional<ServerOpen> plain_open_;
  std::optional<xml::Element> plain_features_;
};

// For Config::make_tcp.
std::unique_ptr<Framing> make_tcp(base::SocketId socket, const std::string& url,
                                  const Config& config);

}  // namespace stream
