// SPDX-License-Identifier: MIT
// See xep0490_displayed.h.
#include "ext/xep0490_displayed.h"

#include <utility>

#include "session/command.h"
#include "session/event.h"
#include "xmpp/ns.h"
#include "xmpp/pubsub.h"

namespace displayed {

namespace ns = xmpp::ns;
using session::Handled;
using Outcome = session::PrivateNode::Outcome;

std::vector<std::string_view> Displayed::nodes() const { return {ns::displayed}; }

void Displayed::on_new_account(session::Context&) { *this = {}; }

// The model tells it again in the next session, once it knows that no other device was ahead.
void Displayed::on_lost(session::Context&) {
  waiting_.clear();
  due_.reset();
  is_telling_ = false;
  is_refused_ = false;
  node_.on_lost();
}

// None is sent to who comes online: all are fetched (protocol trap 58).
void Displayed::on_server_features(session::Context& context, const std::vector<std::string>&) {
  context.request(xmpp::IqType::Get, std::nullopt, xmpp::make_items_wish(ns::displayed),
                  [this](session::Context& later, const session::IqReply& reply) {
                    const auto* iq = std::get_if<xmpp::Iq>(&reply);
                    if (iq == nullptr || !iq->payload) return;
                    const auto items = xmpp::parse_items(*iq->payload, ns::displayed);
                    if (items) take(later, *items);
                  });
}

Handled Displayed::on_command(session::Context& context, const session::Command& command) {
  const auto* mark = base::get_if<session::MarkDisplayed>(&command);
  if (mark == nullptr) return Handled::No;
  if (is_refused_) return Handled::Yes;
  if (waiting_.size() >= max_waiting && waiting_.count(mark->conversation) == 0) {
    waiting_.erase(waiting_.begin());
  }
  waiting_[mark->conversation] = {mark->archive_id, mark->is_room};
  if (!due_) due_ = context.now().steady + quiet;
  return Handled::Yes;
}

void Displayed::tell_next(session::Context& context) {
  if (is_telling_ || waiting_.empty()) return;
  const auto first = waiting_.extract(waiting_.begin());
  const xmpp::Jid& conversation = first.key();
  const Place& place = first.mapped();
  const xmpp::Jid by = place.is_room ? conversation : context.own_jid().bare();
  xml::Element displayed(ns::displayed, "displayed");
  displayed.add(xml::Element(ns::stanza_ids, "stanza-id").set("by", by.text()).set("id", place.id));
  is_telling_ = true;
  node_.publish(context, {conversation.text(), std::move(displayed)},
                [this, conversation, id = place.id](session::Context& later, Outcome outcome) {
                  if (outcome == Outcome::Kept)
                    later.emit(session::DisplayedUpTo{conversation, id});
                  is_telling_ = false;
                  if (outcome != Outcome::Refused) return tell_next(later);
                  is_refused_ = true;
                  waiting_.clear();
                });
}

void Displayed::on_item(session::Context& context, const xmpp::Jid& from,
                        const xmpp::NodeEvent& event) {
  if (from == context.own_jid().bare()) take(context, event.items);
}

void Displayed::take(session::Context& context, const std::vector<xmpp::PublishedItem>& items) {
  for (const xmpp::PublishedItem& item : items) {
    const base::Result<xmpp::Jid> conversation = xmpp::Jid::received(item.id);
    if (!conversation || !item.payload || !item.payload->is({ns::displayed, "displayed"})) continue;
    const xml::Element* id = item.payload->child({ns::stanza_ids, "stanza-id"});
    if (id == nullptr || id->attribute_or_empty("id").empty()) continue;
    const std::string_view by = id->attribute_or_empty("by");
    if (by != conversation->text() && by != context.own_jid().bare().text()) continue;
    context.emit(session::DisplayedUpTo{*conversation, std::string(id->attribute_or_empty("id"))});
  }
}

std::optional<base::Steady> Displayed::next_wake(const session::Context&) const { return due_; }

void Displayed::on_wake(session::Context& context) {
  due_.reset();
  tell_next(context);
}

}  // namespace displayed
