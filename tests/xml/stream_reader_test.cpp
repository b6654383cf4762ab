// SPDX-License-Identifier: MIT
// Streams in any pieces: what they say, every prohibition of RFC 6120 section 11, every limit at it and one past it.
#include "xml/stream_reader.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/overloaded.h"
#include "support/catch.h"
#include "support/fixed_random.h"
#include "xml/writer.h"

using xml::StreamReader;

namespace {

const std::string header =
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
    "xmlns:stream='http://etherx.jabber.org/streams' from='a.example' id='i' version='1.0'>";
constexpr const char* opened =
    "open <stream:stream xmlns:stream='http://etherx.jabber.org/streams' from='a.example' id='i' "
    "version='1.0'/>";

std::string describe(const StreamReader::Event& event) {
  return std::visit(
      base::Overloaded{
          [](const StreamReader::Opened& e) { return "open " + xml::write(e.header); },
          [](const xml::Element& e) { return xml::write(e); },
          [](const StreamReader::Closed&) { return std::string("closed"); },
          [](const xml::ReadError& e) -> std::string {
            switch (e.kind) {
              case xml::ReadErrorKind::NotWellFormed:
                return "not-well-formed";
              case xml::ReadErrorKind::RestrictedXml:
                return "restricted-xml";
              case xml::ReadErrorKind::UnsupportedEncoding:
                return "unsupported-encoding";
              case xml::ReadErrorKind::InvalidNamespace:
                return "invalid-namespace";
              case xml::ReadErrorKind::PolicyViolation:
                break;
            }
            return "policy-violation";
          },
      },
      event);
}

using Trace = std::vector<std::string>;

Trace drain(StreamReader& reader) {
  Trace out;
  while (auto event = reader.poll()) out.push_back(describe(*event));
  return out;
}

Trace in_pieces(std::string_view bytes, size_t size, const xml::Limits& limits) {
  support::FixedRandom random;
  StreamReader reader(random);
  reader.set_limits(limits);
  Trace out;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size()))) {
    reader.feed(bytes.substr(0, size));
    for (std::string& line : drain(reader)) out.push_back(std::move(line));
  }
  return out;
}

// What the bytes say; the same whole and in pieces of several sizes.
Trace read(std::string_view bytes, const xml::Limits& limits = {}) {
  const Trace whole = in_pieces(bytes, bytes.size(), limits);
  for (const size_t size : {size_t{1}, size_t{7}, size_t{1000}}) {
    INFO("in pieces of " << size);
    CHECK((in_pieces(bytes, size, limits) == whole));
  }
  return whole;
}

// Behind the header.
Trace read_children(const std::string& children, const xml::Limits& limits = {}) {
  Trace out = read(header + children, limits);
  REQUIRE(!out.empty());
  CHECK(out.front() == opened);
  out.erase(out.begin());
  return out;
}

std::string message(size_t size) {
  const std::string begin = "<message><body>", end = "</body></message>";
  return begin + std::string(size - begin.size() - end.size(), 'x') + end;
}

}  // namespace

TEST_CASE("a stream is its header, its children and its end", "[xml][stream_reader]") {
  CHECK(read_children("<message><body>a &lt; b</body></message>\n \t<presence/></stream:stream>") ==
        Trace{"<message xmlns='jabber:client'><body>a &lt; b</body></message>",
              "<presence xmlns='jabber:client'/>", "closed"});
}

TEST_CASE("children inherit the namespaces of the header", "[xml][stream_reader]") {
  CHECK(read("<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client' "
             "xmlns:x='urn:x'><s:features><x:y/></s:features><iq/></s:stream>") ==
        Trace{"open <stream:stream xmlns:stream='http://etherx.jabber.org/streams'/>",
              "<stream:features xmlns:stream='http://etherx.jabber.org/streams'><y "
              "xmlns='urn:x'/></stream:features>",
              "<iq xmlns='jabber:client'/>", "closed"});
}

