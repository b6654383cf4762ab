// SPDX-License-Identifier: MIT
// The roster. See rfc6121_roster.h.
#include "ext/rfc6121_roster.h"

#include <algorithm>
#include <utility>

#include "base/nodeprep.h"
#include "session/command.h"
#include "session/event.h"
#include "xmpp/ns.h"

namespace roster {
namespace {

namespace ns = xmpp::ns;
using session::Handled;

// Who sees our presence may also ask us things; see the gate.
void note_watcher(session::Facts& facts, const xmpp::RosterItem& item) {
  if (xmpp::sees_us(item.subscription)) {
    facts.watchers.insert(item.jid);
  } else {
    facts.watchers.erase(item.jid);
  }
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

std::optional<xmpp::RosterItem> parse_item(const xml::Element& item) {
  if (!item.is({ns::roster, "item"})) return std::nullopt;
  base::Result<xmpp::Jid> jid = xmpp::Jid::received(item.attribute_or_empty("jid"));
  if (!jid) return std::nullopt;
  xmpp::RosterItem out;
  out.jid = jid->bare();
  out.name = std::string(item.attribute_or_empty("name"));
  std::string_view subscription = item.attribute_or_empty("subscription");
  if (subscription == "to") out.subscription = xmpp::Subscription::To;
  if (subscription == "from") out.subscription = xmpp::Subscription::From;
  if (subscription == "both") out.subscription = xmpp::Subscription::Both;
  out.is_pending = item.attribute_or_empty("ask") == "subscribe";
  for (const xml::Element& child : item.children()) {
    if (!child.is({ns::roster, "group"}) || child.text().empty()) continue;
    if (std::find(out.groups.begin(), out.groups.end(), child.text()) == out.groups.end()) {
      out.groups.push_back(child.text());
    }
  }
  return out;
}

void Roster::on_lost(session::Context&) {
  asked_.clear();
  is_asked_ = false;
}

void Roster::ask(session::Context& context, const std::string& version) {
  if (is_asked_) return;
  xml::Element query(ns::roster, "query");
  // trap E 55: only where the server says that it knows versions. An empty one means that we have nothing.
  const bool with_version = context.server_features().has_roster_versions;
  if (with_version) query.set("ver", version);
  const bool may_be_unchanged = with_version && !version.empty();
  is_asked_ = true;
  context.request(xmpp::IqType::Get, std::nullopt, std::move(query),
                  [this, may_be_unchanged](session::Context& later, const session::IqReply& reply) {
                    load(later, reply, may_be_unchanged);
                  });
}

void Roster::load(session::Context& context, const session::IqReply& reply, bool may_be_unchanged) {
  is_asked_ = false;
  const auto* iq = std::get_if<xmpp::Iq>(&reply);
  if (iq == nullptr) {
    context.emit(session::RosterRequestFailed{{}, *session::error_of(reply)});
    return;
  }
  const bool has_query = iq->payload && iq->payload->is({ns::roster, "query"});
  // An empty answer means "unchanged", not "empty" (trap E 55).
  if (!has_query && may_be_unchanged) {
    context.emit(session::RosterUnchanged{});
    return;
  }
  session::RosterLoaded loaded;
  context.facts().watchers.clear();
  if (has_query) {
    loaded.version = std::string(iq->payload->attribute_or_empty("ver"));
    std::set<xmpp::Jid> seen;
    for (const xml::Element& child : iq->payload->children()) {
      std::optional<xmpp::RosterItem> item = parse_item(child);
      if (!item || !seen.insert(item->jid).second) continue;
      note_watcher(context.facts(), *item);
      loaded.items.push_back(*std::move(item));
    }
  }
  context.emit(std::move(loaded));
}

Handled Roster::on_command(session::Context& context, const session::Command& command) {
  if (auto* wish = base::get_if<session::LoadRoster>(&command)) {
    ask(context, wish->version);
    return Handled::Yes;
  }
  if (auto* known = base::get_if<session::KnowWatchers>(&command)) {
    context.facts().watchers = known->watchers;
    return Handled::Yes;
  }
  if (auto* set = base::get_if<session::SetRosterItem>(&command)) {
    xml::Element item(ns::roster, "item");
    item.set("jid", set->jid.text()).set_if("name", set->name);
    for (const std::string& group : set->groups) {
      item.add(xml::Element(ns::roster, "group").add_text(group));
    }
    if (base::nodeprep_mapped(set->jid.local()) != set->jid.local()) asked_.insert(set->jid);
    change(context, set->jid, std::move(item));
    return Handled::Yes;
  }
  if (auto* remove = base::get_if<session::RemoveRosterItem>(&command)) {
    xml::Element item(ns::roster, "item");
    item.set("jid", remove->jid.text()).set("subscription", "remove");
    change(context, remove->jid, std::move(item));
    return Handled::Yes;
  }
  return Handled::No;
}

// The server keeps a contact under another spelling than we asked for.
void Roster::take_spelling(session::Context& context, const xmpp::Jid& spelled) {
  if (asked_.erase(spelled) > 0) return;
  const auto asked = std::find_if(asked_.begin(), asked_.end(), [&](const xmpp::Jid& jid) {
    return xmpp::may_be_spelled(jid, spelled);
  });
  if (asked == asked_.end()) return;
  context.emit(session::AddressSpelled{*asked, spelled});
  asked_.erase(asked);
}

// The gate has let through only pushes of our own account with exactly one item.
Handled Roster::on_iq(session::Context& context, const xmpp::Iq& iq) {
  if (iq.type != xmpp::IqType::Set || !iq.payload->is({ns::roster, "query"})) return Handled::No;
  const xml::Element& element = *iq.payload->child({ns::roster, "item"});
  context.send(xmpp::make_result(iq));
  std::optional<xmpp::RosterItem> item = parse_item(element);
  if (!item) return Handled::Yes;
  take_spelling(context, item->jid);
  std::string version(iq.payload->attribute_or_empty("ver"));
  if (element.attribute_or_empty("subscription") == "remove") {
    context.facts().watchers.erase(item->jid);
    context.emit(session::RosterItemRemoved{item->jid, std::move(version)});
  } else {
    note_watcher(context.facts(), *item);
    context.emit(session::RosterItemChanged{*std::move(item), std::move(version)});
  }
  return Handled::Yes;
}

}  // namespace roster
