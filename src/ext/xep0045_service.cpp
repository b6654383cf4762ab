// SPDX-License-Identifier: MIT
// The service for rooms. See xep0045_service.h.
#include "ext/xep0045_service.h"

#include <utility>
#include <vector>

#include "session/command.h"
#include "session/event.h"
#include "xmpp/ns.h"

namespace muc {
namespace {

namespace ns = xmpp::ns;
using session::Handled;

// LIMIT: more services than this are not asked; servers have a handful.
constexpr size_t max_services = 20;

// The payload of a result, if it is what was asked for.
const xml::Element* query_of(const session::IqReply& reply, std::string_view ns) {
  const auto* iq = std::get_if<xmpp::Iq>(&reply);
  const bool is_answer = iq != nullptr && iq->payload && iq->payload->is({ns, "query"});
  return is_answer ? &*iq->payload : nullptr;
}

// Gateways to other networks have rooms, too, but they are of another type.
bool is_for_rooms(const xml::Element& info) {
  bool is_conference = false, has_rooms = false;
  for (const xml::Element& child : info.children()) {
    if (child.is({ns::disco_info, "identity"})) {
      is_conference = is_conference || (child.attribute_or_empty("category") == "conference" &&
                                        child.attribute_or_empty("type") == "text");
    }
    if (child.is({ns::disco_info, "feature"})) {
      has_rooms = has_rooms || child.attribute_or_empty("var") == ns::muc;
    }
  }
  return is_conference && has_rooms;
}

}  // namespace

void RoomService::on_fresh(session::Context&) {
  is_searching_ = false;
  found_.reset();
}

Handled RoomService::on_command(session::Context& context, const session::Command& command) {
  if (!base::holds<session::FindRoomService>(command)) return Handled::No;
  if (found_) {
    context.emit(session::RoomServiceFound{found_});
  } else if (!std::exchange(is_searching_, true)) {
    context.request(
        xmpp::IqType::Get, context.own_jid().domain_only(), xml::Element(ns::disco_items, "query"),
        [this](session::Context& later, const session::IqReply& reply) { on_items(later, reply); });
  }
  return Handled::Yes;
}

void RoomService::on_items(session::Context& context, const session::IqReply& reply) {
  std::vector<xmpp::Jid> services;
  if (const xml::Element* items = query_of(reply, ns::disco_items)) {
    for (const xml::Element& item : items->children()) {
      if (!item.is({ns::disco_items, "item"}) || services.size() == max_services) continue;
      const base::Result<xmpp::Jid> jid = xmpp::Jid::received(item.attribute_or_empty("jid"));
      if (jid && jid->local().empty() && jid->is_bare()) services.push_back(*jid);
    }
  }
  unanswered_ = services.size();
  if (services.empty()) finish(context);
  for (const xmpp::Jid& service : services) {
    context.request(xmpp::IqType::Get, service, xml::Element(ns::disco_info, "query"),
                    [this, service](session::Context& later, const session::IqReply& answer) {
                      on_info(later, service, answer);
                    });
  }
}

void RoomService::on_info(session::Context& context, const xmpp::Jid& of,
                          const session::IqReply& reply) {
  --unanswered_;
  const xml::Element* info = query_of(reply, ns::disco_info);
  // The first that answers: nobody waits for a service that is silent.
  if (!found_ && info != nullptr && is_for_rooms(*info)) {
    found_ = of;
    finish(context);
  } else if (!found_ && unanswered_ == 0) {
    finish(context);
  }
}

void RoomService::finish(session::Context& context) {
  is_searching_ = false;
  context.emit(session::RoomServiceFound{found_});
}

}  // namespace muc
