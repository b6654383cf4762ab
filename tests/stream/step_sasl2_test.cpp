// SPDX-License-Identifier: MIT
// One exchange for everything: SASL 2 with Bind 2, a token and a resumption. XEP-0388, XEP-0386, XEP-0484.
#include "stream/step_sasl2.h"

#include "session/event.h"
#include "session/login.h"
#include "stream/sasl_ht.h"
#include "support/login.h"
#include "support/step_desk.h"
#include "xmpp/ns.h"

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

TEST_CASE("trap 30: one element asks for login, resource, management and carbons",
          "[stream][sasl2]") {
  Wire wire = awaiting_features();
  wire.receives(modern());
  const std::string frame = next_frame(wire);
  wire.link().sent.clear();
  CHECK(has(frame, "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'"));
  CHECK(has(frame, "<initial-response>AGp1bGlldABwZW5jaWw=</initial-response>"));
  CHECK(has(frame, "<user-agent id='"));
  // F12: with a tag ejabberd 24.12 would end the session of another tab.
  CHECK(has(frame, "<bind xmlns='urn:xmpp:bind:0'>"));
  CHECK_FALSE(has(frame, "<tag"));
  CHECK(has(frame, "<enable xmlns='urn:xmpp:carbons:2'/>"));
  CHECK(has(frame, "<enable xmlns='urn:xmpp:sm:3' resume='true'/>"));
  CHECK(has(frame, "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>"));
  CHECK_FALSE(has(frame, "<resume"));
  // trap A 7: no restart; the features come behind the success.
  wire.receives(success(bound_with_sm)).sends_nothing();
  wire.receives(Link::features_frame("<ver xmlns='urn:xmpp:features:rosterver'/>"));
  CHECK(wire.link().last_status<stream::Fresh>()->jid.text() == own);
  wire.sends(
      "<iq type='get' id='*' to='example.com'>"
      "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
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
  SECTION("trap 28: a success without the server's signature is none") {
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

TEST_CASE("trap 30: tasks that we cannot do are refused in words", "[stream][sasl2]") {
  Wire wire = awaiting_features();
  wire.receives(modern()).skip();
  wire.receives("<continue xmlns='urn:xmpp:sasl:2'><tasks><task>TOTP</task></tasks></continue>")
      .sends("<abort xmlns='urn:xmpp:sasl:2'/>");
  CHECK(wire.status<stream::Failed>().why.failure == Failure::NoMechanism);
}

TEST_CASE("trap 38: a token resumes the session in one round trip, features or not",
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

// ---- XEP-0352 ----

namespace {

const std::string csi_feature = "<csi xmlns='urn:xmpp:csi:0'/>";
const std::string active = "<active xmlns='urn:xmpp:csi:0'/>";
const std::string inactive = "<inactive xmlns='urn:xmpp:csi:0'/>";

void look(Wire& wire, bool is_visible) { wire.link().input(base::VisibilityChanged{is_visible}); }

// Counts the frames that say so, and forgets all that was sent.
int said(Wire& wire, const std::string& what) {
  int count = 0;
  for (const std::string& frame : wire.link().sent) count += frame == what ? 1 : 0;
  wire.skip();
  return count;
}

// Logged in with a token on a server that knows CSI; `inline_csi`: it may ride on the bind.
Wire with_csi(bool is_visible = true, const std::string& features = csi_feature) {
  Wire wire = awaiting_features();
  look(wire, is_visible);
  wire.receives(modern()).skip();
  wire.receives(success(bound_with_sm + token("t1")));
  wire.receives(Link::features_frame(features));
  REQUIRE(wire.link().last_status<stream::Fresh>() != nullptr);
  return wire;
}

void resume(Wire& wire, const char* h = "3") {
  wire.skip().receives(server_open()).receives(modern());
  wire.receives(success("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='" + std::string(h) + "'/>",
                        responder("t1")));
  REQUIRE(wire.link().last_status<stream::Resumed>() != nullptr);
}

}  // namespace

TEST_CASE("CSI: hidden is inactive, shown is active, each said once", "[stream][csi]") {
  Wire wire = with_csi();
  CHECK(said(wire, active) == 0);  // every stream begins so
  look(wire, false);
  look(wire, false);
  CHECK(said(wire, inactive) == 1);
  look(wire, true);
  CHECK(said(wire, active) == 1);
}

TEST_CASE("CSI: a server that does not want to know is not told", "[stream][csi]") {
  Wire wire = with_csi(true, "");
  look(wire, false);
  CHECK(said(wire, inactive) == 0);
}

TEST_CASE("CSI: who logs in while hidden says so when the server turns out to care",
          "[stream][csi]") {
  Wire wire = with_csi(false);
  CHECK(said(wire, inactive) == 1);
  look(wire, true);
  CHECK(said(wire, active) == 1);
}

TEST_CASE("CSI: said with the bind, it is not said again", "[stream][csi]") {
  Wire wire = awaiting_features();
  look(wire, false);
  std::string offered = modern();
  offered.insert(offered.find("<feature "), "<feature var='urn:xmpp:csi:0'/>");
  wire.receives(offered);
  CHECK(has(next_frame(wire), inactive.c_str()));
  wire.skip();
  wire.receives(success(bound_with_sm + token("t1")));
  wire.receives(Link::features_frame(csi_feature));
  CHECK(said(wire, inactive) == 0);
  look(wire, true);
  CHECK(said(wire, active) == 1);
}

TEST_CASE("CSI: what a bind in a hurry said to a server without it does not count",
          "[stream][csi]") {
  Wire wire = with_csi();
  look(wire, false);
  reconnect(wire);
  wire.link().sent.pop_front();
  CHECK(has(next_frame(wire), inactive.c_str()));
  wire.skip().receives(server_open()).receives(modern());
  wire.receives(
      success("<failed xmlns='urn:xmpp:sm:3'/>" + std::string(bound_with_sm), responder("t1")));
  wire.receives(Link::features_frame(csi_feature));
  CHECK(said(wire, inactive) == 1);
}

TEST_CASE("CSI: a resumed stream begins active, whatever was said before", "[stream][csi]") {
  Wire wire = with_csi();
  look(wire, false);
  reconnect(wire);
  SECTION("no features follow: ejabberd") {
    resume(wire);
    CHECK(said(wire, inactive) == 1);
    look(wire, true);
    CHECK(said(wire, active) == 1);
  }
  SECTION("features follow: Prosody") {
    resume(wire);
    wire.receives(Link::features_frame(csi_feature));
    CHECK(said(wire, inactive) == 1);
  }
  SECTION("and it is looked at") {
    look(wire, true);
    resume(wire);
    CHECK(said(wire, active) == 0);
  }
}

TEST_CASE("CSI: a reloaded page knows that the server wants to know", "[stream][csi]") {
  Wire before = with_csi();
  Wire wire(Wire::usual());
  REQUIRE(wire.link().restore(before.link().save()));
  wire.link().open_socket();
  resume(wire);
  look(wire, false);
  CHECK(said(wire, inactive) == 1);
}

TEST_CASE("what was on its way when the page was reloaded is asked for again", "[stream][sasl2]") {
  Wire before = with_csi();
  REQUIRE(before.link().sent.size() >= 2);
  Wire wire(Wire::usual());
  REQUIRE(wire.link().restore(before.link().save()));
  wire.link().open_socket();
  resume(wire);
  wire.sends(
      "<iq type='get' id='*' to='example.com'><query "
      "xmlns='http://jabber.org/protocol/disco#info'/></iq>");
  wire.sends_nothing().receives("<iq type='result' from='example.com' id='" + wire.id() +
                                "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
  wire.sends(displayed_wish);
  // With both there, nothing is.
  Wire again(Wire::usual());
  REQUIRE(again.link().restore(wire.link().save()));
  again.link().open_socket();
  resume(again, "5");
  again.sends_nothing();
}

TEST_CASE("a tab that came back gave the others the token of before again",
          "[stream][sasl2][fast][tabs]") {
  session::Settings settings = Wire::usual();
  settings.remember = session::Remember::Device;
  Wire wire(settings);
  wire.link().perform(session::Connect{.account = *xmpp::Jid::parse("juliet@example.com"),
                                       .password = base::Secret("pencil"),
                                       .stay = true});
  wire.link().open_socket();
  wire.skip().receives(server_open()).receives(modern());
  wire.receives(success(bound_with_sm + token("t1")));
  wire.receives(Link::features_frame(""));
  session::Login other;
  other.account = *xmpp::Jid::parse("juliet@example.com");
  other.credentials.fast = stream::FastToken{base::Secret("t2"), "2026-12-24T00:00:00Z"};
  other.stays = true;
  wire.link().input(base::Kept{base::Keeping::Device, "account:juliet@example.com", other.save()});
  wire.link().kept.clear();
  reconnect(wire);
  wire.skip().receives(server_open()).receives(modern());
  wire.receives(success("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='1'/>", responder("t2")));
  REQUIRE(wire.link().last_status<stream::Resumed>() != nullptr);
  std::string written;
  for (const base::Keep& keep : wire.link().kept) {
    if (keep.key.rfind("account:", 0) == 0) written = keep.value;
  }
  CHECK(written.find("t1") == std::string::npos);
  CHECK(written.find("t2") != std::string::npos);
}

TEST_CASE("carbons asked for in a hurry are on only where they are offered",
          "[stream][sasl2][carbons]") {
  for (const bool is_offered : {true, false}) {
    Wire wire = with_token();
    reconnect(wire);
    wire.skip().receives(server_open());
    std::string offered = modern();
    if (!is_offered) offered.replace(offered.find("carbons:2"), 9, "carbons:1");
    wire.receives(offered);
    wire.receives(
        success("<failed xmlns='urn:xmpp:sm:3'/>" + std::string(bound_with_sm), responder("t1")));
    wire.receives(Link::features_frame(""));
    std::string id;
    for (const std::string& frame : wire.link().sent) {
      if (has(frame, "disco#info'/>")) id = attribute_of(frame, "id");
    }
    wire.skip();
    wire.receives("<iq type='result' from='example.com' id='" + id +
                  "'><query xmlns='http://jabber.org/protocol/disco#info'>"
                  "<feature var='urn:xmpp:carbons:2'/></query></iq>");
    const bool was_asked = !wire.link().sent.empty() && has(wire.link().sent[0], "carbons:2");
    CHECK(was_asked == !is_offered);
  }
}

TEST_CASE("trap 33: a refused resumption is a new session in the same answer",
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

TEST_CASE("trap 34: a server that does not know the token proves nothing",
          "[stream][sasl2][fast]") {
  for (const char* wrong : {"t2", ""}) {
    Wire wire = with_token();
    reconnect(wire);
    wire.skip().receives(server_open()).receives(modern());
    wire.receives(success(bound_with_sm + token("evil"), *wrong ? responder(wrong) : ""));
    CHECK(wire.link().last_status<stream::Failed>()->why.failure == Failure::ServerUnproven);
  }
}

TEST_CASE("trap 34: a rotated token is used next, and the one before it if that fails",
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

TEST_CASE("trap 32: a refused token falls back to the password on a new connection",
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

TEST_CASE("trap 34: logging out takes the token back", "[stream][sasl2][fast]") {
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

// What a stranger is told before the login, with the limits of a session behind it or not.
std::string with_limits(std::string features, int bytes, int seconds) {
  return features.insert(features.rfind("</stream:features>"),
                         "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>" +
                             std::to_string(bytes) + "</max-bytes><idle-seconds>" +
                             std::to_string(seconds) + "</idle-seconds></limits>");
}
session::SendMessage message(size_t size) {
  return {*xmpp::Jid::parse("romeo@example.net"), false, "m1", {std::string(size, 'x')}};
}

TEST_CASE("trap 13: features behind Bind 2 that announce no limits leave those from before",
          "[stream][sasl2]") {
  Wire wire = awaiting_features();
  wire.receives(with_limits(modern(), 1000, 20)).skip();
  wire.receives(success(bound_with_sm)).receives(Link::features_frame(""));
  REQUIRE(wire.link().last_status<stream::Fresh>() != nullptr);
  wire.skip().performs(message(1000)).sends_nothing();
  wire.event<session::MessageFailed>();
  wire.skip().advance(10s).sends("<r xmlns='urn:xmpp:sm:3'/>");
}

TEST_CASE("trap 13: a resumed session keeps its limits, whatever a stranger may send",
          "[stream][sasl2][fast]") {
  Wire wire = awaiting_features();
  wire.receives(with_limits(modern(), 1000, 600)).skip();
  wire.receives(success(bound_with_sm + token("t1")));
  wire.receives(with_limits(Link::features_frame("<csi xmlns='urn:xmpp:csi:0'/>"), 5000, 600));
  REQUIRE(wire.link().last_status<stream::Fresh>() != nullptr);
  reconnect(wire);
  wire.skip().receives(server_open()).receives(with_limits(modern(), 1000, 600));
  wire.receives(success("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='3'/>", responder("t1")));
  REQUIRE(wire.link().last_status<stream::Resumed>() != nullptr);
  // ejabberd sends no features after that.
  wire.skip().performs(message(3000));
  wire.event<session::MessageSent>();
  SECTION("and knows what else its server can do") {
    wire.skip().link().input(base::VisibilityChanged{false});
    wire.sends("<inactive xmlns='urn:xmpp:csi:0'/>");
  }
}

TEST_CASE("trap 35: new keys of the password are given to nobody who asks for them",
          "[stream][sasl2]") {
  Wire wire = awaiting_features();
  std::string features = modern();
  features.insert(features.find("<mechanism>"),
                  "<upgrade xmlns='urn:xmpp:sasl:upgrade:0'>UPGR-SCRAM-SHA-256</upgrade>");
  wire.receives(features);
  CHECK_FALSE(has(next_frame(wire), "upgrade"));
  wire.skip();
  // Nor where the server insists.
  wire.receives(
          "<continue "
          "xmlns='urn:xmpp:sasl:2'><tasks><task>UPGR-SCRAM-SHA-256</task></tasks></continue>")
      .sends("<abort xmlns='urn:xmpp:sasl:2'/>");
}

TEST_CASE("trap 30: an empty initial response is there", "[stream][sasl2]") {
  Wire wire({.endpoints = {"wss://example.com/ws"}});
  wire.performs(
      session::Connect{.account = *xmpp::Jid::parse("example.com"), .is_anonymous = true});
  wire.link().open_socket();
  wire.skip().receives(server_open()).receives(modern("ANONYMOUS", false));
  CHECK(has(next_frame(wire), "<initial-response/>"));
}

TEST_CASE(
    "trap 31: another tab of this device is the same agent, and the server names each session",
    "[stream][sasl2]") {
  std::string device;
  std::vector<std::string> agents;
  for (uint64_t seed : {1, 2}) {
    Link link({.endpoints = {"wss://example.com/ws"}, .allow_plain = true}, seed);
    if (!device.empty()) link.input(base::Kept{base::Keeping::Device, "device", device});
    link.input(base::AllKept{});
    link.connect("juliet@example.com", "pencil");
    link.open_socket();
    link.receive(server_open());
    link.receive(modern());
    for (const base::Keep& keep : link.kept) {
      if (keep.key == "device") device = keep.value;
    }
    const std::string frame = link.sent.back();
    const auto between = [&](const std::string& begin, char end) {
      const size_t at = frame.find(begin) + begin.size();
      return frame.substr(at, frame.find(end, at) - at);
    };
    agents.push_back(between("<user-agent id='", '\''));
    // COMPAT(ejabberd 24.12): of one agent, a second session with a tag ends the first.
    CHECK_FALSE(has(frame, "<tag"));
  }
  CHECK(agents[0].size() == 36);  // a UUID
  CHECK(agents[0] == agents[1]);
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

// ---- the step alone ----

namespace {

using Names = std::vector<std::string>;

constexpr const char* fast_name = "HT-SHA-256-NONE";

stream::Features offering(stream::Sasl2Features sasl2) { return {.sasl2 = std::move(sasl2)}; }

// The riders of our <authenticate/>, by the names of their elements.
std::string riders_of(const xml::Element& authenticate) {
  std::string out;
  for (const xml::Element& child : authenticate.children()) out += child.local() + " ";
  return out;
}

// What is inside <bind/>, in our <authenticate/>.
std::string bound_things_of(const xml::Element& authenticate) {
  const xml::Element* bind = authenticate.child({xmpp::ns::bind2, "bind"});
  return bind == nullptr ? "" : riders_of(*bind);
}

// Logs in by PLAIN or the token; the answer of the server is next.
struct Sasl2Desk : StepDesk {
  stream::StepSasl2 step;

  Sasl2Desk() {
    config.credentials.password = base::Secret("pencil");
    config.allow_plain = true;
    config.wants_token = true;
  }
  xml::Element starts(stream::Sasl2Features offered) {
    stream::StepContext now = context();
    REQUIRE(is_accepted(step.start(offering(std::move(offered)), now)));
    return said();
  }
  stream::Outcome hears(const stream::StepInput& input) {
    stream::StepContext now = context();
    return step.handle(input, now);
  }
  stream::Outcome hears(const std::string& frame) { return hears(parse_xml(frame)); }
};

}  // namespace

TEST_CASE("trap 30: nothing rides on the login that the server did not offer", "[stream][sasl2]") {
  Sasl2Desk desk;
  CHECK(riders_of(desk.starts({.mechanisms = {"PLAIN"}})) == "initial-response user-agent ");
  const xml::Element bare = desk.starts({.mechanisms = {"PLAIN"}, .has_bind = true});
  CHECK(riders_of(bare) == "initial-response user-agent bind ");
  CHECK(bound_things_of(bare) == "");
  const stream::Sasl2Features all{.mechanisms = {"PLAIN"},
                                  .fast = {fast_name},
                                  .has_resume = true,
                                  .has_bind = true,
                                  .has_carbons = true,
                                  .has_enable = true,
                                  .has_csi = true};
  // There is nothing to resume; somebody is looking.
  CHECK(riders_of(desk.starts(all)) == "initial-response user-agent request-token bind ");
  CHECK(bound_things_of(desk.starts(all)) == "enable enable ");
  desk.is_active = false;
  CHECK(bound_things_of(desk.starts(all)) == "enable enable inactive ");
  stream::Management session;
  session.restore({.id = "sm1"});
  desk.resumable = &session;
  CHECK(riders_of(desk.starts(all)) == "initial-response user-agent request-token resume bind ");
}

TEST_CASE("a token is asked for where it is wanted, offered and safe", "[stream][sasl2][fast]") {
  const stream::Sasl2Features offered{.mechanisms = {"SCRAM-SHA-1"}, .fast = {fast_name}};
  auto asks = [](Sasl2Desk& desk, const stream::Sasl2Features& offered) {
    return has(riders_of(desk.starts(offered)), "request-token");
  };
  Sasl2Desk desk;
  CHECK(asks(desk, offered));
  CHECK_FALSE(asks(desk, {.mechanisms = {"SCRAM-SHA-1"}, .fast = {"HT-SHA-256-ENDP"}}));
  desk.is_private = false;
  CHECK_FALSE(asks(desk, offered));
  desk.is_private = true;
  desk.config.wants_token = false;
  CHECK_FALSE(asks(desk, offered));
}

TEST_CASE("a token goes before the password, where it is offered and safe",
          "[stream][sasl2][fast]") {
  auto mechanism = [](Sasl2Desk& desk, Names fast) {
    const xml::Element said = desk.starts({.mechanisms = {"SCRAM-SHA-1"}, .fast = std::move(fast)});
    return std::string(said.attribute_or_empty("mechanism"));
  };
  Sasl2Desk desk;
  CHECK(mechanism(desk, {fast_name}) == "SCRAM-SHA-1");
  desk.config.credentials.fast = stream::FastToken{base::Secret("t1"), ""};
  CHECK(mechanism(desk, {fast_name}) == fast_name);
  CHECK(mechanism(desk, {}) == "SCRAM-SHA-1");
  desk.is_private = false;
  CHECK(mechanism(desk, {fast_name}) == "SCRAM-SHA-1");
}

TEST_CASE("what was hurried is still offered, or it is not", "[stream][sasl2][fast]") {
  stream::StepSasl2 step;
  CHECK(step.is_still_offered(offering({.fast = {fast_name}})));
  CHECK_FALSE(step.is_still_offered(offering({.mechanisms = {"PLAIN"}})));
  CHECK_FALSE(step.is_still_offered({.mechanisms = {"PLAIN"}}));
}

TEST_CASE("a login without anything to show says which kind of nothing it is", "[stream][sasl2]") {
  Sasl2Desk desk;
  desk.config.credentials = {};
  Failure expected = Failure::NoMechanism;
  SECTION("no way that both sides know") { desk.config.credentials.password = base::Secret("p"); }
  SECTION("only a token, which the server no longer takes") {
    desk.config.credentials.fast = stream::FastToken{base::Secret("t1"), ""};
    expected = Failure::TokenExpired;
  }
  SECTION("only keys, which the server no longer takes") {
    desk.config.credentials.keys = stream::ScramKeys{};
    expected = Failure::TokenExpired;
  }
  stream::StepContext context = desk.context();
  CHECK(refusal_of(desk.step.start(offering({.mechanisms = {"X-OAUTH2"}}), context)) == expected);
  CHECK(desk.says_nothing());
  CHECK_FALSE(desk.step.is_deriving());
}

TEST_CASE("a challenge that is no base64 is answered by <abort/> in SASL 2, too",
          "[stream][sasl2]") {
  Sasl2Desk desk;
  desk.starts({.mechanisms = {"SCRAM-SHA-1"}});
  CHECK(refusal_of(desk.hears("<challenge xmlns='urn:xmpp:sasl:2'>?</challenge>")) ==
        Failure::LoginProtocol);
  CHECK_XML(desk.said(), parse_xml("<abort xmlns='urn:xmpp:sasl:2'/>"));
}

TEST_CASE("RFC 7628: a refused token of a portal is answered by the dummy in SASL 2, too",
          "[stream][sasl2]") {
  Sasl2Desk desk;
  desk.config.credentials.bearer = base::Secret("old");
  CHECK(desk.starts({.mechanisms = {"PLAIN", "OAUTHBEARER"}}).attribute("mechanism") ==
        "OAUTHBEARER");
  CHECK(is_accepted(desk.hears("<challenge xmlns='urn:xmpp:sasl:2'>e30=</challenge>")));
  CHECK_XML(desk.said(), parse_xml("<response xmlns='urn:xmpp:sasl:2'>AQ==</response>"));
  CHECK(refusal_of(desk.hears("<failure xmlns='urn:xmpp:sasl:2'><not-authorized "
                              "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>")) ==
        Failure::TokenExpired);
}

TEST_CASE("other frames have no place in a login by SASL 2", "[stream][sasl2]") {
  Sasl2Desk desk;
  desk.starts({.mechanisms = {"PLAIN"}});
  CHECK(refusal_of(desk.hears(stream::ServerOpen{})) == Failure::LoginProtocol);
  for (const char* frame : {"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
                            "<message xmlns='jabber:client'><body>x</body></message>"}) {
    INFO(frame);
    CHECK(refusal_of(desk.hears(frame)) == Failure::LoginProtocol);
  }
  CHECK(desk.says_nothing());
}

TEST_CASE("trap 30: a success must say who we are", "[stream][sasl2]") {
  Sasl2Desk desk;
  desk.starts({.mechanisms = {"PLAIN"}, .has_bind = true});
  Failure expected = Failure::LoginProtocol;
  std::string frame;
  SECTION("nobody") { frame = "<success xmlns='urn:xmpp:sasl:2'/>"; }
  SECTION("no address") { frame = success("", "", "@example.com"); }
  SECTION("a session without a resource") {
    frame = success("<bound xmlns='urn:xmpp:bind:0'/>", "", "juliet@example.com");
  }
  SECTION("somebody else") {
    frame = success("", "", "romeo@example.com");
    expected = Failure::ForeignIdentity;
  }
  CHECK(refusal_of(desk.hears(frame)) == expected);
}

TEST_CASE("a success brings what it names, and an empty token is none", "[stream][sasl2]") {
  Sasl2Desk desk;
  desk.starts({.mechanisms = {"PLAIN"}, .has_bind = true, .has_carbons = true});
  SECTION("everything") {
    CHECK(is_finished(desk.hears(success(bound_with_sm + token("t1")))));
    CHECK(desk.step.token()->token.reveal() == "t1");
    CHECK(desk.step.enabled()->attribute("id") == "sm1");
    CHECK(desk.step.has_carbons());
  }
  SECTION("a session, but no carbons that were never offered") {
    desk.starts({.mechanisms = {"PLAIN"}, .has_bind = true});
    CHECK(is_finished(desk.hears(success(bound_with_sm))));
    CHECK(desk.step.is_bound());
    CHECK_FALSE(desk.step.has_carbons());
  }
  SECTION("a login alone: carbons ride on the bind") {
    CHECK(is_finished(desk.hears(success(token(""), "", "juliet@example.com"))));
    CHECK_FALSE(desk.step.token());
    CHECK_FALSE(desk.step.is_bound());
    CHECK_FALSE(desk.step.has_carbons());
    CHECK(desk.step.jid().is_bare());
  }
}
