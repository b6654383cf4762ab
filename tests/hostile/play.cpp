// SPDX-License-Identifier: MIT
// The server's part of a session. See play.h. RFC 6120 sections 6 and 7, XEP-0198, XEP-0045.
#include "hostile/play.h"

#include <utility>

#include "base/bytes.h"
#include "support/link.h"
#include "support/scram_server.h"
#include "xml/element.h"
#include "xmpp/ns.h"

namespace hostile {
namespace {

constexpr std::string_view roster =
    "<query xmlns='jabber:iq:roster'>"
    "<item jid='romeo@example.net' name='Romeo' subscription='both'/>"
    "<item jid='nurse@example.com' subscription='both'/></query>";
constexpr std::string_view room = "room@muc.example.com";

std::string features(std::string_view content) { return support::Link::features_frame(content); }

std::string sasl(std::string_view name, std::string_view data = "") {
  const std::string tag(name);
  return "<" + tag + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + base::encode_base64(data) +
         "</" + tag + ">";
}

std::string data_of(const std::string& element) {
  const size_t begin = element.find('>') + 1;
  return base::decode_base64(element.substr(begin, element.rfind("</") - begin)).value_or("");
}

std::string result(const std::string& id, std::string_view content) {
  return "<iq xmlns='jabber:client' type='result' id='" + id + "'>" + std::string(content) +
         "</iq>";
}

std::string seed(std::string_view from, std::string_view type, std::string_view id,
                 std::string_view body) {
  return "<message xmlns='jabber:client' from='" + std::string(from) + "' to='" +
         std::string(own_jid) + "' type='" + std::string(type) + "' id='" + std::string(id) +
         "'><body>" + std::string(body) + "</body></message>";
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), with);
    at += with.size();
  }
}

}  // namespace

std::string message_frame(std::string_view body) {
  return seed("romeo@example.net/orchard", "chat", "after", body);
}

Play::Play(const Row& row, Trace& trace)
    : client_(std::make_unique<Client>(
          session::Settings{
              .endpoints = {std::string(row.url)}, .allow_plain = true, .make_tcp = row.make_tcp},
          trace)),
      end_(row.make(*client_)) {
  client_->listen([this](const base::Output& output) { end_->take(output); });
}

void Play::forget() {
  client_->forget();
  end_->sent = {};
}

std::string Play::frame_with(std::string_view part) const {
  for (auto each = end_->sent.rbegin(); each != end_->sent.rend(); ++each) {
    if (each->find(part) != std::string::npos) return *each;
  }
  return "";
}

