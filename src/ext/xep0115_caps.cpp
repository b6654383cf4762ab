// SPDX-License-Identifier: MIT
// Capabilities of ours and of others. See xep0115_caps.h.
#include "ext/xep0115_caps.h"

#include <utility>

#include "session/own_info.h"
#include "xmpp/ns.h"

namespace caps {
namespace {

namespace ns = xmpp::ns;
using session::Handled;

constexpr std::string_view kept_key = "caps";
constexpr std::string_view record_format = "caps 1";

std::string name_of(const xmpp::Caps& caps) { return caps.hash + ' ' + caps.ver; }

size_t size_of(const Features& features) {
  size_t size = 0;
  for (const std::string& feature : features) size += feature.size() + 1;
  return size;
}

}  // namespace

std::vector<std::string_view> Capabilities::features() const { return {ns::caps}; }

void Capabilities::on_new_account(session::Context&) {
  entities_.clear();
  proved_.clear();
}

void Capabilities::on_lost(session::Context&) {
  entities_.clear();
  asked_.clear();
  waiting_.clear();
}

void Capabilities::on_fresh(session::Context& context) {
  knows_server_ = asks_server_ = false;
  questions_left_ = most_questions;
  read_kept(context);
  ask_server(context);
}

// The page was left before the answer came.
void Capabilities::on_resumed(session::Context& context) {
  if (knows_server_ || asks_server_) return;
  questions_left_ = most_questions;
  ask_server(context);
}

void Capabilities::ask_server(session::Context& context) {
  // The server names what it can do in the features of the stream (section 6.3).
  const xmpp::Jid server = context.own_jid().domain_only();
  const std::optional<xmpp::Caps>& named = context.server_features().caps;
  const Features* known = named ? proved(*named) : nullptr;
  if (known != nullptr) {
    knows_server_ = true;
    tell(context, server, *known);
  } else {
    asks_server_ = true;
    --questions_left_;
    request(context, server, named);
  }
}

void Capabilities::read_kept(session::Context& context) {
  const std::string* kept = context.kept(kept_key);
  if (kept == nullptr) return;
  base::RecordReader in(*kept, record_format);
  proved_.clear();
  const size_t count = in.count();
  for (size_t i = 0; i < count && in.is_good(); ++i) {
    Proved& proved = proved_.emplace_back();
    proved.name = std::string(in.text());
    const size_t features = in.count();
    for (size_t f = 0; f < features && in.is_good(); ++f) proved.features.emplace_back(in.text());
  }
  if (!in.is_finished()) proved_.clear();
}

// A resumed session tells nobody's presence again.
void Capabilities::save(base::RecordWriter& out) const {
  out.flag(knows_server_);
  out.number(entities_.size());
  for (const auto& [jid, entity] : entities_) {
    const xmpp::Caps& caps = entity.caps;
    out.text(jid.text()).text(caps.node).text(caps.hash).text(caps.ver);
  }
}

void Capabilities::restore(base::RecordReader& in) {
  knows_server_ = in.flag();
  const size_t count = in.count();
  for (size_t i = 0; i < count && in.is_good(); ++i) {
    const base::Result<xmpp::Jid> jid = xmpp::Jid::received(in.text());
    if (!jid) return in.spoil();
    xmpp::Caps& caps = entities_[*jid].caps;
    for (std::string* part : {&caps.node, &caps.hash, &caps.ver}) *part = std::string(in.text());
  }
}

void Capabilities::on_outgoing(session::Context& context, xmpp::Presence& presence) {
  if (presence.type == xmpp::PresenceType::Available) {
    presence.payloads.push_back(to_element(session::own_caps(context)));
  }
}

Handled Capabilities::on_presence(session::Context&, const xmpp::Presence& presence) {
  // A bare address is no client: a room speaks for itself (protocol trap E 49).
  if (!presence.from || presence.from->is_bare()) return Handled::No;
  const bool is_gone = presence.type == xmpp::PresenceType::Unavailable ||
                       presence.type == xmpp::PresenceType::Error;
  if (is_gone) {
    entities_.erase(*presence.from);
  } else if (presence.type == xmpp::PresenceType::Available) {
    // Without any, what was named before holds (section 8.4).
    std::optional<xmpp::Caps> named = xmpp::parse_caps(presence.payloads);
    if (!named || (entities_.size() >= max_entities && entities_.count(*presence.from) == 0)) {
      return Handled::No;
    }
    Entity& entity = entities_[*presence.from];
    if (entity.caps != *named) entity = {*std::move(named), std::nullopt};
  }
  return Handled::No;
}

Handled Capabilities::on_command(session::Context& context, const session::Command& command) {
  const auto* wish = std::get_if<session::FindFeatures>(&command);
  if (wish == nullptr) return Handled::No;
  find(context, wish->of);
  return Handled::Yes;
}

const Features* Capabilities::features_of(const xmpp::Jid& full) const {
  const auto entity = entities_.find(full);
  if (entity == entities_.end()) return nullptr;
  if (entity->second.own) return &*entity->second.own;
  return proved(entity->second.caps);
}

void Capabilities::find(session::Context& context, const xmpp::Jid& full) {
  if (const Features* known = features_of(full)) return tell(context, full, *known);
  const auto entity = entities_.find(full);
  std::optional<xmpp::Caps> named;
  if (entity != entities_.end()) named = entity->second.caps;
  // Somebody else is just proving the same.
  if (named && asked_.count(name_of(*named)) > 0) {
    waiting_.push_back(full);
  } else {
    request(context, full, std::move(named));
  }
}

void Capabilities::request(session::Context& context, const xmpp::Jid& whom,
                           std::optional<xmpp::Caps> named) {
  xml::Element query(ns::disco_info, "query");
  if (named) {
    query.set("node", named->node + '#' + named->ver);
    asked_.insert(name_of(*named));
  }
  context.request(xmpp::IqType::Get, whom, std::move(query),
                  [this, whom, named](session::Context& later, const session::IqReply& reply) {
                    on_info(later, whom, named, reply);
                  });
}

void Capabilities::on_info(session::Context& context, const xmpp::Jid& whom,
                           const std::optional<xmpp::Caps>& named, const session::IqReply& reply) {
  const auto* iq = std::get_if<xmpp::Iq>(&reply);
  std::optional<Features> features;
  if (iq != nullptr && iq->payload && iq->payload->is({ns::disco_info, "query"})) {
    features = xmpp::disco_features(*iq->payload);
    const bool is_proved = named && size_of(*features) <= max_list_bytes &&
                           xmpp::verification_string(*iq->payload, named->hash) == named->ver;
    const auto entity = entities_.find(whom);
    if (is_proved) {
      learn(context, *named, *features);
    } else if (entity != entities_.end() && named && entity->second.caps == *named) {
      entity->second.own = features;  // section 5.4: believed of its sender, and of nobody else
    }
  }
  if (whom == context.own_jid().domain_only()) {
    asks_server_ = false;
    knows_server_ = iq != nullptr || std::holds_alternative<xmpp::StanzaError>(reply);
    // Carbons and more wait for it, also on a network where an answer takes longer than anybody waits.
    if (std::holds_alternative<session::TimedOut>(reply) && questions_left_ > 0) {
      if (named) asked_.erase(name_of(*named));
      return ask_server(context);
    }
  }
  tell(context, whom, std::move(features));
  if (std::holds_alternative<session::SessionLost>(reply)) {
    for (const xmpp::Jid& each : std::exchange(waiting_, {})) tell(context, each, std::nullopt);
  }
  if (named) asked_.erase(name_of(*named));
  for (const xmpp::Jid& each : std::exchange(waiting_, {})) find(context, each);
}

void Capabilities::tell(session::Context& context, const xmpp::Jid& whom,
                        std::optional<Features> features) {
  if (whom != context.own_jid().domain_only()) {
    context.emit(session::FeaturesFound{whom, std::move(features)});
  } else if (features) {
    context.emit(session::ServerFeatures{*std::move(features)});
  }
}

const Features* Capabilities::proved(const xmpp::Caps& caps) const {
  const std::string name = name_of(caps);
  for (const Proved& each : proved_) {
    if (each.name == name) return &each.features;
  }
  return nullptr;
}

void Capabilities::learn(session::Context& context, const xmpp::Caps& caps,
                         const Features& features) {
  read_kept(context);  // another tab may have learned something
  if (proved(caps) != nullptr) return;
  if (proved_.size() == max_lists) proved_.erase(proved_.begin());
  proved_.push_back({name_of(caps), features});
  base::RecordWriter out(record_format);
  out.number(proved_.size());
  for (const Proved& each : proved_) {
    out.text(each.name).number(each.features.size());
    for (const std::string& feature : each.features) out.text(feature);
  }
  context.keep(kept_key, out.take());
}

}  // namespace caps
