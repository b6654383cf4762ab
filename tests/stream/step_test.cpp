// SPDX-License-Identifier: MIT
// Frames out of turn, and replies to the requests of a login.
#include "stream/step.h"

#include "support/xml_equal.h"

using stream::Failure;
using support::parse_xml;
using xmpp::StreamCondition;

TEST_CASE("a stanza before the session exists is not authorized", "[stream][step]") {
  auto rejected = stream::unexpected(parse_xml("<message xmlns='jabber:client'/>"));
  CHECK(rejected.why.failure == Failure::LoginProtocol);
  CHECK(rejected.answer == StreamCondition::NotAuthorized);
}

TEST_CASE("an unknown element out of turn is unsupported", "[stream][step]") {
  CHECK(stream::unexpected(parse_xml("<shutdown xmlns='urn:evil'/>")).answer ==
        StreamCondition::UnsupportedStanzaType);
  CHECK(stream::unexpected(stream::ServerOpen{}).answer == StreamCondition::BadFormat);
}

TEST_CASE("only the result or error with our id answers", "[stream][step]") {
  auto answers = [](const char* frame) {
    return stream::answer_to(parse_xml(frame), "i1").has_value();
  };
  CHECK(answers("<iq xmlns='jabber:client' type='result' id='i1'/>"));
  CHECK(answers("<iq xmlns='jabber:client' type='error' id='i1'/>"));
  CHECK_FALSE(answers("<iq xmlns='jabber:client' type='result' id='i2'/>"));
  CHECK_FALSE(answers("<iq xmlns='jabber:client' type='get' id='i1'><q xmlns='q'/></iq>"));
  CHECK_FALSE(answers("<iq xmlns='jabber:client' type='set' id='i1'><q xmlns='q'/></iq>"));
  CHECK_FALSE(answers("<iq xmlns='jabber:client' type='odd' id='i1'/>"));
  CHECK_FALSE(answers("<message xmlns='jabber:client' type='result' id='i1'/>"));
  CHECK_FALSE(answers("<iq xmlns='jabber:server' type='result' id='i1'/>"));
  CHECK_FALSE(stream::answer_to(stream::ServerOpen{}, "i1"));
}

TEST_CASE("a refusal keeps what the server said", "[stream][step]") {
  xmpp::Iq error;
  CHECK(stream::refused(error).why.failure == Failure::BindRefused);
  error.error = xmpp::StanzaError{.text = "too many sessions"};
  CHECK(stream::refused(error).why.text == "too many sessions");
  CHECK_FALSE(stream::refused(error).answer);
}

TEST_CASE("the account that logged in is the one we meant", "[stream][step]") {
  stream::Config config{.account = *xmpp::Jid::parse("juliet@example.com")};
  auto is_ours = [&](const char* jid) { return stream::is_ours(*xmpp::Jid::parse(jid), config); };
  CHECK(is_ours("juliet@example.com/balcony"));
  CHECK_FALSE(is_ours("romeo@example.com/balcony"));
  CHECK_FALSE(is_ours("example.com"));
  // Who came as nobody in particular is given a name, but one of the domain.
  config.account = *xmpp::Jid::parse("example.com");
  config.credentials.is_anonymous = true;
  CHECK(is_ours("8a7d3c@example.com/x"));
  CHECK_FALSE(is_ours("8a7d3c@evil.example/x"));
  CHECK_FALSE(is_ours("example.com/x"));
}
