// SPDX-License-Identifier: MIT
// Capabilities of ours and of the server. See xep0115_caps.h.
#include "ext/xep0115_caps.h"

#include <utility>

#include "session/event.h"
#include "session/own_info.h"
#include "xmpp/ns.h"

namespace caps {
namespace {

namespace ns = xmpp::ns;

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

void Capabilities::on_new_account(session::Context&) { proved_.clear(); }

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
  const std::optional<xmpp::Caps>& named = context.server_features().caps;
  if (const Features* known = named ? proved(*named) : nullptr) {
    knows_server_ = true;
    context.emit(session::ServerFeatures{*known});
    return;
  }
  asks_server_ = true;
  --questions_left_;
  xml::Element query(ns::disco_info, "query");
  if (named) query.set("node", named->node + '#' + named->ver);
  context.request(xmpp::IqType::Get, context.own_jid().domain_only(), std::move(query),
                  [this, named](session::Context& later, const session::IqReply& reply) {
                    on_info(later, named, reply);
                  });
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

void Capabilities::save(base::RecordWriter& out) const { out.flag(knows_server_); }

void Capabilities::restore(base::RecordReader& in) { knows_server_ = in.flag(); }

void Capabilities::on_outgoing(session::Context& context, xmpp::Presence& presence) {
  if (presence.type == xmpp::PresenceType::Available) {
    presence.payloads.push_back(to_element(session::own_caps(context)));
  }
}

void Capabilities::on_info(session::Context& context, const std::optional<xmpp::Caps>& named,
                           const session::IqReply& reply) {
  const auto* iq = std::get_if<xmpp::Iq>(&reply);
  asks_server_ = false;
  knows_server_ = iq != nullptr || std::holds_alternative<xmpp::StanzaError>(reply);
  // Carbons and more wait for it, also on a network where an answer takes longer than anybody waits.
  if (std::holds_alternative<session::TimedOut>(reply) && questions_left_ > 0) {
    return ask_server(context);
  }
  if (iq == nullptr || !iq->payload || !iq->payload->is({ns::disco_info, "query"})) return;
  Features features = xmpp::disco_features(*iq->payload);
  const bool is_proved = named && size_of(features) <= max_list_bytes &&
                         xmpp::verification_string(*iq->payload, named->hash) == named->ver;
  if (is_proved) learn(context, *named, features);
  context.emit(session::ServerFeatures{std::move(features)});
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