TEST_CASE("a stanza is reported with its last byte, not with the next one",
          "[xml][stream_reader]") {
  // Expat's deferral would keep each of these until twice as much came.
  support::FixedRandom random;
  StreamReader reader(random);
  reader.feed(header);
  drain(reader);
  for (const std::string& stanza : {std::string("<presence/>"), message(5000), message(300)}) {
    for (size_t cut = 1; cut < stanza.size(); cut += 97) {
      reader.feed(std::string_view(stanza).substr(0, cut));
      CHECK(drain(reader).empty());
      reader.feed(std::string_view(stanza).substr(cut));
      CHECK(drain(reader).size() == 1);
    }
  }
}

TEST_CASE("RFC 6120 11.1: what XMPP forbids is refused wherever it stands",
          "[xml][stream_reader]") {
  for (const char* forbidden :
       {"<!-- c -->", "<?pi?>", "<message><!-- c --></message>", "<message><?pi?></message>",
        "<message><body>&foo;</body></message>", "<message a='&foo;'/>"}) {
    INFO(forbidden);
    CHECK(read_children(forbidden) == Trace{"restricted-xml"});
  }
  for (const char* start :
       {"<!DOCTYPE stream>", "<!DOCTYPE s [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>",
        "<?xml version='1.0'?><!DOCTYPE s SYSTEM 'http://a.example/x.dtd'>", "<!-- c -->",
        "<?pi?>"}) {
    INFO(start);
    CHECK(read(start + header.substr(header.find("<stream"))) == Trace{"restricted-xml"});
  }
  CHECK(read("<?xml version='1.0' encoding='ISO-8859-1'?><s/>") == Trace{"unsupported-encoding"});
}

TEST_CASE("what is not well-formed ends the stream", "[xml][stream_reader]") {
  for (const char* wrong : {"words", "<message></presence>", "</message>", "<a b='1' b='2'/>",
                            "<a:b/>", "<a b=c/>", "\x01", "<message>\xff</message>",
                            "<?xml version='1.0'?>", "<a><![CDATA[x]]>]]></a>", "<!DOCTYPE x>"}) {
    INFO(wrong);
    CHECK(read_children(std::string(wrong) + "<iq/>") == Trace{"not-well-formed"});
  }
  for (const char* wrong : {"HTTP/1.1 400 Bad Request\r\n\r\n", " <?xml version='1.0'?><s/>",
                            "\xEF\xBB\xBF\xFF", "\x15\x03\x01", "<?xml version='1.1'?><s/>"}) {
    INFO(wrong);
    CHECK(read(wrong) == Trace{"not-well-formed"});
  }
}

TEST_CASE("what stood before the error is reported, and nothing after it", "[xml][stream_reader]") {
  CHECK(read_children("<iq/><!-- --><presence/></stream:stream>") ==
        Trace{"<iq xmlns='jabber:client'/>", "restricted-xml"});
  CHECK(read_children("<iq/></stream:stream><presence/><!-- -->") ==
        Trace{"<iq xmlns='jabber:client'/>", "closed"});
}

TEST_CASE("the limits of a stanza hold at the limit and one past it", "[xml][stream_reader]") {
  const xml::Limits few{.frame_bytes = 4000,
                        .depth = 3,
                        .attributes_per_element = 3,
                        .elements = 5,
                        .attribute_bytes = 100};
  // Each stanza is measured alone, and the white space between them not at all.
  CHECK(read_children(message(4000) + std::string(5000, ' ') + message(4000), few).size() == 2);
  CHECK(read_children(message(300) + message(4001), few).back() == "policy-violation");
  CHECK(read_children("<a><b><c/></b></a>", few).size() == 1);
  CHECK(read_children("<a><b><c><d/></c></b></a>", few) == Trace{"policy-violation"});
  CHECK(read_children("<a b='1' c='2' d='3'/><a><b/><b/><b/><b/></a><a/>", few).back() !=
        "policy-violation");
  CHECK(read_children("<a b='1' c='2' d='3' e='4'/>", few) == Trace{"policy-violation"});
  CHECK(read_children("<a><b/><b/><b/><b/><b/></a>", few) == Trace{"policy-violation"});
  CHECK(read_children("<a b='" + std::string(100, 'x') + "'/>", few).back() != "policy-violation");
  CHECK(read_children("<a b='" + std::string(101, 'x') + "'/>", few) == Trace{"policy-violation"});
  CHECK(read("<s a='1' b='2' c='3' d='4'>", few) == Trace{"policy-violation"});
  CHECK(read("<?xml version='1.0'?>" + std::string(4000, ' ') + "<s>", few) ==
        Trace{"policy-violation"});
  CHECK(read_children("<message><body>" + std::string(4000, 'x'), few) ==
        Trace{"policy-violation"});
}

