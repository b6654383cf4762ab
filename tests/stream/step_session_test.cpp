// SPDX-License-Identifier: MIT
// The session request of old servers.
#include "stream/step_session.h"

#include "support/login.h"

using namespace support;
using stream::Failure;

namespace {

constexpr const char* our_session =
    "<iq type='set' id='*'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>";

Wire bound_with(const std::string& session_feature) {
  Wire wire = authenticated();
  wire.receives(Link::features_frame(bind_feature + session_feature)).sends(our_bind);
  wire.receives(Link::bind_result(wire.id(), "juliet@example.com/balcony"));
  return wire;
}

}  // namespace

TEST_CASE("a session is started where it is demanded", "[stream][session]") {
  Wire wire = bound_with("<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>");
  wire.no_events().sends(our_session).sends_nothing();
  SECTION("and granted") {
    wire.receives("<iq type='result' id='" + wire.id() + "'/>");
    CHECK(wire.status<stream::Fresh>().jid.text() == "juliet@example.com/balcony");
  }
  SECTION("and refused") {
    wire.receives("<iq type='error' id='" + wire.id() + "'/>").sends(our_close);
    CHECK(login_failure(wire).failure == Failure::BindRefused);
  }
  SECTION("and answered by something else") {
    wire.receives("<presence/>").sends(stream_error("not-authorized")).sends(our_close);
    CHECK(login_failure(wire).failure == Failure::LoginProtocol);
  }
}

TEST_CASE("an optional session is left alone", "[stream][session]") {
  Wire wire =
      bound_with("<session xmlns='urn:ietf:params:xml:ns:xmpp-session'><optional/></session>");
  CHECK(wire.status<stream::Fresh>().jid.text() == "juliet@example.com/balcony");
}
