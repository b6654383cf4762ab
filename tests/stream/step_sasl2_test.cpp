// SPDX-License-Identifier: MIT
// One exchange for everything: SASL 2 with Bind 2, a token and a resumption. XEP-0388, XEP-0386, XEP-0484.
#include "stream/step_sasl2.h"

#include "stream/sasl_ht.h"
#include "support/login.h"

using namespace support;
using stream::Failure;

namespace {

constexpr const char* own = "juliet@example.com/Parlance.x~y";

std::string modern(const char* mechanism = "PLAIN", bool with_fast = true) {
  return Link::features_frame(
      std::string("<authentication xmlns='urn:xmpp:sasl:2'><mechanism>") + mechanism +
      "</mechanism><inline><bind xmlns='urn:xmpp:bind:0'><inline>"
      "<feature var='urn:xmpp:carbons:2'/><feature var='urn:xmpp:sm:3'/></inline></bind>"
      "<sm xmlns='urn:xmpp:sm:3'/>" +
      (with_fast ? "<fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-NONE</mechanism></fast>"
                 : "") +
      "</inline></authentication>");
}

std::string success(const std::string& inside, const std::string& additional = "",
                    const std::string& jid = own) {
  return "<success xmlns='urn:xmpp:sasl:2'>" +
         (additional.empty()
              ? ""
              : "<additional-data>" + base::encode_base64(additional) + "</additional-data>") +
         "<authorization-identifier>" + jid + "</authorization-identifier>" + inside + "</success>";
}

constexpr const char* bound_with_sm =
    "<bound xmlns='urn:xmpp:bind:0'><enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='1'/></bound>";
std::string token(const std::string& text) {
  return "<token xmlns='urn:xmpp:fast:0' expiry='2026-12-24T00:00:00Z' token='" + text + "'/>";
}
std::string responder(const std::string& text) {
  return base::hmac(base::HashAlgorithm::Sha256, text, "Responder");
}

const std::string& next_frame(Wire& wire) {
  REQUIRE_FALSE(wire.link().sent.empty());
  return wire.link().sent.front();
}
bool has(const std::string& frame, const char* part) {
  return frame.find(part) != std::string::npos;
}

// Logged in by PLAIN, a token was given.
Wire with_token(const std::string& text = "t1") {
  Wire wire = awaiting_features();
  wire.receives(modern()).skip();
  wire.receives(success(bound_with_sm + token(text)));
  wire.receives(Link::features_frame("<ver xmlns='urn:xmpp:features:rosterver'/>"));
  REQUIRE(wire.link().last_status<stream::Fresh>() != nullptr);
  wire.skip();
  return wire;
}

// The connection breaks and is open again; what went out with the socket is next to be read.
void reconnect(Wire& wire) {
  wire.link().close_socket(1001);
  wire.skip();
  wire.advance(2s).opens("wss://example.com/ws");
  wire.link().open_socket();
}

}  // namespace

TEST_CASE("trap C 30 and 31: one element asks for login, resource, management and carbons",
          "[stream][sasl2]") {
  Wire wire = awaiting_features();
  wire.receives(modern());
  const std::string frame = next_frame(wire);
  wire.link().sent.clear();
  CHECK(has(frame, "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'"));
  CHECK(has(frame, "<initial-response>AGp1bGlldABwZW5jaWw=</initial-response>"));
  CHECK(has(frame, "<user-agent id='"));
  CHECK(has(frame, "<bind xmlns='urn:xmpp:bind:0'><tag>Parlance."));
  CHECK(has(frame, "<enable xmlns='urn:xmpp:carbons:2'/>"));
  CHECK(has(frame, "<enable xmlns='urn:xmpp:sm:3' resume='true'/>"));
  CHECK(has(frame, "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>"));
  CHECK_FALSE(has(frame, "<resume"));
  // trap A 7: no restart; the features come behind the success.
  wire.receives(success(bound_with_sm)).sends_nothing();
  wire.receives(Link::features_frame("<ver xmlns='urn:xmpp:features:rosterver'/>"));
  CHECK(wire.link().last_status<stream::Fresh>()->jid.text() == own);
  wire.sends("<iq type='get' id='*'><query xmlns='jabber:iq:roster' ver=''/></iq>");
}

