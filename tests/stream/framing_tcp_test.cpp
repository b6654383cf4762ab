// SPDX-License-Identifier: MIT
// Streams over TCP: what they say in any pieces, and that nothing goes on unencrypted.
#include "stream/framing_tcp.h"

#include <string>
#include <vector>

#include "base/overloaded.h"
#include "support/fixed_random.h"
#include "support/xml_equal.h"
#include "xml/writer.h"

using stream::Failure;

namespace {

using Trace = std::vector<std::string>;

const std::string server_header =
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
    "xmlns:stream='http://etherx.jabber.org/streams' from='a.example' id='i' version='1.0'>";
const std::string our_bare_header =
    "send <?xml version='1.0'?><stream:stream xmlns='jabber:client' "
    "xmlns:stream='http://etherx.jabber.org/streams' to='a.example' version='1.0'>";
const std::string our_header =
    "send <?xml version='1.0'?><stream:stream xmlns='jabber:client' "
    "xmlns:stream='http://etherx.jabber.org/streams' from='me@a.example' to='a.example' "
    "version='1.0' xml:lang='de'>";
const std::string offer =
    "<stream:features><starttls "
    "xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>";
const std::string no_offer =
    "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
    "<mechanism>PLAIN</mechanism></mechanisms></stream:features>";
const std::string no_offer_alone =
    "<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms "
    "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></"
    "stream:features>";
const std::string ask = "send <starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
const std::string proceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

std::string describe(const stream::Signal& signal) {
  return std::visit(
      base::Overloaded{
          [](const base::Output& output) {
            if (auto* open = std::get_if<base::OpenSocket>(&output)) {
              return "dial " + open->url + " for " + open->domain;
            }
            if (auto* text = std::get_if<base::SendText>(&output)) return "send " + text->data;
            if (auto* tls = std::get_if<base::StartTls>(&output)) return "tls " + tls->domain;
            return std::string(std::holds_alternative<base::CloseSocket>(output) ? "hang up" : "?");
          },
          [](const stream::TransportOpened&) { return std::string("up"); },
          [](const stream::ServerOpen& o) { return "open " + o.from + o.id + o.version; },
          [](const stream::ServerClose&) { return std::string("close"); },
          [](const xmpp::StreamError& e) {
            return "error " + std::string(xmpp::name_of(e.condition)) + e.other;
          },
          [](const xml::Element& e) { return xml::write(e); },
          [](const stream::Unreadable&) { return std::string("unreadable"); },
          [](const stream::Broken& b) { return "broken " + std::string(name_of(b.failure)); },
      },
      signal);
}

// A framing on a desk; what it hears comes in pieces of one size.
struct Desk {
  support::FixedRandom random{3};
  base::Env env{{base::Steady(base::Duration(1000)), base::Wall(base::Duration(5000))}, random};
  stream::TcpFraming framing;
  size_t piece;

