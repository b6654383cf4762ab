// SPDX-License-Identifier: MIT
// Stanza dispatch with state: frames, split by NUL, are said to a session that is bound, has joined a room and reads its
// archive. Whatever they are, the session goes on or ends; nothing is ever shown as from our own account that did not come
// from it; a record that was saved is taken up again.
#include <memory>

#include "fuzz/fuzz.h"
#include "session/event.h"
#include "support/link.h"

namespace {

using support::Link;

const xmpp::Jid& own() {
  static const xmpp::Jid jid = *xmpp::Jid::parse("juliet@example.com/balcony");
  return jid;
}

std::unique_ptr<Link> bound() {
  auto link = std::make_unique<Link>(
      session::Settings{.endpoints = {"wss://example.com/ws"}, .allow_plain = true});
  link->connect("juliet@example.com", "secret");
  hold(link->log_in(own().text(), "<item jid='romeo@example.net' subscription='both'/>"));
  link->perform(session::JoinRoom{*xmpp::Jid::parse("room@muc.example.com"), "jules"});
  link->receive(
      "<presence xmlns='jabber:client' from='room@muc.example.com/jules'>"
      "<x xmlns='http://jabber.org/protocol/muc#user'><status code='110'/></x></presence>");
  link->advance(std::chrono::seconds(11));
  link->perform(session::ReadArchive{{}, "a0", link->now.wall});
  link->forget();
  return link;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::unique_ptr<Link> link = bound();
  std::string_view rest = text_of(data, size);
  while (!rest.empty()) {
    const std::string_view frame = take_until(rest, '\0');
    if (frame == "@") {
      link->advance(std::chrono::seconds(20));
    } else {
      link->receive(frame);
    }
    for (const session::Event& event : link->events) {
      if (auto* message = base::get_if<session::MessageReceived>(&event)) {
        hold(!message->conversation.empty());
        hold(message->is_own || message->is_groupchat || message->from.bare() != own().bare() ||
             message->conversation == own().bare());
      }
    }
    link->forget();
  }
  const std::string record = link->save();
  Link next;
  if (!record.empty()) next.restore(record);
  return 0;
}
