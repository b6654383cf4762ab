// SPDX-License-Identifier: MIT
// Frames of the XMPP subprotocol.
#include "stream/framing_websocket.h"

#include "support/fixed_random.h"
#include "support/xml_equal.h"

using support::parse_xml;

namespace {

stream::Frame classify(const char* frame) { return stream::classify_frame(parse_xml(frame)); }

}  // namespace

TEST_CASE("trap 8: frames are told apart by namespace, not by spelling", "[stream][framing]") {
  for (const char* close : {"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>",
                            "<close xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" />",
                            "<f:close xmlns:f='urn:ietf:params:xml:ns:xmpp-framing'></f:close>"}) {
    INFO(close);
    CHECK(std::holds_alternative<stream::ServerClose>(classify(close)));
  }
  // RFC 7395 3.3.2
  for (const char* foreign :
       {"<close xmlns='urn:other'/>", "<close/>", "<open xmlns='jabber:client'/>"}) {
    INFO(foreign);
    CHECK(std::get<stream::Unreadable>(classify(foreign)).error.kind ==
          xml::ReadErrorKind::InvalidNamespace);
  }
  CHECK(std::holds_alternative<xml::Element>(classify("<opened xmlns='urn:other'/>")));
}

TEST_CASE("what the server's frames say is read", "[stream][framing]") {
  auto open = std::get<stream::ServerOpen>(
      classify("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='a.example' id='i' "
               "version='1.0'/>"));
  CHECK(open.from == "a.example");
  CHECK(open.id == "i");
  CHECK(open.version == "1.0");
  auto close = std::get<stream::ServerClose>(
      classify("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='wss://b/'/>"));
  CHECK(close.see_other_uri == "wss://b/");
}

TEST_CASE("trap 10: a stream error is read without the prefix being declared",
          "[stream][framing]") {
  auto error = std::get<xmpp::StreamError>(
      classify("<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
               "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>no</text></stream:error>"));
  CHECK(error.condition == xmpp::StreamCondition::HostUnknown);
  CHECK(error.text == "no");
}

TEST_CASE("the header of a stream is an <open/>", "[stream][framing]") {
  CHECK_XML(
      stream::make_open({.from = "juliet@example.com", .to = "example.com", .language = "de"}),
      parse_xml("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.com' "
                "from='juliet@example.com' version='1.0' xml:lang='de'/>"));
  CHECK_XML(stream::make_open({.to = "example.com", .language = "de"}),
            parse_xml("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.com' "
                      "version='1.0' xml:lang='de'/>"));
}

namespace {

// A framing on a desk: what it says is gathered, oldest first.
struct Desk {
  support::FixedRandom random{3};
  base::Env env{{base::Steady(base::Duration(1000)), base::Wall(base::Duration(5000))}, random};
  stream::WebSocketFraming framing{7, "wss://example.com/ws", true};

  explicit Desk(bool is_open = true) {
    framing.dial(env);
    if (!is_open) return;
    framing.handle(base::SocketOpened{7, "xmpp"}, env);
    drain();
  }
  std::vector<stream::Signal> drain() {
    std::vector<stream::Signal> out;
    while (auto signal = framing.poll()) out.push_back(std::move(*signal));
    return out;
  }
  template <class T>
  T only() {
    auto all = drain();
    REQUIRE(all.size() == 1);
    REQUIRE(std::holds_alternative<T>(all[0]));
    return std::get<T>(all[0]);
  }
  template <class T>
  T only_output() {
    auto output = only<base::Output>();
    REQUIRE(std::holds_alternative<T>(output));
    return std::get<T>(output);
  }
};

}  // namespace

TEST_CASE("dialling asks for the socket once", "[stream][framing]") {
  Desk desk(false);
  auto open = desk.only_output<base::OpenSocket>();
  CHECK(open.socket == 7);
  CHECK(open.url == "wss://example.com/ws");
}

TEST_CASE("trap 1: another subprotocol than xmpp is let go without a word", "[stream][framing]") {
  for (const char* protocol : {"", "mqtt", "XMPP"}) {
    Desk desk(false);
    desk.drain();
    desk.framing.handle(base::SocketOpened{7, protocol}, desk.env);
    auto signals = desk.drain();
    REQUIRE(signals.size() == 2);
    CHECK(std::holds_alternative<base::CloseSocket>(std::get<base::Output>(signals[0])));
    CHECK(std::get<stream::Broken>(signals[1]).failure == stream::Failure::NoXmpp);
    desk.framing.send("<presence xmlns='jabber:client'/>", desk.env);
    CHECK(desk.drain().empty());
  }
}

