// SPDX-License-Identifier: MIT
// Elements as text, and back: what is written is what is read.
#include "xml/writer.h"

#include <string>

#include "support/catch.h"
#include "support/fixed_random.h"
#include "support/xml_equal.h"
#include "xml/reader.h"

using xml::Element;

TEST_CASE("a frame carries its own namespace, children inherit it", "[xml][writer]") {
  Element message("jabber:client", "message");
  message.set("to", "romeo@example.net");
  message.add(Element("jabber:client", "body").add_text("hi"));
  message.add(Element("urn:xmpp:receipts", "request"));
  CHECK(xml::write(message) ==
        "<message xmlns='jabber:client' to='romeo@example.net'><body>hi</body>"
        "<request xmlns='urn:xmpp:receipts'/></message>");
  CHECK(xml::write(message, "jabber:client") ==
        "<message to='romeo@example.net'><body>hi</body>"
        "<request xmlns='urn:xmpp:receipts'/></message>");
  std::string out = "before";
  xml::write_to(out, Element("", "e"));
  CHECK(out == "before<e/>");
}

TEST_CASE("an element without a namespace takes back its parent's", "[xml][writer]") {
  CHECK(xml::write(Element("a", "e").add(Element("", "f"))) == "<e xmlns='a'><f xmlns=''/></e>");
}

TEST_CASE("stream elements are written with the prefix servers look for", "[xml][writer]") {
  Element error("http://etherx.jabber.org/streams", "error");
  error.add(Element("urn:ietf:params:xml:ns:xmpp-streams", "conflict"));
  CHECK(xml::write(error) ==
        "<stream:error xmlns:stream='http://etherx.jabber.org/streams'>"
        "<conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
}

TEST_CASE("qualified attributes keep their namespace", "[xml][writer]") {
  Element element("a", "e");
  element.set_lang("de").set_qualified("urn:x", "n", "1").set_qualified("urn:y", "n", "2");
  CHECK(xml::write(element) ==
        "<e xmlns='a' xml:lang='de' xmlns:a0='urn:x' a0:n='1' xmlns:a1='urn:y' a1:n='2'/>");
  CHECK(support::parse_xml(xml::write(element)) == element);
}

TEST_CASE("markup in text and attributes is escaped", "[xml][writer]") {
  CHECK(xml::escape_text("<b>&'\"]]>") == "&lt;b&gt;&amp;'\"]]&gt;");
  CHECK(xml::escape_attribute("<b>&'\"") == "&lt;b&gt;&amp;&apos;&quot;");
  CHECK(xml::escape_text("a\tb\nc\rd") == "a\tb\nc&#xD;d");
  CHECK(xml::escape_attribute("a\tb\nc\rd") == "a&#x9;b&#xA;c&#xD;d");
  CHECK(xml::escape_text("plain") == "plain");
  CHECK(xml::escape_text("") == "");
}

TEST_CASE("trap 13: what XML cannot carry is replaced, not sent", "[xml][writer]") {
  CHECK(xml::escape_text(std::string("a\0b", 3)) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(xml::escape_text("\x1B[0m") == "\xEF\xBF\xBD[0m");
  CHECK(xml::escape_attribute("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(xml::escape_text("\xEF\xBF\xBF") == "\xEF\xBF\xBD");
  CHECK(xml::escape_text("caf\xC3\xA9 <\xF0\x9F\x98\x80>") ==
        "caf\xC3\xA9 &lt;\xF0\x9F\x98\x80&gt;");
}

namespace {

std::string random_text(support::FixedRandom& random) {
  static constexpr std::string_view pieces[] = {
      "a", "Z",  " ", "\n",           "\r",  "\r\n",  "\t",           "<",
      ">", "&",  "'", "\"",           "]]>", "&amp;", "<!--",         "<?x?>",
      "é", "中", "😀", "\xEF\xBF\xBD", "##",  "%n",    "\xE2\x80\xAE", "<![CDATA["};
  std::string text;
  for (uint32_t left = random.below(6); left > 0; --left) {
    text += pieces[random.below(static_cast<uint32_t>(std::size(pieces)))];
  }
  return text;
}

std::string random_name(support::FixedRandom& random) {
  static constexpr std::string_view names[] = {"a", "body", "x-1", "_u", "été", "名", "e", "r"};
  return std::string(names[random.below(static_cast<uint32_t>(std::size(names)))]);
}

Element random_element(support::FixedRandom& random, int depth) {
  static constexpr std::string_view namespaces[] = {
      "", "jabber:client", "urn:x", "http://etherx.jabber.org/streams", "a&b'<c>\"", "urn:é"};
  const auto any_namespace = [&] {
    return namespaces[random.below(static_cast<uint32_t>(std::size(namespaces)))];
  };
  Element element(any_namespace(), random_name(random));
  for (uint32_t left = random.below(4); left > 0; --left) {
    const std::string_view ns = random.below(3) == 0 ? any_namespace() : std::string_view();
    element.set_qualified(ns, random_name(random), random_text(random));
  }
  if (random.below(5) == 0) element.set_lang("de");
  element.add_text(random_text(random));
  if (depth > 0) {
    for (uint32_t left = random.below(4); left > 0; --left) {
      element.add(random_element(random, depth - 1));
    }
  }
  return element;
}

}  // namespace

TEST_CASE("every element comes back from its text", "[xml][writer]") {
  support::FixedRandom random(7);
  xml::Reader reader(random);
  for (int i = 0; i < 4000; ++i) {
    const Element element = random_element(random, 4);
    const std::string text = xml::write(element);
    const auto read = reader.read(text);
    INFO(i << ": " << text);
    REQUIRE(read);
    REQUIRE(*read == element);
    REQUIRE(xml::write(*read) == text);
  }
}
