// SPDX-License-Identifier: MIT
// What only our own devices read is kept by servers that know little of it, too. protocol trap 54.
#include "session/private_node.h"

#include "session/event.h"
#include "support/login.h"
#include "xml/writer.h"

using namespace support;
using xmpp::Access;

namespace {

constexpr const char* node = "urn:xmpp:mds:displayed:0";  // of the one who publishes so
constexpr const char* refusal =
    "'><error type='wait'><resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
    "</error></iq>";

std::string set(const xml::Element& payload) {
  return "<iq type='set' id='*'>" + xml::write(payload, "jabber:client") + "</iq>";
}

struct Publisher {
  Wire wire = Wire::bound("juliet@example.com/balcony");
  Publisher() { wire.advance(10s).skip(); }
  void publishes(const std::string& name) {
    wire.performs(session::MarkDisplayed{*xmpp::Jid::parse(name), false, "a1"});
    wire.advance(2s);
  }
  std::string published(const std::string& name, bool keeps_all) {
    xml::Element displayed(node, "displayed");
    displayed.add(xml::Element("urn:xmpp:sid:0", "stanza-id")
                      .set("by", "juliet@example.com")
                      .set("id", "a1"));
    return set(xmpp::make_publish(node, {name, displayed}, {Access::Nobody, keeps_all}));
  }
  void refused() { wire.receives("<iq type='error' id='" + wire.id() + refusal); }
  void done() { wire.receives("<iq type='result' id='" + wire.id() + "'/>"); }
};

}  // namespace

TEST_CASE("trap 54: a server that does not know the conditions is given the node as it must be",
          "[session][pubsub]") {
  Publisher publisher;
  publisher.publishes("romeo@example.net");
  publisher.wire.sends(publisher.published("romeo@example.net", true));
  publisher.refused();
  publisher.wire.sends(set(xmpp::make_node(node, {Access::Nobody, true})));
  SECTION("which is new") { publisher.done(); }
  SECTION("which is there, and otherwise") {
    publisher.refused();
    publisher.wire.sends(set(xmpp::make_configuration(node, {Access::Nobody, true})));
    SECTION("and is set up") { publisher.done(); }
    SECTION("and stays so: nobody else reads it in any case") { publisher.refused(); }
  }
  publisher.wire.sends(publisher.published("romeo@example.net", false)).sends_nothing();
  publisher.done();
  CHECK(publisher.wire.event<session::DisplayedUpTo>().archive_id == "a1");
  // Once in a session.
  publisher.publishes("nurse@example.net");
  publisher.wire.sends(publisher.published("nurse@example.net", false));
}

TEST_CASE("an answer that does not come is no refusal", "[session][pubsub]") {
  Publisher publisher;
  publisher.publishes("romeo@example.net");
  publisher.wire.sends(publisher.published("romeo@example.net", true));
  // The connection lives.
  for (int i = 0; i < 7; ++i)
    publisher.wire.advance(5s).receives("<presence from='a@example.net'/>");
  publisher.wire.skip();
  publisher.publishes("nurse@example.net");
  publisher.wire.sends(publisher.published("nurse@example.net", true));
}
