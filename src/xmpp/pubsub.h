// SPDX-License-Identifier: MIT
// What accounts and services publish: items of nodes, asked for, published, and told of. XEP-0060: Publish-Subscribe 1.30.0
// sections 6.5, 7.1, 7.2, 8.1 and 8.2, as far as personal eventing needs it (XEP-0163, XEP-0223).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xml/element.h"

namespace xmpp {

// LIMIT: of more items in one event or answer the rest is not looked at.
inline constexpr size_t max_published_items = 1000;

struct PublishedItem {
  std::string id;                       // may be empty of a new one: the service gives it a name
  std::optional<xml::Element> payload;  // absent: only its id is told
  bool operator==(const PublishedItem&) const = default;
};

// What happened to one node.
struct NodeEvent {
  std::string node;
  std::vector<PublishedItem> items;    // new ones, and new ones of an old name
  std::vector<std::string> retracted;  // ids
  bool is_emptied = false;             // all items are gone: it was purged, or deleted
  bool operator==(const NodeEvent&) const = default;
};
// Absent when it is no event of a node.
std::optional<NodeEvent> parse_event(const xml::Element& event);

// Who may read what is published.
enum class Access {
  Everybody,  // open
  Contacts,   // whoever sees our presence
  Nobody,     // but the account itself (XEP-0223)
};
// Preconditions: a node that is otherwise is not published to (section 7.1.5).
struct PublishOptions {
  Access access = Access::Nobody;
  bool keeps_all =
      false;  // every item stays, not only the last one; and none is sent to who comes online
};

// The payloads of an iq, to the account itself (no address) or to a service.
xml::Element make_publish(std::string_view node, PublishedItem item, const PublishOptions& options);
// A new node of that kind (section 8.1.3), and one that is there already (section 8.2.4).
xml::Element make_node(std::string_view node, const PublishOptions& options);
xml::Element make_configuration(std::string_view node, const PublishOptions& options);
xml::Element make_retract(std::string_view node, std::string_view id);
// All items, or those of the ids.
xml::Element make_items_wish(std::string_view node, const std::vector<std::string>& ids = {});
// Of the answer to that; absent when it is none, or of another node.
std::optional<std::vector<PublishedItem>> parse_items(const xml::Element& pubsub,
                                                      std::string_view node);

}  // namespace xmpp
