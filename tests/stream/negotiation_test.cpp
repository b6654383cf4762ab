// SPDX-License-Identifier: MIT
// Which step follows which, and how long each may take.
#include "stream/negotiation.h"

#include "support/login.h"

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
