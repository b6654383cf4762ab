// SPDX-License-Identifier: MIT
// Facts and outputs as lines of text. See trace.h.
#include "hostile/trace.h"

#include <cstdio>

#include "base/overloaded.h"
#include "hostile/line_file.h"
#include "session/event.h"

namespace hostile {
namespace {

constexpr uint64_t prime = 0x100'0000'01B3u;  // FNV-1a: told apart, not protected

// Parts joined by what no part can forge: each is preceded by its length.
template <class... Parts>
std::string joined(const Parts&... parts) {
  std::string out;
  const auto add = [&](std::string_view part) {
    out += std::to_string(part.size());
    out += ':';
    out += part;
    out += ' ';
  };
  (add(parts), ...);
  return out;
}

std::string number(int64_t value) { return std::to_string(value); }
std::string ms(base::Steady at) { return number(at.time_since_epoch().count()); }
std::string ms(base::Wall at) { return number(at.time_since_epoch().count()); }

std::string describe(const xmpp::StanzaError& error) {
  return joined(number(static_cast<int>(error.type)), number(static_cast<int>(error.condition)),
                error.text);
}

std::string describe(const stream::Problem& why) {
  return joined(xmpp::name_of(why.failure), xmpp::name_of(why.condition), why.text);
}

std::string describe(const xmpp::RosterItem& item) {
  std::string out = joined(item.jid.text(), item.name, number(static_cast<int>(item.subscription)),
                           number(item.is_pending));
  for (const std::string& group : item.groups) out += joined(group);
  return out;
}

std::string describe(const session::Content& content) {
  return joined(content.body, content.encryption, content.origin_id, content.archive_id,
                number(content.wants_receipt), content.receipt_for, content.replaces,
                content.chat_state ? number(static_cast<int>(*content.chat_state)) : "");
}

}  // namespace

std::string describe(const stream::Status& status) {
  return std::visit(base::Overloaded{
                        [](const stream::Connecting&) -> std::string { return "connecting"; },
                        [](const stream::Authenticating&) -> std::string { return "logging in"; },
                        [](const stream::Fresh& s) { return "fresh " + s.jid.text(); },
                        [](const stream::Resumed& s) { return "resumed " + s.jid.text(); },
                        [](const stream::Suspended& s) {
                          return "suspended " + ms(s.next_attempt) + " " + describe(s.why);
                        },
                        [](const stream::Failed& s) { return "failed " + describe(s.why); },
                        [](const stream::Closed&) -> std::string { return "closed"; },
                    },
                    status);
}

bool Trace::is_printed = false;

void Trace::note(std::string_view kind, std::string_view text) {
  const auto eat = [&](std::string_view bytes) {
    for (const char c : bytes) hash_ = (hash_ ^ static_cast<uint8_t>(c)) * prime;
  };
  eat(kind);
  eat(" ");
  eat(text);
  eat("\n");
  if (is_printed) {
    std::printf("     %.*s %s\n", static_cast<int>(kind.size()), kind.data(),
                printable(text).c_str());
  }
}

void Trace::add(const base::Output& output) {
  std::visit(base::Overloaded{
                 [&](const base::OpenSocket& o) { note("open", joined(o.url, o.domain)); },
                 [&](const base::SendText& o) { note("send", o.data); },
                 [&](const base::StartTls& o) { note("tls", o.domain); },
                 [&](const base::CloseSocket& o) { note("let go", number(o.socket)); },
                 [&](const base::HttpRequest& o) {
                   note("http", joined(number(o.request), o.url, o.body, number(o.timeout.count()),
                                       number(static_cast<int64_t>(o.max_bytes))));
                 },
                 [&](const base::HttpCancel& o) { note("cancel", number(o.request)); },
                 [&](const base::WakeAt& o) { note("wake", ms(o.at)); },
                 [&](const base::OpenLink& o) { note("link", o.url); },
                 [&](const base::Keep& o) {
                   note("keep", joined(number(static_cast<int>(o.where)), o.key, o.value));
                 },
                 [&](const base::StoreOpen& o) { note("store open", o.store); },
                 [&](const base::StoreClose& o) { note("store close", o.store); },
                 [&](const base::StoreWrite& o) {
                   std::string all = number(static_cast<int64_t>(o.batch)) + " ";
                   for (const base::StoreRecord& record : o.records)
                     all += joined(record.key, record.value);
                   note("store write", all);
                 },
                 [&](const base::StoreRange& o) {
                   note("store read", joined(o.from, o.to, number(static_cast<int64_t>(o.limit))));
                 },
                 [&](const base::StoreClaim& o) { note("store claim", o.prefix); },
                 [&](const base::StoreErase& o) { note("store erase", o.store); },
             },
             output);
}

void Trace::add(const session::Event& event) {
  using namespace session;
  base::visit(
      base::Overloaded{
          [&](const StatusChanged& e) { note("status", describe(e.status)); },
          [&](const LoginRestored& e) { note("restored", e.account.text()); },
          [&](const LoginForgotten&) { note("forgotten", ""); },
          [&](const RosterLoaded& e) {
            std::string items;
            for (const xmpp::RosterItem& item : e.items) items += describe(item);
            note("roster", items);
          },
          [&](const RosterUnchanged&) { note("roster", "unchanged"); },
          [&](const RosterItemChanged& e) { note("roster item", describe(e.item)); },
          [&](const RosterItemRemoved& e) { note("roster item gone", e.jid.text()); },
          [&](const RosterRequestFailed& e) {
            note("roster refused", joined(e.jid.text(), describe(e.error)));
          },
          [&](const PresenceChanged& e) {
            note("presence", joined(e.from.text(), number(static_cast<int>(e.availability)),
                                    e.status, number(e.priority)));
          },
          [&](const SubscriptionRequested& e) {
            note("subscription wish", joined(e.from.text(), e.message));
          },
          [&](const SubscriptionAnswered& e) {
            note("subscription", joined(e.from.text(), number(e.is_approved)));
          },
          [&](const MessageReceived& e) {
            note("message", joined(e.conversation.text(), e.from.text(), number(e.is_groupchat),
                                   number(e.is_own), e.id, ms(e.sent), number(e.is_delayed),
                                   number(e.is_archived), describe(e.content)));
          },
          [&](const MessageFailed& e) {
            note("message failed", joined(e.conversation.text(), e.id, describe(e.error)));
          },
          [&](const MessageSent& e) { note("sent", joined(e.conversation.text(), e.id)); },
          [&](const MessageAcknowledged& e) {
            note("acknowledged", joined(e.conversation.text(), e.id));
          },
          [&](const MessageUnsent& e) { note("unsent", joined(e.conversation.text(), e.id)); },
          [&](const DisplayedUpTo& e) {
            note("displayed", joined(e.conversation.text(), e.archive_id));
          },
          [&](const MessageReturned& e) { note("returned", joined(e.conversation.text(), e.id)); },
          [&](const ArchivePlaceMoved& e) {
            note("archive place", joined(e.archive.text(), e.id, ms(e.stamp)));
          },
          [&](const ArchiveGap& e) { note("archive gap", joined(e.archive.text(), e.after)); },
          [&](const ArchivePageRead& e) {
            note("archive page",
                 joined(e.conversation.text(), number(e.is_failed), number(e.is_last)));
          },
          [&](const ArchiveRead& e) {
            note("archive read", joined(e.archive.text(), number(e.is_complete)));
          },
          [&](const ArchivePolicyTold& e) {
            note("archive policy",
                 joined(e.policy ? number(static_cast<int>(*e.policy)) : "", number(e.is_refused)));
          },
          [&](const AddressSpelled& e) {
            note("spelled", joined(e.asked.text(), e.spelled.text()));
          },
          [&](const RoomJoined& e) { note("room joined", joined(e.room.text(), e.nick)); },
          [&](const RoomLeft& e) {
            note("room left", joined(e.room.text(), number(static_cast<int>(e.departure)), e.reason,
                                     e.actor, e.alternate ? e.alternate->text() : ""));
          },
          [&](const RoomJoinFailed& e) {
            note("room refused", joined(e.room.text(), describe(e.error)));
          },
          [&](const RoomServiceFound& e) {
            note("room service", e.service ? e.service->text() : "");
          },
          [&](const RoomSubjectChanged& e) { note("subject", joined(e.room.text(), e.subject)); },
          [&](const OccupantChanged& e) {
            note("occupant", joined(e.occupant.text(), number(static_cast<int>(e.availability))));
          },
          [&](const ServerFeatures& e) {
            std::string all;
            for (const std::string& feature : e.features) all += joined(feature);
            note("features", all);
          },
      },
      event);
}

std::string Trace::hash() const {
  char out[17];
  std::snprintf(out, sizeof out, "%08x%08x", static_cast<unsigned>(hash_ >> 32),
                static_cast<unsigned>(hash_ & 0xFFFF'FFFFu));
  return out;
}

}  // namespace hostile
