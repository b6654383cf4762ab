// SPDX-License-Identifier: MIT
// The dialogue harness. See wire.h.
#include "support/wire.h"

#include "session/event.h"
#include "support/xml_equal.h"

namespace support {
namespace {

// Where the expected frame says '*', the actual value is taken over, if there is one.
xml::Element fill_wildcards(const xml::Element& expected, const xml::Element* actual) {
  xml::Element out(expected.ns(), expected.local());
  for (const xml::Attribute& attribute : expected.attributes()) {
    std::string value = attribute.value;
    if (value == "*" && actual != nullptr) {
      value = std::string(actual->attribute(attribute.name).value_or("*"));
    }
    out.set_qualified(attribute.ns, attribute.name, value);
  }
  out.add_text(expected.text());
  for (size_t i = 0; i < expected.children().size(); ++i) {
    const bool has = actual != nullptr && i < actual->children().size();
    out.add(fill_wildcards(expected.children()[i], has ? &actual->children()[i] : nullptr));
  }
  return out;
}

// Tests may leave out the namespace of stanzas.
std::string with_namespace(std::string_view frame) {
  for (std::string_view name : {"<message", "<presence", "<iq"}) {
    if (frame.substr(0, name.size()) != name) continue;
    std::string_view head = frame.substr(0, frame.find('>'));
    if (head.find("xmlns=") != std::string_view::npos) break;
    return std::string(name) + " xmlns='jabber:client'" + std::string(frame.substr(name.size()));
  }
  return std::string(frame);
}

}  // namespace

session::Settings Wire::usual() {
  return {.endpoints = {"wss://example.com/ws"}, .allow_plain = true};
}

Wire::Wire(session::Settings settings) : link_(std::move(settings)) {}

Wire Wire::bound(std::string_view jid, std::string_view roster_items) {
  Wire wire;
  wire.link_.connect(xmpp::Jid::received(jid)->bare().text(), "secret");
  REQUIRE(wire.link_.log_in(jid, roster_items));
  wire.skip();
  return wire;
}

Wire& Wire::performs(const session::Command& command) {
  link_.perform(command);
  return *this;
}

Wire& Wire::receives(std::string_view frame) {
  link_.receive(with_namespace(frame));
  return *this;
}

Wire& Wire::sends(std::string_view frame) {
  INFO("expected: " << frame);
  REQUIRE_FALSE(link_.sent.empty());
  // Every frame begins with '<' and is one document on its own: the strict reader takes it.
  xml::Element actual = parse_xml(link_.sent.front());
  // What our presence says about our capabilities is told once, in xep0115_caps_test.
  const bool is_presence = actual.local() == "presence";
  const bool is_meant = frame.find("http://jabber.org/protocol/caps") != std::string_view::npos;
  if (is_presence && !is_meant) actual.remove({"http://jabber.org/protocol/caps", "c"});
  // And the second name of a message once, in xep0359_stanza_ids_test.
  const bool names_it = frame.find("urn:xmpp:sid:0") != std::string_view::npos;
  if (actual.local() == "message" && !names_it) actual.remove({"urn:xmpp:sid:0", "origin-id"});
  xml::Element expected = fill_wildcards(parse_xml(with_namespace(frame)), &actual);
  link_.sent.pop_front();
  REQUIRE_XML(actual, expected);
  id_ = std::string(actual.attribute_or_empty("id"));
  return *this;
}

Wire& Wire::sends_nothing() {
  INFO("first of what was sent: " << (link_.sent.empty() ? "" : link_.sent.front()));
  REQUIRE(link_.sent.empty());
  return *this;
}

Wire& Wire::opens(std::string_view url) {
  REQUIRE_FALSE(link_.opened.empty());
  REQUIRE(link_.opened.front() == url);
  link_.opened.pop_front();
  return *this;
}

Wire& Wire::closes_socket() {
  REQUIRE(link_.closed_sockets == 1);
  link_.closed_sockets = 0;
  return *this;
}

Wire& Wire::advance(base::Duration duration) {
  link_.advance(duration);
  return *this;
}

Wire& Wire::no_events() {
  INFO("the first event: " << first_event());
  REQUIRE(link_.events.empty());
  return *this;
}

std::string Wire::first_event() const {
  return link_.events.empty() ? "none" : std::string(base::name_of(link_.events.front()));
}

stream::Status Wire::next_status() { return event<session::StatusChanged>().status; }

Wire& Wire::skip() {
  link_.forget();
  return *this;
}

}  // namespace support
