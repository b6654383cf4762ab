// SPDX-License-Identifier: MIT
// Which step follows which, and how long each may take.
#include "stream/negotiation.h"

#include "support/login.h"
#include "support/step_desk.h"
#include "xmpp/ns.h"

using namespace support;
using stream::Failure;

TEST_CASE("after the login a server must offer a resource", "[stream][negotiation]") {
  Wire wire = authenticated();
  wire.skip();
  wire.receives(offer({"SCRAM-SHA-1"}))
      .sends(stream_error("unsupported-feature"))
      .sends(our_close)
      .sends_nothing();
  CHECK(login_failure(wire).failure == Failure::LoginProtocol);
}

TEST_CASE("trap 7: after SASL a new <open/> goes out and no <close/>", "[stream][negotiation]") {
  Wire wire = awaiting_features();
  wire.receives(offer({"PLAIN"})).skip();
  // The request to bind goes along: nothing in it depends on what the server will offer.
  wire.receives(sasl("success")).sends(our_open).sends(our_bind).sends_nothing();
}

TEST_CASE("every step of a login has its time", "[stream][negotiation]") {
  auto silence = [](Wire wire) {
    wire.advance(20s - 1ms).no_events();
    wire.advance(1ms).sends(stream_error("connection-timeout")).sends(our_close).sends_nothing();
    CHECK(login_failure(wire).failure == Failure::Timeout);
  };
  SECTION("the server's <open/>") { silence(opened()); }
  SECTION("features") { silence(awaiting_features()); }
  SECTION("the login") {
    Wire wire = awaiting_features();
    wire.receives(offer({"PLAIN"})).skip();
    silence(std::move(wire));
  }
  SECTION("the answer to our proof") {
    Wire wire = awaiting_features();
    ScramServer server(base::HashAlgorithm::Sha256, "pencil");
    challenge(wire, server);
    wire.advance(0ms).skip();
    silence(std::move(wire));
  }
  SECTION("features after the login") {
    Wire wire = authenticated();
    wire.skip();
    silence(std::move(wire));
  }
  SECTION("the resource") {
    Wire wire = authenticated();
    wire.receives(Link::features_frame(bind_feature)).skip();
    silence(std::move(wire));
  }
}

TEST_CASE("each step's time begins anew", "[stream][negotiation]") {
  Wire wire = opened();
  wire.advance(19s).receives(server_open()).advance(19s).receives(offer({"PLAIN"})).advance(19s);
  wire.receives(sasl("success")).advance(19s).no_events();
  wire.receives(server_open()).advance(19s).no_events();
}

// ---- without a transport ----

namespace {

// A login with a password and perhaps a token, by a server that speaks SASL 2.
struct Way : StepDesk {
  stream::Negotiation negotiation;
  stream::Management session;

  Way() {
    config.credentials.password = base::Secret("pencil");
    config.allow_plain = true;
  }
  void starts(bool may_hurry) {
    stream::StepContext now = context();
    negotiation.start(now, may_hurry);
  }
  stream::Outcome hears(const stream::StepInput& input) {
    stream::StepContext now = context();
    return negotiation.handle(input, now);
  }
  stream::Outcome hears(const std::string& frame) { return hears(parse_xml(frame)); }
  void is_answered() {
    REQUIRE(is_accepted(hears(stream::ServerOpen{.from = "example.com", .version = "1.0"})));
  }
  void has_session() {
    session.restore({.id = "sm1"});
    resumable = &session;
  }
};

// A server with SASL 2, but without Bind 2.
std::string sasl2_alone(const std::string& in_line = "") {
  return Link::features_frame(
      "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>PLAIN</mechanism><inline>"
      "<fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-NONE</mechanism></fast>" +
      in_line + "</inline></authentication>");
}

std::string success2(const std::string& inside = "") {
  return "<success xmlns='urn:xmpp:sasl:2'><authorization-identifier>juliet@example.com"
         "</authorization-identifier>" +
         inside + "</success>";
}

constexpr const char* our_resume = "<resume xmlns='urn:xmpp:sm:3' previd='sm1' h='0'/>";
constexpr const char* resume_failed = "<failed xmlns='urn:xmpp:sm:3'/>";
constexpr const char* resumed = "<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='0'/>";

}  // namespace

