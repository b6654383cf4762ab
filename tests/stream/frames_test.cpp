// SPDX-License-Identifier: MIT
// What every frame of ours is, over a whole session from the <open/> to the good-bye. RFC 7395 section 3.3.
#include "support/login.h"
#include "support/xml_equal.h"
#include "xml/reader.h"
#include "xmpp/ns.h"

using namespace support;

namespace {

struct Frame {
  std::string text;
  base::Steady at;
};

// A session that logs in, talks, is silent for ten minutes (a server that answers questions at once) and leaves.
std::vector<Frame> frames_of_a_session(bool is_visible) {
  Link link(Wire::usual());
  std::vector<Frame> frames;
  const auto take = [&] {
    for (std::string& text : link.sent) frames.push_back({std::move(text), link.now.steady});
    link.sent.clear();
  };
  link.connect("juliet@example.com", "secret");
  link.open_socket();
  link.receive(server_open());
  link.receive(offer({"PLAIN"}));
  link.receive(sasl("success"));
  link.receive(server_open());
  take();
  const std::string bind = frames.back().text;
  link.receive(Link::features_frame(std::string(bind_feature) + "<csi xmlns='urn:xmpp:csi:0'/>"));
  link.receive(Link::bind_result(attribute_of(bind, "id"), "juliet@example.com/balcony"));
  REQUIRE(link.last_status<stream::Fresh>() != nullptr);
  link.perform(session::SendMessage{
      *xmpp::Jid::parse("romeo@example.net"), false, "m1", {"\n <two/> lines\n & no element"}});
  link.input(base::VisibilityChanged{is_visible});
  take();
  for (int seconds = 0; seconds < 600; ++seconds) {
    link.advance(1s);
    const size_t before = frames.size();
    take();
    for (size_t i = before; i < frames.size(); ++i) {
      if (frames[i].text.find("urn:xmpp:ping") == std::string::npos) continue;
      link.receive("<iq xmlns='jabber:client' type='result' id='" +
                   attribute_of(frames[i].text, "id") + "'/>");
    }
  }
  REQUIRE(link.last_status<stream::Fresh>() != nullptr);
  link.perform(session::Disconnect{});
  take();
  return frames;
}

}  // namespace

TEST_CASE("trap 2: every frame begins with an element; silence is filled with questions",
          "[stream][frames]") {
  size_t questions = 0;
  for (const Frame& frame : frames_of_a_session(true)) {
    CAPTURE(frame.text);
    REQUIRE(frame.text.substr(0, 1) == "<");
    if (frame.text.find("<ping xmlns='urn:xmpp:ping'/>") != std::string::npos) ++questions;
  }
  CHECK(questions >= 10);
}

TEST_CASE("trap 4: every frame is one element and nothing behind it", "[stream][frames]") {
  FixedRandom random;
  xml::Reader reader(random);
  for (const Frame& frame : frames_of_a_session(true)) {
    CAPTURE(frame.text);
    // The strict reader takes nothing but a whole element, and white space behind it.
    REQUIRE(reader.read(frame.text));
    REQUIRE(frame.text.back() == '>');
  }
}

TEST_CASE("trap 5: every frame names its own namespace", "[stream][frames]") {
  size_t stanzas = 0;
  for (const Frame& frame : frames_of_a_session(true)) {
    CAPTURE(frame.text);
    const xml::Element element = parse_xml(frame.text);
    REQUIRE_FALSE(element.ns().empty());
    const std::string_view name = element.local();
    if (name != "message" && name != "presence" && name != "iq") continue;
    ++stanzas;
    REQUIRE(element.ns() == xmpp::ns::client);
    for (const xml::Element& child : element.children()) REQUIRE_FALSE(child.ns().empty());
  }
  CHECK(stanzas >= 4);
}

TEST_CASE("trap 14: no proxy sees a minute of silence, whether somebody looks or not",
          "[stream][frames]") {
  for (bool is_visible : {true, false}) {
    CAPTURE(is_visible);
    const std::vector<Frame> frames = frames_of_a_session(is_visible);
    for (size_t i = 1; i < frames.size(); ++i) {
      CAPTURE(frames[i].text);
      REQUIRE(frames[i].at - frames[i - 1].at < 50s);
    }
  }
}
