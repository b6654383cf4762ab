// SPDX-License-Identifier: MIT
// The reader: what frames may be, every prohibition of RFC 6120 section 11, every limit, in any
// pieces.
#include "xml/reader.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch.h"
#include "support/fixed_random.h"
#include "xml/writer.h"

using xml::Element;
using xml::ReadErrorKind;

namespace {

constexpr std::string_view good_frame = "<message xmlns='jabber:client'><body>ok</body></message>";

// The reader under test with the ways a frame may reach it.
struct Bench {
  support::FixedRandom random;
  xml::Reader reader{random};

  // Empty for an element, otherwise why not. The frame is read whole and in pieces of 1 and 7
  // bytes; all must agree, and after each the next frame must be read as if nothing had happened.
  std::string verdict(std::string_view frame) {
    const std::string whole = describe(reader.read(frame));
    check_next();
    for (const size_t size : {size_t{1}, size_t{7}}) {
      const std::string pieces = describe(in_pieces(frame, size));
      INFO("in pieces of " << size);
      CHECK(pieces == whole);
      check_next();
    }
    return whole.substr(0, whole.find('\n'));
  }
  base::Result<Element, xml::ReadError> in_pieces(std::string_view frame, size_t size) {
    reader.begin();
    for (; !frame.empty(); frame.remove_prefix(std::min(size, frame.size()))) {
      reader.feed(frame.substr(0, size));
    }
    return reader.finish();
  }
  void check_next() {
    const auto next = reader.read(good_frame);
    REQUIRE(next);
    REQUIRE(xml::write(*next) == good_frame);
  }
  static std::string describe(const base::Result<Element, xml::ReadError>& result) {
    if (result) return "\n" + xml::write(*result);
    switch (result.error().kind) {
      case ReadErrorKind::NotWellFormed:
        return "not-well-formed";
      case ReadErrorKind::RestrictedXml:
        return "restricted-xml";
      case ReadErrorKind::UnsupportedEncoding:
        return "unsupported-encoding";
      case ReadErrorKind::PolicyViolation:
        return "policy-violation";
      case ReadErrorKind::InvalidNamespace:
        return "invalid-namespace";
    }
    return "?";
  }
  Element element(std::string_view frame) {
    CHECK(verdict(frame) == "");
    auto result = reader.read(frame);
    REQUIRE(result);
    return *result;
  }
};

std::string nested(size_t depth) {
  std::string text;
  for (size_t i = 0; i < depth; ++i) text += "<e>";
  for (size_t i = 0; i < depth; ++i) text += "</e>";
  return text;
}

}  // namespace

TEST_CASE("names, attributes, text and children are read", "[xml][reader]") {
  Bench bench;
  const Element message = bench.element(
      "<message xmlns='jabber:client' xmlns:x='urn:x' to=\"a&amp;b\" xml:lang='de' x:n='1'>"
      "one<body>hi &lt;you&gt;</body>two<x:y/></message>");
  CHECK(message.is({"jabber:client", "message"}));
  CHECK(message.attribute("to") == "a&b");
  CHECK(message.lang() == "de");
  CHECK_FALSE(message.attribute("n"));
  REQUIRE(message.attributes().size() == 3);
  CHECK(message.attributes()[2] == xml::Attribute{"urn:x", "n", "1"});
  CHECK(message.text() == "onetwo");
  REQUIRE(message.children().size() == 2);
  CHECK(message.children()[0].text() == "hi <you>");
  CHECK(message.children()[1].is({"urn:x", "y"}));
}

TEST_CASE("an element without xmlns has no namespace", "[xml][reader]") {
  Bench bench;
  CHECK(bench.element("<message/>").ns() == "");
  CHECK(bench.element("<e xmlns='a'><f xmlns=''/></e>").children()[0].ns() == "");
}

TEST_CASE("trap 10: the stream prefix is bound even where a server forgot to", "[xml][reader]") {
  Bench bench;
  CHECK(bench.element("<stream:error><x/></stream:error>").ns() ==
        "http://etherx.jabber.org/streams");
  CHECK(bench.element("<stream:error xmlns:stream='urn:other'/>").ns() == "urn:other");
  // That binding was the frame's own.
  CHECK(bench.element("<stream:error/>").ns() == "http://etherx.jabber.org/streams");
  CHECK(bench.verdict("<other:error/>") == "not-well-formed");
}

TEST_CASE("references and CDATA are text", "[xml][reader]") {
  Bench bench;
  CHECK(bench.element("<b>&lt;&gt;&amp;&apos;&quot;&#65;&#x1F600;</b>").text() == "<>&'\"A😀");
  CHECK(bench.element("<b>x<![CDATA[<b>&amp;]]>y</b>").text() == "x<b>&amp;y");
  CHECK(bench.element("<b>a\r\nb\rc</b>").text() == "a\nb\nc");
  CHECK(bench.element("<b a='x\ty\nz'/>").attribute("a") == "x y z");
}

