// SPDX-License-Identifier: MIT
// What was displayed where. Examples after XEP-0490; protocol trap 58.
#include "ext/xep0490_displayed.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;

namespace {

constexpr const char* own = "juliet@example.com/balcony";
const xmpp::Jid romeo = *xmpp::Jid::parse("romeo@example.net");
const xmpp::Jid room = *xmpp::Jid::parse("room@muc.example.com");

std::string item(const std::string& conversation, const std::string& by, const std::string& id) {
  return "<item id='" + conversation + "'><displayed xmlns='urn:xmpp:mds:displayed:0'>" +
         "<stanza-id xmlns='urn:xmpp:sid:0' by='" + by + "' id='" + id + "'/></displayed></item>";
}

std::string publish(const std::string& content) {
  std::string options;
  for (const auto& [name, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"pubsub#access_model", "whitelist"},
           {"pubsub#persist_items", "true"},
           {"pubsub#max_items", "max"},
           {"pubsub#send_last_published_item", "never"}}) {
    options += "<field var='" + std::string(name) + "'><value>" + value + "</value></field>";
  }
  return "<iq type='set' id='*'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
         "<publish node='urn:xmpp:mds:displayed:0'>" +
         content +
         "</publish><publish-options><x xmlns='jabber:x:data' type='submit'>"
         "<field var='FORM_TYPE' type='hidden'>"
         "<value>http://jabber.org/protocol/pubsub#publish-options</value></field>" +
         options + "</x></publish-options></pubsub></iq>";
}

void news(Wire& wire, const std::string& from, const std::string& items) {
  wire.receives("<message from='" + from +
                "'><event xmlns='http://jabber.org/protocol/pubsub#event'>"
                "<items node='urn:xmpp:mds:displayed:0'>" +
                items + "</items></event></message>");
}

}  // namespace

TEST_CASE("trap 58: none is sent to who comes online, so all are asked for", "[ext][displayed]") {
  Wire wire = authenticated();
  wire.receives(Link::features_frame(bind_feature)).sends(our_bind);
  wire.receives(Link::bind_result(wire.id(), own));
  const std::string disco = attribute_of(wire.link().sent.front(), "id");
  wire.skip();
  wire.receives("<iq type='result' from='example.com' id='" + disco +
                "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
  wire.event<session::ServerFeatures>();
  wire.sends(displayed_wish);
  wire.receives("<iq type='result' id='" + wire.id() +
                "'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                "<items node='urn:xmpp:mds:displayed:0'>" +
                item(romeo.text(), "juliet@example.com", "a1") +
                item(room.text(), room.text(), "r1") + "</items></pubsub></iq>");
  CHECK(wire.event<session::DisplayedUpTo>().archive_id == "a1");
  CHECK(wire.event<session::DisplayedUpTo>().archive_id == "r1");
  wire.no_events();
}

TEST_CASE("what was displayed is told once when it is quiet", "[ext][displayed]") {
  Wire wire = Wire::bound(own);
  wire.advance(10s).skip();
  wire.performs(session::MarkDisplayed{romeo, false, "a1"}).sends_nothing();
  wire.advance(displayed::quiet / 2);
  wire.performs(session::MarkDisplayed{romeo, false, "a2"});
  wire.performs(session::MarkDisplayed{room, true, "r1"}).sends_nothing();
  wire.advance(displayed::quiet / 2);
  wire.sends(publish(item(romeo.text(), "juliet@example.com", "a2"))).sends_nothing();
  // Only what the server took was told.
  wire.no_events();
  wire.receives("<iq type='result' id='" + wire.id() + "'/>");
  const auto told = wire.event<session::DisplayedUpTo>();
  CHECK(told.conversation == romeo);
  CHECK(told.archive_id == "a2");
  wire.sends(publish(item(room.text(), room.text(), "r1"))).sends_nothing();
}

TEST_CASE("what waits to be told is gone with its session", "[ext][displayed]") {
  Wire wire = Wire::bound(own);
  wire.advance(10s).skip();
  wire.performs(session::MarkDisplayed{romeo, false, "a1"});
  wire.link().close_socket(1001);
  wire.link().advance(60s);
  REQUIRE(wire.link().log_in(own));
  wire.advance(1min);
  for (const std::string& frame : wire.link().sent) {
    CHECK(frame.find("<publish") == std::string::npos);
  }
}

TEST_CASE("of more places than may wait the first is not told in this session",
          "[ext][displayed]") {
  Wire wire = Wire::bound(own);
  wire.advance(10s).skip();
  for (size_t i = 0; i <= displayed::max_waiting; ++i) {
    const std::string name = std::to_string(1000 + i) + "@example.net";
    wire.performs(session::MarkDisplayed{*xmpp::Jid::parse(name), false, "a"});
  }
  wire.advance(displayed::quiet);
  for (size_t i = 1; i <= displayed::max_waiting; ++i) {
    wire.sends(publish(item(std::to_string(1000 + i) + "@example.net", "juliet@example.com", "a")));
    wire.receives("<iq type='result' id='" + wire.id() + "'/>");
  }
  wire.sends_nothing();
}

TEST_CASE("a server that keeps nothing of the kind is told no more", "[ext][displayed]") {
  Wire wire = Wire::bound(own);
  wire.advance(10s).skip();
  wire.performs(session::MarkDisplayed{romeo, false, "a1"});
  wire.performs(session::MarkDisplayed{room, true, "r1"}).advance(displayed::quiet);
  // Published, made, set up, published once more.
  for (int i = 0; i < 4; ++i) {
    REQUIRE(wire.link().sent.size() == 1);
    const std::string id = attribute_of(wire.link().sent.front(), "id");
    wire.skip();
    wire.receives("<iq type='error' id='" + id +
                  "'><error type='cancel'><service-unavailable "
                  "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
  }
  wire.sends_nothing();
  wire.performs(session::MarkDisplayed{romeo, false, "a2"}).advance(1min);
  for (const std::string& frame : wire.link().sent) {
    CHECK(frame.find("urn:xmpp:mds") == std::string::npos);
  }
}

TEST_CASE("what another device of ours displayed is told; nobody else's word counts",
          "[ext][displayed]") {
  Wire wire = Wire::bound(own);
  wire.advance(10s).skip();
  news(wire, "juliet@example.com", item(romeo.text(), "juliet@example.com", "a1"));
  const auto told = wire.event<session::DisplayedUpTo>();
  CHECK(told.conversation == romeo);
  CHECK(told.archive_id == "a1");
  news(wire, "juliet@example.com", item(room.text(), room.text(), "r1"));
  CHECK(wire.event<session::DisplayedUpTo>().conversation == room);
  // trap 58
  for (const char* from : {"romeo@example.net", "room@muc.example.com", "example.com"}) {
    news(wire, from, item(romeo.text(), "juliet@example.com", "x"));
  }
  for (const std::string& bad : std::initializer_list<std::string>{
           item("not an address @", "juliet@example.com", "x"),
           item(romeo.text(), "mallory@example.com", "x"),
           item(romeo.text(), "juliet@example.com", ""),
           "<item id='romeo@example.net'><displayed xmlns='urn:xmpp:mds:displayed:0'/></item>",
           "<item id='romeo@example.net'><other xmlns='urn:x'/></item>",
           "<item id='romeo@example.net'/>"}) {
    news(wire, "juliet@example.com", bad);
  }
  wire.no_events();
}
