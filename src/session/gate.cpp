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

// COMPAT(ejabberd 23.01): a session keeps the spelling it logged in with, and what others send comes under the mapped one.
bool is_for_someone_else(const std::optional<xmpp::Jid>& to, const Facts& facts) {
  return to && !xmpp::may_be_spelled(*to, facts.own);
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

bool is_result(const xml::Element& payload) { return payload.is({ns::mam, "result"}); }

// XEP-0313 8.2: what answers an open question must come from whom it was put to, and say which one it answers.
Verdict judge_result(const xmpp::Message& message, const xml::Element& result, const Facts& facts) {
  const auto query = facts.queries.find(std::string(result.attribute_or_empty("queryid")));
  if (query == facts.queries.end()) return ignore("an archive result nobody asked for");
  const bool is_own = query->second == facts.own.bare();
  const bool is_from_there =
      is_own ? is_own_account(message.from, facts) : message.from && *message.from == query->second;
  if (!is_from_there) return ignore("an archive result of somebody else");
  const auto results = std::count_if(message.payloads.begin(), message.payloads.end(), is_result);
  const xml::Element* forwarded = result.child({ns::forward, "forwarded"});
  const bool is_sound = results == 1 && result.children().size() == 1 && forwarded != nullptr &&
                        !result.attribute_or_empty("id").empty() &&
                        forwarded->count({ns::client, "message"}) <= 1;
  return is_sound ? accept() : ignore("an archive result that is not sound");
}

Verdict judge_content(const xmpp::Message& message, const Facts& facts) {
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
  auto result = std::find_if(message.payloads.begin(), message.payloads.end(), is_result);
  if (result != message.payloads.end()) return judge_result(message, *result, facts);
  return judge_content(message, facts);
}

Verdict judge_presence(const xmpp::Presence& presence, const Facts& facts) {
  if (is_for_someone_else(presence.to, facts)) return ignore("a presence to another account");
  // RFC 6121 4.3: the server answers probes.
  if (presence.type == xmpp::PresenceType::Probe) return ignore("a presence probe");
  if (xmpp::find(presence.payloads, {ns::muc_user, "x"}) != nullptr &&
      !(presence.from && speaks_for_room(*presence.from, facts))) {
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

bool speaks_for_room(const xmpp::Jid& from, const Facts& facts) {
  return is_room(from, facts) ||
         std::any_of(facts.rooms.begin(), facts.rooms.end(),
                     [&](const xmpp::Jid& room) { return xmpp::may_be_spelled(room, from); });
}

Verdict judge(const xmpp::Stanza& stanza, const Facts& facts) {
  if (auto* message = std::get_if<xmpp::Message>(&stanza)) return judge_message(*message, facts);
  if (auto* presence = std::get_if<xmpp::Presence>(&stanza)) {
    return judge_presence(*presence, facts);
  }
  return judge_iq(std::get<xmpp::Iq>(stanza), facts);
}

Verdict judge_copied(const xmpp::Message& inner, const Facts& facts) {
  if (is_not_to_be_copied(inner)) return ignore("a carbon of a message that was not to be copied");
  if (std::any_of(inner.payloads.begin(), inner.payloads.end(), is_result)) {
    return ignore("an archive result inside a carbon");
  }
  return judge_content(inner, facts);
}

Verdict judge_archived(const xmpp::Message& inner, const xmpp::Jid& archive, const Facts& facts) {
  const auto is_wrapper = [](const xml::Element& payload) {
    return is_carbon(payload) || is_result(payload);
  };
  if (std::any_of(inner.payloads.begin(), inner.payloads.end(), is_wrapper)) {
    return ignore("an archived message that holds another one");
  }
  if (inner.type == xmpp::MessageType::Error) return ignore("an archived error");
  const bool is_groupchat = inner.type == xmpp::MessageType::Groupchat;
  if (archive != facts.own.bare()) {
    const bool is_of_room = is_groupchat && inner.from && inner.from->bare() == archive;
    return is_of_room ? accept() : ignore("an archived message of another room");
  }
  // What rooms said is in the rooms' own archives, in their order.
  if (is_groupchat) return ignore("a groupchat message in our own archive");
  const bool is_by_us = !inner.from || inner.from->bare() == archive;
  const bool is_to_us = !inner.to || inner.to->bare() == archive;
  if (!is_by_us && !is_to_us) return ignore("an archived message between others");
  return judge_content(inner, facts);
}

std::string archive_id(const xmpp::Message& message, const Facts& facts) {
  const bool is_groupchat = message.type == xmpp::MessageType::Groupchat;
  if (is_groupchat && !message.from) return {};
  const xmpp::Jid archive = is_groupchat ? message.from->bare() : facts.own.bare();
  if (facts.archives.count(archive) == 0) return {};
  for (const xml::Element& payload : message.payloads) {
    const bool is_its = payload.is({ns::stanza_ids, "stanza-id"}) &&
                        payload.attribute_or_empty("by") == archive.text();
    if (is_its) return std::string(payload.attribute_or_empty("id"));
  }
  return {};
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
