// SPDX-License-Identifier: MIT
// The login exchange over the stream: every way it can end.
#include "stream/step_sasl.h"

#include "support/login.h"
#include "support/step_desk.h"

using namespace support;
using stream::Failure;

namespace {

constexpr const char* our_abort = "<abort xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";

ScramServer server_for(const char* password = "pencil") {
  return ScramServer(base::HashAlgorithm::Sha256, password);
}

// Our proof is out; returns what the right server would answer.
std::string proven(Wire& wire, ScramServer& server) {
  challenge(wire, server);
  wire.advance(0ms);
  return server.final(take_sasl(wire, "response"));
}

}  // namespace

TEST_CASE("PLAIN is sent where the deployer allows it", "[stream][sasl]") {
  Wire wire = awaiting_features();
  wire.receives(offer({"PLAIN"}));
  CHECK(take_sasl(wire, "auth") == std::string("\0juliet\0pencil", 14));
  wire.receives(sasl("success")).sends(our_open).sends(our_bind).sends_nothing();
}

TEST_CASE("PLAIN alone counts as nothing where it is not allowed", "[stream][sasl]") {
  Wire wire = awaiting_features({.endpoints = {"wss://example.com/ws"}});
  wire.receives(offer({"PLAIN", "X-OAUTH2"})).sends(our_close).sends_nothing();
  CHECK(login_failure(wire).failure == Failure::NoMechanism);
}

TEST_CASE("PLAIN never goes where others can listen", "[stream][sasl]") {
  Wire wire = awaiting_features(
      {.endpoints = {"ws://example.com/"}, .allow_plain = true, .allow_insecure = true});
  wire.receives(offer({"PLAIN"})).sends(our_close).sends_nothing();
  CHECK(login_failure(wire).failure == Failure::NoMechanism);
}

TEST_CASE("no mechanism at all is said in words", "[stream][sasl]") {
  Wire wire = awaiting_features();
  wire.receives(Link::features_frame("")).sends(our_close);
  CHECK(login_failure(wire).failure == Failure::NoMechanism);
}

TEST_CASE("trap 27: SCRAM once means PLAIN never again, also in the next login", "[stream][sasl]") {
  Wire wire = awaiting_features();
  wire.receives(offer({"SCRAM-SHA-1"})).skip();
  wire.receives(sasl_failure("temporary-auth-failure")).skip();
  wire.link().connect("juliet@example.com", "pencil");
  wire.link().open_socket();
  wire.receives(server_open()).skip();
  wire.receives(offer({"PLAIN"})).sends(our_close).sends_nothing();
  CHECK(login_failure(wire).failure == Failure::NoMechanism);
  // Another account was never seen with SCRAM.
  wire.link().connect("romeo@example.com", "pencil");
  wire.link().open_socket();
  wire.receives(server_open()).skip();
  wire.receives(offer({"PLAIN"}));
  CHECK(take_sasl(wire, "auth") == std::string("\0romeo\0pencil", 13));
}

TEST_CASE("a failure is named and quoted", "[stream][sasl]") {
  const std::pair<const char*, Failure> table[] = {
      {"not-authorized", Failure::WrongPassword},
      {"account-disabled", Failure::AccountDisabled},
      {"temporary-auth-failure", Failure::TemporaryAuthFailure},
      {"mechanism-too-weak", Failure::NoMechanism},
      {"malformed-request", Failure::LoginProtocol}};
  for (auto [condition, failure] : table) {
    INFO(condition);
    Wire wire = awaiting_features();
    wire.receives(offer({"PLAIN"})).skip();
    wire.receives(sasl_failure(condition, "said the server")).sends(our_close).sends_nothing();
    stream::Problem why = login_failure(wire);
    CHECK(why.failure == failure);
    CHECK(why.text == "said the server");
  }
}

TEST_CASE("a condition is one of SASL's namespace", "[stream][sasl]") {
  Wire wire = awaiting_features();
  wire.receives(offer({"PLAIN"})).skip();
  wire.receives(
      "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/>"
      "<account-disabled xmlns='urn:x'/></failure>");
  CHECK(wire.status<stream::Failed>().why.failure == Failure::WrongPassword);
}

