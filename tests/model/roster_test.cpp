// SPDX-License-Identifier: MIT
// Which of a contact's clients speaks for them. RFC 6121 4.7.2.3.
#include "model/roster.h"

#include "support/catch.h"

using xmpp::Availability;

TEST_CASE("the highest priority speaks, then the most available", "[model][roster]") {
  model::Contact contact;
  CHECK(contact.availability() == Availability::Offline);
  CHECK(contact.status().empty());
  contact.resources["phone"] = {Availability::Away, "on the road", 5};
  contact.resources["desk"] = {Availability::Available, "here", 0};
  CHECK(contact.availability() == Availability::Away);
  CHECK(contact.status() == "on the road");
  contact.resources["phone"].priority = 0;
  CHECK(contact.availability() == Availability::Available);
  CHECK(contact.status() == "here");
  contact.resources["bot"] = {Availability::DoNotDisturb, "", 0};
  CHECK(contact.availability() == Availability::Available);
  contact.resources["game"] = {Availability::Chat, "", -1};
  CHECK(contact.availability() == Availability::Available);
}

TEST_CASE("a contact without a name is called by their address", "[model][roster]") {
  model::Contact contact;
  contact.item.jid = xmpp::Jid::from_parts("bob", "example.com");
  CHECK(contact.display_name() == "bob");
  contact.item.name = "Bob";
  CHECK(contact.display_name() == "Bob");
  contact.item = {};
  contact.item.jid = xmpp::Jid::from_parts("", "gateway.example.com");
  CHECK(contact.display_name() == "gateway.example.com");
}
