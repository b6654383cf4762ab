// SPDX-License-Identifier: MIT
// Availability in presence stanzas.
#include "xmpp/availability.h"

#include "support/xml_equal.h"

using support::parse_xml;
using xmpp::Availability;

namespace {

xmpp::Presence parse(const std::string& content, const std::string& type = "") {
  auto stanza = xmpp::parse_stanza(
      parse_xml("<presence xmlns='jabber:client'" + type + ">" + content + "</presence>"));
  return std::get<xmpp::Presence>(**stanza);
}

int priority(const std::string& text) {
  return xmpp::priority_of(parse("<priority>" + text + "</priority>"));
}

}  // namespace

TEST_CASE("what a presence shows is read", "[session][presence]") {
  using xmpp::availability_of;
  CHECK(availability_of(parse("")) == Availability::Available);
  CHECK(availability_of(parse("<show>chat</show>")) == Availability::Chat);
  CHECK(availability_of(parse("<show>away</show>")) == Availability::Away);
  CHECK(availability_of(parse("<show>xa</show>")) == Availability::ExtendedAway);
  CHECK(availability_of(parse("<show>dnd</show>")) == Availability::DoNotDisturb);
  CHECK(availability_of(parse("<show>bored</show>")) == Availability::Available);
  CHECK(availability_of(parse("<show xmlns='urn:x'>dnd</show>")) == Availability::Available);
  CHECK(availability_of(parse("<show>dnd</show>", " type='unavailable'")) == Availability::Offline);
  CHECK(availability_of(parse("", " type='error'")) == Availability::Offline);
}

TEST_CASE("what we show is read back the same", "[session][presence]") {
  for (auto each : {Availability::Offline, Availability::Available, Availability::Chat,
                    Availability::Away, Availability::ExtendedAway, Availability::DoNotDisturb}) {
    xmpp::Presence presence = xmpp::make_presence(each, "status");
    CHECK(xmpp::availability_of(presence) == each);
    CHECK(xmpp::status_of(presence) == "status");
  }
  CHECK(xmpp::make_presence(Availability::Available, "").payloads.empty());
}

TEST_CASE("a status is cut at one KiB, between characters", "[session][presence]") {
  auto status = [](const std::string& text) {
    return xmpp::status_of(parse("<status>" + text + "</status>"));
  };
  CHECK(status(std::string(1024, 'x')).size() == 1024);
  CHECK(status(std::string(1025, 'x')).size() == 1024);
  CHECK(status(std::string(1023, 'x') + "\xC3\xA4").size() == 1023);
  CHECK(status("").empty());
}

TEST_CASE("a priority outside its range is zero", "[session][presence]") {
  CHECK(priority("5") == 5);
  CHECK(priority("+5") == 5);
  CHECK(priority("-128") == -128);
  CHECK(priority("127") == 127);
  for (const char* odd : {"", "-", "+", "128", "-129", "1000", "1.5", "ten", "--5", " 5"}) {
    INFO(odd);
    CHECK(priority(odd) == 0);
  }
  CHECK(xmpp::priority_of(parse("")) == 0);
}
