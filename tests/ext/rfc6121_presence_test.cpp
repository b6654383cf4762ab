// SPDX-License-Identifier: MIT
// Presence and subscriptions. Examples after RFC 6121 sections 3 and 4.
#include "ext/rfc6121_presence.h"

#include "session/event.h"
#include "support/managed.h"
#include "support/xml_equal.h"
#include "xml/writer.h"

using namespace support;
using xmpp::Availability;

namespace {

constexpr const char* own = "juliet@example.com/balcony";

Wire bound() { return Wire::bound(own); }
xmpp::Jid romeo() { return *xmpp::Jid::parse("romeo@example.net"); }

// What was sent to everybody, as the tests write it.
std::vector<std::string> presences(Wire& wire) {
  std::vector<std::string> out;
  for (const std::string& frame : wire.link().sent) {
    if (!frame.starts_with("<presence") || !attribute_of(frame, "to").empty()) continue;
    xml::Element presence = parse_xml(frame);
    presence.remove({"http://jabber.org/protocol/caps", "c"});
    std::string text = xml::write(presence);
    text.erase(std::string_view("<presence").size(),
               std::string_view(" xmlns='jabber:client'").size());
    out.push_back(std::move(text));
  }
  return out;
}

}  // namespace

TEST_CASE("how available others are is told", "[ext][presence]") {
  Wire wire = bound();
  wire.receives(
      "<presence from='romeo@example.net/o'><show>away</show><status>out</status>"
      "<priority>7</priority></presence>");
  auto changed = wire.event<session::PresenceChanged>();
  CHECK(changed.from.text() == "romeo@example.net/o");
  CHECK(changed.availability == Availability::Away);
  CHECK(changed.status == "out");
  CHECK(changed.priority == 7);
  wire.receives(
      "<presence from='romeo@example.net/o' type='unavailable'>"
      "<status>bye</status></presence>");
  changed = wire.event<session::PresenceChanged>();
  CHECK(changed.availability == Availability::Offline);
  CHECK(changed.status == "bye");
}

TEST_CASE("a contact who can not be reached is offline", "[ext][presence]") {
  Wire wire = bound();
  wire.receives(
      "<presence from='romeo@example.net' type='error'><status>x</status>"
      "<error type='cancel'><remote-server-not-found "
      "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");
  auto changed = wire.event<session::PresenceChanged>();
  CHECK(changed.from.text() == "romeo@example.net");
  CHECK(changed.availability == Availability::Offline);
  CHECK(changed.status.empty());
}

TEST_CASE("a presence of nobody is nobody's", "[ext][presence]") {
  Wire wire = bound();
  wire.receives("<presence/>").receives("<presence type='subscribe'/>").no_events();
}

TEST_CASE("a request to see our presence is only ever shown", "[ext][presence]") {
  Wire wire = bound();
  wire.receives(
      "<presence from='romeo@example.net/o' type='subscribe'><status>It is me</status>"
      "</presence>");
  auto request = wire.event<session::SubscriptionRequested>();
  CHECK(request.from.text() == "romeo@example.net");
  CHECK(request.message == "It is me");
  wire.sends_nothing().advance(1h);
  for (const std::string& frame : wire.link().sent) {
    CHECK(frame.find("subscribed") == std::string::npos);
  }
}

TEST_CASE("answers to our requests are told", "[ext][presence]") {
  Wire wire = bound();
  wire.receives("<presence from='romeo@example.net' type='subscribed'/>");
  CHECK(wire.event<session::SubscriptionAnswered>().is_approved);
  wire.receives("<presence from='romeo@example.net' type='unsubscribed'/>");
  CHECK_FALSE(wire.event<session::SubscriptionAnswered>().is_approved);
  wire.receives("<presence from='romeo@example.net' type='unsubscribe'/>")
      .no_events()
      .sends_nothing();
}

TEST_CASE("subscriptions are asked for, granted and refused between bare addresses",
          "[ext][presence]") {
  Wire wire = bound();
  wire.performs(session::RequestSubscription{*xmpp::Jid::parse("romeo@example.net/o")})
      .sends("<presence to='romeo@example.net' type='subscribe'/>");
  wire.performs(session::AnswerSubscription{romeo(), true})
      .sends("<presence to='romeo@example.net' type='subscribed'/>");
  wire.performs(session::AnswerSubscription{romeo(), false})
      .sends("<presence to='romeo@example.net' type='unsubscribed'/>");
  wire.sends_nothing();
}

TEST_CASE("our availability is said, and said again on the next session", "[ext][presence]") {
  Wire wire = bound();
  wire.performs(session::SetPresence{Availability::DoNotDisturb, "busy"});
  const char* busy = "<presence><show>dnd</show><status>busy</status></presence>";
  wire.sends(busy).sends_nothing();
  wire.link().close_socket();
  wire.advance(1s);
  REQUIRE(wire.link().log_in(own));
  CHECK(presences(wire) == std::vector<std::string>{busy});
}

TEST_CASE("an availability chosen while the connection is away is said once when it is back",
          "[ext][presence]") {
  Wire wire = managed();
  lose_connection(wire);
  wire.performs(session::SetPresence{Availability::Away, "out"}).sends_nothing();
  resume(wire, at_start);
  wire.sends("<presence><show>away</show><status>out</status></presence>");
  CHECK(presences(wire).empty());
}

TEST_CASE("who wants to be unseen stays unseen on the next session", "[ext][presence]") {
  Wire wire = bound();
  wire.performs(session::SetPresence{Availability::Offline, ""})
      .sends("<presence type='unavailable'/>");
  wire.link().close_socket();
  wire.skip().advance(1s);
  wire.link().log_in(own);
  for (const std::string& frame : wire.link().sent) {
    CHECK(frame.find("<presence") == std::string::npos);
  }
}

TEST_CASE("a wish without a session is kept for the next", "[ext][presence]") {
  Wire wire = connecting();
  wire.performs(session::SetPresence{Availability::Away, ""}).sends_nothing();
  REQUIRE(wire.link().log_in(own));
  wire.link().sent.pop_front();  // the roster
  wire.link().sent.pop_front();  // what the server can do
  wire.sends("<presence><show>away</show></presence>");
}
