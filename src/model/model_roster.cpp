// SPDX-License-Identifier: MIT
// Contacts, presence and subscriptions. RFC 6121 sections 2 to 4.
#include <algorithm>

#include "base/utf8.h"
#include "model/apply.h"

namespace model {

namespace {

// LIMIT: more is dropped; nobody answers a thousand requests, and no person has a hundred clients.
constexpr size_t max_requests = 200;
constexpr size_t max_resources = 100;
constexpr size_t max_status_bytes = 1024;

bool shares_presence_with_us(xmpp::Subscription subscription) {
  return subscription == xmpp::Subscription::To || subscription == xmpp::Subscription::Both;
}

bool sees_our_presence(xmpp::Subscription subscription) {
  return subscription == xmpp::Subscription::From || subscription == xmpp::Subscription::Both;
}

void forget_request(Roster& roster, const xmpp::Jid& from) {
  auto& requests = roster.requests;
  requests.erase(std::remove_if(requests.begin(), requests.end(),
                                [&](const auto& request) { return request.from == from; }),
                 requests.end());
}

}  // namespace

void Model::Apply::operator()(const session::RosterLoaded& event) {
  std::map<xmpp::Jid, Contact> contacts;
  for (const xmpp::RosterItem& item : event.items) {
    Contact& contact = contacts[item.jid];
    contact.item = item;
    const auto known = model.roster_.contacts.find(item.jid);
    if (known != model.roster_.contacts.end()) {
      contact.resources = std::move(known->second.resources);
    }
  }
  model.roster_.contacts = std::move(contacts);
  model.roster_.is_loaded = true;
  if (model.notice_.subject.empty()) settle(Notice::Kind::RosterRefused);
  ++model.names_version_;
  open_now();
}

void Model::Apply::operator()(const session::RosterItemChanged& event) {
  Contact& contact = model.roster_.contacts[event.item.jid];
  contact.item = event.item;
  if (model.notice_.subject == event.item.jid.text()) settle(Notice::Kind::RosterRefused);
  if (!shares_presence_with_us(event.item.subscription)) contact.resources.clear();
  // Answered from another of our clients.
  if (sees_our_presence(event.item.subscription)) forget_request(model.roster_, event.item.jid);
  ++model.names_version_;
}

void Model::Apply::operator()(const session::RosterItemRemoved& event) {
  model.roster_.contacts.erase(event.jid);
  if (model.notice_.subject == event.jid.text()) settle(Notice::Kind::RosterRefused);
  ++model.names_version_;
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
         sees_our_presence(contact->second.item.subscription);
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
  const bool sees = known != model.roster_.contacts.end() &&
                    shares_presence_with_us(known->second.item.subscription);
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
      (known->second.item.is_pending || shares_presence_with_us(known->second.item.subscription))) {
    return;
  }
  command(session::RequestSubscription{action.jid});
}

}  // namespace model
