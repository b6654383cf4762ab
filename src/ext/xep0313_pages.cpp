// SPDX-License-Identifier: MIT
// See xep0313_pages.h; which results may be believed is the gate's to say.
#include "ext/xep0313_pages.h"

#include <utility>

#include "session/command.h"
#include "session/event.h"
#include "xmpp/ns.h"

namespace mam {

namespace ns = xmpp::ns;
using session::Handled;

Handled Pages::on_command(session::Context& context, const session::Command& command) {
  const auto* wish = base::get_if<session::ReadArchivePage>(&command);
  if (wish == nullptr) return Handled::No;
  const xmpp::Jid own = context.own_jid().bare();
  if (own.empty() || pages_.size() >= max_pages) {
    context.emit(session::ArchivePageRead{.conversation = wish->conversation, .is_failed = true});
    return Handled::Yes;
  }
  xmpp::ArchiveQuery query;
  query.id = context.new_id();
  query.max = xmpp::page_size;
  if (!wish->is_forward) {
    query.before = wish->edge;
  } else if (!wish->edge.empty()) {
    query.after = wish->edge;
  } else {
    query.start = wish->since;
  }
  if (!wish->is_room) query.with = wish->conversation;
  Page& page = pages_[query.id];
  page.wish = *wish;
  page.archive = wish->is_room ? wish->conversation : own;
  context.facts().queries[query.id] = page.archive;
  context.request(xmpp::IqType::Set, wish->is_room ? std::optional(page.archive) : std::nullopt,
                  xmpp::make_archive_query(query),
                  [this, id = query.id](session::Context& later, const session::IqReply& reply) {
                    on_reply(later, id, reply);
                  });
  return Handled::Yes;
}

Handled Pages::on_message(session::Context& context, const xmpp::Message& message,
                          const session::Delivery&, const session::Content&) {
  const xml::Element* result = xmpp::find(message.payloads, {ns::mam, "result"});
  if (result == nullptr) return Handled::No;
  const auto page = pages_.find(std::string(result->attribute_or_empty("queryid")));
  if (page == pages_.end()) return Handled::No;
  std::deque<xmpp::ArchiveResult>& results = page->second.results;
  // Of more than was asked for those are kept that lie next to what is known: the rest can be asked for again.
  const bool is_full = results.size() >= xmpp::page_size;
  if (is_full && page->second.wish.is_forward) return Handled::Yes;
  if (is_full) results.pop_front();
  results.push_back(xmpp::parse_archive_result(*result, context.now().wall));
  return Handled::Yes;
}

void Pages::on_reply(session::Context& context, const std::string& queryid,
                     const session::IqReply& reply) {
  context.facts().queries.erase(queryid);
  const auto found = pages_.find(queryid);
  if (found == pages_.end()) return;
  Page page = std::move(found->second);
  pages_.erase(found);
  session::ArchivePageRead end{.conversation = page.wish.conversation};
  const auto* iq = std::get_if<xmpp::Iq>(&reply);
  if (iq == nullptr || !iq->payload || !iq->payload->is({ns::mam, "fin"})) {
    end.is_failed = true;
    return context.emit(std::move(end));
  }
  end.is_last = xmpp::is_last_page(*iq->payload);
  for (xmpp::ArchiveResult& result : page.results) {
    if (!result.message) continue;
    session::Delivery delivery;
    delivery.sent = result.stamp;
    delivery.is_delayed = true;
    delivery.is_archived = true;
    delivery.is_older = true;
    delivery.archive_id = std::move(result.id);
    context.deliver_archived(*std::move(result.message), page.archive, std::move(delivery));
  }
  context.emit(std::move(end));
}

}  // namespace mam
