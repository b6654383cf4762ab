// SPDX-License-Identifier: MIT
// See pubsub.h.
#include "xmpp/pubsub.h"

#include <utility>

#include "xmpp/data_form.h"
#include "xmpp/ns.h"

namespace xmpp {
namespace {

std::optional<PublishedItem> parse_item(const xml::Element& element, std::string_view ns) {
  if (!element.is({ns, "item"})) return std::nullopt;
  PublishedItem out{.id = std::string(element.attribute_or_empty("id"))};
  // One payload (section 7.1.3.6).
  if (element.children().size() == 1) out.payload = element.children().front();
  return out;
}

std::vector<PublishedItem> parse_all(const xml::Element& items, std::string_view ns) {
  std::vector<PublishedItem> out;
  for (const xml::Element& child : items.children()) {
    if (out.size() == max_published_items) break;
    if (std::optional<PublishedItem> item = parse_item(child, ns)) out.push_back(*std::move(item));
  }
  return out;
}

std::string_view name_of(Access access) {
  switch (access) {
    case Access::Everybody:
      return "open";
    case Access::Contacts:
      return "presence";
    case Access::Nobody:
      break;
  }
  return "whitelist";
}

// How a node is, or is to be: FORM_TYPE says which.
xml::Element form_of(const char* type, const PublishOptions& options) {
  DataForm form = make_submission(std::string(ns::pubsub) + type);
  form.set("pubsub#access_model", {std::string(name_of(options.access))});
  form.set("pubsub#persist_items", {"true"});
  if (options.keeps_all) {
    form.set("pubsub#max_items", {"max"}).set("pubsub#send_last_published_item", {"never"});
  }
  return to_element(form);
}

xml::Element in_pubsub(xml::Element child) {
  xml::Element out(ns::pubsub, "pubsub");
  out.add(std::move(child));
  return out;
}

}  // namespace

std::optional<NodeEvent> parse_event(const xml::Element& event) {
  // One kind of news in each: of a second one nobody could tell what it is about.
  if (!event.is({ns::pubsub_event, "event"}) || event.children().size() != 1) return std::nullopt;
  const xml::Element& news = event.children().front();
  NodeEvent out{.node = std::string(news.attribute_or_empty("node"))};
  if (out.node.empty()) return std::nullopt;
  if (news.is({ns::pubsub_event, "purge"}) || news.is({ns::pubsub_event, "delete"})) {
    out.is_emptied = true;
    return out;
  }
  if (!news.is({ns::pubsub_event, "items"})) return std::nullopt;
  out.items = parse_all(news, ns::pubsub_event);
  for (const xml::Element& child : news.children()) {
    if (!child.is({ns::pubsub_event, "retract"}) || out.retracted.size() == max_published_items) {
      continue;
    }
    out.retracted.emplace_back(child.attribute_or_empty("id"));
  }
  return out;
}

xml::Element make_publish(std::string_view node, PublishedItem item,
                          const PublishOptions& options) {
  xml::Element element(ns::pubsub, "item");
  element.set_if("id", item.id);
  if (item.payload) element.add(*std::move(item.payload));
  xml::Element publish(ns::pubsub, "publish");
  publish.set("node", node).add(std::move(element));
  xml::Element out = in_pubsub(std::move(publish));
  out.add(xml::Element(ns::pubsub, "publish-options").add(form_of("#publish-options", options)));
  return out;
}

xml::Element make_node(std::string_view node, const PublishOptions& options) {
  xml::Element create(ns::pubsub, "create");
  create.set("node", node);
  xml::Element out = in_pubsub(std::move(create));
  out.add(xml::Element(ns::pubsub, "configure").add(form_of("#node_config", options)));
  return out;
}

xml::Element make_configuration(std::string_view node, const PublishOptions& options) {
  xml::Element configure(ns::pubsub_owner, "configure");
  configure.set("node", node).add(form_of("#node_config", options));
  xml::Element out(ns::pubsub_owner, "pubsub");
  out.add(std::move(configure));
  return out;
}

xml::Element make_retract(std::string_view node, std::string_view id) {
  xml::Element retract(ns::pubsub, "retract");
  retract.set("node", node).set("notify", "true");
  retract.add(xml::Element(ns::pubsub, "item").set("id", id));
  return in_pubsub(std::move(retract));
}

xml::Element make_items_wish(std::string_view node, const std::vector<std::string>& ids) {
  xml::Element items(ns::pubsub, "items");
  items.set("node", node);
  for (const std::string& id : ids) items.add(xml::Element(ns::pubsub, "item").set("id", id));
  return in_pubsub(std::move(items));
}

std::optional<std::vector<PublishedItem>> parse_items(const xml::Element& pubsub,
                                                      std::string_view node) {
  if (!pubsub.is({ns::pubsub, "pubsub"})) return std::nullopt;
  const xml::Element* items = pubsub.child({ns::pubsub, "items"});
  if (items == nullptr || items->attribute_or_empty("node") != node) return std::nullopt;
  return parse_all(*items, ns::pubsub);
}

}  // namespace xmpp