TEST_CASE("a tag beyond its limit is refused however it came, text of that size is not",
          "[xml][stream_reader]") {
  const auto tag = [](size_t size) {
    std::string out = "<a";
    for (int i = 0; out.size() + 5'000 < size; ++i) {
      out += " a" + std::to_string(i) + "='" + std::string(4'000, '>') + "'";
    }
    return out + std::string(size - out.size() - 2, ' ') + "/>";
  };
  for (const size_t piece : {size_t{1} << 20, size_t{1000}}) {
    const auto last = [&](const std::string& text) {
      return in_pieces(header + text, piece, {}).back();
    };
    CHECK(last(tag(xml::most_markup_bytes)).substr(0, 3) == "<a ");
    CHECK(last(tag(xml::most_markup_bytes + 1)) == "policy-violation");
    CHECK(last("<!--" + std::string(xml::most_markup_bytes, 'x') + "-->") == "policy-violation");
    CHECK(last(message(1u << 20)).size() > 1u << 20);
    CHECK(last("<a><![CDATA[" + std::string(1u << 20, '>') + "]]></a>").size() > 1u << 20);
    CHECK(in_pieces("<" + std::string(xml::most_markup_bytes, 'm'), piece, {}).back() ==
          "policy-violation");
  }
}

TEST_CASE("a long stream is read the same after many parsers", "[xml][stream_reader]") {
  std::string children;
  size_t count = 0;
  for (; children.size() < 5 * (64u << 10); ++count) {
    children += "<stream:n" + std::to_string(count) + " xmlns='urn:u" + std::to_string(count) +
                "' a" + std::to_string(count) + "='1'><x/></stream:n" + std::to_string(count) + ">";
    if (count % 3 == 0) children += "<iq/>\n";
  }
  const Trace trace = read_children(children + "</stream:stream>");
  CHECK(trace.size() == count + (count + 2) / 3 + 1);
  CHECK(trace[1] == "<iq xmlns='jabber:client'/>");
  CHECK(trace.back() == "closed");
  CHECK(static_cast<size_t>(std::count(trace.begin(), trace.end(), trace[1])) == (count + 2) / 3);
  // The prefix is the header's: every parser must have known it.
  const auto is_prefixed = [](const std::string& line) { return line.rfind("<stream:n", 0) == 0; };
  CHECK(static_cast<size_t>(std::count_if(trace.begin(), trace.end(), is_prefixed)) == count);
}

TEST_CASE("bytes behind an event are noticed, white space too", "[xml][stream_reader]") {
  for (const char* behind : {" ", "<", "<iq/><", "<message>", "\n"}) {
    INFO(behind);
    support::FixedRandom random;
    StreamReader reader(random);
    CHECK(reader.is_between());
    reader.feed(header);
    CHECK(reader.is_between());
    reader.feed("<pro");
    CHECK_FALSE(reader.is_between());
    reader.feed("ceed/>");
    CHECK(reader.is_between());
    reader.feed(behind);
    CHECK_FALSE(reader.is_between());
  }
}

TEST_CASE("a restart forgets the old stream wherever it was", "[xml][stream_reader]") {
  for (const char* before : {"", "<?xml", "<a><b", "<a><!--", "<a></b>", "<a></a>", "<a b='",
                             "HTTP/1.1", "<a><b/><c>"}) {
    INFO(before);
    support::FixedRandom random;
    StreamReader reader(random);
    reader.feed(before);
    reader.restart();
    reader.feed(header + "<iq/>");
    CHECK(drain(reader) == Trace{opened, "<iq xmlns='jabber:client'/>"});
  }
}
