// SPDX-License-Identifier: MIT
// The roster. See rfc6121_roster.h.
#include "ext/rfc6121_roster.h"

#include <algorithm>
#include <set>
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
  bool watches = item.subscription == xmpp::Subscription::From ||
                 item.subscription == xmpp::Subscription::Both;
  if (watches) {
    facts.watchers.insert(item.jid);
  } else {
    facts.watchers.erase(item.jid);
  }
}

constexpr std::string_view kept_key = "roster";
constexpr std::string_view record_format = "roster 1";

void write_items(base::RecordWriter& out, const std::string& version,
                 const std::map<xmpp::Jid, xmpp::RosterItem>& items) {
  out.text(version).number(items.size());
  for (const auto& [jid, item] : items) {
    out.text(jid.text()).text(item.name).number(static_cast<uint64_t>(item.subscription));
    out.flag(item.is_pending).number(item.groups.size());
    for (const std::string& group : item.groups) out.text(group);
  }
}

void read_items(base::RecordReader& in, std::string& version,
                std::map<xmpp::Jid, xmpp::RosterItem>& items) {
  version = std::string(in.text());
  const size_t count = in.count();
  for (size_t i = 0; i < count && in.is_good(); ++i) {
    base::Result<xmpp::Jid> jid = xmpp::Jid::received(in.text());
    xmpp::RosterItem item;
    item.name = std::string(in.text());
    item.subscription = static_cast<xmpp::Subscription>(
        in.number_up_to(static_cast<uint64_t>(xmpp::Subscription::Both)));
    item.is_pending = in.flag();
    const size_t groups = in.count();
    for (size_t g = 0; g < groups && in.is_good(); ++g) item.groups.emplace_back(in.text());
    if (!jid || !jid->is_bare()) {
      in.spoil();
      break;
    }
    item.jid = *jid;
    items.emplace(*jid, std::move(item));
  }
  if (in.is_good()) return;
  version.clear();
  items.clear();
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

void Roster::forget() {
  asked_.clear();
  items_.clear();
  version_.clear();
  keep_at_.reset();
  is_loaded_ = false;
}

void Roster::on_new_account(session::Context&) { forget(); }

void Roster::on_fresh(session::Context& context) {
  const xmpp::Jid own = context.own_jid().bare();
  if (owner_ != own) forget();
  owner_ = own;
  const std::string* kept = version_.empty() ? context.kept(kept_key) : nullptr;
  if (kept != nullptr) {
    base::RecordReader in(*kept, record_format);
    items_.clear();
    read_items(in, version_, items_);
    if (!in.is_finished()) forget();
  }
  // Shown at once; whatever differs follows in a moment.
  if (!version_.empty()) tell(context);
  ask(context);
}

// The page was reloaded while the roster was on its way: nobody would know the answer.
void Roster::on_resumed(session::Context& context) {
  if (!is_loaded_ && !is_asked_) ask(context);
}

void Roster::ask(session::Context& context) {
  xml::Element query(ns::roster, "query");
  // trap E 55: only where the server says that it knows versions. An empty one means that we have nothing.
  const bool with_version = context.server_features().has_roster_versions;
  if (with_version) query.set("ver", version_);
  const bool may_be_unchanged = with_version && !version_.empty();
  is_loaded_ = false;
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
  is_loaded_ = true;
  const bool has_query = iq->payload && iq->payload->is({ns::roster, "query"});
  // An empty answer means "unchanged", not "empty" (trap E 55).
  if (!has_query && may_be_unchanged) {
    if (context.kept(kept_key) == nullptr) keep(context);  // of a login that was to be forgotten
    return;
  }
  items_.clear();
  version_.clear();
  if (has_query) {
    version_ = std::string(iq->payload->attribute_or_empty("ver"));
    for (const xml::Element& child : iq->payload->children()) {
      std::optional<xmpp::RosterItem> item = parse_item(child);
      if (!item) continue;
      if (items_.size() == max_items) break;
      xmpp::Jid jid = item->jid;
      items_.try_emplace(std::move(jid), *std::move(item));
    }
  }
  tell(context);
  keep(context);
}

void Roster::tell(session::Context& context) {
  session::RosterLoaded loaded;
  context.facts().watchers.clear();
  for (const auto& [jid, item] : items_) {
    note_watcher(context.facts(), item);
    loaded.items.push_back(item);
  }
  context.emit(std::move(loaded));
}

// Items and version together, in one record: neither is ever kept without the other.
void Roster::keep(session::Context& context) {
  keep_at_.reset();
  if (version_.empty()) return;
  base::RecordWriter out(record_format);
  write_items(out, version_, items_);
  std::string record = out.take();
  if (record.size() > max_kept_bytes) record.clear();
  context.keep(kept_key, std::move(record));
}

void Roster::on_wake(session::Context& context) { keep(context); }

void Roster::on_lost(session::Context& context) {
  asked_.clear();
  if (keep_at_) keep(context);
}

void Roster::save(base::RecordWriter& out) const {
  write_items(out, version_, items_);
  out.text(owner_.text()).flag(is_loaded_);
}

void Roster::restore(base::RecordReader& in) {
  read_items(in, version_, items_);
  const base::Result<xmpp::Jid> owner = xmpp::Jid::received(in.text());
  if (owner) owner_ = *owner;
  is_loaded_ = in.flag();
}

Handled Roster::on_command(session::Context& context, const session::Command& command) {
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
  // Logging out leaves nothing of it behind.
  const auto* disconnect = base::get_if<session::Disconnect>(&command);
  if (disconnect != nullptr && disconnect->forget) forget();
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
  // Before the answer has come this is no version of what we have: some changes up to it may be on the way.
  if (is_loaded_) version_ = std::string(iq.payload->attribute_or_empty("ver"));
  if (element.attribute_or_empty("subscription") == "remove") {
    items_.erase(item->jid);
    context.facts().watchers.erase(item->jid);
    context.emit(session::RosterItemRemoved{item->jid});
  } else if (items_.size() < max_items || items_.count(item->jid) > 0) {
    note_watcher(context.facts(), *item);
    items_[item->jid] = *item;
    context.emit(session::RosterItemChanged{*std::move(item)});
  }
  if (is_loaded_ && !keep_at_) keep_at_ = context.now().steady + keeping_delay;
  return Handled::Yes;
}

}  // namespace roster
