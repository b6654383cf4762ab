// SPDX-License-Identifier: MIT
// Tests of src/platform/native/ws_url.cpp.
#include "platform/native/ws_url.h"

#include "support/catch.h"

using platform::parse_ws_url;
using platform::WsUrl;

TEST_CASE("WebSocket URLs are taken apart", "[platform][url]") {
  auto is = [](std::string_view url, WsUrl wanted) {
    INFO(url);
    const auto parsed = parse_ws_url(url);
    REQUIRE(parsed);
    CHECK(*parsed == wanted);
  };
  is("wss://example.com/xmpp-websocket", {true, "example.com", "443", "/xmpp-websocket"});
  is("ws://localhost:5280/xmpp?a=b", {false, "localhost", "5280", "/xmpp?a=b"});
  is("WSS://example.com", {true, "example.com", "443", "/"});
  is("ws://example.com?x", {false, "example.com", "80", "/?x"});
  is("ws://[::1]:80/", {false, "::1", "80", "/"});
  is("wss://[2001:db8::7]", {true, "2001:db8::7", "443", "/"});
}

TEST_CASE("the Host header names the port when it is not the scheme's own", "[platform][url]") {
  CHECK(parse_ws_url("wss://example.com/")->authority() == "example.com");
  CHECK(parse_ws_url("wss://example.com:443/")->authority() == "example.com");
  CHECK(parse_ws_url("wss://example.com:80/")->authority() == "example.com:80");
  CHECK(parse_ws_url("ws://[::1]:5280/")->authority() == "[::1]:5280");
}

TEST_CASE("odd URLs are refused with a reason", "[platform][url]") {
  for (const char* url :
       {"", "http://example.com/", "example.com", "ws://", "ws:///path", "ws://user@example.com/",
        "ws://example.com:0/", "ws://example.com:65536/", "ws://example.com:/",
        "ws://example.com:8x/", "ws://example.com/#part", "ws://[::1/", "ws://[::1]x/",
        "ws://exa mple.com/", "ws://example.com/a\r\nEvil: 1", "ws://ex\xc3\xa4mple.com/"}) {
    INFO(url);
    const auto parsed = parse_ws_url(url);
    REQUIRE_FALSE(parsed);
    CHECK_FALSE(parsed.error().detail.empty());
  }
}
