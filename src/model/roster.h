// SPDX-License-Identifier: MIT
// Contacts and their presence. RFC 6121 sections 2 to 4.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "session/event.h"
#include "xmpp/jid.h"

namespace model {

struct Resource {
  session::Availability availability = session::Availability::Available;
  std::string status;
  int8_t priority = 0;
};

struct Contact {
  session::RosterItem item;
  std::map<std::string, Resource> resources;  // by resource part
  // Of the resource that counts: highest priority, then the most available.
  session::Availability availability() const;
  std::string_view status() const;
  // The roster's name, else the local part, else the domain.
  std::string display_name() const;
};

struct Roster {
  bool is_loaded = false;
  std::map<xmpp::Jid, Contact> contacts;  // by bare JID
  // People who asked to see our presence and wait for an answer, in the order they asked.
  std::vector<session::SubscriptionRequested> requests;
};

}  // namespace model
