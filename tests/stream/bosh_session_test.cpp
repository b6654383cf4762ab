// SPDX-License-Identifier: MIT
// A whole session over BOSH, against a server played by hand: what holds over WebSocket holds here, too. XEP-0206.
#include "session/event.h"
#include "stream/framing_bosh.h"
#include "support/login.h"
#include "support/xml_equal.h"

using namespace support;

namespace {

constexpr const char* own = "juliet@example.com/balcony";

// Answers the oldest request that has no answer yet.
class Server {
 public:
  explicit Server(session::Settings settings = {.endpoints = {"https://example.com/http-bind"},
                                                .allow_plain = true})
      : link(std::move(settings)) {}

  void answer(const std::string& inside = "", const std::string& attributes = "") {
    take();
    // An empty request comes only when nothing else did.
    if (open_.empty()) link.advance(stream::bosh_poll_delay);
    take();
    REQUIRE_FALSE(open_.empty());
    const base::HttpRequest request = open_.front();
    open_.pop_front();
    link.input(base::HttpReply{request.request, 200, "text/xml",
                               "<body xmlns='http://jabber.org/protocol/httpbind' " + attributes +
                                   ">" + inside + "</body>"});
  }
  // Answers with nothing until something like this was posted; gives that body.
  std::string until(const std::string& part) {
    for (int i = 0; i < 10; ++i) {
      take();
      for (const base::HttpRequest& each : seen_) {
        if (each.body.find(part) != std::string::npos) {
          const std::string found = each.body;
          seen_.clear();
          return found;
        }
      }
      answer();
    }
    FAIL("nothing like " << part << " was sent");
    return {};
  }
  // As real servers do: no more is held than they said.
  void hold_one() {
    link.advance(stream::bosh_poll_delay);
    for (take(); open_.size() > 1; take()) answer();
  }
  void log_in(const std::string& features) {
    link.connect("juliet@example.com", "secret");
    answer(offer({"PLAIN"}),
           "sid='s1' requests='2' wait='60' inactivity='30' polling='2' from='example.com'");
    until("<auth ");
    answer(sasl("success"));
    const std::string bind = until("xmpp-bind");
    answer(Link::features_frame(features));
    answer(Link::bind_result(id_in(bind, "<iq "), own));
    REQUIRE(link.last_status<stream::Fresh>() != nullptr);
  }
  static std::string id_in(const std::string& body, const std::string& element) {
    const size_t begin = body.find("id='", body.find(element)) + 4;
    return body.substr(begin, body.find('\'', begin) - begin);
  }
  session::SendMessage message(const std::string& id, size_t size) {
    return {*xmpp::Jid::parse("romeo@example.net"), false, id, {std::string(size, 'x')}};
  }
  template <class T>
  bool told(const std::string& id) {
    for (const session::Event& event : link.events) {
      const auto* found = base::get_if<T>(&event);
      if (found != nullptr && found->id == id) return true;
    }
    return false;
  }

  Link link;

 private:
  void take() {
    for (base::HttpRequest& each : link.http) {
      seen_.push_back(each);
      open_.push_back(std::move(each));
    }
    link.http.clear();
  }
  std::deque<base::HttpRequest> open_, seen_;
};

constexpr const char* managed =
    "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>";

}  // namespace

TEST_CASE("trap 20: what a server has is known by stream management, never by BOSH's ack",
          "[stream][bosh][management]") {
  Server server;
  server.log_in(managed);
  const std::string enable = server.until("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
  CHECK(enable.find(" ack=") == std::string::npos);
  server.answer("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>");
  server.link.perform(server.message("m1", 1));
  server.until("id='m1'");
  // That a request was answered says nothing about what was in it.
  server.answer("", "ack='999999'");
  CHECK_FALSE(server.told<session::MessageAcknowledged>("m1"));
  // Roster, presence, disco and the message.
  server.answer("<a xmlns='urn:xmpp:sm:3' h='4'/>");
  CHECK(server.told<session::MessageAcknowledged>("m1"));
}

TEST_CASE("trap 13: over BOSH the envelope counts against the server's limit", "[stream][bosh]") {
  Server server;
  server.log_in(std::string(managed) +
                "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>2000</max-bytes></limits>");
  server.until("<enable ");
  server.link.events.clear();
  const size_t around = 97;  // of a message without its body
  server.link.perform(server.message("m1", 2000 - around));
  CHECK(server.told<session::MessageFailed>("m1"));
  server.link.perform(server.message("m2", 2000 - around - 200));
  CHECK_FALSE(server.told<session::MessageFailed>("m2"));
  const std::string body = server.until("id='m2'");
  CHECK(body.size() <= 2000);
}

TEST_CASE("trap 22: over BOSH, too, every stanza names its own namespace", "[stream][bosh]") {
  Server server;
  server.log_in(managed);
  server.link.perform(server.message("m1", 1));
  const std::string body = server.until("id='m1'");
  CHECK(body.find("<message xmlns='jabber:client'") != std::string::npos);
  // Inside it nothing falls back to BOSH's own.
  const xml::Element parsed = parse_xml(body);
  for (const xml::Element& child : parsed.children()) {
    CHECK(child.ns() != "http://jabber.org/protocol/httpbind");
  }
}

TEST_CASE("trap 14: over BOSH, too, a quiet session is asked about before a proxy cuts it",
          "[stream][bosh]") {
  Server server;
  server.log_in(managed);
  server.until("<enable ");
  server.answer("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>");
  server.hold_one();
  server.link.http.clear();
  server.link.advance(49s);
  REQUIRE_FALSE(server.link.http.empty());
  CHECK(server.link.http.front().body.find("<r xmlns='urn:xmpp:sm:3'/>") != std::string::npos);
}

TEST_CASE("six seconds were lost on Prosody, which never answers a resumption over BOSH",
          "[stream][bosh][management]") {
  const bool is_prosody = GENERATE(true, false);
  const std::string features =
      std::string(managed) +
      "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' ver='x' node='" +
      (is_prosody ? "http://prosody.im" : "http://www.process-one.net/en/ejabberd/") + "'/>";
  Server server;
  server.log_in(features);
  server.until("<enable ");
  server.answer("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>");
  server.hold_one();
  server.answer("", "type='terminate' condition='item-not-found'");
  server.link.advance(10s);
  server.answer(offer({"PLAIN"}), "sid='s2' requests='2' wait='60' from='example.com'");
  server.until("<auth ");
  server.answer(sasl("success"));
  server.until(is_prosody ? "xmpp-bind" : "<resume ");
  if (is_prosody) return;
  // Somebody else who never answers is asked again soon, not after twenty seconds.
  server.hold_one();
  server.link.advance(7s);
  server.until("connection-timeout");
}
