// SPDX-License-Identifier: MIT
// Elements as values.
#include "xml/element.h"

#include "support/catch.h"

using xml::Element;

namespace {
constexpr xml::Name item{"jabber:iq:roster", "item"};
constexpr xml::Name foreign_item{"urn:example", "item"};
}  // namespace

TEST_CASE("an absent attribute is not an empty one", "[xml][element]") {
  Element element("ns", "e");
  element.set("empty", "").set("full", "x");
  CHECK(element.attribute("empty") == "");
  CHECK(element.attribute("full") == "x");
  CHECK_FALSE(element.attribute("absent"));
  CHECK(element.attribute_or_empty("absent") == "");
  CHECK(element.attribute_or_empty("full") == "x");
}

TEST_CASE("setting an attribute again replaces it", "[xml][element]") {
  Element element("ns", "e");
  element.set("a", "1").set("a", "2").set_if("a", "").set_if("b", "").set_if("c", "3");
  CHECK(element.attribute("a") == "2");
  CHECK_FALSE(element.attribute("b"));
  CHECK(element.attribute("c") == "3");
  CHECK(element.attributes().size() == 2);
}

TEST_CASE("xml:lang is not the attribute lang", "[xml][element]") {
  Element element("ns", "e");
  element.set("lang", "en");
  CHECK(element.lang() == "");
  element.set_lang("de");
  CHECK(element.lang() == "de");
  CHECK(element.attribute("lang") == "en");
  element.set_qualified("urn:example", "lang", "fr");
  CHECK(element.lang() == "de");
}

TEST_CASE("children are found by namespace and name", "[xml][element]") {
  Element element("ns", "e");
  element.add(Element(foreign_item)).add(Element(item).set("jid", "a")).add(Element(item));
  REQUIRE(element.child(item) != nullptr);
  CHECK(element.child(item)->attribute("jid") == "a");
  CHECK(element.count(item) == 2);
  CHECK(element.count(foreign_item) == 1);
  CHECK(element.child({"jabber:iq:roster", "group"}) == nullptr);
  element.remove(item);
  CHECK(element.children().size() == 1);
  CHECK(element.child(item) == nullptr);
}

TEST_CASE("text gathers", "[xml][element]") {
  Element element("ns", "e");
  element.add_text("one ").add_text("two");
  CHECK(element.text() == "one two");
}

TEST_CASE("elements are equal whatever the order of attributes", "[xml][element]") {
  const auto make = [] { return Element("ns", "e").set("a", "1").set("b", "2"); };
  CHECK(make() == Element("ns", "e").set("b", "2").set("a", "1"));
  CHECK_FALSE(make() == Element("ns", "e").set("a", "1"));
  CHECK_FALSE(make() == Element("ns", "e").set("a", "1").set("b", "3"));
  CHECK_FALSE(make() == Element("other", "e").set("a", "1").set("b", "2"));
  CHECK_FALSE(make() == make().add_text("x"));
  CHECK_FALSE(make() == make().add(Element("ns", "c")));
  CHECK_FALSE(make().add(Element("ns", "c")).add(Element("ns", "d")) ==
              make().add(Element("ns", "d")).add(Element("ns", "c")));
}
