// SPDX-License-Identifier: MIT
// Which addresses a socket may be opened to.
#include "stream/endpoint.h"

#include "support/catch.h"

using stream::classify_endpoint;
using stream::EndpointKind;
using stream::Transport;

TEST_CASE("wss is secure wherever it leads", "[stream][endpoint]") {
  for (const char* url :
       {"wss://example.com/ws", "WSS://example.com:5443/ws", "wss://[2001:db8::1]/",
        "wss://localhost", "wss://example.com?a=b", "wss://xn--bcher-kva.example/"}) {
    INFO(url);
    CHECK(classify_endpoint(url).kind == EndpointKind::Secure);
  }
}

TEST_CASE("ws is fine to this very machine only", "[stream][endpoint]") {
  for (const char* url : {"ws://127.0.0.1:5280/ws", "ws://127.255.0.9/", "ws://localhost:80/ws",
                          "ws://LOCALHOST/ws", "ws://[::1]:5280/ws", "ws://[0:0:0:0:0:0:0:1]/"}) {
    INFO(url);
    CHECK(classify_endpoint(url).kind == EndpointKind::Loopback);
  }
  for (const char* url :
       {"ws://example.com/ws", "ws://127.0.0.1.example.com/", "ws://localhost.example.com/",
        "ws://128.0.0.1/", "ws://127.1/", "ws://127.0.0.256/", "ws://127.0.0.01/",
        "ws://127.0.0.1./", "ws://0x7f.0.0.1/", "ws://[::2]/", "ws://127.0.0.0.1/",
        "ws://127.0.0./"}) {
    INFO(url);
    CHECK(classify_endpoint(url).kind == EndpointKind::Insecure);
  }
}

TEST_CASE("an address that two readers could read differently is none", "[stream][endpoint]") {
  for (const char* url : {"", "example.com", "ftp://localhost/ws", "ws:localhost", "ws://",
                          "wss:///ws", "ws://127.0.0.1@example.com/", "wss://user:pw@example.com/",
                          "ws://127.0.0.1\\@example.com/", "ws://localhost%2eexample.com/",
                          "ws://local host/", "ws://[::1/", "ws://[::1]x/", "ws://localhost:80a/",
                          "ws://localhost:123456/", "wss://exa\xC3\xA4mple.com/", "wss://:443/"}) {
    INFO(url);
    CHECK(classify_endpoint(url).kind == EndpointKind::Invalid);
  }
}

TEST_CASE("the scheme says which transport it is", "[stream][endpoint]") {
  CHECK(classify_endpoint("wss://example.com/ws").transport == Transport::WebSocket);
  CHECK(classify_endpoint("https://example.com/http-bind").kind == EndpointKind::Secure);
  CHECK(classify_endpoint("https://example.com/http-bind").transport == Transport::Bosh);
  CHECK(classify_endpoint("http://127.0.0.1:5280/http-bind").kind == EndpointKind::Loopback);
  CHECK(classify_endpoint("http://example.com/http-bind").kind == EndpointKind::Insecure);
  CHECK(classify_endpoint("xmpps://example.com").transport == Transport::Tcp);
  CHECK(classify_endpoint("xmpp://example.com:5222").kind == EndpointKind::Secure);
}

TEST_CASE("the authority is host and port in lower case", "[stream][endpoint]") {
  CHECK(stream::authority_of("wss://Example.COM:5281/ws?x") == "example.com:5281");
  CHECK(stream::authority_of("wss://a@b/") == "");
}

TEST_CASE("an address without a host, or with a port that is none, has no authority",
          "[stream][endpoint]") {
  for (const char* url :
       {"ws://:", "ws://:80/", "ws://[::1", "ws://host:port/", "wss://", "host"}) {
    CAPTURE(url);
    CHECK(stream::authority_of(url).empty());
    CHECK(stream::classify_endpoint(url).kind == stream::EndpointKind::Invalid);
  }
  CHECK(stream::authority_of("wss://Host:443/x") == "host:443");
}