  explicit Desk(stream::TcpFraming::Address address, size_t size = 100'000)
      : framing(7, std::move(address)), piece(size) {
    framing.dial(env);
  }
  // Where STARTTLS is to be asked for.
  static Desk plain(size_t size = 100'000) {
    return Desk({.url = "xmpp://a.example", .domain = "a.example"}, size);
  }
  // Encrypted, with a stream that is open both ways.
  static Desk open(size_t size = 100'000) {
    Desk desk({.url = "xmpps://a.example", .domain = "a.example", .is_direct = true}, size);
    desk.opened(true);
    desk.open_stream();
    desk.hear(server_header);
    desk.trace();
    return desk;
  }
  void opened(bool is_secured) {
    if (is_secured) framing.handle(base::SocketSecured{7}, env);
    framing.handle(base::SocketOpened{7, ""}, env);
  }
  void open_stream() {
    framing.open({.from = "me@a.example", .to = "a.example", .language = "de"}, env);
  }
  void hear(std::string_view bytes) {
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
      framing.handle(base::SocketText{7, std::string(bytes.substr(0, piece))}, env);
    }
  }
  Trace trace() {
    Trace out;
    while (auto signal = framing.poll()) out.push_back(describe(*signal));
    return out;
  }
};

constexpr size_t piece_sizes[] = {100'000, 7, 1};

}  // namespace

TEST_CASE("TLS from the first byte: the first words are the login's", "[stream][tcp]") {
  Desk desk({.url = "xmpps://a.example:5223", .domain = "a.example", .is_direct = true});
  CHECK(desk.trace() == Trace{"dial xmpps://a.example:5223 for a.example"});
  desk.opened(true);
  CHECK(desk.trace() == Trace{"up"});
  desk.open_stream();
  CHECK(desk.trace() == Trace{our_header});
  desk.hear(server_header + "<stream:features/>");
  CHECK(desk.trace() ==
        Trace{"open a.examplei1.0",
              "<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>"});
}

TEST_CASE("xmpps: without TLS is let go without a word", "[stream][tcp]") {
  Desk desk({.url = "xmpps://a.example", .domain = "a.example", .is_direct = true});
  desk.trace();
  desk.opened(false);
  CHECK(desk.trace() == Trace{"hang up", "broken NoTls"});
}

TEST_CASE("RFC 6120 5: STARTTLS comes first, and what was learnt before it is forgotten",
          "[stream][tcp]") {
  for (size_t size : piece_sizes) {
    INFO("in pieces of " << size);
    Desk desk = Desk::plain(size);
    desk.opened(false);
    // Not even who we are.
    CHECK(desk.trace() == Trace{"dial xmpp://a.example for a.example", our_bare_header});
    desk.open_stream();
    desk.framing.send("<presence/>", desk.env);
    CHECK(desk.trace().empty());
    desk.hear(server_header + offer);
    CHECK(desk.trace() == Trace{ask});
    desk.hear(proceed);
    CHECK(desk.trace() == Trace{"tls a.example"});
    CHECK(desk.framing.next_wake());
    desk.framing.handle(base::SocketSecured{7}, desk.env);
    CHECK(desk.trace() == Trace{"up"});
    CHECK_FALSE(desk.framing.next_wake());
    desk.open_stream();
    desk.hear(server_header + no_offer);
    CHECK(desk.trace() == Trace{our_header, "open a.examplei1.0", no_offer_alone});
  }
}

TEST_CASE("an SRV record may lead to TLS from the first byte under an xmpp: address",
          "[stream][tcp]") {
  Desk desk = Desk::plain();
  desk.trace();
  desk.opened(true);
  CHECK(desk.trace() == Trace{"up"});
}

TEST_CASE("a server without TLS is let go before anything is said to it", "[stream][tcp]") {
  for (size_t size : piece_sizes) {
    Desk desk = Desk::plain(size);
    desk.opened(false);
    desk.trace();
    desk.hear(server_header + no_offer);
    CHECK(desk.trace() == Trace{"send </stream:stream>", "hang up", "broken NoTls"});
    desk.open_stream();
    desk.framing.send("<presence/>", desk.env);
    desk.framing.drop(desk.env);
    CHECK(desk.trace().empty());
  }
}

TEST_CASE("STARTTLS that is refused, or answered with something else, ends the attempt",
          "[stream][tcp]") {
  const std::pair<std::string, std::string> answers[] = {
      {"<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>", "broken NoTls"},
      {"<proceed xmlns='urn:other'/>", "broken NoXmpp"},
      {"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", "broken NoXmpp"},
      {"</stream:stream>", "broken ConnectionLost"},
      {"<!-- -->", "broken NoXmpp"},
  };
  for (const auto& [answer, outcome] : answers) {
    for (size_t size : piece_sizes) {
      INFO(answer);
      Desk desk = Desk::plain(size);
      desk.opened(false);
      desk.hear(server_header + offer);
      desk.trace();
      desk.hear(answer);
      CHECK(desk.trace() == Trace{"send </stream:stream>", "hang up", outcome});
    }
  }
}

TEST_CASE("bytes injected between <proceed/> and TLS are never read as if they were encrypted",
          "[stream][tcp]") {
  for (const std::string& injected :
       {std::string(" "), std::string("\n"), std::string("<"), std::string("<iq/>"),
        server_header + no_offer, std::string("</stream:stream>"), std::string("\x16\x03")}) {
    for (size_t size : piece_sizes) {
      INFO(injected << " in pieces of " << size);
      Desk desk = Desk::plain(size);
      desk.opened(false);
      desk.hear(server_header + offer);
      desk.trace();
      desk.hear(proceed + injected);
      Trace trace = desk.trace();
      CHECK(trace.back() == "broken NoTls");
      CHECK(trace[trace.size() - 2] == "hang up");
      // Whatever the host does with the output before that: nothing comes of it.
      desk.framing.handle(base::SocketSecured{7}, desk.env);
      CHECK(desk.trace().empty());
    }
  }
}

TEST_CASE("what anybody on the way may say before TLS neither logs in nor ends a session",
          "[stream][tcp]") {
  const std::string error_begin = "<stream:error><";
  const std::string error_end =
      " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>";
  const auto heard = [](const std::string& bytes) {
    Desk desk = Desk::plain();
    desk.opened(false);
    desk.trace();
    desk.hear(bytes);
    return desk.trace();
  };
  CHECK(heard("HTTP/1.1 400 Bad Request\r\n\r\n").back() == "broken NoXmpp");
  CHECK(heard("<html>").back() == "broken NoXmpp");
  CHECK(heard(server_header + "<iq/>").back() == "broken NoXmpp");
  CHECK(heard(server_header + "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>").back() ==
        "broken NoXmpp");
  CHECK(heard("<!DOCTYPE a>").back() == "broken NoXmpp");
  CHECK(heard(server_header + error_begin + "not-authorized" + error_end).back() ==
        "broken ConnectionLost");
  CHECK(heard(server_header + error_begin + "policy-violation" + error_end).back() ==
        "broken ConnectionLost");
  // Where to go instead is for the deployer's list to judge.
  CHECK(heard(server_header +
              "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>b.example"
              "</see-other-host></stream:error>") == Trace{"error see-other-hostb.example"});
  CHECK(heard(server_header + error_begin + "host-unknown" + error_end).front() ==
        "error host-unknown");
  CHECK(heard(server_header + std::string(100'000, '<')).back() == "broken NoXmpp");
}

TEST_CASE("only this very machine may stay without TLS, and only where it was allowed",
          "[stream][tcp]") {
  support::FixedRandom random{3};
  base::Env env{{base::Steady(base::Duration(1000)), base::Wall(base::Duration(5000))}, random};
  const auto outcome = [&](const std::string& url, bool is_allowed) {
    stream::Config config{.account = *xmpp::Jid::parse("me@a.example"),
                          .allow_insecure = is_allowed};
    auto framing = stream::make_tcp(7, url, config);
    framing->dial(env);
    framing->handle(base::SocketOpened{7, ""}, env);
    framing->handle(base::SocketText{7, server_header + no_offer}, env);
    std::string last;
    while (auto signal = framing->poll()) last = describe(*signal);
    return last;
  };
  CHECK(outcome("xmpp://127.0.0.1:5222", true) == "up");
  CHECK(outcome("xmpp://localhost:5222", true) == "up");
  CHECK(outcome("xmpp://[::1]:5222", true) == "up");
  CHECK(outcome("xmpp://127.0.0.1:5222", false) == "broken NoTls");
  CHECK(outcome("xmpp://a.example", true) == "broken NoTls");
  CHECK(outcome("xmpp://localhost.a.example", true) == "broken NoTls");
  CHECK(outcome("xmpps://127.0.0.1:5223", true) == "broken NoTls");
}

TEST_CASE("a stream that stays plain is opened once, and hears what was already said",
          "[stream][tcp]") {
  Desk desk({.url = "xmpp://localhost", .domain = "a.example", .may_be_plain = true});
  desk.opened(false);
  desk.hear(server_header + no_offer);
  CHECK(desk.trace().back() == "up");
  desk.open_stream();
  CHECK(desk.trace() == Trace{"open a.examplei1.0", no_offer_alone});
  desk.open_stream();
  CHECK(desk.trace() == Trace{our_header});
  // Where it does offer TLS, that is taken.
  Desk better({.url = "xmpp://localhost", .domain = "a.example", .may_be_plain = true});
  better.opened(false);
  better.hear(server_header + offer);
  CHECK(better.trace().back() == ask);
}

TEST_CASE("RFC 6120 4.3.3: after the login the stream begins anew, without an end",
          "[stream][tcp]") {
  for (size_t size : piece_sizes) {
    Desk desk = Desk::open(size);
    desk.hear("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    CHECK(desk.trace() == Trace{"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"});
    desk.open_stream();
    desk.hear(server_header + "<stream:features/> <iq type='get'/>\n</stream:stream>");
    CHECK(desk.trace() ==
          Trace{our_header, "open a.examplei1.0",
                "<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>",
                "<iq xmlns='jabber:client' type='get'/>", "close"});
  }
}

TEST_CASE("a good-bye with a reason is the error, then the end of the stream", "[stream][tcp]") {
  Desk desk = Desk::open();
  desk.framing.close(xmpp::StreamCondition::PolicyViolation, desk.env);
  Trace trace = desk.trace();
  REQUIRE(trace.size() == 2);
  CHECK(trace[0].find("<stream:error") != std::string::npos);
  CHECK(trace[0].find("policy-violation") != std::string::npos);
  CHECK(trace[1] == "send </stream:stream>");
  desk.framing.drop(desk.env);
  CHECK(desk.trace() == Trace{"hang up"});
}

TEST_CASE("a stream error and the end of the stream are told apart from stanzas", "[stream][tcp]") {
  Desk desk = Desk::open();
  desk.hear(
      "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
      "</stream:stream>");
  CHECK(desk.trace() == Trace{"error conflict", "close"});
}

TEST_CASE("what XMPP forbids is unreadable, what is no XMPP at all is another server",
          "[stream][tcp]") {
  for (size_t size : piece_sizes) {
    Desk desk = Desk::open(size);
    desk.hear("<iq/><!-- --><presence/>");
    CHECK(desk.trace() == Trace{"<iq xmlns='jabber:client'/>", "unreadable"});
    Desk stranger({.url = "xmpps://a.example", .domain = "a.example", .is_direct = true}, size);
    stranger.opened(true);
    stranger.open_stream();
    stranger.trace();
    stranger.hear("HTTP/1.1 400 Bad Request\r\n\r\n");
    CHECK(stranger.trace() == Trace{"send </stream:stream>", "hang up", "broken NoXmpp"});
    Desk foreign({.url = "xmpps://a.example", .domain = "a.example", .is_direct = true}, size);
    foreign.opened(true);
    foreign.open_stream();
    foreign.trace();
    // RFC 6120 4.8.1
    foreign.hear("<stream:stream xmlns='jabber:client' xmlns:stream='urn:evil' version='1.0'>");
    CHECK(foreign.trace() == Trace{"unreadable"});
  }
}

TEST_CASE("before the login stanzas of more than 64 KiB are refused, afterwards of 8 MiB, in TCP",
          "[stream][tcp]") {
  const auto stanza = [](size_t size) {
    const std::string begin = "<message><body>", end = "</body></message>";
    return begin + std::string(size - begin.size() - end.size(), 'x') + end;
  };
  Desk desk = Desk::open(1400);
  desk.hear(stanza(xml::frame_bytes_before_login));
  CHECK(desk.trace().size() == 1);
  desk.hear(stanza(xml::frame_bytes_before_login + 1));
  CHECK(desk.trace() == Trace{"unreadable"});
  Desk later = Desk::open(1400);
  later.framing.set_limits({});
  later.hear(stanza(8u << 20));
  CHECK(later.trace().size() == 1);
  later.hear(stanza((8u << 20) + 1));
  CHECK(later.trace() == Trace{"unreadable"});
}

TEST_CASE("how a TCP connection ends says why", "[stream][tcp]") {
  const auto ended = [](Desk desk, base::SocketClosed how) {
    desk.trace();
    how.socket = 7;
    desk.framing.handle(how, desk.env);
    return desk.trace().back();
  };
  const auto securing = [] {
    Desk desk = Desk::plain();
    desk.opened(false);
    desk.hear(server_header + offer + proceed);
    return desk;
  };
  CHECK(ended(Desk::plain(), {.code = 1006}) == "broken Unreachable");
  CHECK(ended(Desk::plain(), {.code = stream::tls_failed}) == "broken NoTls");
  CHECK(ended(securing(), {.code = stream::tls_failed, .was_open = true}) == "broken NoTls");
  CHECK(ended(securing(), {.code = 1006, .was_open = true}) == "broken ConnectionLost");
  CHECK(ended(Desk::open(), {.code = 1006, .was_open = true}) == "broken ConnectionLost");
}

TEST_CASE("dialling over TCP, and STARTTLS, have their time", "[stream][tcp]") {
  Desk desk = Desk::plain();
  const base::Steady begun = desk.env.now.steady;
  CHECK(desk.framing.next_wake() == begun + stream::tcp_dial_timeout);
  desk.opened(false);
  desk.trace();
  CHECK(desk.framing.next_wake() == begun + stream::starttls_timeout);
  desk.env.now.steady = begun + stream::starttls_timeout - base::Duration(1);
  desk.framing.handle(base::Tick{}, desk.env);
  CHECK(desk.trace().empty());
  desk.env.now.steady += base::Duration(1);
  desk.framing.handle(base::Tick{}, desk.env);
  CHECK(desk.trace().back() == "broken Timeout");
}

TEST_CASE("what another socket says over TCP is not ours", "[stream][tcp]") {
  Desk desk = Desk::open();
  desk.framing.handle(base::SocketText{8, "<iq/>"}, desk.env);
  desk.framing.handle(base::SocketClosed{.socket = 8}, desk.env);
  desk.framing.handle(base::SocketSecured{8}, desk.env);
  CHECK(desk.trace().empty());
}
