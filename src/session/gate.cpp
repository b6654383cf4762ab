// SPDX-License-Identifier: MIT
// The acceptance table, row by row. Pure: no state, no clock. See gate.h.
#include "session/gate.h"

#include <algorithm>
#include <vector>

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

bool is_result(const xml::Element& payload) { return payload.is({ns::mam, "result"}); }

bool is_carbon(const xml::Element& payload) {
  return payload.ns() == ns::carbons &&
         (payload.local() == "received" || payload.local() == "sent");
}

template <class Predicate>
auto count(const xmpp::Message& message, Predicate predicate) {
  return std::count_if(message.payloads.begin(), message.payloads.end(), predicate);
}

// ---- who may say what ----

// A payload in its message.
struct Said {
  const xml::Element& payload;
  const xmpp::Message& message;
  const Facts& facts;
};

bool by_nobody(const Said&) { return false; }

bool by_own_account(const Said& said) { return is_own_account(said.message.from, said.facts); }

bool in_no_groupchat(const Said& said) { return said.message.type != xmpp::MessageType::Groupchat; }

// XEP-0280: exactly one message inside exactly one wrapper, to us or from us, and no carbon inside
// it.
bool is_sound_carbon(const Said& said) {
  const xml::Element& carbon = said.payload;
  const xml::Element* forwarded = carbon.child({ns::forward, "forwarded"});
  if (count(said.message, is_carbon) != 1) return false;
  if (carbon.children().size() != 1 || forwarded == nullptr) return false;
  if (forwarded->count({ns::client, "message"}) != 1) return false;
  const xml::Element& inner = *forwarded->child({ns::client, "message"});
  if (std::any_of(inner.children().begin(), inner.children().end(), is_carbon)) return false;
  const char* own_end = carbon.local() == "sent" ? "from" : "to";
  return inner.attribute_or_empty("type") != "groupchat" &&
         is_bare_own(inner.attribute_or_empty(own_end), said.facts);
}

// XEP-0313 8.2: what answers an open question must come from whom it was put to, and say which one it answers.
const xmpp::Jid* asked_archive(const Said& said) {
  const auto& queries = said.facts.queries;
  const auto query = queries.find(std::string(said.payload.attribute_or_empty("queryid")));
  return query == queries.end() ? nullptr : &query->second;
}

bool by_asked_archive(const Said& said) {
  const xmpp::Jid* archive = asked_archive(said);
  if (archive == nullptr) return false;
  if (*archive == said.facts.own.bare()) return by_own_account(said);
  return said.message.from && *said.message.from == *archive;
}

