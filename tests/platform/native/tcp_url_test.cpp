// SPDX-License-Identifier: MIT
// Tests of src/platform/native/tcp_url.cpp.
#include "platform/native/tcp_url.h"

#include "support/catch.h"

using platform::parse_tcp_url;
using platform::TcpUrl;

TEST_CASE("xmpp: and xmpps: addresses name a host, and perhaps a port", "[platform][tcp]") {
  CHECK(*parse_tcp_url("xmpp://a.example") == TcpUrl{false, "a.example", ""});
  CHECK(*parse_tcp_url("xmpp://a.example:5222/") == TcpUrl{false, "a.example", "5222"});
  CHECK(*parse_tcp_url("XMPPS://a.example:443") == TcpUrl{true, "a.example", "443"});
  CHECK(*parse_tcp_url("xmpps://[::1]:5223") == TcpUrl{true, "::1", "5223"});
  CHECK(parse_tcp_url("xmpp://a.example")->usual_port() == "5222");
  CHECK(parse_tcp_url("xmpps://a.example")->usual_port() == "5223");
}

TEST_CASE("what is no TCP address is refused", "[platform][tcp]") {
  for (const char* wrong :
       {"ws://a.example", "xmpp:a@a.example", "xmpp://", "xmpp://:5222", "xmpp://a:0",
        "xmpp://a:65536", "xmpp://a:b", "xmpp://a/b", "xmpp://a?b", "xmpp://me@a", "xmpp://[::1",
        "xmpp://[::1]5222", "xmpp://a b", "xmpp://a\nb"}) {
    INFO(wrong);
    CHECK_FALSE(parse_tcp_url(wrong));
  }
}
