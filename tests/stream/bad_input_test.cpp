// SPDX-License-Identifier: MIT
// What a server must not do to us before or during the login, over every transport: each is refused, told with its
// reason and logged. RFC 6120 sections 4.9.3.19, 6.4.6 and 7; RFC 7395 3.6.1 and 6; XEP-0124 17; XEP-0388, XEP-0484.
#include <algorithm>

#include "stream/sasl_ht.h"
#include "support/login.h"
#include "xml/reader.h"

using namespace support;
using stream::Failure;

namespace {

constexpr const char* bosh_url = "https://example.com/http-bind";

bool is_logged(Wire& wire, std::string_view part) {
  const auto& lines = wire.link().log_lines();
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

bool has_sent(Wire& wire, std::string_view part) {
  const auto& sent = wire.link().sent;
  return std::any_of(sent.begin(), sent.end(), [&](const std::string& frame) {
    return frame.find(part) != std::string::npos;
  });
}

// The last word on the login, and nothing after it.
stream::Problem refusal(Wire& wire, std::string_view logged) {
  INFO("logged: " << (wire.link().log_lines().empty() ? "" : wire.link().log_lines().back()));
  CHECK(is_logged(wire, logged));
  const auto* failed = wire.link().last_status<stream::Failed>();
  REQUIRE(failed != nullptr);
  const stream::Problem why = failed->why;
  wire.skip();
  wire.advance(10min);
  CHECK(wire.link().opened.empty());
  CHECK(wire.link().sent.empty());
  return why;
}

std::string sasl2_offer(std::string_view mechanism) {
  return Link::features_frame(
      "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>" + std::string(mechanism) +
      "</mechanism><inline><bind xmlns='urn:xmpp:bind:0'/>"
      "<fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-NONE</mechanism></fast>"
      "</inline></authentication>");
}

std::string sasl2_success(std::string_view jid, std::string_view additional,
                          std::string_view inside) {
  std::string out = "<success xmlns='urn:xmpp:sasl:2'>";
  if (!additional.empty()) {
    out += "<additional-data>" + base::encode_base64(additional) + "</additional-data>";
  }
  return out + "<authorization-identifier>" + std::string(jid) + "</authorization-identifier>" +
         std::string(inside) + "</success>";
}

std::string token(std::string_view text) {
  return "<token xmlns='urn:xmpp:fast:0' expiry='2026-12-24T00:00:00Z' token='" +
         std::string(text) + "'/>";
}

constexpr const char* bound = "<bound xmlns='urn:xmpp:bind:0'/>";

// Connecting with a portal's token instead of a password.
Wire with_bearer() {
  Wire wire(Wire::usual());
  wire.performs(session::Connect{.account = *xmpp::Jid::parse("juliet@example.com"),
                                 .token = base::Secret("of the portal")});
  wire.link().open_socket();
  wire.receives(server_open());
  return wire;
}

Wire over_bosh() {
  Wire wire = connecting({.endpoints = {bosh_url}, .allow_plain = true});
  REQUIRE(wire.link().http.size() == 1);
  return wire;
}

void answer(Wire& wire, uint16_t status, const std::string& type, const std::string& body) {
  REQUIRE_FALSE(wire.link().http.empty());
  wire.link().input(base::HttpReply{wire.link().http.back().request, status, type, body});
}

std::string large_open() {
  std::string open = server_open();
  open.insert(open.size() - 2, " x='" + std::string(1u << 20, 'a') + "'");
  return open;
}

}  // namespace

TEST_CASE("a redirect to a foreign host is refused, whatever the moment", "[stream][bad-input]") {
  constexpr const char* target = "wss://evil.example/ws";
  const std::string close = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='" +
                            std::string(target) + "'/>";
  for (Wire (*stage)() : {+[] { return opened(); }, +[] { return awaiting_features(); },
                          +[] { return authenticated(); }}) {
    Wire wire = stage();
    wire.skip().receives(close).sends(our_close).sends_nothing();
    const stream::Problem why = refusal(wire, "the connection ended: Redirected");
    CHECK(why.failure == Failure::Redirected);
    CHECK(why.text == target);
  }
}

TEST_CASE("see-other-host to a foreign host is refused", "[stream][bad-input]") {
  Wire wire = awaiting_features();
  wire.skip()
      .receives(
          "<stream:error xmlns:stream='http://etherx.jabber.org/streams'><see-other-host "
          "xmlns='urn:ietf:params:xml:ns:xmpp-streams'>evil.example:443</see-other-host>"
          "</stream:error>")
      .sends(our_close)
      .sends_nothing();
  CHECK(refusal(wire, "Redirected").failure == Failure::Redirected);
}

TEST_CASE("a portal's token for another account logs nobody in", "[stream][bad-input]") {
  SECTION("SASL 2 says whose it is") {
    Wire wire = with_bearer();
    wire.receives(sasl2_offer("OAUTHBEARER")).skip();
    wire.receives(sasl2_success("mallory@example.com/x", "", bound + token("new")))
        .sends(stream_error("not-authorized"))
        .sends(our_close)
        .sends_nothing();
    CHECK(refusal(wire, "another account").failure == Failure::ForeignIdentity);
  }
  SECTION("SASL 1 shows it when a resource is bound") {
    Wire wire = with_bearer();
    wire.receives(offer({"OAUTHBEARER"})).skip();
    wire.receives(sasl("success")).sends(our_open).receives(server_open());
    wire.sends(our_bind).receives(Link::features_frame(bind_feature));
    wire.receives(Link::bind_result(wire.id(), "mallory@example.com/x"))
        .sends(stream_error("not-authorized"))
        .sends(our_close)
        .sends_nothing();
    CHECK(refusal(wire, "another account").failure == Failure::ForeignIdentity);
  }
}

TEST_CASE("a token's success for another account is refused, and its new token is not kept",
          "[stream][bad-input]") {
  Wire wire = awaiting_features();
  wire.receives(sasl2_offer("PLAIN")).skip();
  wire.receives(sasl2_success("juliet@example.com/x", "", bound + token("first")))
      .receives(Link::features_frame(""));
  REQUIRE(wire.link().last_status<stream::Fresh>() != nullptr);
  wire.link().close_socket(1001);
  wire.skip().advance(2s);
  wire.link().open_socket();
  wire.skip().receives(server_open()).receives(sasl2_offer("PLAIN"));
  const std::string proof = base::hmac(base::HashAlgorithm::Sha256, "first", "Responder");
  wire.receives(sasl2_success("mallory@example.com/x", proof, bound + token("evil")))
      .sends(stream_error("not-authorized"))
      .sends(our_close);
  CHECK_FALSE(has_sent(wire, "presence"));
  CHECK(refusal(wire, "another account").failure == Failure::ForeignIdentity);
  for (const base::Keep& record : wire.link().kept) {
    CHECK(record.value.find("evil") == std::string::npos);
  }
}

TEST_CASE("a bound address that is not ours ends the login", "[stream][bad-input]") {
  Wire wire = authenticated();
  wire.sends(our_bind).receives(Link::features_frame(bind_feature));
  wire.receives(Link::bind_result(wire.id(), "mallory@evil.example/x"))
      .sends(stream_error("not-authorized"))
      .sends(our_close)
      .sends_nothing();
  CHECK(refusal(wire, "bound an address of another account").failure == Failure::ForeignIdentity);
}

TEST_CASE("a frame of a megabyte before the login is refused as too much", "[stream][bad-input]") {
  SECTION("over WebSocket") {
    Wire wire = opened();
    wire.receives(large_open()).sends(stream_error("policy-violation")).sends(our_close);
    const stream::Problem why = refusal(wire, "the frame is longer than the limit");
    CHECK(why.failure == Failure::BadXml);
    CHECK(why.condition == xmpp::StreamCondition::PolicyViolation);
  }
  SECTION("over BOSH, where the host hands over one byte more than was asked for") {
    Wire wire = over_bosh();
    const size_t most = wire.link().http.back().max_bytes;
    CHECK(most == xml::frame_bytes_before_login);
    answer(wire, 200, "text/xml",
           ("<body xmlns='http://jabber.org/protocol/httpbind' sid='s' x='" +
            std::string(1u << 20, 'a'))
               .substr(0, most + 1));
    const stream::Problem why = refusal(wire, "the frame is longer than the limit");
    CHECK(why.failure == Failure::BadXml);
    CHECK(why.condition == xmpp::StreamCondition::PolicyViolation);
  }
}

TEST_CASE("a page of HTML where BOSH was expected is said to be none", "[stream][bad-input]") {
  struct Page {
    uint16_t status;
    std::string text;
  };
  for (const Page& page :
       {Page{200, "<!DOCTYPE html><html><head><title>Log in to the hotel</title></head></html>"},
        Page{200, "<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>"},
        Page{404, "<html>Not Found</html>"}, Page{502, "<html><h1>502 Bad Gateway</h1></html>"},
        Page{503, "<html>maintenance</html>"}}) {
    CAPTURE(page.status, page.text);
    Wire wire = over_bosh();
    answer(wire, page.status, "text/html", page.text);
    const stream::Problem why = refusal(wire, "the connection ended: NoBosh");
    CHECK(why.failure == Failure::NoBosh);
    // Our own words about it are for the log, not to be quoted as the server's.
    CHECK(why.text.empty());
  }
}

TEST_CASE("what broke a BOSH connection is not quoted as words of the server",
          "[stream][bad-input]") {
  Wire wire = over_bosh();
  answer(wire, 503, "", "");
  const stream::Problem why = refusal(wire, "HTTP status 503");
  CHECK(why.failure == Failure::Unreachable);
  CHECK(why.text.empty());
}
