// SPDX-License-Identifier: MIT
// What a feature is to the session: a few hooks, all optional, called in registry order.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/env.h"
#include "base/record.h"
#include "session/gate.h"
#include "session/iq_tracker.h"
#include "stream/stream.h"
#include "xmpp/pubsub.h"
#include "xmpp/stanza.h"

namespace session {

struct Command;
struct Content;
struct Event;

// Shared, of a command: acted on, and others want to hear it, too.
enum class Handled { No, Shared, Yes };

// A message of another resource of ours, as the server copied it to us (XEP-0280).
enum class Copy { No, Received, Sent };

// How a message reached us, decided once by the gate and the session.
struct Delivery {
  base::Wall sent;  // believed delay, else arrival
  bool is_delayed = false;
  Copy copy = Copy::No;
  bool is_archived = false;  // out of an archive; `sent` is the archive's stamp
  bool is_older = false;   // somebody looked for it: no news, and not in the order of what arrives
  std::string archive_id;  // of the result, or a <stanza-id/> that may be believed; empty: none
};

// All an extension sees of the program. Valid for the duration of a call only.
class Context {
 public:
  virtual ~Context() = default;
  // Says whether it left: without a session the stanza is gone, and what must not be lost is the
  // model's to send again.
  virtual stream::Sent send(xmpp::Stanza stanza) = 0;
  // The same with a message, and with the payloads that say it. Tracked: what becomes of it is told.
  virtual stream::Sent say(xmpp::Message message, const Content& content, bool is_tracked) = 0;
  // Sends a get or set and calls back exactly once, never from inside this call; also without a
  // session. `patience` is how long an answer is waited for.
  virtual void request(xmpp::IqType type, std::optional<xmpp::Jid> to, xml::Element payload,
                       OnReply on_reply, base::Duration patience = iq_patience) = 0;
  virtual void emit(Event event) = 0;
  // Hands on a message that came inside another one, to every extension, if the gate lets it pass.
  virtual void deliver(xmpp::Message inner, Delivery delivery) = 0;
  // The same with a message out of that archive.
  virtual void deliver_archived(xmpp::Message inner, const xmpp::Jid& archive,
                                Delivery delivery) = 0;
  // Hands on a message that was kept back when it came.
  virtual void redeliver(const xmpp::Message& message, const Delivery& delivery) = 0;
  // What the gate may believe changed: rooms are added before their first stanza is expected.
  virtual Facts& facts() = 0;
  virtual const xmpp::Jid& own_jid() const = 0;  // full, as bound; empty without a session
  virtual base::Now now() const = 0;
  virtual std::string_view language() const = 0;  // of the person: a tag of RFC 5646
  // What the server offered to this session.
  virtual const stream::Features& server_features() const = 0;
  // The server says what it has of what we send (XEP-0198).
  virtual bool is_managed() const = 0;
  // Carbons came with the login (XEP-0386).
  virtual bool has_carbons() const = 0;
  // What the extension kept for this account in an earlier run; nullptr when there is nothing.
  virtual const std::string* kept(std::string_view key) const = 0;
  // Keeps it for the next run where the person wants that; in any case for this one.
  virtual void keep(std::string_view key, std::string value) = 0;
  virtual std::string new_id() = 0;
  // Every feature of every registered extension: what disco#info advertises.
  virtual std::vector<std::string> features() const = 0;
};

class Extension {
 public:
  virtual ~Extension() = default;
  // Namespaces to advertise in disco#info.
  virtual std::vector<std::string_view> features() const { return {}; }
  // Another account than before logs in: nothing of the old one may be carried over.
  virtual void on_new_account(Context&) {}
  virtual void on_fresh(Context&) {}  // a new session: load state
  virtual void on_resumed(Context&) {}
  // Once per session, when it is known what the server can do; sorted.
  virtual void on_server_features(Context&, const std::vector<std::string>&) {}
  // The session is gone for good: a connection that broke and may be resumed is no loss yet.
  virtual void on_lost(Context&) {}
  // What the extension knows of the session that a reloaded page cannot learn from the server again, in a section of its own:
  // its name and version ("rooms 1"; empty: it has none). Who is given a section that it does not finish begins anew.
  virtual std::string_view section() const { return {}; }
  virtual void save(base::RecordWriter&) const {}
  virtual void restore(base::RecordReader&) {}
  // A command of its own; the first that says Yes ends the search. One that nobody takes is a fault of ours, and is logged.
  virtual Handled on_command(Context&, const Command&) { return Handled::No; }
  // Adds payloads to a presence that is about to leave.
  virtual void on_outgoing(Context&, xmpp::Presence&) {}
  // ---- messages: what they say, then whose they are ----
  // Reads its part of what a message says; changes nothing and tells nobody.
  virtual void on_incoming(Context&, const xmpp::Message&, const Delivery&, Content&) {}
  // Adds the payloads for its part of what a message is to say.
  virtual void on_compose(Context&, const Content&, xmpp::Message&) {}
  // Nodes of personal eventing (XEP-0163) it hears of: "+notify" is advertised for each, and what happens to them is told,
  // published by `from` (bare), as far as the gate lets it pass.
  virtual std::vector<std::string_view> nodes() const { return {}; }
  virtual void on_item(Context&, const xmpp::Jid& /*from*/, const xmpp::NodeEvent&) {}
  // Takes the message where it belongs; the first that says Yes ends the search.
  virtual Handled on_message(Context&, const xmpp::Message&, const Delivery&, const Content&) {
    return Handled::No;
  }
  // Everything that follows from the message was told.
  virtual void after_message(Context&, const xmpp::Message&, const Delivery&) {}
  virtual Handled on_presence(Context&, const xmpp::Presence&) { return Handled::No; }
  // A get or set from a peer; answering is the extension's duty when it says Yes. Unhandled ones
  // are answered with service-unavailable by the session (RFC 6120 8.4).
  virtual Handled on_iq(Context&, const xmpp::Iq&) { return Handled::No; }
  // A time of its own: asked for after every change while a session is up, called back at or after
  // it.
  virtual std::optional<base::Steady> next_wake(const Context&) const { return std::nullopt; }
  virtual void on_wake(Context&) {}
};

}  // namespace session
