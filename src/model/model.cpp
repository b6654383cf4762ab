// SPDX-License-Identifier: MIT
// What can be asked of the model, and the two doors through which it changes. The changes themselves: model_*.cpp.
#include "model/model.h"

#include "model/apply.h"
#include "model/note.h"
#include "xmpp/address_text.h"

namespace model {

std::string_view name_of(Connection connection) {
  switch (connection) {
    case Connection::Offline:
      return "offline";
    case Connection::Connecting:
      return "connecting";
    case Connection::Authenticating:
      return "authenticating";
    case Connection::Online:
      return "online";
    case Connection::Reconnecting:
      return "reconnecting";
    case Connection::Failed:
      return "failed";
  }
  return "offline";
}

namespace {

bool is_name(std::string_view address) {
  return address.find_first_of("@./") == std::string_view::npos;
}

}  // namespace

Model::Model(Settings settings) : settings_(std::move(settings)) {
  if (!settings_.has_store) store_.state = StoreLog::State::Off;
}
Model::~Model() = default;
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;

Effects Model::apply(const session::Event& event, base::Env& env) {
  ++version_;
  Apply apply{*this, env, {}};
  base::visit(apply, event);
  return std::move(apply.effects);
}

Effects Model::apply(const Action& action, base::Env& env) {
  ++version_;
  Apply apply{*this, env, {}};
  base::visit(apply, action);
  return std::move(apply.effects);
}

Effects Model::apply(const base::VisibilityChanged& change, base::Env& env) {
  ++version_;
  Apply apply{*this, env, {}};
  apply(change);
  return std::move(apply.effects);
}

const Conversation* Model::conversation(const xmpp::Jid& jid) const {
  const auto found = conversations_.find(jid);
  return found == conversations_.end() ? nullptr : &found->second;
}

std::string Model::display_name(const xmpp::Jid& jid) const {
  if (!jid.is_bare()) return std::string(jid.resource());
  const auto contact = roster_.contacts.find(jid);
  if (contact != roster_.contacts.end()) return contact->second.display_name();
  return xmpp::readable_name(jid);
}

bool Model::is_occupant(const xmpp::Jid& jid) const {
  if (jid.is_bare()) return false;
  if (conversations_.count(jid) != 0) return true;
  const Conversation* room = conversation(jid.bare());
  return room != nullptr && room->room;
}

bool Model::knows_contacts() const {
  return account_.is_begun && (roster_.is_loaded || notice_.kind == Notice::Kind::RosterRefused);
}

bool Model::knows(const xmpp::Jid& jid) const {
  const xmpp::Jid bare = spelled(jid.bare());
  return conversation(bare) != nullptr || roster_.contacts.count(bare) != 0;
}

xmpp::Availability Model::occupant_availability(const xmpp::Jid& occupant) const {
  const Conversation* conversation = this->conversation(occupant.bare());
  if (conversation == nullptr || !conversation->room) return xmpp::Availability::Offline;
  const auto found = conversation->room->occupants.find(std::string(occupant.resource()));
  return found == conversation->room->occupants.end() ? xmpp::Availability::Offline : found->second;
}

bool Model::is_room_name(std::string_view typed) {
  const std::string address = xmpp::written_address(typed);
  return !address.empty() && is_name(address);
}

std::optional<xmpp::Jid> login_address(std::string_view typed, std::string_view domain,
                                       bool is_anonymous) {
  std::string address = xmpp::written_address(typed);
  if (is_anonymous) {
    if (address.empty()) address = domain;
  } else if (address.find('@') == std::string::npos && !domain.empty()) {
    address.append("@").append(domain);
  }
  const base::Result<xmpp::Jid> jid = xmpp::Jid::parse(address);
  if (!jid || (!is_anonymous && jid->local().empty())) return std::nullopt;
  return is_anonymous ? jid->domain_only() : jid->bare();
}

std::optional<xmpp::Jid> Model::complete_address(std::string_view typed) const {
  std::string address = xmpp::written_address(typed);
  const std::string_view domain =
      account_.jid.empty() ? std::string_view(settings_.domain) : account_.jid.domain();
  // A word without a dot is a person of our own domain; with one it is a domain of its own.
  if (!address.empty() && is_name(address) && !domain.empty()) {
    address += '@';
    address += domain;
  }
  const base::Result<xmpp::Jid> jid = xmpp::Jid::parse(address);
  if (!jid) return std::nullopt;
  return *jid;
}

}  // namespace model