TEST_CASE("names like those the reader uses itself mean nothing", "[xml][reader]") {
  Bench bench;
  CHECK(bench.element("<e/>").local() == "e");
  CHECK(bench.element("<r><e/><r/></r>").children().size() == 2);
  CHECK(bench.verdict("<e/><e/>") == "not-well-formed");
  CHECK(bench.verdict("<m/></r>") == "not-well-formed");
  CHECK(bench.verdict("</r>") == "not-well-formed");
  CHECK(bench.verdict("</r><r>") == "not-well-formed");
  CHECK(bench.verdict("<m/></r><!DOCTYPE x [<!ENTITY a 'b'>]><r>") == "not-well-formed");
}

TEST_CASE("an XML declaration may come first", "[xml][reader]") {
  Bench bench;
  CHECK(bench.element("<?xml version='1.0'?><m/>").local() == "m");
  CHECK(bench.element("<?xml version=\"1.0\" encoding=\"UTF-8\"?><stream:m/>").ns() ==
        "http://etherx.jabber.org/streams");
  CHECK(bench.element("<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n <m/>").local() ==
        "m");
  CHECK(bench.element("<?xml version='1.0' standalone='no'?><m/>").local() == "m");
}

TEST_CASE("a declaration of anything but XML 1.0 in UTF-8 is refused", "[xml][reader]") {
  const std::pair<std::string, std::string> bad[] = {
      {"<?xml version='1.0' encoding='ISO-8859-1'?><m/>", "unsupported-encoding"},
      {"<?xml version='1.0' encoding='UTF-16'?><m/>", "unsupported-encoding"},
      {"<?xml version='1.0' encoding='US-ASCII'?><m/>", "unsupported-encoding"},
      {"<?xml version='1.0' encoding='x'?><m/>", "unsupported-encoding"},
      {"<?xml version='1.1'?><m/>", "not-well-formed"},
      {"<?xml version='2.0'?><m/>", "not-well-formed"},
      {"<?xml encoding='UTF-8'?><m/>", "not-well-formed"},
      {"<?xml ?><m/>", "not-well-formed"},
      {"<?xml version='1.0'><m/>", "not-well-formed"},
      {"<?xml version='1.0'", "not-well-formed"},
      {"<?xml", "not-well-formed"},
      {"<?xml version='1.0'?>", "not-well-formed"},
      {"<?xml version='1.0'?>text<m/>", "not-well-formed"},
      {"<?xml version='1.0'?><?xml version='1.0'?><m/>", "not-well-formed"},
      {"<?xml version='1.0'" + std::string(300, ' ') + "?><m/>", "not-well-formed"},
      {"<m><?xml version='1.0'?></m>", "not-well-formed"},
      {"<m/><?xml version='1.0'?>", "not-well-formed"},
  };
  for (const auto& [frame, kind] : bad) {
    INFO(frame);
    Bench bench;
    CHECK(bench.verdict(frame) == kind);
  }
}

TEST_CASE("trap 13: what XMPP forbids is refused, in the first frame and in later ones",
          "[xml][reader]") {
  const std::pair<std::string, std::string> bad[] = {
      {"<!DOCTYPE m><m/>", "restricted-xml"},
      {"<!DOCTYPE m [<!ENTITY a 'b'>]><m>&a;</m>", "restricted-xml"},
      {"<!DOCTYPE m SYSTEM 'file:///etc/hostname'><m/>", "restricted-xml"},
      {"<!DOCTYPE", "restricted-xml"},
      {"<?xml version='1.0'?><!DOCTYPE m><m/>", "restricted-xml"},
      {"<?xml version='1.0'?> \n<!DOCTYPE m><m/>", "restricted-xml"},
      {"<m><!DOCTYPE m></m>", "not-well-formed"},
      {"<m/><!DOCTYPE m>", "not-well-formed"},
      {"<!ENTITY a 'b'><m/>", "not-well-formed"},
      {"<m>&undeclared;</m>", "restricted-xml"},
      {"<m a='&undeclared;'/>", "restricted-xml"},
      {"<!-- c --><m/>", "restricted-xml"},
      {"<m><!-- c --></m>", "restricted-xml"},
      {"<m/><!-- c -->", "restricted-xml"},
      {"<?xml version='1.0'?><!-- c --><m/>", "restricted-xml"},
      {"<?pi?><m/>", "restricted-xml"},
      {"<m><?pi x?></m>", "restricted-xml"},
      {"<m/><?pi?>", "restricted-xml"},
      {"<?xml-stylesheet href='x'?><m/>", "restricted-xml"},
  };
  for (const auto& [frame, kind] : bad) {
    INFO(frame);
    Bench bench;
    CHECK(bench.verdict(frame) == kind);
    // Once more, now that the reader has read frames and refused some.
    CHECK(bench.verdict(frame) == kind);
  }
}

