// SPDX-License-Identifier: MIT
// Presence and subscriptions. Examples after RFC 6121 sections 3 and 4.
#include "ext/rfc6121_presence.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;
using xmpp::Availability;

namespace {

constexpr const char* own = "juliet@example.com/balcony";

Wire bound() { return Wire::bound(own); }
xmpp::Jid romeo() { return *xmpp::Jid::parse("romeo@example.net"); }

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

TEST_CASE("our availability is said", "[ext][presence]") {
  Wire wire = bound();
  wire.performs(session::SetPresence{Availability::DoNotDisturb, "busy"});
  wire.sends("<presence><show>dnd</show><status>busy</status></presence>").sends_nothing();
  wire.performs(session::SetPresence{Availability::Offline, ""});
  wire.sends("<presence type='unavailable'/>").sends_nothing();
}
