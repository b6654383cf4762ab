// SPDX-License-Identifier: MIT
// host-meta in both forms. XEP-0156 examples; protocol trap C 26.
#include "stream/discovery.h"

#include "support/login.h"

using namespace support;
using stream::endpoints_in_jrd;
using stream::endpoints_in_xrd;
using stream::Failure;

namespace {

std::string xrd(const std::string& links) {
  return "<?xml version='1.0' encoding='utf-8'?>\n"
         "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>" +
         links + "</XRD>\n";
}
constexpr const char* websocket_link =
    "<Link rel='urn:xmpp:alt-connections:websocket' href='wss://web.example.org:443/ws'/>";
constexpr const char* bosh_link =
    "<Link rel='urn:xmpp:alt-connections:xbosh' href='https://web.example.org:5280/bosh'/>";
using Urls = std::vector<std::string>;
const Urls both = {"wss://web.example.org:443/ws", "https://web.example.org:5280/bosh"};

Wire discovering() { return connecting({.endpoints = {}, .allow_plain = true}); }

}  // namespace

TEST_CASE("trap 26: WebSocket comes before BOSH, whatever the order", "[stream][discovery]") {
  FixedRandom random;
  CHECK(endpoints_in_xrd(xrd(std::string(bosh_link) + websocket_link), random) == both);
  CHECK(endpoints_in_jrd(R"({"links":[
      {"rel":"urn:xmpp:alt-connections:xbosh","href":"https://web.example.org:5280/bosh"},
      {"rel":"urn:xmpp:alt-connections:websocket","href":"wss://web.example.org:443/ws"},
      {"rel":"other","href":"wss://elsewhere.example/"}]})") == both);
}

TEST_CASE("trap 26: addresses without encryption are left out, loopback excepted",
          "[stream][discovery]") {
  FixedRandom random;
  CHECK(endpoints_in_xrd(
            xrd("<Link rel='urn:xmpp:alt-connections:websocket' href='ws://web.example.org/ws'/>"
                "<Link rel='urn:xmpp:alt-connections:xbosh' href='wss://wrong.example/'/>"
                "<Link rel='urn:xmpp:alt-connections:websocket' href='ws://127.0.0.1/ws'/>"),
            random) == Urls{"ws://127.0.0.1/ws"});
}

TEST_CASE("a document of another kind names nothing", "[stream][discovery]") {
  FixedRandom random;
  for (const char* text : {"", "<html/>", "<XRD/>", "not xml", "<!DOCTYPE x><XRD/>"}) {
    CHECK_FALSE(endpoints_in_xrd(text, random));
  }
  for (const char* text : {"", "[]", "{}", "{\"links\":{}}", "<XRD/>"}) {
    CHECK_FALSE(endpoints_in_jrd(text));
  }
  CHECK(endpoints_in_jrd("{\"links\":[1,{}]}") == Urls{});
}

TEST_CASE("trap 26: without an address the domain is asked, over TLS, in both forms",
          "[stream][discovery]") {
  Wire wire = discovering();
  wire.status<stream::Connecting>();
  auto& http = wire.link().http;
  REQUIRE(http.size() == 1);
  CHECK(http[0].url == "https://example.com/.well-known/host-meta");
  CHECK(http[0].body.empty());
  SECTION("the first answers") {
    wire.link().input(base::HttpReply{http[0].request, 200, "", xrd(websocket_link)});
    wire.opens("wss://web.example.org:443/ws");
  }
  SECTION("only the second answers") {
    wire.link().input(base::HttpReply{http[0].request, 404, "", "no"});
    REQUIRE(http.size() == 2);
    CHECK(http[1].url == "https://example.com/.well-known/host-meta.json");
    wire.link().input(base::HttpReply{
        http[1].request, 200, "",
        R"({"links":[{"rel":"urn:xmpp:alt-connections:websocket","href":"wss://j.example/"}]})"});
    wire.opens("wss://j.example/");
  }
  SECTION("none does") {
    wire.link().input(base::HttpReply{http[0].request, 0, "", ""});
    wire.link().input(base::HttpReply{http[1].request, 200, "", "{\"links\":[]}"});
    CHECK(wire.status<stream::Failed>().why.failure == Failure::NoEndpoint);
  }
}