TEST_CASE("a frame is one whole element and begins with its first byte", "[xml][reader]") {
  const std::string bad = GENERATE(
      as<std::string>(), "", " ", "<", "<m", "<m>", "<m a", "<m a='", "<m a='>", "<m/", "</m>",
      "<m></n>", "<m></m", "<m>text", "<m>&am", "<m>&#6", "<m><![CDATA[x", "<m/><![CDATA[x]]>",
      "<m/><![CDATA[x", "<m/><!-", "<m/><!--", "<m/><?p", "<m/><", "<m/><n", "<m/><n/>", "<m/>text",
      "<m/>&amp;", "text", " <m/>", "\n<m/>", "\xEF\xBB\xBF<m/>", "<m/>\xC3", "<m>\xC3", "<m/>]]>",
      "<m>]]></m>", "<1/>", "<m a=1/>", "<m a='1' a='2'/>",
      "<m xmlns:x='u' xmlns:y='u' x:a='1' y:a='2'/>", "<m a='<'/>", "< m/>", "<x:m/>",
      "<m x:a='1'/>", "<m xmlns:x=''/>", "<m xmlns:xml='urn:x'/>", "<m xmlns:xmlns='urn:x'/>",
      "<xmlns:m/>", "<m>\x01</m>", "<m>&#8;</m>", "<m>&#x1B;</m>", "<m>&#0;</m>", "<m>&#xD800;</m>",
      "<m>&#x110000;</m>", "<m>&#xFFFE;</m>", "<m>\xED\xA0\x81\xED\xB0\x80</m>",
      "<m>\xF4\x90\x80\x80</m>", "<m>\xC0\x80</m>", "<m>\xFF</m>", "<m>\xEF\xBF\xBF</m>",
      "GET / HTTP/1.1");
  INFO(bad);
  Bench bench;
  CHECK(bench.verdict(bad) == "not-well-formed");
}

TEST_CASE("a NUL ends nothing", "[xml][reader]") {
  Bench bench;
  CHECK(bench.verdict(std::string("<m>a\0b</m>", 10)) == "not-well-formed");
  CHECK(bench.verdict(std::string("<m/>\0", 5)) == "not-well-formed");
}

TEST_CASE("white space may follow the element", "[xml][reader]") {
  Bench bench;
  CHECK(bench.element("<m/> \r\n\t").local() == "m");
  CHECK(bench.element("<m/>\r").local() == "m");
}

TEST_CASE("no name can smuggle a namespace", "[xml][reader]") {
  Bench bench;
  const Element element = bench.element("<m xmlns='jabber:client body'><x xmlns='a:b' c='d'/></m>");
  CHECK(element.ns() == "jabber:client body");
  CHECK(element.children()[0].is({"a:b", "x"}));
  CHECK(bench.verdict("<m xmlns='jabber:client\x01"
                      "body'/>") == "not-well-formed");
  CHECK(bench.verdict("<m xmlns='jabber:client&#1;body'/>") == "not-well-formed");
}

TEST_CASE("depth ends at its limit", "[xml][reader]") {
  Bench bench;
  CHECK(bench.verdict(nested(64)) == "");
  CHECK(bench.verdict(nested(65)) == "policy-violation");
  CHECK(bench.verdict(nested(5000)) == "policy-violation");
}

TEST_CASE("attributes end at their limits", "[xml][reader]") {
  const auto with_attributes = [](int count) {
    std::string text = "<m";
    for (int i = 0; i < count; ++i) text += " a" + std::to_string(i) + "=''";
    return text + "/>";
  };
  const auto with_value = [](size_t size) { return "<m a='" + std::string(size, 'x') + "'/>"; };
  Bench bench;
  CHECK(bench.verdict(with_attributes(128)) == "");
  CHECK(bench.verdict(with_attributes(129)) == "policy-violation");
  CHECK(bench.verdict(with_value(64 << 10)) == "");
  CHECK(bench.verdict(with_value((64 << 10) + 1)) == "policy-violation");
}

