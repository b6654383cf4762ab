// SPDX-License-Identifier: MIT
// See server.h.
#include "simulation/server.h"

#include <algorithm>
#include <cstdlib>

namespace simulation {

namespace {

constexpr const char* domain = "sim.example";
constexpr const char* poisoned = "<message xmlns='jabber:client'><body>&;</message>";
const base::Steady begin_{base::Duration(1'000'000)};

std::string with_child(std::string stanza, const std::string& child) {
  return stanza.insert(stanza.rfind("</message>"), child);
}

std::string iq_answer(const Node& iq, const std::string& type, const std::string& payload) {
  return "<iq xmlns='jabber:client' type='" + type + "' id='" + escape(iq.attribute("id")) +
         "' from='" + account + "'>" + payload + "</iq>";
}

std::string field_of(const Node& query, std::string_view var) {
  const Node* form = query.child("x");
  if (form == nullptr) return {};
  for (const Node& field : form->children) {
    if (field.attribute("var") == var && field.child("value")) return field.child("value")->text;
  }
  return {};
}

}  // namespace

Server::Server(Schedule& schedule, const Habits& habits, uint64_t seed)
    : schedule_(schedule), habits_(habits), state_(seed * 0x9E3779B97F4A7C15u + 7) {}

std::string Server::new_id() {
  state_ = state_ * 6364136223846793005u + 1442695040888963407u;
  return "s" + std::to_string(state_ >> 20);
}

base::Wall Server::wall() const {
  return base::Wall(base::Duration(1'800'000'000'000)) + (schedule_.now() - begin_);
}

Server::Session* Server::of(int connection) {
  for (auto& [number, session] : sessions_)
    if (session->connection == connection) return session.get();
  return nullptr;
}

// ---- streams ----

void Server::said(int connection, const std::string& frame) {
  const Node root = parse(frame);
  Session* session = of(connection);
  if (root.name == "open") {
    send(connection, std::string("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='") +
                         domain + "' id='" + new_id() + "' version='1.0' xml:lang='en'/>");
    const std::string offers =
        authenticated_[connection]
            ? "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>"
            : "<mechanisms "
              "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>";
    send(connection,
         "<stream:features xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>" +
             offers + "</stream:features>");
  } else if (root.name == "auth") {
    authenticated_[connection] = true;
    send(connection, "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
  } else if (root.name == "close") {
    if (session != nullptr) end(session->number);
    send(connection, "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
    hang_up(connection);
  } else if (root.name == "resume") {
    resume(connection, root);
  } else if (session == nullptr && root.name == "iq" && root.child("bind") != nullptr) {
    auto made = std::make_unique<Session>();
    made->number = ++sessions_made_;
    made->connection = connection;
    made->jid = std::string(account) + "/web" + std::to_string(made->number);
    const std::string jid = made->jid;
    sessions_[made->number] = std::move(made);
    send(connection,
         iq_answer(root, "result",
                   "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>" + jid + "</jid></bind>"));
  } else if (root.name == "stream:error") {
    gone(connection);
    hang_up(connection);
  } else if (session == nullptr) {
    offences_.push_back("outside a session: " + frame.substr(0, 100));
  } else if (root.name == "enable") {
    session->is_counting = true;
    session->resumption = new_id();
    send(connection, "<enabled xmlns='urn:xmpp:sm:3' id='" + session->resumption +
                         "' resume='true' max='" +
                         std::to_string(habits_.hibernation.count() / 1000) + "'/>");
  } else if (root.name == "r") {
    send(connection, "<a xmlns='urn:xmpp:sm:3' h='" + std::to_string(session->handled) + "'/>");
  } else if (root.name == "a") {
    confirm(*session, root.attribute("h"));
  } else {
    take_stanza(*session, root);
  }
}

void Server::gone(int connection) {
  authenticated_.erase(connection);
  Session* session = of(connection);
  if (session == nullptr) return;
  session->connection = -1;
  if (session->resumption.empty()) return end(session->number);
  hibernate(*session);
}

void Server::hibernate(Session& session) {
  const int time = ++hibernations_;
  stops_[session.number] = time;
  schedule_.after(habits_.hibernation, [this, number = session.number, time] {
    const auto found = stops_.find(number);
    if (found != stops_.end() && found->second == time) end(number);
  });
}

void Server::resume(int connection, const Node& wish) {
  Session* session = nullptr;
  for (auto& [number, each] : sessions_)
    if (each->resumption == wish.attribute("previd") && !each->resumption.empty())
      session = each.get();
  if (session == nullptr) {
    send(connection,
         "<failed xmlns='urn:xmpp:sm:3'><item-not-found "
         "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
    return;
  }
  stops_.erase(session->number);
  if (session->connection >= 0) {
    const int old = session->connection;
    session->connection = -1;
    authenticated_.erase(old);
    hang_up(old);
  }
  session->connection = connection;
  confirm(*session, wish.attribute("h"));
  send(connection, "<resumed xmlns='urn:xmpp:sm:3' previd='" + session->resumption + "' h='" +
                       std::to_string(session->handled) + "'/>");
  for (const std::string& stanza : session->unconfirmed) send(connection, stanza);
  send(connection, "<r xmlns='urn:xmpp:sm:3'/>");
}

void Server::confirm(Session& session, const std::string& count) {
  const uint32_t h = static_cast<uint32_t>(std::strtoul(count.c_str(), nullptr, 10));
  const uint32_t more = h - session.confirmed;
  if (more > session.unconfirmed.size()) {
    offences_.push_back("confirmed " + count + " of " + std::to_string(session.sent));
    return;
  }
  session.unconfirmed.erase(session.unconfirmed.begin(), session.unconfirmed.begin() + more);
  session.confirmed = h;
}

void Server::deliver(Session& session, const std::string& stanza) {
  if (session.is_counting) {
    ++session.sent;
    session.unconfirmed.push_back(stanza);
  }
  if (session.connection < 0) return;
  send(session.connection, stanza);
  if (session.is_counting && (habits_.asks_each || session.sent % 5 == 0)) {
    send(session.connection, "<r xmlns='urn:xmpp:sm:3'/>");
  }
}

void Server::end(int number) {
  const auto found = sessions_.find(number);
  if (found == sessions_.end()) return;
  const std::unique_ptr<Session> session = std::move(found->second);
  sessions_.erase(found);
  stops_.erase(number);
  if (session->connection >= 0) {
    authenticated_.erase(session->connection);
    hang_up(session->connection);
  }
  if (!habits_.redistributes) return;
  for (const std::string& stanza : session->unconfirmed) {
    if (stanza == poisoned) continue;
    const Node message = parse(stanza);
    // Carbons and results of archives were for this session alone.
    if (message.name != "message" || message.child("body") == nullptr) continue;
    redelivered_.insert(message.child("body")->text);
    to_account(stanza);
  }
}

void Server::restart() {
  const std::map<int, bool> connections = authenticated_;
  sessions_.clear();
  stops_.clear();
  authenticated_.clear();
  for (const auto& [connection, is_authenticated] : connections) hang_up(connection);
}

void Server::forget_sessions() {
  std::vector<int> asleep;
  for (auto& [number, session] : sessions_) {
    session->resumption.clear();
    if (session->connection < 0) asleep.push_back(number);
  }
  for (const int number : asleep) end(number);
}

void Server::poison() {
  for (auto& [number, session] : sessions_)
    if (session->is_available) deliver(*session, poisoned);
}

// ---- stanzas ----

void Server::take_stanza(Session& session, const Node& stanza) {
  if (session.is_counting) ++session.handled;
  if (stanza.name == "iq") return take_iq(session, stanza);
  if (stanza.name == "message") return take_message(session, stanza);
  if (stanza.name != "presence" || !stanza.attribute("type").empty()) return;
  const bool was_available = std::exchange(session.is_available, true);
  deliver(session,
          "<presence xmlns='jabber:client' from='" + session.jid + "' to='" + session.jid + "'/>");
  if (was_available) return;
  for (const std::string& kept : std::exchange(offline_, {})) deliver(session, kept);
}

void Server::take_iq(Session& session, const Node& iq) {
  if (iq.attribute("type") == "result" || iq.attribute("type") == "error" || iq.children.empty())
    return;
  const Node& payload = iq.children.front();
  std::string answer;
  if (payload.xmlns == "jabber:iq:roster") {
    answer = std::string("<query xmlns='jabber:iq:roster'><item jid='") + contact +
             "' subscription='both'/></query>";
  } else if (payload.xmlns == "http://jabber.org/protocol/disco#info") {
    answer =
        "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='server' "
        "type='im'/>"
        "<feature var='urn:xmpp:carbons:2'/><feature var='urn:xmpp:mam:2'/><feature "
        "var='urn:xmpp:sid:0'/></query>";
    std::string from = iq.attribute("to");
    if (from.empty()) from = account;
    return deliver(session, "<iq xmlns='jabber:client' type='result' id='" +
                                escape(iq.attribute("id")) + "' from='" + escape(from) + "'>" +
                                answer + "</iq>");
  } else if (payload.xmlns == "urn:xmpp:carbons:2") {
    session.has_carbons = payload.name == "enable";
  } else if (payload.xmlns == "urn:xmpp:mam:2") {
    return query_archive(session, iq);
  } else if (payload.xmlns != "urn:xmpp:ping") {
    return deliver(session, iq_answer(iq, "error",
                                      "<error type='cancel'><service-unavailable "
                                      "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"));
  }
  std::string reply = iq_answer(iq, "result", answer);
  if (const std::string to = iq.attribute("to"); !to.empty()) {
    reply.replace(reply.find(account), std::string(account).size(), to);
  }
  deliver(session, reply);
}

std::string Server::archive_message(const std::string& stanza, const std::string& text,
                                    bool is_own) {
  Archived entry;
  entry.id = new_id();
  entry.text = text;
  entry.stanza = stanza;
  entry.stamp = wall();
  entry.is_own = is_own;
  archive_.push_back(entry);
  return "<stanza-id xmlns='urn:xmpp:sid:0' by='" + std::string(account) + "' id='" + entry.id +
         "'/>";
}

void Server::take_message(Session& session, const Node& message) {
  const Node* body = message.child("body");
  if (body == nullptr || message.attribute("to") != contact) return;
  std::string stanza = "<message xmlns='jabber:client' from='" + session.jid + "' to='" + contact +
                       "' type='chat' id='" + escape(message.attribute("id")) + "'><body>" +
                       escape(body->text) + "</body>";
  if (const Node* origin = message.child("origin-id")) {
    stanza += "<origin-id xmlns='urn:xmpp:sid:0' id='" + escape(origin->attribute("id")) + "'/>";
  }
  archive_message(stanza + "</message>", body->text, true);
  heard_.push_back({body->text, message.attribute("id")});
}

void Server::to_account(const std::string& stanza) {
  bool is_delivered = false;
  for (auto& [number, session] : sessions_) {
    if (!session->is_available) continue;
    deliver(*session, stanza);
    is_delivered = true;
  }
  if (!is_delivered && habits_.keeps_offline) {
    offline_.push_back(with_child(stanza, std::string("<delay xmlns='urn:xmpp:delay' from='") +
                                              domain + "' stamp='" + base::format_datetime(wall()) +
                                              "'/>"));
  }
}

void Server::peer_says(const std::string& text) {
  const std::string stanza = std::string("<message xmlns='jabber:client' from='") + contact +
                             "/p' to='" + account + "' type='chat' id='" + new_id() + "'><body>" +
                             escape(text) + "</body></message>";
  to_account(with_child(stanza, archive_message(stanza, text, false)));
}

void Server::phone_says(const std::string& text) {
  const std::string stanza = std::string("<message xmlns='jabber:client' from='") + account +
                             "/phone' to='" + contact + "' type='chat' id='" + new_id() +
                             "'><body>" + escape(text) + "</body></message>";
  const std::string named = with_child(stanza, archive_message(stanza, text, true));
  for (auto& [number, session] : sessions_) {
    if (!session->has_carbons || !session->is_available) continue;
    deliver(*session,
            std::string("<message xmlns='jabber:client' from='") + account + "' to='" +
                session->jid +
                "'><sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>" +
                named + "</forwarded></sent></message>");
  }
}

// ---- the archive, XEP-0313 with XEP-0059 ----

void Server::query_archive(Session& session, const Node& iq) {
  const Node& query = iq.children.front();
  const Node* set = query.child("set");
  const auto index_of = [&](const std::string& id) {
    const auto found = std::find_if(archive_.begin(), archive_.end(),
                                    [&](const Archived& each) { return each.id == id; });
    return static_cast<size_t>(found - archive_.begin());
  };
  const auto refuse = [&](const char* condition) {
    deliver(session, iq_answer(iq, "error",
                               std::string("<error type='cancel'><") + condition +
                                   " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"));
  };
  size_t first = 0, last = archive_.size();  // half open
  if (const std::string start = field_of(query, "start"); !start.empty()) {
    const std::optional<base::Wall> since = base::parse_datetime(start);
    if (!since) return refuse("bad-request");
    while (first < last && archive_[first].stamp < *since) ++first;
  }
  size_t most = habits_.page;
  bool is_backward = false;
  if (set != nullptr) {
    if (const Node* max = set->child("max")) {
      most = std::min(most, static_cast<size_t>(std::strtoul(max->text.c_str(), nullptr, 10)));
    }
    if (const Node* after = set->child("after")) {
      const size_t found = index_of(after->text);
      if (found == archive_.size()) return refuse("item-not-found");
      first = std::max(first, found + 1);
    }
    if (const Node* before = set->child("before")) {
      is_backward = true;
      if (!before->text.empty()) {
        const size_t found = index_of(before->text);
        if (found == archive_.size()) return refuse("item-not-found");
        last = found;
      }
    }
  }
  const size_t all = last - first;
  const bool is_complete = all <= most;
  if (!is_complete) {
    if (is_backward)
      first = last - most;
    else
      last = first + most;
  }
  std::string place;
  if (first < last) {
    place = "<first>" + archive_[first].id + "</first><last>" + archive_[last - 1].id + "</last>";
  }
  for (size_t i = first; i < last; ++i) {
    deliver(session,
            "<message xmlns='jabber:client' to='" + session.jid +
                "'><result xmlns='urn:xmpp:mam:2' queryid='" + escape(query.attribute("queryid")) +
                "' id='" + archive_[i].id +
                "'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='" +
                base::format_datetime(archive_[i].stamp) + "'/>" + archive_[i].stanza +
                "</forwarded></result></message>");
  }
  deliver(session,
          iq_answer(iq, "result",
                    std::string("<fin xmlns='urn:xmpp:mam:2'") +
                        (is_complete ? " complete='true'" : "") +
                        "><set xmlns='http://jabber.org/protocol/rsm'>" + place + "</set></fin>"));
}

}  // namespace simulation
