// SPDX-License-Identifier: MIT
// The acceptance table, row by row. Pure: no state, no clock. See gate.h.
#include "session/gate.h"

#include <algorithm>
#include <map>

#include "xmpp/delay.h"
#include "xmpp/ns.h"

namespace session {
namespace {

namespace ns = xmpp::ns;
using Fate = Verdict::Fate;

// Nodes of personal eventing that hold what only the account itself may say: bookmarks (XEP-0402,
// XEP-0048), what was displayed (XEP-0490).
constexpr std::string_view private_nodes[] = {"urn:xmpp:bookmarks:1", "storage:bookmarks",
                                              "urn:xmpp:mds:displayed:0"};

Verdict accept() { return {}; }
Verdict ignore(const char* reason) { return {Fate::Ignore, reason}; }
Verdict refuse(const char* reason) { return {Fate::Refuse, reason}; }

// RFC 6120 8.1.2.1: without `from` it is the account itself that speaks. Addresses compare bit for
// bit.
bool is_own_account(const std::optional<xmpp::Jid>& from, const Facts& facts) {
  return !from || *from == facts.own.bare();
}

bool is_for_someone_else(const std::optional<xmpp::Jid>& to, const Facts& facts) {
  return to && to->bare() != facts.own.bare();
}

bool is_room(const std::optional<xmpp::Jid>& from, const Facts& facts) {
  return from && facts.rooms.count(from->bare()) > 0;
}

// Whoever knows anyway that we are here: ourselves, our server, who sees our presence, who shares a
// room with us. Any answer to others would tell them.
bool may_ask(const std::optional<xmpp::Jid>& from, const Facts& facts) {
  return !from || from->bare() == facts.own.bare() || *from == facts.own.domain_only() ||
         facts.watchers.count(from->bare()) > 0 || is_room(from, facts);
}

bool is_bare_own(std::string_view address, const Facts& facts) {
  base::Result<xmpp::Jid> jid = xmpp::Jid::received(address);
  return jid && jid->bare() == facts.own.bare();
}

bool is_carbon(const xml::Element& payload) {
  return payload.ns() == ns::carbons &&
         (payload.local() == "received" || payload.local() == "sent");
}

// XEP-0280: exactly one message inside exactly one wrapper, to us or from us, and no carbon inside
// it.
bool is_sound_carbon(const xml::Element& carbon, const Facts& facts) {
  const xml::Element* forwarded = carbon.child({ns::forward, "forwarded"});
  if (carbon.children().size() != 1 || forwarded == nullptr) return false;
  if (forwarded->count({ns::client, "message"}) != 1) return false;
  const xml::Element& inner = *forwarded->child({ns::client, "message"});
  if (std::any_of(inner.children().begin(), inner.children().end(), is_carbon)) return false;
  const char* own_end = carbon.local() == "sent" ? "from" : "to";
  return inner.attribute_or_empty("type") != "groupchat" &&
         is_bare_own(inner.attribute_or_empty(own_end), facts);
}

// Section 9: whoever wrote it wanted it on no other device; old servers copied such messages all the same.
bool is_not_to_be_copied(const xmpp::Message& message) {
  return xmpp::find(message.payloads, {ns::carbons, "private"}) != nullptr ||
         xmpp::find(message.payloads, {ns::hints, "no-copy"}) != nullptr;
}

Verdict judge_carbon(const xmpp::Message& message, const xml::Element& carbon, const Facts& facts) {
  if (!is_own_account(message.from, facts)) return ignore("a carbon from another account");
  if (message.type == xmpp::MessageType::Groupchat) return ignore("a carbon of type groupchat");
  size_t carbons = static_cast<size_t>(
      std::count_if(message.payloads.begin(), message.payloads.end(), is_carbon));
  if (carbons != 1 || !is_sound_carbon(carbon, facts)) return ignore("a carbon that is not sound");
  return accept();
}

bool is_private_event(const xml::Element& event) {
  for (const xml::Element& items : event.children()) {
    std::string_view node = items.attribute_or_empty("node");
    if (std::find(std::begin(private_nodes), std::end(private_nodes), node) !=
        std::end(private_nodes)) {
      return true;
    }
  }
  return false;
}

Verdict judge_content(const xmpp::Message& message, const Facts& facts) {
  // XEP-0313 8.2: no archive is asked for an answer yet, so nothing can be one.
  if (xmpp::find(message.payloads, {ns::mam, "result"}) != nullptr) {
    return ignore("an archive result nobody asked for");
  }
  if (message.type == xmpp::MessageType::Groupchat && !is_room(message.from, facts)) {
    return ignore("a groupchat message of a room that was not joined");
  }
  const xml::Element* event = xmpp::find(message.payloads, {ns::pubsub_event, "event"});
  if (event != nullptr && is_private_event(*event) && !is_own_account(message.from, facts)) {
    return ignore("a private event of another account");
  }
  return accept();
}

Verdict judge_message(const xmpp::Message& message, const Facts& facts) {
  if (is_for_someone_else(message.to, facts)) return ignore("a message to another account");
  auto carbon = std::find_if(message.payloads.begin(), message.payloads.end(), is_carbon);
  if (carbon != message.payloads.end()) return judge_carbon(message, *carbon, facts);
  return judge_content(message, facts);
}

Verdict judge_presence(const xmpp::Presence& presence, const Facts& facts) {
  if (is_for_someone_else(presence.to, facts)) return ignore("a presence to another account");
  // RFC 6121 4.3: the server answers probes.
  if (presence.type == xmpp::PresenceType::Probe) return ignore("a presence probe");
  if (xmpp::find(presence.payloads, {ns::muc_user, "x"}) != nullptr &&
      !is_room(presence.from, facts)) {
    return ignore("an occupant of a room that was not joined");
  }
  return accept();
}

Verdict judge_request(const xmpp::Iq& iq, const Facts& facts) {
  const bool is_roster_push = iq.type == xmpp::IqType::Set && iq.payload->ns() == ns::roster;
  const bool is_block_push = iq.type == xmpp::IqType::Set && iq.payload->ns() == ns::blocking;
  if (is_roster_push || is_block_push) {
    // RFC 6121 2.1.6: no answer at all, so that the sender learns nothing either.
    if (!is_own_account(iq.from, facts)) return ignore("a push from another account");
    if (is_roster_push && iq.payload->count({ns::roster, "item"}) != 1) {
      return ignore("a roster push without exactly one item");
    }
    return accept();
  }
  if (!may_ask(iq.from, facts)) return refuse("a request of a stranger");
  return accept();
}

Verdict judge_iq(const xmpp::Iq& iq, const Facts& facts) {
  if (is_for_someone_else(iq.to, facts)) return ignore("an iq to another account");
  // Results and errors are the tracker's to judge: it knows what was asked of whom.
  const bool is_request = iq.type == xmpp::IqType::Get || iq.type == xmpp::IqType::Set;
  return is_request ? judge_request(iq, facts) : accept();
}

// XEP-0359: an id is worth something only from the archive that gave it, and only when it is the
// only one.
void strip_stanza_ids(xmpp::Message& message, const Facts& facts) {
  std::map<std::string, int> seen;
  for (const xml::Element& payload : message.payloads) {
    if (payload.is({ns::stanza_ids, "stanza-id"})) {
      ++seen[std::string(payload.attribute_or_empty("by"))];
    }
  }
  auto is_worthless = [&](const xml::Element& payload) {
    if (!payload.is({ns::stanza_ids, "stanza-id"})) return false;
    std::string by(payload.attribute_or_empty("by"));
    bool is_own = by == facts.own.bare().text();
    bool is_this_room = is_room(message.from, facts) && by == message.from->bare().text();
    return seen[by] != 1 || !(is_own || is_this_room);
  };
  message.payloads.erase(
      std::remove_if(message.payloads.begin(), message.payloads.end(), is_worthless),
      message.payloads.end());
}

}  // namespace

Verdict judge(const xmpp::Stanza& stanza, const Facts& facts) {
  if (auto* message = std::get_if<xmpp::Message>(&stanza)) return judge_message(*message, facts);
  if (auto* presence = std::get_if<xmpp::Presence>(&stanza)) {
    return judge_presence(*presence, facts);
  }
  return judge_iq(std::get<xmpp::Iq>(stanza), facts);
}

Verdict judge_copied(const xmpp::Message& inner, const Facts& facts) {
  if (is_not_to_be_copied(inner)) return ignore("a carbon of a message that was not to be copied");
  return judge_content(inner, facts);
}

void strip(xmpp::Stanza& stanza, const Facts& facts) {
  auto* message = std::get_if<xmpp::Message>(&stanza);
  if (message == nullptr) return;
  // XEP-0297 7: on its own it is somebody's claim about somebody else's words.
  auto is_bare_forward = [](const xml::Element& payload) {
    return payload.is({ns::forward, "forwarded"});
  };
  message->payloads.erase(
      std::remove_if(message->payloads.begin(), message->payloads.end(), is_bare_forward),
      message->payloads.end());
  strip_stanza_ids(*message, facts);
}

std::optional<base::Wall> believed_delay(const xmpp::Message& message, const Facts& facts) {
  const xmpp::Jid account = facts.own.bare();
  const xmpp::Jid server = facts.own.domain_only();
  std::optional<base::Wall> oldest;
  for (const xmpp::Delay& delay : xmpp::parse_delays(message.payloads)) {
    if (!delay.from) continue;
    bool is_ours = *delay.from == account || *delay.from == server;
    bool is_this_room = is_room(message.from, facts) && *delay.from == message.from->bare();
    if (!is_ours && !is_this_room) continue;
    if (!oldest || delay.stamp < *oldest) oldest = delay.stamp;
  }
  return oldest;
}

bool may_answer(const std::optional<xmpp::Jid>& from, const std::optional<xmpp::Jid>& to,
                const Facts& facts) {
  if (!to) {
    return !from || *from == facts.own.bare() || *from == facts.own ||
           *from == facts.own.domain_only();
  }
  if (!from) return *to == facts.own.bare();
  return *from == *to;
}

}  // namespace session
