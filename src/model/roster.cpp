// SPDX-License-Identifier: MIT
// See roster.h. RFC 6121 4.7.2.3 (priority decides which resource speaks for a contact).
#include "model/roster.h"

#include "xmpp/address_text.h"

namespace model {

namespace {

// The more available, the higher.
int rank(xmpp::Availability availability) {
  switch (availability) {
    case xmpp::Availability::Chat:
      return 5;
    case xmpp::Availability::Available:
      return 4;
    case xmpp::Availability::Away:
      return 3;
    case xmpp::Availability::ExtendedAway:
      return 2;
    case xmpp::Availability::DoNotDisturb:
      return 1;
    case xmpp::Availability::Offline:
      return 0;
  }
  return 0;
}

const Resource* foremost(const std::map<std::string, Resource>& resources) {
  const Resource* best = nullptr;
  for (const auto& [name, resource] : resources) {
    if (resource.availability == xmpp::Availability::Offline) continue;
    const bool is_better = best == nullptr || resource.priority > best->priority ||
                           (resource.priority == best->priority &&
                            rank(resource.availability) > rank(best->availability));
    if (is_better) best = &resource;
  }
  return best;
}

}  // namespace

xmpp::Availability Contact::availability() const {
  const Resource* best = foremost(resources);
  return best == nullptr ? xmpp::Availability::Offline : best->availability;
}

std::string_view Contact::status() const {
  const Resource* best = foremost(resources);
  return best == nullptr ? std::string_view() : std::string_view(best->status);
}

std::string Contact::display_name() const {
  if (!item.name.empty()) return item.name;
  return xmpp::readable_name(item.jid);
}

}  // namespace model
