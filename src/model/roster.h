// SPDX-License-Identifier: MIT
// Contacts and their presence. RFC 6121 sections 2 to 4.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "xmpp/availability.h"
#include "xmpp/jid.h"
#include "xmpp/roster_item.h"

namespace model {

struct Resource {
  xmpp::Availability availability = xmpp::Availability::Available;
  std::string status;
  int8_t priority = 0;
};

struct Contact {
  xmpp::RosterItem item;
  std::map<std::string, Resource> resources;  // by resource part
  // Of the resource that counts: highest priority, then the most available.
  xmpp::Availability availability() const;
  std::string_view status() const;
  // The roster's name, else the local part, else the domain.
  std::string display_name() const;
};

// Somebody who asks to see our presence.
struct ContactRequest {
  xmpp::Jid from;  // bare
  std::string message;
};

struct Roster {
  bool is_loaded = false;   // in some session: who is a contact is known
  bool is_current = false;  // in this one: every change is told from now on
  std::string version;      // the server's name for this state of it (RFC 6121 2.6); empty: none
  std::map<xmpp::Jid, Contact> contacts;  // by bare JID
  std::vector<ContactRequest> requests;   // that wait for an answer, in the order they came
};

}  // namespace model