bool is_sound_result(const Said& said) {
  const xml::Element* forwarded = said.payload.child({ns::forward, "forwarded"});
  return count(said.message, is_result) == 1 && said.payload.children().size() == 1 &&
         forwarded != nullptr && !said.payload.attribute_or_empty("id").empty() &&
         forwarded->count({ns::client, "message"}) <= 1;
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

bool by_owner_of_node(const Said& said) {
  return !is_private_event(said.payload) || by_own_account(said);
}

// XEP-0359: an id is worth something only from the archive that gave it, and only when it is the
// only one.
bool by_archive_of_id(const Said& said) {
  const std::string_view by = said.payload.attribute_or_empty("by");
  const bool is_own = by == said.facts.own.bare().text();
  const bool is_this_room =
      is_room(said.message.from, said.facts) && by == said.message.from->bare().text();
  return (is_own || is_this_room) &&
         count(said.message, [&](const xml::Element& other) {
           return other.is({ns::stanza_ids, "stanza-id"}) && other.attribute_or_empty("by") == by;
         }) == 1;
}

// XEP-0085 5.6: one state, in a message of a conversation.
bool is_single_state(const Said& said) {
  const bool is_conversation = said.message.type == xmpp::MessageType::Chat ||
                               said.message.type == xmpp::MessageType::Groupchat ||
                               said.message.type == xmpp::MessageType::Normal;
  return is_conversation && count(said.message, [](const xml::Element& other) {
                              return other.ns() == ns::chat_states;
                            }) == 1;
}

// XEP-0308 3: it takes the place of one message.
bool is_single_replace(const Said& said) {
  return !said.payload.attribute_or_empty("id").empty() &&
         count(said.message, [](const xml::Element& other) {
           return other.is({ns::correction, "replace"});
         }) == 1;
}

enum class Otherwise {
  IgnoreStanza,
  DropPayload,  // the rest may be believed
};

// The table: a payload, whether it may be said like that, and what happens otherwise. A feature whose payloads not everybody
// may say adds its row; who may touch which message is the model's to decide.
struct Row {
  std::string_view ns, local;  // empty: whatever it is called
  bool (*may_be)(const Said&);
  Otherwise otherwise;
  const char* reason;
};

constexpr Row rows[] = {
    {ns::carbons, "received", by_own_account, Otherwise::IgnoreStanza,
     "a carbon from another account"},
    {ns::carbons, "sent", by_own_account, Otherwise::IgnoreStanza, "a carbon from another account"},
    {ns::carbons, "received", in_no_groupchat, Otherwise::IgnoreStanza,
     "a carbon of type groupchat"},
    {ns::carbons, "sent", in_no_groupchat, Otherwise::IgnoreStanza, "a carbon of type groupchat"},
    {ns::carbons, "received", is_sound_carbon, Otherwise::IgnoreStanza,
     "a carbon that is not sound"},
    {ns::carbons, "sent", is_sound_carbon, Otherwise::IgnoreStanza, "a carbon that is not sound"},
    {ns::mam, "result", by_asked_archive, Otherwise::IgnoreStanza,
     "an archive result nobody asked for there"},
    {ns::mam, "result", is_sound_result, Otherwise::IgnoreStanza,
     "an archive result that is not sound"},
    {ns::pubsub_event, "event", by_owner_of_node, Otherwise::IgnoreStanza,
     "a private event of another account"},
    {ns::chat_states, "", is_single_state, Otherwise::DropPayload, "no single state"},
    {ns::correction, "replace", is_single_replace, Otherwise::DropPayload, "no single correction"},
    // XEP-0184 5.3: everybody in a room would answer.
    {ns::receipts, "request", in_no_groupchat, Otherwise::DropPayload, "a receipt in a room"},
    {ns::receipts, "received", in_no_groupchat, Otherwise::DropPayload, "a receipt in a room"},
    // XEP-0297 7: on its own it is somebody's claim about somebody else's words.
    {ns::forward, "forwarded", by_nobody, Otherwise::DropPayload, "a message that was forwarded"},
    {ns::stanza_ids, "stanza-id", by_archive_of_id, Otherwise::DropPayload,
     "an id of another archive"},
};

// The first row that the payload breaks; nullptr when it may be said.
const Row* broken_row(const Said& said, Otherwise otherwise) {
  for (const Row& row : rows) {
    const bool is_its = row.otherwise == otherwise && said.payload.ns() == row.ns &&
                        (row.local.empty() || said.payload.local() == row.local);
    if (is_its && !row.may_be(said)) return &row;
  }
  return nullptr;
}

// XEP-0280 9: whoever wrote it wanted it on no other device; old servers copied such messages all the same.
bool is_not_to_be_copied(const xmpp::Message& message) {
  return xmpp::find(message.payloads, {ns::carbons, "private"}) != nullptr ||
         xmpp::find(message.payloads, {ns::hints, "no-copy"}) != nullptr;
}

Verdict judge_content(const xmpp::Message& message, const Facts& facts) {
  if (message.type == xmpp::MessageType::Groupchat && !is_room(message.from, facts)) {
    return ignore("a groupchat message of a room that was not joined");
  }
  for (const xml::Element& payload : message.payloads) {
    const Row* broken = broken_row({payload, message, facts}, Otherwise::IgnoreStanza);
    if (broken != nullptr) return ignore(broken->reason);
  }
  return accept();
}

Verdict judge_message(const xmpp::Message& message, const Facts& facts) {
  if (is_for_someone_else(message.to, facts)) return ignore("a message to another account");
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
  // All are judged before any goes: a second one may be what makes the first worthless.
  std::vector<size_t> dropped;
  for (size_t i = 0; i < message->payloads.size(); ++i) {
    const Said said{message->payloads[i], *message, facts};
    if (broken_row(said, Otherwise::DropPayload) != nullptr) dropped.push_back(i);
  }
  for (auto i = dropped.rbegin(); i != dropped.rend(); ++i) {
    message->payloads.erase(message->payloads.begin() + static_cast<std::ptrdiff_t>(*i));
  }
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
