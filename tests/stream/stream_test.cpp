// SPDX-License-Identifier: MIT
// The connection's life: beginnings, ends and everything that can go wrong between them.
#include "stream/stream.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;
using stream::Failure;

namespace {

constexpr const char* own = "juliet@example.com/balcony";

Wire bound() { return Wire::bound(own); }

std::string body_of_size(size_t bytes) {
  const std::string begin =
      "<message xmlns='jabber:client' from='romeo@example.net/o' type='chat'><body>";
  const std::string end = "</body></message>";
  return begin + std::string(bytes - begin.size() - end.size(), 'x') + end;
}

// A login up to, not including, the frame of this number; 6 frames make a session.
void log_in_partly(Wire& wire, int frames) {
  ScramServer server(base::HashAlgorithm::Sha256, "pencil");
  std::string bind;
  wire.link().open_socket();
  for (int frame = 0; frame < frames; ++frame) {
    Link& link = wire.link();
    const std::string last = link.sent.empty() ? "" : link.sent.back();
    if (last.rfind("<iq", 0) == 0) bind = last;
    link.sent.clear();
    if (frame == 0 || frame == 4) wire.receives(server_open());
    if (frame == 1) wire.receives(offer({"SCRAM-SHA-256"}));
    if (frame == 2 || frame == 3) {
      link.sent.push_back(last);
      std::string data = take_sasl(wire, frame == 2 ? "auth" : "response");
      wire.receives(frame == 2 ? sasl("challenge", server.first(data))
                               : sasl("success", server.final(data)));
      wire.advance(0ms);
    }
    if (frame == 5) wire.receives(Link::features_frame(bind_feature));
    if (frame == 6) wire.receives(Link::bind_result(attribute_of(bind, "id"), own));
  }
}

// At most a minute, whatever the jitter says.
void wait_for_attempt(Wire& wire) {
  wire.skip();
  for (int tenths = 0; wire.link().opened.empty() && tenths <= 600; ++tenths) wire.advance(100ms);
  wire.opens("wss://example.com/ws");
}

}  // namespace

// ---- beginnings ----

TEST_CASE("an address that is no account is refused before any socket", "[stream]") {
  for (const char* address : {"example.com", "juliet@example.com/home"}) {
    Wire wire;
    wire.performs(session::Connect{*xmpp::Jid::parse(address), base::Secret("x")});
    CHECK(wire.status<stream::Failed>().why.failure == Failure::BadAddress);
    CHECK(wire.link().opened.empty());
  }
}

TEST_CASE("trap 12: ws to another machine needs the deployer's leave", "[stream]") {
  Wire refused = connecting({.endpoints = {"ws://example.com/"}});
  CHECK(refused.status<stream::Failed>().why.failure == Failure::InsecureUrl);
  CHECK(refused.link().opened.empty());
  Wire allowed = connecting({.endpoints = {"ws://example.com/"}, .allow_insecure = true});
  allowed.opens("ws://example.com/");
  Wire loopback = connecting({.endpoints = {"ws://127.0.0.1:5280/"}});
  loopback.opens("ws://127.0.0.1:5280/");
}

TEST_CASE("an address that is no WebSocket's opens nothing", "[stream]") {
  for (const char* url : {"", "ftp://example.com/"}) {
    Wire wire = connecting({.endpoints = {url}});
    CHECK(wire.status<stream::Failed>().why.failure == Failure::Unreachable);
    CHECK(wire.link().opened.empty());
  }
}

TEST_CASE("a socket that never opens is an unreachable server", "[stream]") {
  Wire wire = connecting();
  wire.opens("wss://example.com/ws").status<stream::Connecting>();
  wire.link().close_socket();
  CHECK(wire.status<stream::Failed>().why.failure == Failure::Unreachable);
  wire.sends_nothing().advance(10min);
  CHECK(wire.link().opened.empty());
}

TEST_CASE("a socket has fifteen seconds to open", "[stream]") {
  Wire wire = connecting();
  wire.status<stream::Connecting>();
  wire.advance(15s - 1ms).no_events();
  wire.advance(1ms).closes_socket();
  CHECK(wire.status<stream::Failed>().why.failure == Failure::Timeout);
}

