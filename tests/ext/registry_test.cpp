// SPDX-License-Identifier: MIT
// The list of features, and that what is advertised is what is registered.
#include "ext/registry.h"

#include <algorithm>
#include <set>

#include "support/login.h"
#include "support/xml_equal.h"

using namespace support;

TEST_CASE("disco#info advertises exactly what is registered", "[ext][registry]") {
  std::set<std::string> registered{"urn:xmpp:delay"};
  for (const auto& extension : ext::make_all()) {
    for (std::string_view feature : extension->features()) registered.emplace(feature);
    for (std::string_view node : extension->nodes())
      registered.insert(std::string(node) + "+notify");
  }
  Wire wire = Wire::bound("juliet@example.com/balcony");
  wire.receives(
      "<iq type='get' id='d' from='example.com'>"
      "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
  REQUIRE(wire.link().sent.size() == 1);
  xml::Element reply = parse_xml(wire.link().sent.front());
  std::set<std::string> advertised;
  for (const xml::Element& child : reply.children().front().children()) {
    if (child.local() == "feature") {
      advertised.emplace(child.attribute_or_empty("var"));
    }
  }
  CHECK(advertised == registered);
  CHECK(registered.count("urn:xmpp:ping") == 1);
}

TEST_CASE("a new session asks what the server can do before anything is wished",
          "[ext][registry]") {
  Wire wire = authenticated();
  wire.receives(Link::features_frame(bind_feature)).sends(our_bind);
  wire.receives(Link::bind_result(wire.id(), "juliet@example.com/balcony"));
  wire.sends(
          "<iq type='get' id='*' to='example.com'>"
          "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>")
      .sends("<iq type='get' id='*'><query xmlns='jabber:iq:roster'/></iq>")
      .sends("<presence/>")
      .sends_nothing();
}
