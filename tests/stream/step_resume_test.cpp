// SPDX-License-Identifier: MIT
// <resume/> alone, as SASL 1 needs it. tests/stream/management_test.cpp plays what follows from each answer.
#include "stream/step_resume.h"

#include "support/login.h"
#include "support/step_desk.h"

using namespace support;
using stream::Failure;

TEST_CASE("a resumption is asked for and answered by one element", "[stream][resume]") {
  StepDesk desk;
  stream::Management session;
  session.restore({.id = "sm1", .received = 7});
  desk.resumable = &session;
  stream::StepContext context = desk.context();
  stream::StepResume step;
  step.start(context);
  CHECK_XML(desk.said(), parse_xml("<resume xmlns='urn:xmpp:sm:3' previd='sm1' h='7'/>"));
  SECTION("it goes on") {
    CHECK(
        is_finished(step.handle(parse_xml("<resumed xmlns='urn:xmpp:sm:3' previd='sm1' h='3'/>"))));
    CHECK(step.resumed());
    CHECK_FALSE(step.failed());
  }
  SECTION("trap 39: it does not, and the server may say how much it has") {
    CHECK(is_finished(step.handle(parse_xml("<failed xmlns='urn:xmpp:sm:3' h='3'/>"))));
    CHECK_FALSE(step.resumed());
    CHECK(step.failed()->attribute("h") == "3");
  }
  SECTION("nothing else is an answer") {
    for (const char* frame :
         {"<enabled xmlns='urn:xmpp:sm:3' id='sm2'/>",
          "<resumed xmlns='urn:x' previd='sm1' h='3'/>", "<presence xmlns='jabber:client'/>"}) {
      INFO(frame);
      CHECK(refusal_of(step.handle(parse_xml(frame))) == Failure::LoginProtocol);
    }
    CHECK(refusal_of(step.handle(stream::ServerOpen{})) == Failure::LoginProtocol);
    CHECK_FALSE(step.resumed());
    CHECK_FALSE(step.failed());
  }
}