TEST_CASE("a token never hurries where others can listen", "[stream][negotiation]") {
  Way way;
  way.config.credentials.fast = stream::FastToken{base::Secret("t1"), ""};
  way.is_private = false;
  way.starts(true);
  CHECK_FALSE(way.negotiation.is_hurried());
  CHECK_FALSE(way.negotiation.shown());
}

TEST_CASE("a token that cannot be shown cannot be taken back", "[stream][negotiation]") {
  Way way;
  way.config.purpose = stream::Purpose::Invalidate;
  way.config.credentials.fast = stream::FastToken{base::Secret("t1"), ""};
  way.is_private = false;
  way.starts(true);
  way.is_answered();
  // The password must not log in where only a token is to be invalidated.
  CHECK(refusal_of(way.hears(sasl2_alone())) == Failure::TokenExpired);
  CHECK_FALSE(way.negotiation.shown());
}

TEST_CASE("a token that was taken back leaves no session behind", "[stream][negotiation]") {
  Way way;
  way.config.purpose = stream::Purpose::Invalidate;
  way.config.credentials.fast = stream::FastToken{base::Secret("t1"), ""};
  way.starts(true);
  way.is_answered();
  REQUIRE(is_accepted(way.hears(sasl2_alone())));
  const std::string proof = base::hmac(base::HashAlgorithm::Sha256, "t1", "Responder");
  CHECK(is_finished(way.hears(
      success2("<additional-data>" + base::encode_base64(proof) + "</additional-data>"))));
  CHECK(way.negotiation.result().jid.is_bare());
}

TEST_CASE("SASL 2 without Bind 2: the resource is bound behind the features of the session",
          "[stream][negotiation]") {
  Way way;
  way.starts(false);
  way.is_answered();
  SECTION("a new session") {
    REQUIRE(is_accepted(way.hears(sasl2_alone())));
    way.forget();
    REQUIRE(is_accepted(way.hears(success2())));
    CHECK(way.says_nothing());  // no new <open/>, no <bind/> before its feature
  }
  SECTION("a session that cannot be resumed inside the login is resumed behind it") {
    way.has_session();
    REQUIRE(is_accepted(way.hears(sasl2_alone())));
    way.forget();
    REQUIRE(is_accepted(way.hears(success2())));
    CHECK_XML(way.said(), parse_xml(our_resume));
    REQUIRE(is_accepted(way.hears(Link::features_frame(bind_feature))));
    SECTION("and goes on") {
      CHECK(is_finished(way.hears(resumed)));
      CHECK(way.negotiation.result().resumed);
      return;
    }
    REQUIRE(is_accepted(way.hears(resume_failed)));
    CHECK(way.said().child({xmpp::ns::bind, "bind"}) != nullptr);
    return;
  }
  SECTION("a resumption that failed inside the login is not tried again") {
    way.has_session();
    REQUIRE(is_accepted(way.hears(sasl2_alone("<sm xmlns='urn:xmpp:sm:3'/>"))));
    way.forget();
    REQUIRE(is_accepted(way.hears(success2(resume_failed))));
    CHECK(way.says_nothing());
  }
  REQUIRE(is_accepted(way.hears(Link::features_frame(bind_feature))));
  CHECK(way.said().child({xmpp::ns::bind, "bind"}) != nullptr);
}

TEST_CASE("a resumption that failed needs a server that binds", "[stream][negotiation]") {
  Way way;
  way.has_session();
  way.starts(false);
  way.is_answered();
  REQUIRE(is_accepted(way.hears(offer({"PLAIN"}))));
  REQUIRE(is_accepted(way.hears(sasl("success"))));
  way.is_answered();
  REQUIRE(is_accepted(way.hears(Link::features_frame("<sm xmlns='urn:xmpp:sm:3'/>"))));
  CHECK(refusal_of(way.hears(resume_failed)) == Failure::LoginProtocol);
}
