// SPDX-License-Identifier: MIT
// Tests of src/platform/native/http_url.cpp.
#include "platform/native/http_url.h"

#include "support/catch.h"

using platform::HttpUrl;
using platform::parse_http_url;

TEST_CASE("HTTP URLs are taken apart as WebSocket URLs are", "[platform][url]") {
  const auto parsed = parse_http_url("https://example.com/http-bind?x=1");
  REQUIRE(parsed);
  CHECK(*parsed == HttpUrl{true, "example.com", "443", "/http-bind?x=1"});
  CHECK(parsed->authority() == "example.com");
  CHECK(*parse_http_url("http://[::1]:5280") == HttpUrl{false, "::1", "5280", "/"});
  CHECK(parse_http_url("http://[::1]:5280")->authority() == "[::1]:5280");
}

TEST_CASE("odd HTTP URLs are refused with a reason", "[platform][url]") {
  for (const char* url : {"", "http", "ws://example.com/", "wss://example.com/", "://example.com/",
                          "https://user@example.com/", "https://a/#part", "https://a:0/",
                          "https://a/\r\nEvil: 1", "ftp://a/"}) {
    INFO(url);
    const auto parsed = parse_http_url(url);
    REQUIRE_FALSE(parsed);
    CHECK_FALSE(parsed.error().detail.empty());
  }
}