TEST_CASE("a socket that never opens is unreachable, one that closes is lost",
          "[stream][framing]") {
  Desk never(false);
  never.drain();
  never.framing.handle(base::SocketClosed{.socket = 7, .code = 1006}, never.env);
  CHECK(never.only<stream::Broken>().failure == stream::Failure::Unreachable);
  Desk lost;
  lost.framing.handle(base::SocketClosed{.socket = 7, .code = 1001, .was_open = true}, lost.env);
  CHECK(lost.only<stream::Broken>().failure == stream::Failure::ConnectionLost);
}

TEST_CASE("words of the host about a socket are not quoted as the server's", "[stream][framing]") {
  for (const uint16_t code : {1003, 1009}) {
    Desk refused;
    refused.framing.handle(
        base::SocketClosed{
            .socket = 7, .code = code, .reason = "The server sent binary data.", .was_open = true},
        refused.env);
    const auto broken = refused.only<stream::Broken>();
    CHECK(broken.text.empty());
    CHECK(broken.detail == "The server sent binary data.");
  }
  Desk closed;
  closed.framing.handle(
      base::SocketClosed{.socket = 7, .code = 1001, .reason = "Maintenance", .was_open = true},
      closed.env);
  CHECK(closed.only<stream::Broken>().text == "Maintenance");
}

TEST_CASE("dialling has its time", "[stream][framing]") {
  Desk desk(false);
  desk.drain();
  CHECK(desk.framing.next_wake() == desk.env.now.steady + stream::dial_timeout);
  desk.env.now.steady += stream::dial_timeout - base::Duration(1);
  desk.framing.handle(base::Tick{}, desk.env);
  CHECK(desk.drain().empty());
  desk.env.now.steady += base::Duration(1);
  desk.framing.handle(base::Tick{}, desk.env);
  CHECK(std::get<stream::Broken>(desk.drain().back()).failure == stream::Failure::Timeout);
}

TEST_CASE("what another socket says is not ours", "[stream][framing]") {
  Desk desk;
  desk.framing.handle(base::SocketText{8, "<presence xmlns='jabber:client'/>"}, desk.env);
  desk.framing.handle(base::SocketClosed{.socket = 8}, desk.env);
  CHECK(desk.drain().empty());
}

TEST_CASE("trap 4: a frame of the server that is not one element is unreadable",
          "[stream][framing]") {
  for (const char* frame :
       {" <presence xmlns='jabber:client'/>", "", "\n", "<a/><b/>", "\xEF\xBB\xBF<a/>"}) {
    Desk desk;
    desk.framing.handle(base::SocketText{7, frame}, desk.env);
    desk.only<stream::Unreadable>();
  }
}

TEST_CASE("trap 11: a good-bye with a reason is the error, then <close/>", "[stream][framing]") {
  Desk desk;
  desk.framing.close(xmpp::StreamCondition::PolicyViolation, desk.env);
  auto signals = desk.drain();
  REQUIRE(signals.size() == 2);
  auto text = [&](size_t i) {
    return std::get<base::SendText>(std::get<base::Output>(signals[i])).data;
  };
  CHECK(text(0).find("policy-violation") != std::string::npos);
  CHECK(text(1) == "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
  desk.framing.drop(desk.env);
  desk.only_output<base::CloseSocket>();
  desk.framing.handle(base::SocketClosed{.socket = 7, .code = 1000, .was_open = true}, desk.env);
  CHECK(desk.drain().empty());
}

TEST_CASE("before the login frames of more than 64 KiB are refused, afterwards of 8 MiB",
          "[stream][framing]") {
  auto frame = [](size_t size) {
    const std::string begin = "<message xmlns='jabber:client'><body>", end = "</body></message>";
    return begin + std::string(size - begin.size() - end.size(), 'x') + end;
  };
  Desk desk;
  desk.framing.handle(base::SocketText{7, frame(xml::frame_bytes_before_login)}, desk.env);
  desk.only<xml::Element>();
  desk.framing.handle(base::SocketText{7, frame(xml::frame_bytes_before_login + 1)}, desk.env);
  CHECK(desk.only<stream::Unreadable>().error.kind == xml::ReadErrorKind::PolicyViolation);
  Desk later;
  later.framing.set_limits({});
  later.framing.handle(base::SocketText{7, frame(1u << 20)}, later.env);
  later.only<xml::Element>();
}
