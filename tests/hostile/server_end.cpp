// SPDX-License-Identifier: MIT
// WebSocket and BOSH from the other side. See server_end.h. RFC 7395; XEP-0124, XEP-0206.
#include "hostile/server_end.h"

#include <algorithm>
#include <utility>

#include "hostile/server_end_tcp.h"
#include "stream/framing_bosh.h"
#include "xml/reader.h"
#include "xml/writer.h"
#include "xmpp/ns.h"

#if __has_include("stream/framing_tcp.h")
#include "stream/framing_tcp.h"
#define HOSTILE_HAS_TCP
#endif

namespace hostile {
namespace {

[[maybe_unused]] constexpr std::string_view tcp_url = "xmpps://example.com";

constexpr std::string_view body_start = "<body xmlns='http://jabber.org/protocol/httpbind'";

class WebSocketEnd : public ServerEnd {
 public:
  using ServerEnd::ServerEnd;

  void take(const base::Output& output) override {
    if (auto* open = std::get_if<base::OpenSocket>(&output)) {
      socket_ = open->socket;
      is_let_go_ = false;
    } else if (auto* text = std::get_if<base::SendText>(&output)) {
      const bool is_close = text->data.rfind("<close", 0) == 0;
      sent.push_back(is_close ? std::string(farewell) : text->data);
    } else if (auto* close = std::get_if<base::CloseSocket>(&output)) {
      if (close->socket == socket_) is_let_go_ = true;
    }
  }
  void accept() override { client_.input(base::SocketOpened{socket_, "xmpp"}); }
  void open() override { say(open_frame(server_domain)); }
  void say(std::string_view element) override { deliver(element); }
  void deliver(std::string_view bytes) override {
    client_.input(base::SocketText{socket_, std::string(bytes)});
  }
  bool is_let_go() const override { return is_let_go_; }
  void cut() override {
    client_.input(base::SocketClosed{.socket = socket_, .code = 1006, .was_open = true});
  }

 private:
  base::SocketId socket_ = 0;
  bool is_let_go_ = false;
};

class BoshEnd : public ServerEnd {
 public:
  using ServerEnd::ServerEnd;

  void take(const base::Output& output) override {
    if (auto* request = std::get_if<base::HttpRequest>(&output)) {
      take_request(*request);
    } else if (auto* cancel = std::get_if<base::HttpCancel>(&output)) {
      held_.erase(std::remove(held_.begin(), held_.end(), cancel->request), held_.end());
    }
  }
  void accept() override {}  // there is nothing to open
  void open() override {
    // The answer to a restart is the features themselves.
    if (std::exchange(is_created_, true)) return;
    deliver(
        std::string(body_start) +
        " sid='s1' requests='2' wait='60' inactivity='60' hold='1' from='example.com' authid='a1'"
        " xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'/>");
  }
  void say(std::string_view element) override {
    deliver(std::string(body_start) + ">" + std::string(element) + "</body>");
  }
  // Answers come in the order of the requests.
  void deliver(std::string_view bytes) override {
    wait_for_request();
    if (held_.empty()) return;
    const base::RequestId request = held_.front();
    held_.pop_front();
    client_.input(base::HttpReply{
        .request = request, .status = 200, .type = "text/xml", .body = std::string(bytes)});
  }
  // A client that goes on always has a request on its way.
  bool is_let_go() const override {
    wait_for_request();
    return is_let_go_ || held_.empty();
  }
  // Requests are repeated for as long as the server might still hold the session; then it is lost.
  void cut() override {
    wait_for_request();
    while (!held_.empty() && !client_.is_suspended()) {
      const base::RequestId request = held_.front();
      held_.pop_front();
      client_.input(base::HttpReply{.request = request, .status = 404});
    }
  }

 private:
  // An empty one comes only when nothing else did.
  void wait_for_request() const {
    if (held_.empty() && !is_let_go_) client_.advance(stream::bosh_poll_delay);
  }
  void take_request(const base::HttpRequest& request) {
    support::FixedRandom random;
    xml::Reader reader(random);
    auto body = reader.read(request.body);
    if (!body) return;
    if (body->attribute_or_empty("sid").empty()) {
      is_created_ = is_let_go_ = false;
      held_.clear();
    }
    for (const xml::Element& child : body->children()) sent.push_back(xml::write(child));
    if (body->attribute_or_empty("type") == "terminate") {
      sent.emplace_back(farewell);
      is_let_go_ = true;
    }
    held_.push_back(request.request);
  }

  std::deque<base::RequestId> held_;  // not answered yet
  bool is_created_ = false;
  bool is_let_go_ = false;
};

// The bytes of a WebSocket case as the content of a body.
class BoshPayloadEnd : public BoshEnd {
 public:
  using BoshEnd::BoshEnd;
  void open() override {
    raw([&] { BoshEnd::open(); });
  }
  void say(std::string_view element) override {
    raw([&] { BoshEnd::say(element); });
  }
  void deliver(std::string_view bytes) override {
    if (is_raw_) return BoshEnd::deliver(bytes);
    say(bytes);
  }

 private:
  template <class Work>
  void raw(Work work) {
    is_raw_ = true;
    work();
    is_raw_ = false;
  }
  bool is_raw_ = false;
};

#ifdef HOSTILE_HAS_TCP
template <size_t piece>
std::unique_ptr<ServerEnd> make_tcp_end(Client& client) {
  return std::make_unique<TcpEnd>(client, piece);
}
#endif

template <class End>
std::unique_ptr<ServerEnd> make(Client& client) {
  return std::make_unique<End>(client);
}

}  // namespace

const std::vector<Row>& rows() {
  static const std::vector<Row> all{
      {"WebSocket", "wss://example.com/ws", Carries::Frames, make<WebSocketEnd>},
      {"BOSH", "https://example.com/bosh", Carries::Bodies, make<BoshEnd>},
      {"inside BOSH", "https://example.com/bosh", Carries::Payload, make<BoshPayloadEnd>},
#ifdef HOSTILE_HAS_TCP
      {"TCP", tcp_url, Carries::Stream, make_tcp_end<0>, stream::make_tcp},
      {"TCP in pieces of 1", tcp_url, Carries::Stream, make_tcp_end<1>, stream::make_tcp},
      {"TCP in pieces of 7", tcp_url, Carries::Stream, make_tcp_end<7>, stream::make_tcp},
#endif
  };
  return all;
}

std::string open_frame(std::string_view domain) {
  return "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='" + std::string(domain) +
         "' id='s1' version='1.0' xml:lang='en'/>";
}

}  // namespace hostile