TEST_CASE("trap 1: without the subprotocol nothing is said", "[stream]") {
  for (const char* protocol : {"", "mqtt", "XMPP"}) {
    Wire wire = connecting();
    wire.skip();
    wire.link().open_socket(protocol);
    wire.sends_nothing().closes_socket();
    CHECK(wire.status<stream::Failed>().why.failure == Failure::NoXmpp);
  }
}

TEST_CASE("what another socket says does not count", "[stream]") {
  Wire wire = opened();
  Link& link = wire.link();
  const base::SocketId old = link.socket;
  link.connect("juliet@example.com", "pencil");  // replaces the first attempt
  REQUIRE(link.socket == old + 1);
  wire.skip();
  link.input(base::SocketText{old, server_open()});
  link.input(base::SocketOpened{old, "xmpp"});
  link.input(base::SocketClosed{.socket = old, .code = 1006});
  wire.sends_nothing().no_events();
  link.open_socket();
  wire.sends(our_open);
}

// ---- stream errors ----

TEST_CASE("a stream error during the login is named", "[stream]") {
  const std::pair<const char*, Failure> table[] = {{"host-unknown", Failure::UnknownHost},
                                                   {"improper-addressing", Failure::UnknownHost},
                                                   {"not-authorized", Failure::WrongPassword},
                                                   {"policy-violation", Failure::StreamError},
                                                   {"system-shutdown", Failure::StreamError}};
  for (auto [condition, failure] : table) {
    INFO(condition);
    Wire wire = awaiting_features();
    wire.receives(stream_error(condition)).sends(our_close).sends_nothing();
    CHECK(login_failure(wire).failure == failure);
  }
}

TEST_CASE("trap 10: the reason is read although Prosody declares no prefix", "[stream]") {
  Wire wire = opened();
  wire.receives(stream_error("host-unknown", false)).sends(our_close);
  CHECK(login_failure(wire).failure == Failure::UnknownHost);
}

TEST_CASE("trap 11: the error is kept, not the \"1000 normal\" after it", "[stream]") {
  Wire wire = bound();
  wire.receives(stream_error("conflict")).sends(our_close).closes_socket();
  CHECK(wire.status<stream::Failed>().why.failure == Failure::Replaced);
  wire.receives(our_close);
  wire.link().close_socket(1000);
  wire.sends_nothing().no_events();
}

TEST_CASE("a session that was replaced does not fight for its place", "[stream]") {
  Wire wire = bound();
  wire.receives(stream_error("conflict")).skip();
  wire.link().close_socket(1000);
  wire.link().network_online();
  wire.performs(session::RetryNow{}).advance(1h).no_events();
  CHECK(wire.link().opened.empty());
}

TEST_CASE("a server that stops is waited for", "[stream]") {
  Wire wire = bound();
  wire.receives(stream_error("system-shutdown")).sends(our_close).closes_socket();
  auto status = wire.status<stream::Suspended>();
  CHECK(status.why.failure == Failure::StreamError);
  CHECK(status.why.condition == xmpp::StreamCondition::SystemShutdown);
  wire.skip().advance(1s).opens("wss://example.com/ws");
}

// ---- <close/> ----

TEST_CASE("a <close/> of the server is answered, and the session made anew", "[stream]") {
  Wire wire = bound();
  wire.receives(our_close).sends(our_close).sends_nothing().closes_socket();
  CHECK(wire.status<stream::Suspended>().why.failure == Failure::ConnectionLost);
}

TEST_CASE("trap 9: another endpoint is reported, never followed", "[stream]") {
  for (const char* uri : {"ws://other.example/", "wss://evil.example/", "https://example.com/bosh",
                          "wss://example.com/other"}) {
    const std::string frame = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='" +
                              std::string(uri) + "'/>";
    Wire login = awaiting_features();
    login.receives(frame).sends(our_close).sends_nothing();
    stream::Problem why = login_failure(login);
    CHECK(why.failure == Failure::Redirected);
    CHECK(why.text == uri);
    Wire online = bound();
    online.receives(frame).sends(our_close).sends_nothing();
    CHECK(online.status<stream::Suspended>().why.failure == Failure::Redirected);
    online.advance(1s).opens("wss://example.com/ws");
  }
  Wire host = bound();
  host.receives(
      "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>"
      "evil.example</see-other-host></stream:error>");
  CHECK(host.status<stream::Suspended>().why.text == "evil.example");
  host.skip().advance(1s).opens("wss://example.com/ws");
}