TEST_CASE("elements end at their limit", "[xml][reader]") {
  const auto with_children = [](size_t count) {
    std::string text = "<m>";
    for (size_t i = 0; i < count; ++i) text += "<c/>";
    return text + "</m>";
  };
  Bench bench;
  xml::Limits limits;
  limits.elements = 100;
  bench.reader.set_limits(limits);
  CHECK(bench.verdict(with_children(99)) == "");
  CHECK(bench.verdict(with_children(100)) == "policy-violation");
  bench.reader.set_limits(xml::Limits());
  CHECK(bench.reader.read(with_children(199'999)));
  CHECK_FALSE(bench.reader.read(with_children(200'000)));
}

TEST_CASE("bytes end at their limit, before they are parsed", "[xml][reader]") {
  const auto of_size = [](size_t size) { return "<m>" + std::string(size - 7, 'x') + "</m>"; };
  Bench bench;
  xml::Limits limits;
  limits.frame_bytes = xml::frame_bytes_before_login;
  bench.reader.set_limits(limits);
  CHECK(bench.verdict(of_size(64 << 10)) == "");
  CHECK(bench.verdict(of_size((64 << 10) + 1)) == "policy-violation");
  // Not even looked at: the same bytes are no XML at all.
  const std::string garbage(64 << 10, '<');
  CHECK(Bench::describe(bench.reader.read(garbage)) == "not-well-formed");
  CHECK(Bench::describe(bench.reader.read(garbage + "<")) == "policy-violation");
  bench.reader.set_limits(xml::Limits());
  CHECK(bench.reader.read(of_size(8 << 20)));
  CHECK_FALSE(bench.reader.read(of_size((8 << 20) + 1)));
}

TEST_CASE("a frame that was begun and left leaves no trace", "[xml][reader]") {
  Bench bench;
  bench.reader.begin();
  bench.reader.feed("<m><n a='");
  bench.check_next();
  bench.reader.begin();
  bench.reader.feed("<m/><broken");
  bench.reader.begin();
  bench.reader.feed(good_frame);
  CHECK(bench.reader.finish());
}

TEST_CASE("a reader can be moved between frames", "[xml][reader]") {
  Bench bench;
  bench.check_next();
  xml::Reader other = std::move(bench.reader);
  CHECK(other.read(good_frame));
  CHECK_FALSE(other.read("<!DOCTYPE m><m/>"));
  bench.reader = std::move(other);
  bench.check_next();
}

TEST_CASE("randomness is asked for once, not once per frame", "[xml][reader]") {
  struct CountingRandom : base::Random {
    size_t bytes = 0;
    void fill(uint8_t* out, size_t size) override {
      for (size_t i = 0; i < size; ++i) out[i] = static_cast<uint8_t>(i);
      bytes += size;
    }
  } random;
  xml::Reader reader(random);
  for (int i = 0; i < 2000; ++i) {
    REQUIRE(reader.read(good_frame));
    if (i % 100 == 0) REQUIRE_FALSE(reader.read("<broken"));
  }
  CHECK(random.bytes == 16);
}

TEST_CASE("a long stream of frames is read by parsers that come and go", "[xml][reader]") {
  Bench bench;
  for (int i = 0; i < 3000; ++i) {
    const std::string number = std::to_string(i);
    const auto element =
        bench.reader.read("<n" + number + " a" + number + "='1' xmlns='urn:" + number +
                          "'><stream:x/>" + std::string(50, 'x') + "</n" + number + ">");
    REQUIRE(element);
    REQUIRE(element->ns() == "urn:" + number);
    REQUIRE(element->children()[0].ns() == "http://etherx.jabber.org/streams");
  }
}

TEST_CASE("broken frames of every kind read alike in any pieces", "[xml][reader]") {
  // Mutations of one frame: cut, doubled, changed and inserted bytes.
  constexpr std::string_view seed =
      "<?xml version='1.0'?><message xmlns='jabber:client' a=\"&lt;\" "
      "xml:lang='de'><body>h\xC3\xA9 "
      "<![CDATA[x]]>&#65;</body><stream:x xmlns:y='u'><y:z/></stream:x></message>";
  constexpr std::string_view alphabet = "<>/!?&;'\"=[]- \nxme:#\xC3\x80\xEF";
  support::FixedRandom random(3);
  Bench bench;
  int accepted = 0;
  for (int i = 0; i < 6000; ++i) {
    std::string frame(random.below(2) == 0 ? seed : seed.substr(21));
    for (uint32_t left = 1 + random.below(3); left > 0; --left) {
      const size_t at = random.below(static_cast<uint32_t>(frame.size()));
      const char letter = alphabet[random.below(static_cast<uint32_t>(alphabet.size()))];
      switch (random.below(4)) {
        case 0:
          frame.erase(at, 1 + random.below(5));
          break;
        case 1:
          frame.insert(at, frame.substr(at / 2, random.below(30)));
          break;
        case 2:
          frame[at] = letter;
          break;
        default:
          frame.insert(at, 1, letter);
          break;
      }
      if (frame.empty()) frame = "<";
    }
    INFO(frame);
    const std::string whole = Bench::describe(bench.reader.read(frame));
    const std::string pieces = Bench::describe(bench.in_pieces(frame, 1 + random.below(9)));
    REQUIRE(pieces == whole);
    accepted += whole[0] == '\n' ? 1 : 0;
  }
  CHECK(accepted > 100);
  bench.check_next();
}