TEST_CASE("a failure of nothing is a broken rule", "[stream][sasl]") {
  Wire wire = awaiting_features();
  wire.receives(offer({"PLAIN"})).skip();
  wire.receives("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>").sends(our_close);
  CHECK(login_failure(wire).failure == Failure::LoginProtocol);
}

TEST_CASE("a wrong password ends the login once, without a second attempt", "[stream][sasl]") {
  Wire wire = awaiting_features();
  ScramServer server = server_for("other");
  CHECK(proven(wire, server).empty());
  wire.receives(sasl_failure("not-authorized")).sends(our_close).sends_nothing();
  CHECK(login_failure(wire).failure == Failure::WrongPassword);
}

TEST_CASE("the key is derived in slices that leave room for everything else", "[stream][sasl]") {
  Wire wire = awaiting_features();
  ScramServer server(base::HashAlgorithm::Sha256, "pencil", 10'000);
  challenge(wire, server);
  for (int slice = 0; slice < 9; ++slice) {
    REQUIRE(wire.link().wake);
    CHECK(*wire.link().wake <= wire.link().now.steady);
    wire.link().wake.reset();
    wire.link().input(base::Tick{});
    wire.sends_nothing();
  }
  wire.link().input(base::Tick{});
  CHECK_FALSE(server.final(take_sasl(wire, "response")).empty());
}

TEST_CASE("slices are sized by what a hash costs", "[stream][sasl]") {
  CHECK(stream::slice_of(base::HashAlgorithm::Sha1) >
        stream::slice_of(base::HashAlgorithm::Sha256));
  CHECK(stream::slice_of(base::HashAlgorithm::Sha256) >
        stream::slice_of(base::HashAlgorithm::Sha512));
  Wire wire = awaiting_features();
  wire.receives(offer({"SCRAM-SHA-512"}));
  ScramServer server(base::HashAlgorithm::Sha512, "pencil");
  wire.receives(sasl("challenge", server.first(take_sasl(wire, "auth"))));
  for (int slice = 0; slice < 8; ++slice) {
    wire.link().input(base::Tick{});
    wire.sends_nothing();
  }
  wire.link().input(base::Tick{});
  CHECK_FALSE(server.final(take_sasl(wire, "response")).empty());
}

TEST_CASE("the time our own work takes is not the server's fault", "[stream][sasl]") {
  Wire wire = awaiting_features();
  ScramServer server = server_for();
  challenge(wire, server);
  wire.link().now.steady += 1min;  // a hidden tab is granted one timer a minute
  wire.link().input(base::Tick{});
  wire.no_events();
  wire.advance(0ms);
  CHECK_FALSE(take_sasl(wire, "response").empty());
}

TEST_CASE("trap 28: success without the server's proof is none", "[stream][sasl]") {
  Wire wire = awaiting_features();
  ScramServer server = server_for();
  std::string answer = proven(wire, server);
  SECTION("no data") {
    wire.receives(sasl("success")).sends(stream_error("not-authorized")).sends(our_close);
  }
  SECTION("a wrong signature") {
    wire.receives(sasl("success", "v=AAAA")).sends(stream_error("not-authorized")).sends(our_close);
  }
  SECTION("no base64") {
    wire.receives("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>!</success>")
        .sends(our_abort)
        .sends(our_close);
  }
  wire.sends_nothing();
  CHECK(login_failure(wire).failure == Failure::ServerUnproven);
}

TEST_CASE("success before our proof is none", "[stream][sasl]") {
  Wire wire = awaiting_features();
  wire.receives(offer({"SCRAM-SHA-256"})).skip();
  SECTION("before the challenge") { wire.receives(sasl("success")); }
  SECTION("while deriving") {
    Wire deriving = awaiting_features();
    ScramServer server = server_for();
    challenge(deriving, server);
    deriving.receives(sasl("success", "v=AAAA")).sends(stream_error("not-authorized"));
    CHECK(deriving.sends(our_close).status<stream::Failed>().why.failure ==
          Failure::ServerUnproven);
    return;
  }
  wire.sends(stream_error("not-authorized")).sends(our_close).sends_nothing();
  CHECK(login_failure(wire).failure == Failure::ServerUnproven);
}

TEST_CASE("the server may prove itself in a last challenge", "[stream][sasl]") {
  Wire wire = awaiting_features();
  ScramServer server = server_for();
  wire.receives(sasl("challenge", proven(wire, server)));
  wire.sends("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>").sends_nothing();
  wire.receives(sasl("success")).sends(our_open).sends(our_bind).sends_nothing();
}

TEST_CASE("a challenge that breaks a rule is answered by <abort/>, never by a proof",
          "[stream][sasl]") {
  Wire wire = awaiting_features();
  Failure expected = Failure::LoginProtocol;
  SECTION("no base64") {
    wire.receives(offer({"SCRAM-SHA-256"})).skip();
    wire.receives("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>?</challenge>");
  }
  SECTION("a nonce that is not ours") {
    wire.receives(offer({"SCRAM-SHA-256"})).skip();
    wire.receives(sasl("challenge", "r=x,s=AAAA,i=4096"));
  }
  SECTION("a second challenge while deriving") {
    ScramServer server = server_for();
    challenge(wire, server);
    wire.receives(sasl("challenge", "r=x,s=AAAA,i=4096"));
  }
  SECTION("a challenge to PLAIN") {
    wire.receives(offer({"PLAIN"})).skip();
    wire.receives(sasl("challenge", "more"));
  }
  SECTION("a wrong signature as last challenge") {
    ScramServer server = server_for();
    proven(wire, server);
    wire.receives(sasl("challenge", "v=AAAA"));
    expected = Failure::ServerUnproven;
  }
  SECTION("an error as last challenge") {
    ScramServer server = server_for();
    proven(wire, server);
    wire.receives(sasl("challenge", "e=invalid-proof"));
    expected = Failure::WrongPassword;
  }
  wire.sends(our_abort).sends(our_close).sends_nothing();
  CHECK(login_failure(wire).failure == expected);
  CHECK_FALSE(wire.link().log_lines().empty());
}

TEST_CASE("other frames have no place in a login exchange", "[stream][sasl]") {
  Wire wire = awaiting_features();
  wire.receives(offer({"SCRAM-SHA-256"})).skip();
  const char* condition = "";
  SECTION("an <open/>") {
    wire.receives(server_open());
    condition = "bad-format";
  }
  SECTION("a message") {
    wire.receives("<message><body>x</body></message>");
    condition = "not-authorized";
  }
  SECTION("SASL 2") {
    wire.receives("<success xmlns='urn:xmpp:sasl:2'/>");
    condition = "unsupported-stanza-type";
  }
  wire.sends(stream_error(condition)).sends(our_close).sends_nothing();
  CHECK(login_failure(wire).failure == Failure::LoginProtocol);
}

namespace {

stream::Features offering(std::vector<std::string> mechanisms) {
  return {.mechanisms = std::move(mechanisms)};
}

std::string auth(const char* mechanism, const std::string& data) {
  return std::string("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='") + mechanism +
         "'>" + data + "</auth>";
}

}  // namespace

TEST_CASE("a portal's token logs in, but is shown to nobody who listens", "[stream][sasl]") {
  StepDesk desk;
  desk.config.credentials.bearer = base::Secret("token");
  stream::StepSasl step;
  SECTION("in private") {
    stream::StepContext context = desk.context();
    REQUIRE(is_accepted(step.start(offering({"PLAIN", "OAUTHBEARER"}), context)));
    const std::string data = stream::bearer_message("juliet@example.com", base::Secret("token"));
    CHECK_XML(desk.said(), parse_xml(auth("OAUTHBEARER", base::encode_base64(data))));
    CHECK_FALSE(step.is_deriving());
    CHECK(is_finished(step.handle(parse_xml(sasl("success")), context)));
    CHECK_FALSE(step.exchange()->keys());
  }
  SECTION("where others can listen there is nothing to log in with, and no work to do") {
    desk.is_private = false;
    stream::StepContext context = desk.context();
    CHECK(refusal_of(step.start(offering({"OAUTHBEARER"}), context)) == Failure::NoMechanism);
    CHECK(desk.says_nothing());
    CHECK_FALSE(step.is_deriving());
  }
}

TEST_CASE("RFC 7628: the reasons for refusing a token are answered by a dummy, once",
          "[stream][sasl]") {
  StepDesk desk;
  desk.config.credentials.bearer = base::Secret("old");
  stream::StepContext context = desk.context();
  stream::StepSasl step;
  step.start(offering({"OAUTHBEARER"}), context);
  desk.forget();
  const xml::Element reasons = parse_xml(sasl("challenge", "{\"status\":\"invalid_token\"}"));
  REQUIRE(is_accepted(step.handle(reasons, context)));
  CHECK_XML(desk.said(),
            parse_xml("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>AQ==</response>"));
  SECTION("then the portal is asked for another one") {
    CHECK(refusal_of(step.handle(parse_xml(sasl_failure("not-authorized")), context)) ==
          Failure::TokenExpired);
  }
  SECTION("but an account that was closed stays closed, whatever the token") {
    CHECK(refusal_of(step.handle(parse_xml(sasl_failure("account-disabled")), context)) ==
          Failure::AccountDisabled);
  }
  SECTION("more reasons are out of turn") {
    CHECK(refusal_of(step.handle(reasons, context)) == Failure::LoginProtocol);
    CHECK_XML(desk.said(), parse_xml(our_abort));
  }
}

TEST_CASE("EXTERNAL and ANONYMOUS send an empty message, not none", "[stream][sasl]") {
  StepDesk desk;
  stream::StepSasl step;
  const char* mechanism = "";
  SECTION("the certificate says who we are") {
    desk.config.credentials.has_certificate = true;
    mechanism = "EXTERNAL";
  }
  SECTION("nobody says who we are") {
    desk.config.credentials.is_anonymous = true;
    mechanism = "ANONYMOUS";
  }
  stream::StepContext context = desk.context();
  REQUIRE(is_accepted(step.start(offering({"PLAIN", "EXTERNAL", "ANONYMOUS"}), context)));
  CHECK_XML(desk.said(), parse_xml(auth(mechanism, "=")));
  CHECK(is_finished(step.handle(parse_xml(sasl("success")), context)));
}

TEST_CASE("keys that no longer fit are stale when there is no password behind them",
          "[stream][sasl]") {
  StepDesk desk;
  stream::ScramKeys keys{.mechanism = stream::Mechanism::ScramSha256,
                         .salt = "another salt",
                         .iterations = 4096,
                         .client_key = base::Secret("c"),
                         .server_key = base::Secret("s")};
  desk.config.credentials.keys = keys;
  CapturedLog log;
  bool is_logged = false;
  SECTION("with a log") {
    desk.config.log = &log;
    is_logged = true;
  }
  SECTION("without one") {}
  stream::StepContext context = desk.context();
  stream::StepSasl step;
  REQUIRE(is_accepted(step.start(offering({"SCRAM-SHA-512", "SCRAM-SHA-256"}), context)));
  const xml::Element sent = desk.said();
  CHECK(sent.attribute("mechanism") == "SCRAM-SHA-256");
  ScramServer server = server_for();
  const std::string first = server.first(*base::decode_base64(sent.text()));
  CHECK(refusal_of(step.handle(parse_xml(sasl("challenge", first)), context)) ==
        Failure::TokenExpired);
  CHECK_XML(desk.said(), parse_xml(our_abort));
  CHECK(log.lines.size() == (is_logged ? 1u : 0u));
}

TEST_CASE("keys of another mechanism are left alone, the password is derived", "[stream][sasl]") {
  StepDesk desk;
  desk.config.credentials.password = base::Secret("pencil");
  desk.config.credentials.keys = stream::ScramKeys{.mechanism = stream::Mechanism::ScramSha1,
                                                   .salt = "0123456789abcdef",
                                                   .iterations = 4096,
                                                   .client_key = base::Secret("c"),
                                                   .server_key = base::Secret("s")};
  stream::StepContext context = desk.context();
  stream::StepSasl step;
  REQUIRE(is_accepted(step.start(offering({"SCRAM-SHA-1", "SCRAM-SHA-256"}), context)));
  ScramServer server = server_for();
  const std::string first = server.first(*base::decode_base64(desk.said().text()));
  REQUIRE(is_accepted(step.handle(parse_xml(sasl("challenge", first)), context)));
  CHECK(step.is_deriving());
  while (step.is_deriving()) step.advance(context);
  const std::string last = server.final(*base::decode_base64(desk.said().text()));
  REQUIRE_FALSE(last.empty());
  CHECK(is_finished(step.handle(parse_xml(sasl("success", last)), context)));
  CHECK(step.exchange()->keys()->mechanism == stream::Mechanism::ScramSha256);
}
