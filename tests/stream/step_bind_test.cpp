// SPDX-License-Identifier: MIT
// Binding a resource.
#include "stream/step_bind.h"

#include "support/login.h"

using namespace support;
using stream::Failure;

namespace {

Wire binding() {
  Wire wire = authenticated();
  wire.receives(Link::features_frame(bind_feature)).sends(our_bind).sends_nothing();
  return wire;
}

}  // namespace

TEST_CASE("trap 57: the server chooses the resource", "[stream][bind]") {
  Wire wire = binding();
  wire.receives(Link::bind_result(wire.id(), "juliet@example.com/balcony"));
  CHECK(wire.status<stream::Fresh>().jid.text() == "juliet@example.com/balcony");
}

TEST_CASE("a session of somebody else is refused", "[stream][bind]") {
  for (const char* jid : {"mallory@example.com/x", "juliet@evil.example/x", "example.com/x",
                          "jul\xD1\x96"
                          "et@example.com/x"}) {
    INFO(jid);
    Wire wire = binding();
    wire.receives(Link::bind_result(wire.id(), jid))
        .sends(stream_error("not-authorized"))
        .sends(our_close)
        .sends_nothing();
    CHECK(login_failure(wire).failure == Failure::ForeignIdentity);
  }
}

TEST_CASE("the server's spelling of the account is taken over", "[stream][bind]") {
  // As typed, RFC 7622; as bound, RFC 6122.
  const std::pair<const char*, const char*> spellings[] = {
      {"straße@example.com", "strasse@example.com"},
      {"γιώργος@example.com", "γιώργοσ@example.com"},
      {"juliet@example.com", "Juliet@example.com"}};
  for (const auto& [typed, bound] : spellings) {
    INFO(typed);
    Wire wire;
    wire.performs(
        session::Connect{.account = *xmpp::Jid::parse(typed), .password = base::Secret("secret")});
    REQUIRE(wire.link().log_in(std::string(bound) + "/balcony", ""));
    CHECK(wire.link().last_status<stream::Fresh>()->jid.bare().text() == bound);
  }
}

TEST_CASE("a result without a full address is a broken rule", "[stream][bind]") {
  for (const char* jid : {"", "juliet@example.com", "juliet@example.com/", "@/"}) {
    INFO(jid);
    Wire wire = binding();
    wire.receives(Link::bind_result(wire.id(), jid))
        .sends(stream_error("invalid-xml"))
        .sends(our_close);
    CHECK(login_failure(wire).failure == Failure::LoginProtocol);
  }
  Wire wire = binding();
  wire.receives("<iq type='result' id='" + wire.id() + "'/>").sends(stream_error("invalid-xml"));
  Wire other = binding();
  other.receives("<iq type='result' id='" + other.id() + "'><bind xmlns='urn:x'/></iq>")
      .sends(stream_error("invalid-xml"));
}

TEST_CASE("a refusal to bind is quoted", "[stream][bind]") {
  Wire wire = binding();
  wire.receives("<iq type='error' id='" + wire.id() +
                "'><error type='wait'>"
                "<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>enough</text></error></iq>")
      .sends(our_close)
      .sends_nothing();
  stream::Problem why = login_failure(wire);
  CHECK(why.failure == Failure::BindRefused);
  CHECK(why.text == "enough");
}

TEST_CASE("no stanza is accepted before the session exists", "[stream][bind]") {
  Wire wire = binding();
  wire.receives("<message from='romeo@example.net/o' type='chat'><body>early</body></message>")
      .sends(stream_error("not-authorized"));
  CHECK(wire.sends(our_close).status<stream::Failed>().why.failure == Failure::LoginProtocol);
  Wire other = binding();
  other.receives(Link::bind_result("another-id", "juliet@example.com/balcony"))
      .sends(stream_error("not-authorized"));
}