// The dialling is under way; goes on from there.
std::string Play::log_in(Stage stage, bool by_scram) {
  end_->sent.clear();
  end_->accept();
  if (stage == Stage::AwaitOpen) return "";
  end_->open();
  if (stage == Stage::AwaitFeatures) return "";
  const std::string mechanism = by_scram ? "SCRAM-SHA-1" : "PLAIN";
  end_->say(features("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>" +
                     mechanism + "</mechanism></mechanisms>"));
  std::string proof;
  if (by_scram) {
    support::ScramServer server(base::HashAlgorithm::Sha1, std::string(password));
    const std::string auth = frame_with("<auth");
    if (auth.empty()) return "the client does not log in by SCRAM";
    end_->say(sasl("challenge", server.first(data_of(auth))));
    client_->work();
    const std::string response = frame_with("<response");
    if (response.empty()) return "the client does not answer SCRAM's challenge";
    proof = server.final(data_of(response));
  }
  if (stage == Stage::ClientFinalSent) return "";
  end_->say(sasl("success", proof));
  if (stage == Stage::AfterSasl) return "";
  end_->open();
  end_->say(
      features("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>"));
  if (stage == Stage::Resuming) {
    return frame_with("<resume").empty() ? "the client does not resume its session" : "";
  }
  if (!frame_with("<resume").empty()) {
    end_->say(
        "<failed xmlns='urn:xmpp:sm:3'><item-not-found "
        "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
  }
  bind_id_ = support::attribute_of(frame_with("urn:ietf:params:xml:ns:xmpp-bind"), "id");
  if (bind_id_.empty()) return "the client does not ask for a resource";
  if (stage == Stage::Binding) return "";
  end_->sent.clear();
  end_->say(support::Link::bind_result(bind_id_, own_jid));
  if (!client_->is_up()) return "the login ends as: " + client_->status();
  answer_requests();
  return "";
}

// What a fresh session asks for.
void Play::answer_requests() {
  for (int round = 0; round < 3 && !end_->sent.empty(); ++round) {
    for (const std::string& element : std::exchange(end_->sent, {})) {
      const auto has = [&](std::string_view part) {
        return element.find(part) != std::string::npos;
      };
      const std::string id = support::attribute_of(element, "id");
      if (element.rfind("<enable", 0) == 0) {
        end_->say("<enabled xmlns='urn:xmpp:sm:3' resume='true' id='" + session_id_ + "'/>");
      } else if (element.rfind("<iq", 0) != 0) {
        continue;
      } else if (has("jabber:iq:roster")) {
        end_->say(result(id, roster));
      } else if (has("disco#info")) {
        end_->say("<iq xmlns='jabber:client' type='result' from='example.com' id='" + id +
                  "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
      } else {
        end_->say(result(id, ""));
      }
    }
  }
}

void Play::enter_room() {
  client_->act(model::OpenAddress{std::string(room), true});
  const auto occupant = [&](const std::string& nick, const std::string& id, const char* role,
                            const char* status) {
    end_->say("<presence xmlns='jabber:client' from='" + std::string(room) + "/" + nick + "' to='" +
              std::string(own_jid) +
              "'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='member' role='" +
              role + "'/>" + status + "</x><occupant-id xmlns='urn:xmpp:occupant-id:0' id='" + id +
              "'/></presence>");
  };
  occupant("romeo", "oid-r", "participant", "");
  occupant("nurse", "oid-n", "moderator", "");
  occupant("mallory", "oid-m", "participant", "");
  occupant("juliet", "oid-j", "participant", "<status code='110'/>");
  end_->say("<message xmlns='jabber:client' type='groupchat' from='" + std::string(room) +
            "' to='" + std::string(own_jid) + "'><subject/></message>");
}

std::string Play::ask(const Expectation& expected) {
  for (const Expectation::Asked& each : expected.asked) {
    Question question;
    if (each.queryid.empty()) {
      const auto to = xmpp::Jid::parse(each.to);
      if (!to) return "the state asks '" + each.to + "', which is no address";
      question.to = *to;
      question.payload = xml::Element("urn:example:question", "query");
    } else {
      question.type = xmpp::IqType::Set;
      if (each.to == "room") question.to = *xmpp::Jid::parse(room);
      question.payload = xml::Element(xmpp::ns::mam, "query").set("queryid", each.queryid);
    }
    client_->ask(std::move(question));
    const std::string id = end_->sent.empty() ? "" : support::attribute_of(end_->sent.back(), "id");
    if (id.empty()) return "the request '" + each.id + "' does not leave";
    ids_.emplace_back(each.id, id);
  }
  return "";
}

std::string Play::go_to(Stage stage, const Expectation& expected) {
  session_id_ = expected.previd;
  // Who pinned SCRAM used it before.
  if (expected.is_pinned) {
    client_->log_in();
    std::string problem = log_in(Stage::Online, true);
    if (!problem.empty()) return problem;
    client_->act(model::LogOut{});
    end_->cut();
    client_->advance(10s);
  }
  client_->log_in();
  const bool is_before = stage == Stage::Resuming;
  uses_scram_ = uses_scram_ || expected.is_pinned || stage == Stage::ClientFinalSent;
  std::string problem = log_in(is_before ? Stage::Online : stage, uses_scram_);
  if (!problem.empty()) return problem;
  if (stage == Stage::Binding) ids_.emplace_back(expected.bind_id, bind_id_);
  if (client_->is_up()) {
    if (expected.has_room || expected.has_seeds) enter_room();
    if (expected.has_seeds) {
      end_->say(seed("romeo@example.net/orchard", "chat", "M1", "meet at nine"));
      client_->act(model::SendText{*xmpp::Jid::parse("romeo@example.net"), "I will come"});
      ids_.emplace_back("OWN1", support::attribute_of(frame_with("I will come"), "id"));
      end_->say(seed("room@muc.example.com/romeo", "groupchat", "G1", "hello room"));
    }
    if (problem = ask(expected); !problem.empty()) return problem;
    for (size_t i = 1; i <= expected.unacknowledged; ++i) {
      client_->act(
          model::SendText{*xmpp::Jid::parse("romeo@example.net"), "word " + std::to_string(i)});
    }
  }
  if (stage == Stage::Resuming) {
    end_->cut();
    client_->act(model::RetryConnection{});
    if (problem = log_in(Stage::Resuming, uses_scram_); !problem.empty()) return problem;
  }
  if (stage == Stage::SecondOfThree) end_->say(message_frame("first"));
  return "";
}

std::string Play::adapted(std::string frame) const {
  for (const auto& [spelt, real] : ids_) {
    if (spelt.empty() || real.empty()) continue;
    for (const char quote : {'\'', '"'}) {
      replace_all(frame, "id=" + (quote + spelt) + quote, "id=" + (quote + real) + quote);
    }
  }
  return frame;
}

std::string Play::recover() {
  if (!client_->is_up()) {
    if (client_->is_suspended()) {
      client_->act(model::RetryConnection{});
    } else {
      client_->log_in();
    }
    const std::string problem = log_in(Stage::Online, uses_scram_);
    if (!problem.empty()) return "it does not come back: " + problem;
  }
  forget();
  end_->say(message_frame("the next ordinary message"));
  const auto* with = client_->model().conversation(*xmpp::Jid::parse("romeo@example.net"));
  const bool is_shown = with != nullptr && !with->timeline.empty() &&
                        with->timeline.messages().back().body == "the next ordinary message";
  return is_shown ? "" : "the next ordinary message is not shown";
}

std::optional<uint32_t> Play::handled() {
  end_->sent.clear();
  end_->say("<r xmlns='urn:xmpp:sm:3'/>");
  const std::string answer = frame_with("<a ");
  if (answer.empty()) return std::nullopt;
  return static_cast<uint32_t>(
      std::strtoul(support::attribute_of(answer, "h").c_str(), nullptr, 10));
}

}  // namespace hostile
