// SPDX-License-Identifier: MIT
// What every transport is to the stream: something that opens, carries elements both ways and ends. WebSocket
// (RFC 7395), BOSH (XEP-0124, XEP-0206) and, natively, TCP (RFC 6120) stand behind it.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <variant>

#include "base/env.h"
#include "base/io.h"
#include "stream/status.h"
#include "xml/element.h"
#include "xml/reader.h"
#include "xmpp/stream_error.h"

namespace stream {

// The transport is up: the stream may be opened.
struct TransportOpened {};
// The server's stream header, or what stands for it.
struct ServerOpen {
  std::string from;
  std::string id;
  std::string version;
};
// The server says good-bye: <close/>, </stream:stream>, or a terminate without a condition.
struct ServerClose {
  std::string see_other_uri;  // RFC 7395 3.6.1
};
// What came is not XML, or XML that XMPP forbids. The stream answers and ends.
struct Unreadable {
  xml::ReadError error;
};
inline constexpr const char* foreign_header = "a stream header of another namespace";
// The transport ended without a word, or with one that is not XMPP's. `failure` is never None.
struct Broken {
  Failure failure = Failure::ConnectionLost;
  std::string text;    // the peer's words, untrusted; of NoTls ours, for a person
  std::string detail;  // ours, for the log
};

using Signal = std::variant<base::Output, TransportOpened, ServerOpen, ServerClose,
                            xmpp::StreamError, xml::Element, Unreadable, Broken>;

// RFC 6120 4.7.
struct Header {
  std::string from;  // the bare account; empty where somebody might listen, or nobody is named
  std::string to;    // the domain
  std::string language;
};

// What a server takes at once where it announces nothing: the default of both we know.
inline constexpr size_t usual_server_limit = 256u << 10;

// One connection. After each call the signals are polled to empty; after Broken nothing more comes.
class Framing {
 public:
  virtual ~Framing() = default;

  virtual void dial(base::Env& env) = 0;
  // Opens the stream; the second time restarts it after SASL 1.
  virtual void open(const Header& header, base::Env& env) = 0;
  // One element, written as a document of its own: every namespace it uses is declared in it.
  virtual void send(std::string element, base::Env& env) = 0;
  // The present turn is over: what was sent in it may leave together.
  virtual void flush(base::Env&) {}
  // Says good-bye, with the error first where we have one to report. What the server still sends arrives.
  virtual void close(std::optional<xmpp::StreamCondition> error, base::Env& env) = 0;
  // Nothing will be asked or heard for a while: the server may be told to wait for us.
  virtual void pause(base::Env&) {}
  // Lets go at once. Sends what close() asked for if that is still possible without waiting.
  virtual void drop(base::Env& env) = 0;
  // What does not concern this connection is ignored.
  virtual void handle(const base::Input& input, base::Env& env) = 0;
  virtual std::optional<base::Steady> next_wake() const { return std::nullopt; }
  // After authentication.
  virtual void set_limits(const xml::Limits& limits) = 0;
  // What the server takes at once (XEP-0478), for a transport that sends several elements together.
  virtual void set_server_limit(size_t) {}
  // What this transport wraps around an element, as far as a server counts it against that limit.
  virtual size_t envelope_bytes() const { return 0; }
  // Whether a peer on the way could read or change what is sent.
  virtual bool is_private() const = 0;

  // What another life of this program needs to go on with this very connection; empty where a connection ends with the
  // program. Only between two turns.
  virtual std::string save() const { return {}; }

  bool has_signals() const { return !signals_.empty(); }
  std::optional<Signal> poll() {
    if (signals_.empty()) return std::nullopt;
    Signal signal = std::move(signals_.front());
    signals_.pop_front();
    return signal;
  }

 protected:
  void emit(Signal signal) { signals_.push_back(std::move(signal)); }

 private:
  std::deque<Signal> signals_;
};

}  // namespace stream