TEST_CASE("features that stay away hold nobody up for more than a second", "[stream][sasl2]") {
  Wire wire = awaiting_features();
  wire.receives(modern()).skip();
  wire.receives(success(bound_with_sm)).advance(999ms);
  CHECK(wire.link().last_status<stream::Fresh>() == nullptr);
  wire.advance(1ms);
  CHECK(wire.link().last_status<stream::Fresh>() != nullptr);
}

TEST_CASE("SCRAM inside SASL 2 proves both sides", "[stream][sasl2]") {
  Wire wire = awaiting_features();
  ScramServer server(base::HashAlgorithm::Sha256, "pencil");
  wire.receives(modern("SCRAM-SHA-256"));
  auto data_of = [&](const char* element) {
    const std::string frame = next_frame(wire);
    wire.link().sent.pop_front();
    const std::string open =
        std::string("<") + element + (element[0] == 'r' ? " xmlns='urn:xmpp:sasl:2'>" : ">");
    const size_t begin = frame.find(open) + open.size();
    return *base::decode_base64(frame.substr(begin, frame.find('<', begin) - begin));
  };
  auto challenge = [](const std::string& data) {
    return "<challenge xmlns='urn:xmpp:sasl:2'>" + base::encode_base64(data) + "</challenge>";
  };
  wire.receives(challenge(server.first(data_of("initial-response")))).advance(0ms);
  const std::string proof = server.final(data_of("response"));
  REQUIRE_FALSE(proof.empty());
  SECTION("and the session comes up") {
    wire.receives(success(bound_with_sm, proof)).receives(Link::features_frame(""));
    CHECK(wire.link().last_status<stream::Fresh>() != nullptr);
  }
  SECTION("trap C 28: a success without the server's signature is none") {
    wire.receives(success(bound_with_sm)).sends(stream_error("not-authorized")).sends(our_close);
    CHECK(wire.link().last_status<stream::Failed>()->why.failure == Failure::ServerUnproven);
  }
}

TEST_CASE("a session of somebody else is refused in SASL 2, too", "[stream][sasl2]") {
  Wire wire = awaiting_features();
  wire.receives(modern()).skip();
  wire.receives(success(bound_with_sm, "", "mallory@example.com/x"))
      .sends(stream_error("not-authorized"))
      .sends(our_close);
  CHECK(login_failure(wire).failure == Failure::ForeignIdentity);
}

TEST_CASE("trap C 30: tasks that we cannot do are refused in words", "[stream][sasl2]") {
  Wire wire = awaiting_features();
  wire.receives(modern()).skip();
  wire.receives("<continue xmlns='urn:xmpp:sasl:2'><tasks><task>TOTP</task></tasks></continue>")
      .sends("<abort xmlns='urn:xmpp:sasl:2'/>");
  CHECK(wire.status<stream::Failed>().why.failure == Failure::NoMechanism);
}

TEST_CASE("a token travels with the <open/> and resumes the session in one round trip",
          "[stream][sasl2][fast]") {
  Wire wire = with_token();
  reconnect(wire);
  wire.sends(our_open);
  const std::string frame = next_frame(wire);
  CHECK(has(frame, "mechanism='HT-SHA-256-NONE'"));
  CHECK(
      has(frame,
          base::encode_base64(stream::ht_initial_response("juliet", base::Secret("t1"))).c_str()));
  CHECK(has(frame, "<fast xmlns='urn:xmpp:fast:0'/>"));
  CHECK(has(frame, "<resume xmlns='urn:xmpp:sm:3' previd='sm1' h='0'/>"));
  CHECK(has(frame, "<bind xmlns='urn:xmpp:bind:0'>"));
  wire.skip();
  wire.receives(server_open()).receives(modern());
  wire.receives(success("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='3'/>", responder("t1")));
  CHECK(wire.link().last_status<stream::Resumed>() != nullptr);
  wire.sends_nothing();
  // trap D 38: features may come behind; they begin nothing anew.
  wire.receives(Link::features_frame("<csi xmlns='urn:xmpp:csi:0'/>")).sends_nothing();
}

TEST_CASE("trap C 33: a refused resumption is a new session in the same answer",
          "[stream][sasl2][fast]") {
  Wire wire = with_token();
  reconnect(wire);
  wire.skip().receives(server_open()).receives(modern());
  wire.receives(
      success("<failed xmlns='urn:xmpp:sm:3'><item-not-found "
              "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>" +
                  std::string(bound_with_sm),
              responder("t1")));
  wire.receives(Link::features_frame(""));
  CHECK(wire.link().last_status<stream::Fresh>() != nullptr);
}