// ---- frames that are no XMPP ----

TEST_CASE("a frame that is no XML ends the login with one sentence to the server", "[stream]") {
  const std::pair<const char*, const char*> table[] = {
      {"hello", "not-well-formed"},
      {"", "not-well-formed"},
      {"<open", "not-well-formed"},
      {"<!DOCTYPE html><html/>", "restricted-xml"},
      {"<a><!-- c --></a>", "restricted-xml"},
      {"<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "unsupported-encoding"}};
  for (auto [frame, condition] : table) {
    INFO(frame);
    Wire wire = awaiting_features();
    wire.receives(frame).sends(stream_error(condition)).sends(our_close).sends_nothing();
    stream::Problem why = login_failure(wire);
    CHECK(why.failure == Failure::BadXml);
    CHECK(xmpp::name_of(why.condition) == condition);
  }
}

TEST_CASE("a poison frame costs at most two reconnects", "[stream]") {
  Wire wire = bound();
  for (int reconnects = 0; reconnects < 2; ++reconnects) {
    wire.receives("<message>").sends(stream_error("not-well-formed")).sends(our_close);
    CHECK(wire.status<stream::Suspended>().why.failure == Failure::BadXml);
    wire.skip().advance(2s).opens("wss://example.com/ws");
    REQUIRE(wire.link().log_in(own));
    wire.skip();
  }
  wire.receives("<message>");
  CHECK(wire.status<stream::Failed>().why.failure == Failure::BadXml);
  wire.skip().advance(1h);
  CHECK(wire.link().opened.empty());
}

TEST_CASE("before the login a frame may have 64 KiB, and not a byte more", "[stream]") {
  auto features_of_size = [](size_t bytes) {
    const std::string begin = Link::features_frame("<x xmlns='urn:x'></x>");
    std::string frame = begin;
    frame.insert(frame.find("</x>"), std::string(bytes - begin.size(), 'y'));
    return frame;
  };
  Wire good = authenticated();  // after the login already: nothing to refuse
  good.skip();
  good.receives(features_of_size(65537)).sends(stream_error("unsupported-feature"));
  Wire at_limit = awaiting_features();
  at_limit.receives(features_of_size(65536));
  CHECK(at_limit.sends(our_close).status<stream::Failed>().why.failure == Failure::NoMechanism);
  Wire beyond = awaiting_features();
  beyond.receives(features_of_size(65537)).sends(stream_error("policy-violation"));
  CHECK(login_failure(beyond).failure == Failure::BadXml);
}

TEST_CASE("in a session a frame may have 8 MiB, and not a byte more", "[stream]") {
  Wire wire = bound();
  wire.receives(body_of_size(8u << 20));
  CHECK(wire.event<session::MessageReceived>().content.body.size() > 8'000'000);
  wire.receives(body_of_size((8u << 20) + 1)).sends(stream_error("policy-violation"));
  CHECK(wire.status<stream::Suspended>().why.failure == Failure::BadXml);
}

TEST_CASE("after a break the limit is low again until the next login", "[stream]") {
  Wire wire = bound();
  wire.link().close_socket();
  wire.skip().advance(1s);
  wire.link().open_socket();
  wire.skip().receives(body_of_size(65537)).sends(stream_error("policy-violation"));
}

TEST_CASE("elements that are no stanzas are passed over in a session", "[stream]") {
  Wire wire = bound();
  for (const char* frame :
       {"<shutdown xmlns='urn:evil:admin'/>", "<r xmlns='urn:xmpp:sm:3'/>",
        "<message xmlns='jabber:server' from='romeo@example.net'><body>x</body>"
        "</message>",
        "<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>", "<iq type='odd' id='1'/>",
        "<message from='a@b@c'/>", "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"}) {
    INFO(frame);
    wire.receives(frame).sends_nothing().no_events();
  }
  wire.receives(Link::features_frame("")).sends_nothing().no_events();
}

TEST_CASE("a wrapper element or a second <open/> ends the stream", "[stream]") {
  Wire wrapped = bound();
  wrapped
      .receives(
          "<stream:stream xmlns='jabber:client' "
          "xmlns:stream='http://etherx.jabber.org/streams'><message "
          "from='romeo@example.net' type='chat'><body>x</body></message></stream:stream>")
      .sends(stream_error("unsupported-stanza-type"))
      .sends(our_close);
  wrapped.status<stream::Suspended>();
  wrapped.no_events();
  Wire open = bound();
  open.receives(server_open()).sends(stream_error("bad-format")).sends(our_close);
}

TEST_CASE("an <open/> or <close/> in a foreign namespace ends the stream with invalid-namespace",
          "[stream]") {
  for (const char* frame : {"<open xmlns='urn:evil'/>", "<close xmlns='jabber:client'/>"}) {
    INFO(frame);
    Wire wire = bound();
    wire.receives(frame).sends(stream_error("invalid-namespace")).sends(our_close);
    CHECK(wire.status<stream::Suspended>().why.condition ==
          xmpp::StreamCondition::InvalidNamespace);
    wire.no_events();
  }
}

// ---- breaks ----

TEST_CASE("a login cut at any frame ends in one clear failure and a working client", "[stream]") {
  for (int frames = 0; frames <= 6; ++frames) {
    INFO(frames);
    Wire wire = connecting();
    log_in_partly(wire, frames);
    wire.skip();
    wire.link().close_socket();
    CHECK(wire.status<stream::Failed>().why.failure == Failure::ConnectionLost);
    wire.sends_nothing().advance(10min);
    CHECK(wire.link().opened.empty());
    wire.skip().link().connect("juliet@example.com", "pencil");
    log_in_partly(wire, 7);
    CHECK(wire.link().last_status<stream::Fresh>() != nullptr);
  }
}

TEST_CASE("a reconnect cut at any frame is tried again until it works", "[stream]") {
  Wire wire = connecting();
  log_in_partly(wire, 7);
  REQUIRE(wire.link().last_status<stream::Fresh>() != nullptr);
  wire.link().close_socket();
  for (int frames = 0; frames <= 6; ++frames) {
    INFO(frames);
    wait_for_attempt(wire);
    log_in_partly(wire, frames);
    wire.skip();
    wire.link().close_socket();
    CHECK(wire.status<stream::Suspended>().why.failure == Failure::ConnectionLost);
  }
  wait_for_attempt(wire);
  log_in_partly(wire, 7);
  CHECK(wire.link().last_status<stream::Fresh>() != nullptr);
}

TEST_CASE("a lost connection says when the next attempt is, and makes it then", "[stream]") {
  Wire wire = bound();
  wire.link().close_socket();
  base::Duration longest{};
  for (int attempt = 0; attempt < 12; ++attempt) {
    auto status = wire.status<stream::Suspended>();
    const base::Duration wait = status.next_attempt - wire.link().now.steady;
    REQUIRE(wait >= 0ms);
    REQUIRE(wait <= std::min<base::Duration>(60s, 1s * (1 << attempt)));
    longest = std::max(longest, wait);
    if (wait > 0ms) wire.skip().advance(wait - 1ms).no_events();
    wire.advance(1ms).opens("wss://example.com/ws").status<stream::Connecting>();
    wire.link().close_socket();
  }
  CHECK(longest > 10s);
}

TEST_CASE("the network's return and the user's wish end the waiting", "[stream]") {
  Wire wire = bound();
  wire.link().close_socket();
  wire.skip().link().network_online();
  wire.opens("wss://example.com/ws").status<stream::Connecting>();
  wire.link().network_online();  // an attempt under way is left alone
  wire.no_events();
  wire.link().close_socket();
  wire.skip().performs(session::RetryNow{}).opens("wss://example.com/ws");
}

TEST_CASE("a wrong password while reconnecting is final", "[stream]") {
  Wire wire = bound();
  wire.link().close_socket();
  wire.skip().advance(1s);
  wire.link().open_socket();
  wire.receives(server_open()).receives(offer({"PLAIN"}));
  wire.skip().receives(sasl_failure("not-authorized"));
  CHECK(wire.status<stream::Failed>().why.failure == Failure::WrongPassword);
}

// ---- good-byes ----

TEST_CASE("a log-out says good-bye and waits for the server's", "[stream]") {
  Wire wire = bound();
  wire.performs(session::Disconnect{});
  wire.sends("<presence type='unavailable'/>").sends(our_close).sends_nothing().no_events();
  // What was on its way is still delivered: the server believes that we have it.
  wire.receives("<message from='romeo@example.net/o' type='chat'><body>wait</body></message>");
  CHECK(wire.event<session::MessageReceived>().content.body == "wait");
  wire.receives(our_close).sends_nothing().closes_socket();
  wire.status<stream::Closed>();
  wire.advance(1h).no_events();
  CHECK(wire.link().opened.empty());
}

TEST_CASE("a server that does not say good-bye is given two seconds", "[stream]") {
  Wire wire = bound();
  wire.performs(session::Disconnect{}).skip();
  wire.advance(2s - 1ms).no_events();
  wire.advance(1ms).closes_socket().status<stream::Closed>();
}

TEST_CASE("whatever happens after a good-bye, it ends closed", "[stream]") {
  Wire wire = bound();
  wire.performs(session::Disconnect{}).skip();
  SECTION("the socket closes") { wire.link().close_socket(1000); }
  SECTION("an error") { wire.receives(stream_error("conflict")); }
  SECTION("rubbish") { wire.receives("rubbish"); }
  SECTION("asked for again") { wire.performs(session::Disconnect{}).receives(our_close); }
  wire.sends_nothing().status<stream::Closed>();
  wire.advance(1h).no_events();
}

TEST_CASE("a log-out ends attempts of every kind at once", "[stream]") {
  SECTION("while the socket opens") {
    Wire wire = connecting();
    wire.skip().performs(session::Disconnect{}).closes_socket().sends_nothing();
    wire.status<stream::Closed>();
  }
  SECTION("during the login") {
    Wire wire = awaiting_features();
    wire.performs(session::Disconnect{}).sends(our_close).closes_socket();
    wire.status<stream::Closed>();
  }
  SECTION("while waiting") {
    Wire wire = bound();
    wire.link().close_socket();
    wire.skip().performs(session::Disconnect{}).sends_nothing().status<stream::Closed>();
    wire.advance(1h).no_events();
  }
  SECTION("after a failure nothing more is said") {
    Wire wire = connecting();
    wire.link().close_socket();
    wire.skip().performs(session::Disconnect{}).no_events();
  }
}

TEST_CASE("a new login takes the place of a session at once", "[stream]") {
  Wire wire = bound();
  wire.link().connect("romeo@example.com", "pencil");
  wire.sends(our_close).closes_socket().status<stream::Closed>();
  wire.opens("wss://example.com/ws").status<stream::Connecting>();
}

// ---- sending ----

TEST_CASE("trap 13: a stanza above the server's limit is refused before it is sent", "[stream]") {
  auto message = [](size_t body) {
    return session::SendMessage{
        *xmpp::Jid::parse("romeo@example.net"), false, "m1", {std::string(body, 'x')}};
  };
  SECTION("where the server announces one") {
    Wire wire = authenticated();
    wire.receives(Link::features_frame(std::string(bind_feature) +
                                       "<limits xmlns='urn:xmpp:stream-limits:0'>"
                                       "<max-bytes>1000</max-bytes></limits>"))
        .sends(our_bind)
        .receives(Link::bind_result(wire.id(), own))
        .skip();
    const size_t around = 97 + 43;  // of a message without its body
    wire.performs(message(1000 - around));
    REQUIRE(wire.link().sent.size() == 1);
    CHECK(wire.link().sent.front().size() == 1000);
    wire.event<session::MessageSent>();
    wire.skip().performs(message(1000 - around + 1)).sends_nothing();
    auto failed = wire.event<session::MessageFailed>();
    CHECK(failed.id == "m1");
    CHECK(failed.error.condition == xmpp::Condition::PolicyViolation);
  }
  SECTION("where it does not, by what both servers take") {
    Wire wire = bound();
    wire.performs(message(256u << 10)).sends_nothing().event<session::MessageFailed>();
    wire.performs(message(250'000)).event<session::MessageSent>();
  }
}

TEST_CASE("trap 13: a pasted NUL does not end the session", "[stream]") {
  Wire wire = bound();
  wire.performs(session::SendMessage{*xmpp::Jid::parse("romeo@example.net"),
                                     false,
                                     "m1",
                                     {std::string("a\0b\x08 \xEF\xBF\xBE", 8)}});
  wire.sends(
      "<message to='romeo@example.net' id='m1' type='chat'>"
      "<body>a\xEF\xBF\xBD"
      "b\xEF\xBF\xBD \xEF\xBF\xBD</body></message>");
}
