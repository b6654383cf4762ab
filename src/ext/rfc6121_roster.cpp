// SPDX-License-Identifier: MIT
// The roster. See rfc6121_roster.h.
#include "ext/rfc6121_roster.h"

#include <algorithm>
#include <set>
#include <utility>

#include "xmpp/ns.h"

namespace roster {
namespace {

namespace ns = xmpp::ns;
using session::Handled;

// Who sees our presence may also ask us things; see the gate.
void note_watcher(session::Facts& facts, const session::RosterItem& item) {
  bool watches = item.subscription == session::Subscription::From ||
                 item.subscription == session::Subscription::Both;
  if (watches) {
    facts.watchers.insert(item.jid);
  } else {
    facts.watchers.erase(item.jid);
  }
}

void load(session::Context& context, const session::IqReply& reply) {
  const auto* iq = std::get_if<xmpp::Iq>(&reply);
  if (iq == nullptr) {
    context.emit(session::RosterRequestFailed{{}, *session::error_of(reply)});
    return;
  }
  session::RosterLoaded loaded;
  context.facts().watchers.clear();
  if (iq->payload && iq->payload->is({ns::roster, "query"})) {
    std::set<xmpp::Jid> seen;
    for (const xml::Element& child : iq->payload->children()) {
      std::optional<session::RosterItem> item = parse_item(child);
      if (!item || !seen.insert(item->jid).second) continue;
      if (loaded.items.size() == max_items) break;
      note_watcher(context.facts(), *item);
      loaded.items.push_back(*std::move(item));
    }
  }
  context.emit(std::move(loaded));
}

xml::Element query(xml::Element item) {
  xml::Element out(ns::roster, "query");
  out.add(std::move(item));
  return out;
}

void change(session::Context& context, const xmpp::Jid& jid, xml::Element item) {
  context.request(xmpp::IqType::Set, std::nullopt, query(std::move(item)),
                  [jid](session::Context& later, const session::IqReply& reply) {
                    // On success the server pushes what it has made of it.
                    if (std::optional<xmpp::StanzaError> error = session::error_of(reply)) {
                      later.emit(session::RosterRequestFailed{jid, *std::move(error)});
                    }
                  });
}

}  // namespace

std::optional<session::RosterItem> parse_item(const xml::Element& item) {
  if (!item.is({ns::roster, "item"})) return std::nullopt;
  base::Result<xmpp::Jid> jid = xmpp::Jid::received(item.attribute_or_empty("jid"));
  if (!jid) return std::nullopt;
  session::RosterItem out;
  out.jid = jid->bare();
  out.name = std::string(item.attribute_or_empty("name"));
  std::string_view subscription = item.attribute_or_empty("subscription");
  if (subscription == "to") out.subscription = session::Subscription::To;
  if (subscription == "from") out.subscription = session::Subscription::From;
  if (subscription == "both") out.subscription = session::Subscription::Both;
  out.is_pending = item.attribute_or_empty("ask") == "subscribe";
  for (const xml::Element& child : item.children()) {
    if (!child.is({ns::roster, "group"}) || child.text().empty()) continue;
    if (std::find(out.groups.begin(), out.groups.end(), child.text()) == out.groups.end()) {
      out.groups.push_back(child.text());
    }
  }
  return out;
}

void Roster::on_fresh(session::Context& context) {
  context.request(xmpp::IqType::Get, std::nullopt, xml::Element(ns::roster, "query"), load);
}

Handled Roster::on_command(session::Context& context, const session::Command& command) {
  if (auto* set = std::get_if<session::SetRosterItem>(&command)) {
    xml::Element item(ns::roster, "item");
    item.set("jid", set->jid.text()).set_if("name", set->name);
    for (const std::string& group : set->groups) {
      item.add(xml::Element(ns::roster, "group").add_text(group));
    }
    change(context, set->jid, std::move(item));
    return Handled::Yes;
  }
  if (auto* remove = std::get_if<session::RemoveRosterItem>(&command)) {
    xml::Element item(ns::roster, "item");
    item.set("jid", remove->jid.text()).set("subscription", "remove");
    change(context, remove->jid, std::move(item));
    return Handled::Yes;
  }
  return Handled::No;
}

// The gate has let through only pushes of our own account with exactly one item.
Handled Roster::on_iq(session::Context& context, const xmpp::Iq& iq) {
  if (iq.type != xmpp::IqType::Set || !iq.payload->is({ns::roster, "query"})) return Handled::No;
  const xml::Element& element = *iq.payload->child({ns::roster, "item"});
  context.send(xmpp::make_result(iq));
  std::optional<session::RosterItem> item = parse_item(element);
  if (!item) return Handled::Yes;
  if (element.attribute_or_empty("subscription") == "remove") {
    context.facts().watchers.erase(item->jid);
    context.emit(session::RosterItemRemoved{item->jid});
  } else {
    note_watcher(context.facts(), *item);
    context.emit(session::RosterItemChanged{*std::move(item)});
  }
  return Handled::Yes;
}

}  // namespace roster
