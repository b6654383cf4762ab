// SPDX-License-Identifier: MIT
// Contacts, presence and subscriptions. RFC 6121 sections 2 to 4.
#include <algorithm>

#include "base/utf8.h"
#include "model/apply.h"
#include "model/roster_record.h"
#include "model/store_records.h"

namespace model {

namespace {

// LIMIT: more is dropped; nobody has as many contacts, answers a thousand requests, or has a hundred clients.
constexpr size_t max_contacts = 50'000;
constexpr size_t max_requests = 200;
constexpr size_t max_resources = 100;
constexpr size_t max_status_bytes = 1024;

void forget_request(Roster& roster, const xmpp::Jid& from) {
  auto& requests = roster.requests;
  requests.erase(std::remove_if(requests.begin(), requests.end(),
                                [&](const auto& request) { return request.from == from; }),
                 requests.end());
}

}  // namespace

// Who may ask us things is known before the answer comes, which may only say that nothing changed.
void Model::Apply::tell_watchers_known() {
  session::KnowWatchers known;
  for (const auto& [jid, contact] : model.roster_.contacts) {
    if (xmpp::sees_us(contact.item.subscription)) known.watchers.insert(jid);
  }
  if (!known.watchers.empty()) command(std::move(known));
}

void Model::Apply::load_roster() {
  tell_watchers_known();
  command(session::LoadRoster{model.roster_.version});
}

// What the store has of it is as old as that version.
void Model::Apply::roster_changed(std::string version) {
  // Before the answer has come it is no version of what we have: some changes up to it may be on the way.
  if (!model.roster_.is_current) return;
  model.roster_.version = std::move(version);
  model.store_.has_new_roster_version = model.store_.is_on();
}

void Model::Apply::contact_changed(const xmpp::Jid& jid) {
  if (model.store_.is_on()) model.store_.roster_pages.insert(roster_page(jid));
  ++model.names_version_;
}

// As it was when it was last written. What a session told since, or the record of the tab, is newer.
void Model::Apply::adopt_roster(const std::vector<base::StoreRecord>& records) {
  Roster& roster = model.roster_;
  StoreLog& store = model.store_;
  std::map<std::string, std::string> stored;
  for (const base::StoreRecord& record : records) stored[record.key] = record.value;
  if (roster.is_loaded) {
    for (const auto& [page, record] : write_roster_pages(roster, all_roster_pages())) {
      if (stored[roster_page_key(page)] != record) store.roster_pages.insert(page);
    }
    store.has_new_roster_version = stored[std::string(roster_prefix)] != roster.version;
    return;
  }
  std::string version;
  if (auto known = stored.extract(std::string(roster_prefix))) version = std::move(known.mapped());
  // A part of it is no version of it.
  bool is_whole = !stored.empty();
  for (const auto& [key, value] : stored) {
    const auto items = read_roster_page(value);
    if (!items) {
      store.removed.push_back(key);
      is_whole = false;
      continue;
    }
    for (const xmpp::RosterItem& item : *items) roster.contacts[item.jid].item = item;
  }
  roster.is_loaded = is_whole;
  if (is_whole) roster.version = std::move(version);
  ++model.names_version_;
}

void Model::Apply::operator()(const session::RosterLoaded& event) {
  auto& contacts = model.roster_.contacts;
  std::map<xmpp::Jid, Contact> old = std::move(contacts);
  contacts.clear();
  for (const xmpp::RosterItem& item : event.items) {
    if (contacts.size() == max_contacts) break;
    Contact& contact = contacts[item.jid];
    const auto known = old.find(item.jid);
    if (known == old.end() || !(known->second.item == item)) contact_changed(item.jid);
    contact.item = item;
    if (known == old.end()) continue;
    contact.resources = std::move(known->second.resources);
    old.erase(known);
  }
  for (const auto& [jid, contact] : old) contact_changed(jid);
  model.roster_.is_current = true;
  roster_changed(event.version);
  roster_known();
}

void Model::Apply::operator()(const session::RosterUnchanged&) {
  model.roster_.is_current = true;
  roster_known();
}

void Model::Apply::roster_known() {
  model.roster_.is_loaded = true;
  if (model.notice_.subject.empty()) settle(Notice::Kind::RosterRefused);
  open_now();
}

void Model::Apply::operator()(const session::RosterItemChanged& event) {
  auto& contacts = model.roster_.contacts;
  const xmpp::Jid& jid = event.item.jid;
  if (contacts.size() >= max_contacts && contacts.count(jid) == 0) return;
  Contact& contact = contacts[jid];
  contact.item = event.item;
  contact_changed(jid);
  roster_changed(event.version);
  if (model.notice_.subject == jid.text()) settle(Notice::Kind::RosterRefused);
  if (!xmpp::is_seen_by_us(event.item.subscription)) contact.resources.clear();
  // Answered from another of our clients.
  if (xmpp::sees_us(event.item.subscription)) forget_request(model.roster_, jid);
}

void Model::Apply::operator()(const session::RosterItemRemoved& event) {
  model.roster_.contacts.erase(event.jid);
  contact_changed(event.jid);
  roster_changed(event.version);
  if (model.notice_.subject == event.jid.text()) settle(Notice::Kind::RosterRefused);
}

void Model::Apply::operator()(const session::RosterRequestFailed& event) {
  model.notice_ = {Notice::Kind::RosterRefused, event.jid.text(), event.error};
  if (event.jid.empty()) open_now();
}

void Model::Apply::operator()(const session::PresenceChanged& event) {
  const auto found = model.roster_.contacts.find(event.from.bare());
  if (found == model.roster_.contacts.end()) return;
  auto& resources = found->second.resources;
  const std::string resource(event.from.resource());
  if (event.availability == xmpp::Availability::Offline) {
    forget_typing(event.from);
    // From the bare address: the server says that no client of theirs is there.
    if (resource.empty()) {
      resources.clear();
    } else {
      resources.erase(resource);
    }
    return;
  }
  if (resources.size() >= max_resources && resources.count(resource) == 0) return;
  resources[resource] = {event.availability,
                         std::string(base::truncate_utf8(event.status, max_status_bytes)),
                         event.priority};
}

void Model::Apply::operator()(const session::SubscriptionRequested& event) {
  auto& requests = model.roster_.requests;
  ContactRequest request{event.from,
                         std::string(base::truncate_utf8(event.message, max_status_bytes))};
  for (ContactRequest& known : requests) {
    if (known.from != event.from) continue;
    known = std::move(request);
    return;
  }
  if (requests.size() == max_requests) return;
  requests.push_back(std::move(request));
  ++model.names_version_;
}

void Model::Apply::operator()(const session::SubscriptionAnswered& event) {
  const auto found = model.roster_.contacts.find(event.from);
  // The roster push that follows says the same; until then the request no longer looks open.
  if (found != model.roster_.contacts.end()) found->second.item.is_pending = false;
}

bool Model::Apply::may_see_us(const xmpp::Jid& bare) const {
  const auto contact = model.roster_.contacts.find(bare);
  return contact != model.roster_.contacts.end() &&
         xmpp::sees_us(contact->second.item.subscription);
}

bool Model::Apply::refuses_offline() {
  if (is_online()) return false;
  model.notice_ = {Notice::Kind::NotConnected, {}, {}};
  return true;
}

void Model::Apply::operator()(const AddContact& action) {
  if (refuses_offline()) return;
  const std::optional<xmpp::Jid> jid = model.complete_address(action.address);
  if (!jid) {
    model.notice_ = {Notice::Kind::BadAddress, action.address, {}};
    return;
  }
  settle(Notice::Kind::BadAddress);
  const xmpp::Jid bare = model.spelled(jid->bare());
  if (is_room(bare)) {
    model.notice_ = {Notice::Kind::IsRoom, bare.text(), {}};
    return;
  }
  std::vector<std::string> groups;
  const auto known = model.roster_.contacts.find(bare);
  if (known != model.roster_.contacts.end()) groups = known->second.item.groups;
  command(session::SetRosterItem{bare, base::sanitise(action.name), std::move(groups)});
  const bool sees =
      known != model.roster_.contacts.end() && xmpp::is_seen_by_us(known->second.item.subscription);
  if (!sees) command(session::RequestSubscription{bare});
  open(bare);
}

void Model::Apply::operator()(const RenameContact& action) {
  if (refuses_offline()) return;
  const auto known = model.roster_.contacts.find(action.jid);
  if (known == model.roster_.contacts.end() || known->second.item.name == action.name) return;
  command(
      session::SetRosterItem{action.jid, base::sanitise(action.name), known->second.item.groups});
}

void Model::Apply::operator()(const RemoveContact& action) {
  if (refuses_offline()) return;
  if (model.roster_.contacts.count(action.jid) != 0) {
    command(session::RemoveRosterItem{action.jid});
  }
}

void Model::Apply::operator()(const AnswerRequest& action) {
  if (refuses_offline()) return;  // the request stays, to be answered later
  forget_request(model.roster_, action.jid);
  ++model.names_version_;
  command(session::AnswerSubscription{action.jid, action.approve});
  if (!action.approve) return;
  // Who lets someone see them wants to see them as well, unless that is so or asked already.
  const auto known = model.roster_.contacts.find(action.jid);
  const bool is_known = known != model.roster_.contacts.end();
  if (is_known &&
      (known->second.item.is_pending || xmpp::is_seen_by_us(known->second.item.subscription))) {
    return;
  }
  command(session::RequestSubscription{action.jid});
}

}  // namespace model
