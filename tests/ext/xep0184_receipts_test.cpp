// SPDX-License-Identifier: MIT
// Receipts: asked for, given, and what is none. Examples after XEP-0184.
#include "ext/xep0184_receipts.h"

#include "session/event.h"
#include "support/login.h"

using namespace support;

namespace {

Wire bound() { return Wire::bound("richard@royalty.example/throne"); }
const xmpp::Jid north = *xmpp::Jid::parse("northumberland@shakespeare.example");

session::Content heard(Wire& wire, const std::string& payloads,
                       const std::string& attributes = "") {
  wire.receives("<message from='northumberland@shakespeare.example/westminster' " + attributes +
                "><body>read o'er these articles</body>" + payloads + "</message>");
  return wire.event<session::MessageReceived>().content;
}

const std::string request = "<request xmlns='urn:xmpp:receipts'/>";

}  // namespace

TEST_CASE("a message asks whether it arrived", "[ext][receipts]") {
  Wire wire = bound();
  wire.performs(session::SendMessage{
      north, false, "m1", {.body = "My lord, dispatch", .wants_receipt = true}});
  wire.sends(
      "<message to='northumberland@shakespeare.example' id='m1' type='chat'>"
      "<body>My lord, dispatch</body><request xmlns='urn:xmpp:receipts'/></message>");
}

TEST_CASE("a receipt has nothing beside it, and asks for none", "[ext][receipts]") {
  Wire wire = bound();
  wire.performs(
      session::SendMessage{north, false, "bi29", {.wants_receipt = true, .receipt_for = "r2"}});
  wire.sends(
      "<message to='northumberland@shakespeare.example' id='bi29' type='chat'>"
      "<received xmlns='urn:xmpp:receipts' id='r2'/></message>");
}

TEST_CASE("who asks for a receipt says for what", "[ext][receipts]") {
  Wire wire = bound();
  CHECK(heard(wire, request, "id='r2' type='chat'").wants_receipt);
  CHECK(heard(wire, request, "id='r2'").wants_receipt);
  CHECK_FALSE(heard(wire, request).wants_receipt);
  CHECK_FALSE(heard(wire, "", "id='r2'").wants_receipt);
}

TEST_CASE("a receipt is heard in messages of any type, and never asks for another",
          "[ext][receipts]") {
  Wire wire = bound();
  for (const char* type : {"", "type='chat'", "type='headline'"}) {
    wire.receives("<message id='x' from='northumberland@shakespeare.example/w' " +
                  std::string(type) + "><received xmlns='urn:xmpp:receipts' id='m1'/>" + request +
                  "</message>");
    const auto told = wire.event<session::MessageReceived>();
    CHECK(told.conversation == north);
    CHECK(told.content.receipt_for == "m1");
    CHECK_FALSE(told.content.wants_receipt);
    CHECK_FALSE(told.content.has_words());
  }
  // One for nothing says nothing.
  wire.receives(
          "<message from='northumberland@shakespeare.example/w'>"
          "<received xmlns='urn:xmpp:receipts'/></message>")
      .no_events();
}

TEST_CASE("nobody in a room is asked for a receipt, or gives one", "[ext][receipts]") {
  Wire wire = bound();
  wire.performs(session::JoinRoom{*xmpp::Jid::parse("room@muc.example"), "richard"});
  wire.receives(
          "<presence from='room@muc.example/richard'><x "
          "xmlns='http://jabber.org/protocol/muc#user'><status code='110'/></x></presence>")
      .skip();
  wire.receives("<message from='room@muc.example/nurse' type='groupchat' id='g1'><body>hi</body>" +
                request + "</message>");
  CHECK_FALSE(wire.event<session::MessageReceived>().content.wants_receipt);
  wire.receives(
          "<message from='room@muc.example/nurse' type='groupchat' id='g2'>"
          "<received xmlns='urn:xmpp:receipts' id='m1'/></message>")
      .no_events();
}
