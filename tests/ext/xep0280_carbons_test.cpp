// SPDX-License-Identifier: MIT
// Carbons: enabled where the login did not bring them, unwrapped once, shown as what they hold. Examples of XEP-0280,
// and the cases of the hostile corpus.
#include "ext/xep0280_carbons.h"

#include <fstream>
#include <iterator>

#include "session/event.h"
#include "support/login.h"
#include "support/test_data.h"

using namespace support;

namespace {

constexpr const char* own = "juliet@example.com/balcony";
const std::string carbons_ns = "urn:xmpp:carbons:2";

std::string body(const std::string& text) { return "<body>" + text + "</body>"; }
std::string message(const std::string& attributes, const std::string& content) {
  return "<message xmlns='jabber:client' " + attributes + ">" + content + "</message>";
}
std::string carbon(
    const std::string& kind, const std::string& inner, const std::string& delay = "",
    const std::string& outer = "from='juliet@example.com' to='juliet@example.com/balcony'") {
  return message(outer + " type='chat'", "<" + kind + " xmlns='" + carbons_ns +
                                             "'><forwarded xmlns='urn:xmpp:forward:0'>" + delay +
                                             inner + "</forwarded></" + kind + ">");
}
const std::string to_garden =
    "from='romeo@example.net/orchard' to='juliet@example.com/garden' type='chat' id='m1'";
const std::string from_garden =
    "from='juliet@example.com/garden' to='romeo@example.net' type='chat' id='m2'";

std::string corpus(const std::string& name) {
  std::ifstream file(test_data("hostile/stanza/" + name + ".xml"), std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

}  // namespace

TEST_CASE("carbons are enabled where the server has them", "[ext][carbons]") {
  Wire wire = authenticated();
  wire.receives(Link::features_frame(bind_feature)).sends(our_bind);
  wire.receives(Link::bind_result(wire.id(), own));
  const std::string id = attribute_of(wire.link().sent.front(), "id");
  wire.skip();
  const auto can = [&](const std::string& feature) {
    wire.receives("<iq type='result' from='example.com' id='" + id +
                  "'><query xmlns='http://jabber.org/protocol/disco#info'><feature var='" +
                  feature + "'/></query></iq>");
  };
  SECTION("it has") {
    can(carbons_ns);
    wire.sends("<iq type='set' id='*'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
    const std::string enabling = wire.id();
    wire.sends(displayed_wish).sends_nothing();
    wire.event<session::ServerFeatures>();
    // Refused or not: nothing on the screen depends on it.
    wire.receives("<iq type='error' id='" + enabling +
                  "'><error type='auth'><forbidden "
                  "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
    wire.sends_nothing().no_events();
  }
  SECTION("it has not") {
    can("urn:xmpp:carbons:1");
    wire.sends(displayed_wish).sends_nothing();
  }
}

TEST_CASE("a message to another device of ours is shown here, too", "[ext][carbons]") {
  Wire wire = Wire::bound(own);
  wire.receives(carbon("received", message(to_garden, body("What man art thou?"))));
  auto received = wire.event<session::MessageReceived>();
  CHECK(received.conversation.text() == "romeo@example.net");
  CHECK(received.from.text() == "romeo@example.net/orchard");
  CHECK_FALSE(received.is_own);
  CHECK(received.id == "m1");
  CHECK(received.content.body == "What man art thou?");
  CHECK_FALSE(received.is_delayed);
  wire.no_events().sends_nothing();
}

TEST_CASE("a message from another device of ours is our own, in its conversation",
          "[ext][carbons]") {
  Wire wire = Wire::bound(own);
  wire.receives(carbon("sent", message(from_garden, body("Neither, fair saint."))));
  auto sent = wire.event<session::MessageReceived>();
  CHECK(sent.conversation.text() == "romeo@example.net");
  CHECK(sent.from.text() == "juliet@example.com/garden");
  CHECK(sent.is_own);
  CHECK(sent.content.body == "Neither, fair saint.");
  // A note to ourselves is a conversation with ourselves.
  wire.receives(carbon(
      "sent",
      message("from='juliet@example.com/garden' to='juliet@example.com' id='n'", body("milk"))));
  CHECK(wire.event<session::MessageReceived>().conversation.text() == "juliet@example.com");
  wire.receives(carbon("sent", message("from='juliet@example.com/garden' id='n'", body("eggs"))));
  CHECK(wire.event<session::MessageReceived>().conversation.text() == "juliet@example.com");
  wire.no_events().sends_nothing();
}

TEST_CASE("a carbon without 'from' is of our account", "[ext][carbons]") {
  Wire wire = Wire::bound(own);
  wire.receives(carbon("received", message(to_garden, body("hi")), "", ""));
  CHECK(wire.event<session::MessageReceived>().content.body == "hi");
}

TEST_CASE("our own words do not come back", "[ext][carbons]") {
  Wire wire = Wire::bound(own);
  wire
      .receives(carbon(
          "sent", message("from='juliet@example.com/balcony' to='romeo@example.net' type='chat'",
                          body("already here"))))
      .no_events();
}

TEST_CASE("carbons without a text show nothing", "[ext][carbons]") {
  Wire wire = Wire::bound(own);
  wire.receives(carbon("received", message(to_garden, "<composing xmlns='urn:x'/>")));
  wire.receives(carbon("sent", message(from_garden, "")));
  wire.receives(
      carbon("sent", message("from='juliet@example.com/garden' to='@' id='x'", body("to nobody"))));
  wire.no_events().sends_nothing();
}

TEST_CASE("what was kept back has its own time", "[ext][carbons]") {
  Wire wire = Wire::bound(own);
  const base::Wall now = wire.link().now.wall;
  const auto sent_at = [&](const std::string& inside, const std::string& delay) {
    wire.receives(carbon("received", message(to_garden, body("x") + inside), delay));
    auto received = wire.event<session::MessageReceived>();
    CHECK(received.is_delayed == (received.sent != now));
    return received.sent;
  };
  const std::string old = "<delay xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:00Z' ";
  const base::Wall then = *base::parse_datetime("2026-01-01T00:00:00Z");
  CHECK(sent_at("", "") == now);
  CHECK(sent_at("", old + "/>") == then);
  CHECK(sent_at(old + "from='example.com'/>", "") == then);
  CHECK(sent_at(old + "from='romeo@example.net'/>", "") == now);  // his claim, not our server's
}

TEST_CASE("XEP-0280 9 and XEP-0334: what was not to be copied is not shown", "[ext][carbons]") {
  Wire wire = Wire::bound(own);
  for (const char* mark :
       {"<private xmlns='urn:xmpp:carbons:2'/>", "<no-copy xmlns='urn:xmpp:hints'/>"}) {
    wire.receives(carbon("received", message(to_garden, body("x") + mark)));
    wire.receives(carbon("sent", message(from_garden, body("x") + mark)));
  }
  wire.no_events();
  // To us directly it is a message like any other.
  wire.receives(message("from='romeo@example.net/orchard' type='chat'",
                        body("only here") + "<private xmlns='urn:xmpp:carbons:2'/>"));
  CHECK(wire.event<session::MessageReceived>().content.body == "only here");
}

TEST_CASE("a message of another device of ours that bounced is seen to have", "[ext][carbons]") {
  Wire wire = Wire::bound(own);
  const std::string error =
      "<error type='cancel'><service-unavailable "
      "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
  wire.receives(
      carbon("received",
             message("from='romeo@example.net' to='juliet@example.com/garden' type='error' id='m2'",
                     body("x") + error)));
  auto failed = wire.event<session::MessageFailed>();
  CHECK(failed.conversation.text() == "romeo@example.net");
  CHECK(failed.id == "m2");
  CHECK(failed.error.condition == xmpp::Condition::ServiceUnavailable);
  wire
      .receives(carbon(
          "sent",
          message("from='juliet@example.com/garden' to='romeo@example.net' type='error' id='m1'",
                  error)))
      .no_events();
}

TEST_CASE("private messages of a room are of use only to who is in it", "[ext][carbons]") {
  Wire wire = Wire::bound(own);
  const std::string x = "<x xmlns='http://jabber.org/protocol/muc#user'/>";
  const std::string to =
      "from='juliet@example.com/garden' to='room@muc.example.com/nurse' type='chat' id='p'";
  wire.receives(carbon("sent", message(to, body("psst") + x))).no_events();
  wire
      .receives(carbon(
          "received",
          message("from='room@muc.example.com/nurse' to='juliet@example.com/garden' type='chat'",
                  body("psst") + x)))
      .no_events();
  wire.performs(session::JoinRoom{*xmpp::Jid::parse("room@muc.example.com"), "juliet"}).skip();
  wire.receives(carbon("sent", message(to, body("psst") + x)));
  auto sent = wire.event<session::MessageReceived>();
  CHECK(sent.conversation.text() == "room@muc.example.com/nurse");
  CHECK(sent.is_own);
}

TEST_CASE("a carbon cannot hold what may not come by itself", "[ext][carbons][gate]") {
  Wire wire = Wire::bound(own);
  // An archive's result, somebody's bookmarks, somebody else's words inside a forward.
  wire.receives(carbon("received",
                       message(to_garden, body("x") + "<result xmlns='urn:xmpp:mam:2' id='1'/>")));
  wire.receives(
      carbon("received",
             message(to_garden, body("x") +
                                    "<event xmlns='http://jabber.org/protocol/pubsub#event'><items "
                                    "node='urn:xmpp:bookmarks:1'/></event>")));
  wire.no_events();
  wire.receives(carbon(
      "received", message(to_garden, body("look") + "<forwarded xmlns='urn:xmpp:forward:0'>" +
                                         message("from='nurse@example.com'", body("never said")) +
                                         "</forwarded>")));
  CHECK(wire.event<session::MessageReceived>().content.body == "look");
  wire.no_events();
}

TEST_CASE("s/01 to s/10 and s/71: carbons of the corpus", "[ext][carbons][hostile]") {
  for (const char* name :
       {"01-carbon-received-forged", "03-carbon-from-server-domain", "05-carbon-homoglyph-own-jid",
        "07-carbon-nested", "09-carbon-of-groupchat"}) {
    INFO(name);
    const std::string frame = corpus(name);
    REQUIRE_FALSE(frame.empty());
    Wire wire = Wire::bound(own, "<item jid='romeo@example.net' subscription='both'/>");
    wire.receives(frame).no_events().sends_nothing();
    // Forged or not, what comes after it is shown.
    wire.receives(carbon("received", message(to_garden, body("real"))));
    CHECK(wire.event<session::MessageReceived>().content.body == "real");
  }
  const std::string frame = corpus("71-bare-forwarded");
  Wire wire = Wire::bound(own);
  wire.receives(frame);
  auto look = wire.event<session::MessageReceived>();
  CHECK(look.content.body == "look");
  CHECK(look.from.text() == "mallory@evil.example/x");
  wire.no_events();
}