TEST_CASE("trap C 34: a server that does not know the token proves nothing",
          "[stream][sasl2][fast]") {
  for (const char* wrong : {"t2", ""}) {
    Wire wire = with_token();
    reconnect(wire);
    wire.skip().receives(server_open()).receives(modern());
    wire.receives(success(bound_with_sm + token("evil"), *wrong ? responder(wrong) : ""));
    CHECK(wire.link().last_status<stream::Failed>()->why.failure == Failure::ServerUnproven);
  }
}

TEST_CASE("trap C 34: a rotated token is used next, and the one before it if that fails",
          "[stream][sasl2][fast]") {
  Wire wire = with_token("t1");
  reconnect(wire);
  wire.skip().receives(server_open()).receives(modern());
  wire.receives(success("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='3'/>" + token("t2"),
                        responder("t1")));
  reconnect(wire);
  auto shows = [&](const char* text) {
    wire.sends(our_open);
    CHECK(has(
        next_frame(wire),
        base::encode_base64(stream::ht_initial_response("juliet", base::Secret(text))).c_str()));
    wire.skip();
  };
  shows("t2");
  wire.receives(server_open()).receives(modern());
  wire.receives(
      "<failure xmlns='urn:xmpp:sasl:2'><not-authorized "
      "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>");
  wire.skip();
  wire.link().open_socket();
  shows("t1");
}

TEST_CASE("trap C 32: a refused token falls back to the password on a new connection",
          "[stream][sasl2][fast]") {
  Wire wire = with_token();
  reconnect(wire);
  wire.skip().receives(server_open()).receives(modern());
  // COMPAT(prosody): the condition is called malformed, and stands in another namespace.
  wire.receives("<failure xmlns='urn:xmpp:sasl:2'><malformed-request/></failure>");
  wire.skip();
  wire.link().open_socket();
  wire.sends(our_open).sends_nothing();
  wire.receives(server_open()).receives(modern());
  CHECK(has(next_frame(wire), "mechanism='PLAIN'"));
}

TEST_CASE("a server that no longer knows tokens is asked without one", "[stream][sasl2][fast]") {
  Wire wire = with_token();
  reconnect(wire);
  wire.skip().receives(server_open()).receives(offer({"PLAIN"}));
  wire.skip();
  wire.link().open_socket();
  wire.sends(our_open).sends_nothing();
  wire.receives(server_open()).receives(offer({"PLAIN"}));
  CHECK(has(next_frame(wire), "<auth "));
}

TEST_CASE("a server that chokes on a hurried token is asked without hurry",
          "[stream][sasl2][fast]") {
  Wire wire = with_token();
  reconnect(wire);
  wire.skip().receives(server_open()).receives(modern());
  wire.receives(stream_error("unsupported-stanza-type"));
  wire.skip();
  wire.link().open_socket();
  wire.sends(our_open).sends_nothing();
  wire.receives(server_open()).receives(modern());
  CHECK(has(next_frame(wire), "HT-SHA-256-NONE"));
}

TEST_CASE("trap C 34: logging out takes the token back", "[stream][sasl2][fast]") {
  Wire wire = with_token();
  wire.performs(session::Disconnect{.forget = true});
  const base::SocketId farewell = wire.link().socket;
  wire.skip();
  wire.link().input(base::SocketOpened{farewell, "xmpp"});
  wire.sends(our_open);
  const std::string frame = next_frame(wire);
  CHECK(has(frame, "<fast xmlns='urn:xmpp:fast:0' invalidate='true'/>"));
  CHECK_FALSE(has(frame, "<bind"));
  CHECK_FALSE(has(frame, "<resume"));
}

TEST_CASE("leaving without logging out keeps the token", "[stream][sasl2][fast]") {
  Wire wire = with_token();
  wire.skip().performs(session::Disconnect{.forget = false});
  CHECK(wire.link().opened.empty());
}

TEST_CASE("a resumption that nobody answers is given up", "[stream][sasl2]") {
  Wire wire = with_token();
  reconnect(wire);
  wire.skip().receives(server_open()).receives(modern());
  wire.advance(6s);
  wire.link().open_socket();
  wire.skip().link().open_socket();
  CHECK(wire.link().last_status<stream::Failed>() == nullptr);
}
