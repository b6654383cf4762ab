// SPDX-License-Identifier: MIT
// Nodes and their items, as XEP-0060 spells them.
#include "xmpp/pubsub.h"

#include "support/catch.h"
#include "support/xml_equal.h"

using support::canonical_xml;
using support::parse_xml;
using xmpp::Access;
using xmpp::NodeEvent;

namespace {

std::optional<NodeEvent> event(const std::string& content) {
  return xmpp::parse_event(
      parse_xml("<event xmlns='http://jabber.org/protocol/pubsub#event'>" + content + "</event>"));
}
const xml::Element entry = xml::Element("http://www.w3.org/2005/Atom", "entry");
const std::string entry_text = "<entry xmlns='http://www.w3.org/2005/Atom'/>";

}  // namespace

TEST_CASE("an event tells what was published at a node, and what was taken back",
          "[xmpp][pubsub]") {
  CHECK(event("<items node='princely_musings'><item id='ae89'>" + entry_text +
              "</item><item id='2'/></items>") ==
        NodeEvent{.node = "princely_musings", .items = {{"ae89", entry}, {"2", std::nullopt}}});
  CHECK(event("<items node='n'><retract id='ae89'/></items>") ==
        NodeEvent{.node = "n", .retracted = {"ae89"}});
  for (const char* end : {"purge", "delete"}) {
    CHECK(event("<" + std::string(end) + " node='n'/>") ==
          NodeEvent{.node = "n", .is_emptied = true});
  }
}

TEST_CASE("what is no event of a node is none", "[xmpp][pubsub]") {
  for (const char* none : {"", "<items/>", "<items node=''/>", "<items node='a'/><items node='b'/>",
                           "<configuration node='n'/>", "<items xmlns='urn:evil' node='n'/>"}) {
    CHECK_FALSE(event(none));
  }
  CHECK_FALSE(xmpp::parse_event(parse_xml("<event xmlns='urn:evil'><items node='n'/></event>")));
  // Two payloads are none: nobody could tell which.
  CHECK_FALSE(event("<items node='n'><item id='1'>" + entry_text + entry_text + "</item></items>")
                  ->items[0]
                  .payload);
  std::string many;
  for (int i = 0; i < 1200; ++i) many += "<item id='x'/><retract id='y'/>";
  const auto flood = event("<items node='n'>" + many + "</items>");
  CHECK(flood->items.size() == xmpp::max_published_items);
  CHECK(flood->retracted.size() == xmpp::max_published_items);
}

TEST_CASE("trap 54: what is private is published so that nobody else ever sees it",
          "[xmpp][pubsub]") {
  const std::string begin =
      "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='n'><item id='i'>" +
      entry_text +
      "</item></publish><publish-options><x xmlns='jabber:x:data' type='submit'>"
      "<field var='FORM_TYPE' type='hidden'>"
      "<value>http://jabber.org/protocol/pubsub#publish-options</value></field>";
  const auto field = [](const std::string& name, const std::string& value) {
    return "<field var='pubsub#" + name + "'><value>" + value + "</value></field>";
  };
  const std::string end = "</x></publish-options></pubsub>";
  CHECK(canonical_xml(xmpp::make_publish("n", {"i", entry}, {.keeps_all = true})) ==
        canonical_xml(begin + field("access_model", "whitelist") + field("persist_items", "true") +
                      field("max_items", "max") + field("send_last_published_item", "never") +
                      end));
  CHECK(canonical_xml(xmpp::make_publish("n", {"i", entry}, {.access = Access::Contacts})) ==
        canonical_xml(begin + field("access_model", "presence") + field("persist_items", "true") +
                      end));
  CHECK(
      canonical_xml(xmpp::make_publish("n", {"i", entry}, {.access = Access::Everybody})) ==
      canonical_xml(begin + field("access_model", "open") + field("persist_items", "true") + end));
}

TEST_CASE("an item is taken back, and items are asked for", "[xmpp][pubsub]") {
  CHECK(canonical_xml(xmpp::make_retract("n", "ae89")) ==
        canonical_xml("<pubsub xmlns='http://jabber.org/protocol/pubsub'><retract node='n' "
                      "notify='true'><item id='ae89'/></retract></pubsub>"));
  CHECK(canonical_xml(xmpp::make_items_wish("n")) ==
        canonical_xml("<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'/>"
                      "</pubsub>"));
  CHECK(canonical_xml(xmpp::make_items_wish("n", {"1", "2"})) ==
        canonical_xml("<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'>"
                      "<item id='1'/><item id='2'/></items></pubsub>"));
}

TEST_CASE("an answer has the items of the node that was asked for", "[xmpp][pubsub]") {
  const auto answer =
      parse_xml("<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'><item id='1'>" +
                entry_text + "</item></items></pubsub>");
  const auto items = xmpp::parse_items(answer, "n");
  REQUIRE(items);
  CHECK(*items == std::vector<xmpp::PublishedItem>{{"1", entry}});
  CHECK_FALSE(xmpp::parse_items(answer, "another"));
  CHECK_FALSE(xmpp::parse_items(parse_xml("<pubsub xmlns='urn:evil'/>"), "n"));
  CHECK(
      xmpp::parse_items(
          parse_xml("<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'/></pubsub>"),
          "n")
          ->empty());
}

TEST_CASE("a node is made, or set up, as what is published there demands", "[xmpp][pubsub]") {
  const std::string form =
      "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>"
      "<value>http://jabber.org/protocol/pubsub#node_config</value></field>"
      "<field var='pubsub#access_model'><value>whitelist</value></field>"
      "<field var='pubsub#persist_items'><value>true</value></field>"
      "<field var='pubsub#max_items'><value>max</value></field>"
      "<field var='pubsub#send_last_published_item'><value>never</value></field></x>";
  CHECK(canonical_xml(xmpp::make_node("n", {.keeps_all = true})) ==
        canonical_xml("<pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='n'/>"
                      "<configure>" +
                      form + "</configure></pubsub>"));
  CHECK(canonical_xml(xmpp::make_configuration("n", {.keeps_all = true})) ==
        canonical_xml("<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>"
                      "<configure node='n'>" +
                      form + "</configure></pubsub>"));
}
