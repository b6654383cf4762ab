// SPDX-License-Identifier: MIT
// The acceptance gate: one pure function that decides whether a payload may be believed coming from
// that sender. Every stanza passes it before any extension sees it. RFC 6120 8.1.2, RFC 6121 2.1.6, XEP-0045, XEP-0280 7, XEP-0313 8, XEP-0203.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/time.h"
#include "xmpp/jid.h"
#include "xmpp/stanza.h"

namespace session {

// What the gate may know about the world; kept by the session, read only here.
struct Facts {
  xmpp::Jid own;              // full, as bound
  std::set<xmpp::Jid> rooms;  // bare: joined, or being joined
  std::set<xmpp::Jid>
      watchers;  // bare: contacts who may see our presence (subscription from or both)
  // Questions to archives that are open, by their queryid (XEP-0313): whose answers are awaited. Bare: our account, or a
  // joined room.
  std::map<std::string, xmpp::Jid> queries;
  // Bare: those that have answered as an archive in this session, so that they keep the rules for <stanza-id/>, too.
  std::set<xmpp::Jid> archives;
};

// Whether a presence from there is of a room that is joined, or being joined: perhaps under another spelling than the room
// has on the server (RFC 6122).
bool speaks_for_room(const xmpp::Jid& from, const Facts& facts);

struct Verdict {
  enum class Fate {
    Accept,
    Ignore,  // no change anywhere, no reply; counts as handled for XEP-0198
    Refuse,  // an iq get or set that gets an error reply (see refusal)
  };
  Fate fate = Fate::Accept;
  const char* reason = "";  // a constant sentence for the log
  xmpp::Condition refusal = xmpp::Condition::ServiceUnavailable;
};

// Judges the envelope and every payload this program acts on. For a message it also names the
// payloads that may not be believed although the rest may: they are removed by strip().
Verdict judge(const xmpp::Stanza& stanza, const Facts& facts);
// Judges what a sound carbon holds (XEP-0280): the envelope was judged with the carbon.
Verdict judge_copied(const xmpp::Message& inner, const Facts& facts);
// Judges what a sound result of that archive holds (XEP-0313): the envelope was judged with the result.
Verdict judge_archived(const xmpp::Message& inner, const xmpp::Jid& archive, const Facts& facts);
// What the archive this message belongs in (the room's for its groupchat, ours for the rest) calls it, if that may be
// believed of a message after strip(); empty otherwise (XEP-0359, trap D 42).
std::string archive_id(const xmpp::Message& message, const Facts& facts);
// Removes what judge() does not cover with a verdict on the whole stanza: payloads that are
// worthless from this sender (a <forwarded/> outside carbons and archive, stanza-ids by strangers).
void strip(xmpp::Stanza& stanza, const Facts& facts);
// The oldest stamp of a <delay/> that may be believed for ordering: of our domain, our account, or
// the joined room the message comes from.
std::optional<base::Wall> believed_delay(const xmpp::Message& message, const Facts& facts);
// True when `from` (absent = our own account, RFC 6120 8.1.2.1) may answer an iq sent to `to`.
bool may_answer(const std::optional<xmpp::Jid>& from, const std::optional<xmpp::Jid>& to,
                const Facts& facts);

}  // namespace session
