// SPDX-License-Identifier: MIT
// Frames of the XMPP subprotocol.
#include "stream/framing_websocket.h"

#include "support/xml_equal.h"

using support::parse_xml;

namespace {

stream::Frame classify(const char* frame) { return stream::classify_frame(parse_xml(frame)); }

}  // namespace

TEST_CASE("trap A 8: frames are told apart by namespace, not by spelling", "[stream][framing]") {
  for (const char* close : {"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>",
                            "<close xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" />",
                            "<f:close xmlns:f='urn:ietf:params:xml:ns:xmpp-framing'></f:close>"}) {
    INFO(close);
    CHECK(std::holds_alternative<stream::ServerClose>(classify(close)));
  }
  CHECK(std::holds_alternative<xml::Element>(classify("<close xmlns='urn:other'/>")));
  CHECK(std::holds_alternative<xml::Element>(classify("<close/>")));
  CHECK(std::holds_alternative<xml::Element>(classify("<open xmlns='jabber:client'/>")));
}

TEST_CASE("what the server's frames say is read", "[stream][framing]") {
  auto open = std::get<stream::ServerOpen>(
      classify("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='a.example' id='i' "
               "version='1.0'/>"));
  CHECK(open.from == "a.example");
  CHECK(open.id == "i");
  CHECK(open.version == "1.0");
  auto close = std::get<stream::ServerClose>(
      classify("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='wss://b/'/>"));
  CHECK(close.see_other_uri == "wss://b/");
}

TEST_CASE("trap A 10: a stream error is read without the prefix being declared",
          "[stream][framing]") {
  auto error = std::get<xmpp::StreamError>(
      classify("<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
               "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>no</text></stream:error>"));
  CHECK(error.condition == xmpp::StreamCondition::HostUnknown);
  CHECK(error.text == "no");
}

TEST_CASE("trap A 6: the account is named where nobody can listen", "[stream][framing]") {
  stream::Config config{.account = *xmpp::Jid::parse("juliet@example.com"), .language = "de"};
  CHECK_XML(stream::make_open(config, true),
            parse_xml("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.com' "
                      "from='juliet@example.com' version='1.0' xml:lang='de'/>"));
  CHECK_XML(stream::make_open(config, false),
            parse_xml("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.com' "
                      "version='1.0' xml:lang='de'/>"));
}

TEST_CASE("trap A 2 and 5: a frame begins with '<' and declares its own namespace",
          "[stream][framing]") {
  xml::Element message("jabber:client", "message");
  message.add(xml::Element("jabber:client", "body").add_text("hi"));
  std::string text = stream::frame_text(message);
  CHECK(text == "<message xmlns='jabber:client'><body>hi</body></message>");
  CHECK(stream::frame_text(stream::make_close()) ==
        "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
}
