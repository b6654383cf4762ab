// SPDX-License-Identifier: MIT
// Routing, requests, timers, and what strangers get.
#include "session/session.h"

#include "ext/registry.h"
#include "session/item.h"
#include "support/login.h"

using namespace support;

namespace {

constexpr const char* own = "juliet@example.com/balcony";
constexpr const char* romeo = "<item jid='romeo@example.net' name='Romeo' subscription='both'/>";

Wire bound() { return Wire::bound(own, romeo); }

std::string unavailable(const std::string& id, const std::string& to) {
  return "<iq type='error' id='" + id + "' to='" + to +
         "'><error type='cancel'><service-unavailable "
         "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
}

// Asks on every new session, and counts the answers.
class Asking : public session::Extension {
 public:
  struct Seen {
    std::vector<size_t> replies;  // indices of the variant
    bool was_inside = false;
  };
  Asking(Seen& seen, int requests) : seen_(seen), requests_(requests) {}
  void on_fresh(session::Context& context) override {
    for (int i = 0; i < requests_; ++i) ask(context);
  }
  session::Handled on_command(session::Context& context, const session::Command& command) override {
    if (!base::holds<session::LeaveRoom>(command)) return session::Handled::No;
    ask(context);
    return session::Handled::Yes;
  }

 private:
  void ask(session::Context& context) {
    is_asking_ = true;
    context.request(xmpp::IqType::Get, *xmpp::Jid::parse("romeo@example.net/o"),
                    xml::Element("urn:q", "q"),
                    [this](session::Context&, const session::IqReply& reply) {
                      seen_.was_inside = seen_.was_inside || is_asking_;
                      seen_.replies.push_back(reply.index());
                    });
    is_asking_ = false;
  }
  Seen& seen_;
  int requests_;
  bool is_asking_ = false;
};

constexpr size_t result = 0, error = 1, timed_out = 2, lost = 3;

// A session with only that extension, driven by hand.
struct Small {
  Asking::Seen seen;
  std::unique_ptr<session::Session> session;
  FixedRandom random;
  base::Now now{base::Steady(1000s), base::Wall(1000s)};
  std::vector<std::string> sent;
  std::vector<base::Steady> wakes;

  explicit Small(int requests = 1) {
    std::vector<std::unique_ptr<session::Extension>> all;
    all.push_back(std::make_unique<Asking>(seen, requests));
    session = std::make_unique<session::Session>(Wire::usual(), std::move(all));
  }
  void drain() {
    while (auto item = session->poll()) {
      auto* output = std::get_if<base::Output>(&*item);
      if (output == nullptr) continue;
      if (auto* text = std::get_if<base::SendText>(output)) sent.push_back(text->data);
      if (auto* wake = std::get_if<base::WakeAt>(output)) wakes.push_back(wake->at);
    }
  }
  void input(const base::Input& input) {
    base::Env env{now, random};
    session->handle(input, env);
    drain();
  }
  void text(const std::string& frame) { input(base::SocketText{1, frame}); }
  void perform(const session::Command& command) {
    base::Env env{now, random};
    session->perform(command, env);
    drain();
  }
  void log_in() {
    perform(session::Connect{*xmpp::Jid::parse("juliet@example.com"), base::Secret("pencil")});
    input(base::SocketOpened{1, "xmpp"});
    text(server_open());
    text(offer({"PLAIN"}));
    text(sasl("success"));
    text(server_open());
    text(Link::features_frame(bind_feature));
    std::string id = attribute_of(sent.back(), "id");
    sent.clear();
    text(Link::bind_result(id, own));
  }
};

std::string reply_to(const std::string& request, const std::string& from) {
  return "<iq xmlns='jabber:client' type='result' id='" + attribute_of(request, "id") + "' from='" +
         from + "'/>";
}

}  // namespace

// ---- requests of others ----

TEST_CASE("a request nobody understands is answered, without its payload", "[session]") {
  Wire wire = bound();
  wire.receives("<iq type='get' id='a' from='romeo@example.net/o'><q xmlns='urn:q'>" +
                std::string(2000, 'x') + "</q></iq>");
  wire.sends(unavailable("a", "romeo@example.net/o")).sends_nothing();
  wire.receives(
      "<iq type='set' id='b' from='example.com'><command "
      "xmlns='http://jabber.org/protocol/commands' node='forward'/></iq>");
  wire.sends(unavailable("b", "example.com")).sends_nothing().no_events();
}

TEST_CASE("a stranger gets what an absent resource would give", "[session]") {
  Wire wire = bound();
  for (const char* payload :
       {"<ping xmlns='urn:xmpp:ping'/>", "<query xmlns='http://jabber.org/protocol/disco#info'/>",
        "<query xmlns='jabber:iq:version'/>"}) {
    wire.receives("<iq type='get' id='a' from='mallory@evil.example/x'>" + std::string(payload) +
                  "</iq>");
    wire.sends(unavailable("a", "mallory@evil.example/x")).sends_nothing();
  }
  CHECK_FALSE(wire.link().log_lines().empty());
}

TEST_CASE("a stanza the gate does not believe changes nothing", "[session]") {
  Wire wire = bound();
  for (const char* frame :
       {"<message from='mallory@evil.example/x'><received xmlns='urn:xmpp:carbons:2'><forwarded "
        "xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='romeo@example.net/o' "
        "to='juliet@example.com/balcony' type='chat'><body>forged</body></message></forwarded>"
        "</received></message>",
        "<message type='groupchat' from='room@muc.example.com/x'><body>x</body></message>",
        "<message to='nurse@example.com' from='romeo@example.net/o' type='chat'><body>x</body>"
        "</message>",
        "<iq type='set' id='p' from='mallory@evil.example/x'><query xmlns='jabber:iq:roster'>"
        "<item jid='mallory@evil.example' subscription='both'/></query></iq>",
        "<iq type='set' id='p'><query xmlns='jabber:iq:roster'><item jid='a@evil.example'/>"
        "<item jid='b@evil.example'/></query></iq>",
        "<presence type='probe' from='mallory@evil.example/x'/>"}) {
    INFO(frame);
    wire.receives(frame).sends_nothing().no_events();
  }
}

TEST_CASE("a bare forwarded message is not shown as its inner author's", "[session]") {
  Wire wire = bound();
  wire.receives(
      "<message from='mallory@evil.example/x' type='chat'><body>look</body><forwarded "
      "xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' "
      "from='romeo@example.net'><body>forged</body></message></forwarded></message>");
  auto message = wire.event<session::MessageReceived>();
  CHECK(message.from.text() == "mallory@evil.example/x");
  CHECK(message.content.body == "look");
  wire.no_events();
}

// ---- requests of ours ----

TEST_CASE("a request is answered once, by whom it was sent to", "[session][iq]") {
  Small small;
  small.log_in();
  REQUIRE(small.sent.size() == 1);
  const std::string request = small.sent[0];
  small.text(reply_to(request, "mallory@evil.example"));
  small.text(reply_to(request, "romeo@example.net"));
  CHECK(small.seen.replies.empty());
  // A stanza of another kind with the same id is no answer (CVE-2024-46957).
  small.text("<message xmlns='jabber:client' from='romeo@example.net/o' id='" +
             attribute_of(request, "id") + "'/>");
  CHECK(small.seen.replies.empty());
  small.text(reply_to(request, "romeo@example.net/o"));
  small.text(reply_to(request, "romeo@example.net/o"));
  CHECK(small.seen.replies == std::vector<size_t>{result});
}

TEST_CASE("a request that stays without an answer ends after thirty seconds", "[session][iq]") {
  Small small;
  small.log_in();
  CHECK(small.wakes.back() == small.now.steady + 30s);
  small.now.steady += 30s;
  small.input(base::Tick{});
  CHECK(small.seen.replies == std::vector<size_t>{timed_out});
  small.text(reply_to(small.sent[0], "romeo@example.net/o"));
  CHECK(small.seen.replies.size() == 1);
}

TEST_CASE("the end of the session answers every request", "[session][iq]") {
  Small small(3);
  small.log_in();
  small.input(base::SocketClosed{.socket = 1, .code = 1006});
  CHECK(small.seen.replies == std::vector<size_t>{lost, lost, lost});
}

TEST_CASE("a request without a session is answered, later and once", "[session][iq]") {
  Small small;
  small.perform(session::LeaveRoom{});
  CHECK(small.seen.replies == std::vector<size_t>{lost});
  CHECK_FALSE(small.seen.was_inside);
}

TEST_CASE("beyond 256 open requests the next is refused", "[session][iq]") {
  Small small(256);
  small.log_in();
  CHECK(small.sent.size() == 256);
  small.sent.clear();
  small.perform(session::LeaveRoom{});
  CHECK(small.sent.empty());
  CHECK(small.seen.replies == std::vector<size_t>{error});
  CHECK_FALSE(small.seen.was_inside);
}

TEST_CASE("a request too large for the server is refused", "[session][iq]") {
  Wire wire = bound();
  wire.performs(session::SetRosterItem{
      *xmpp::Jid::parse("nurse@example.com"), std::string(300'000, 'x'), {}});
  wire.sends_nothing();
  CHECK(wire.event<session::RosterRequestFailed>().error.condition ==
        xmpp::Condition::PolicyViolation);
}

TEST_CASE("before the first login wishes and inputs come to nothing", "[session]") {
  Wire wire;
  wire.performs(session::RetryNow{}).performs(session::Disconnect{});
  wire.link().network_online();
  wire.link().input(base::Tick{});
  wire.link().open_socket();
  wire.receives("<message from='romeo@example.net/o'><body>x</body></message>");
  wire.sends_nothing().no_events();
  CHECK(wire.link().opened.empty());
  CHECK_FALSE(wire.link().wake);
}

TEST_CASE("a wish that no feature takes is named in the log", "[session][log]") {
  struct Lines : base::Log {
    void write(base::LogLevel level, std::string_view area, std::string_view line) override {
      CHECK(level == base::LogLevel::Error);
      all.push_back(std::string(area) + ": " + std::string(line));
    }
    std::vector<std::string> all;
  } lines;
  Asking::Seen seen;
  std::vector<std::unique_ptr<session::Extension>> only;
  only.push_back(std::make_unique<Asking>(seen, 0));
  session::Settings settings = Wire::usual();
  settings.log = &lines;
  session::Session session(settings, std::move(only));
  FixedRandom random;
  base::Env env{{base::Steady(1000s), base::Wall(1000s)}, random};
  session.perform(session::LeaveRoom{}, env);
  session.perform(session::RetryNow{}, env);
  session.perform(session::Disconnect{}, env);
  CHECK(lines.all.empty());
  session.perform(session::SetPresence{}, env);
  session.perform(session::SendMessage{}, env);
  CHECK(lines.all == std::vector<std::string>{"session: no feature takes the wish SetPresence",
                                              "session: no feature takes the wish SendMessage"});
}

TEST_CASE("every wish is taken by some feature, with and without a session", "[session]") {
  const xmpp::Jid romeo_jid = *xmpp::Jid::parse("romeo@example.net");
  const xmpp::Jid room = *xmpp::Jid::parse("room@muc.example.com");
  const session::Command wishes[] = {session::RetryNow{},
                                     session::SendMessage{romeo_jid, false, "m1", {"x"}},
                                     session::SendMessage{room, true, "m2", {"x"}},
                                     session::ReadArchive{},
                                     session::MarkDisplayed{romeo_jid, false, "a1"},
                                     session::ReadArchivePage{romeo_jid},
                                     session::ReadArchivePolicy{},
                                     session::SetArchivePolicy{},
                                     session::SetPresence{},
                                     session::LoadRoster{},
                                     session::KnowWatchers{},
                                     session::SetRosterItem{romeo_jid, "", {}},
                                     session::RemoveRosterItem{romeo_jid},
                                     session::RequestSubscription{romeo_jid},
                                     session::AnswerSubscription{romeo_jid, true},
                                     session::JoinRoom{room, "juliet"},
                                     session::LeaveRoom{room},
                                     session::ChangeNick{room.with_resource("jules")},
                                     session::KnowRooms{},
                                     session::FindRoomService{},
                                     session::Disconnect{}};
  // All there are but Connect, and SendMessage twice.
  REQUIRE(std::size(wishes) == base::count_of(wishes[0]));
  Wire without;
  Wire with = bound();
  // The log of the desk would end the test.
  for (Wire* wire : {&without, &with}) {
    for (const session::Command& wish : wishes) wire->performs(wish);
  }
}

// ---- personal eventing ----

namespace {

// Hears of one node.
class Listening : public session::Extension {
 public:
  explicit Listening(std::vector<std::string>& heard) : heard_(heard) {}
  std::vector<std::string_view> nodes() const override { return {"urn:x:mood"}; }
  void on_item(session::Context&, const xmpp::Jid& from, const xmpp::NodeEvent& event) override {
    heard_.push_back(from.text() + " " + (event.items.empty() ? "-" : event.items[0].id));
  }

 private:
  std::vector<std::string>& heard_;
};

}  // namespace

TEST_CASE("what is published at a node is told to who hears of it", "[session][pubsub]") {
  std::vector<std::string> heard;
  std::vector<std::unique_ptr<session::Extension>> all;
  all.push_back(std::make_unique<Listening>(heard));
  Small small;
  small.session = std::make_unique<session::Session>(Wire::usual(), std::move(all));
  small.log_in();
  const auto publish = [&](const std::string& from, const std::string& node,
                           const std::string& more = "") {
    small.text("<message xmlns='jabber:client' " + from + more +
               "><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='" + node +
               "'><item id='1'/></items></event></message>");
  };
  publish("from='romeo@example.net'", "urn:x:mood");
  publish("", "urn:x:mood");  // of our own account
  publish("from='romeo@example.net'", "urn:x:other");
  publish("from='romeo@example.net'", "urn:x:mood", " type='error'");
  CHECK(heard == std::vector<std::string>{"romeo@example.net 1", "juliet@example.com 1"});
}

// ---- time ----

TEST_CASE("one timer serves all deadlines and is set anew only when the earliest changes",
          "[session][wake]") {
  Small small;
  small.perform(session::Connect{*xmpp::Jid::parse("juliet@example.com"), base::Secret("pencil")});
  REQUIRE(small.wakes.size() == 1);
  CHECK(small.wakes[0] == small.now.steady + 15s);
  small.input(base::NetworkOnline{});
  CHECK(small.wakes.size() == 1);
  // Fired too early, it is set again.
  small.now.steady += 10s;
  small.input(base::Tick{});
  REQUIRE(small.wakes.size() == 2);
  CHECK(small.wakes[1] == small.wakes[0]);
}

TEST_CASE("a session left alone rests between its questions", "[session][wake]") {
  Wire wire = bound();
  REQUIRE(wire.link().wake);
  // Answers to the first requests are in; what remains is to ask after 30 s of silence.
  CHECK(*wire.link().wake == wire.link().now.steady + 30s);
}

// ---- delays ----

TEST_CASE("trap 48: a believed delay dates the message, any other does not", "[session][delay]") {
  Wire wire = bound();
  auto receive = [&](const std::string& delay) {
    wire.receives("<message from='romeo@example.net/o' type='chat'><body>x</body>" + delay +
                  "</message>");
    return wire.event<session::MessageReceived>();
  };
  auto offline = receive(
      "<delay xmlns='urn:xmpp:delay' from='example.com' "
      "stamp='2026-11-20T10:00:00Z'/>");
  CHECK(offline.is_delayed);
  CHECK(offline.sent == *base::parse_datetime("2026-11-20T10:00:00Z"));
  auto forged = receive(
      "<delay xmlns='urn:xmpp:delay' from='mallory@evil.example' "
      "stamp='2001-01-01T00:00:00Z'/>");
  CHECK_FALSE(forged.is_delayed);
  CHECK(forged.sent == wire.link().now.wall);
  auto future = receive(
      "<delay xmlns='urn:xmpp:delay' from='example.com' "
      "stamp='2099-01-01T00:00:00Z'/>");
  CHECK(future.sent == wire.link().now.wall);
}

// ---- accounts ----

TEST_CASE("nothing of one account is carried over to the next", "[session]") {
  Wire wire = bound();
  wire.performs(session::JoinRoom{*xmpp::Jid::parse("room@muc.example.com"), "juliet"});
  wire.link().connect("nurse@example.com", "secret");
  REQUIRE(wire.link().log_in("nurse@example.com/x"));
  for (const std::string& frame : wire.link().sent) {
    CHECK(frame.find("muc") == std::string::npos);
  }
}

TEST_CASE("trap 24: a page that knows who is there takes up nobody else's session",
          "[session][keep]") {
  const session::Settings usual{.endpoints = {"wss://example.com/ws"}, .allow_plain = true};
  FixedRandom random;
  base::Env env{{base::Steady(1s), base::Wall(1'795'380'180s)}, random};
  session::Session first(usual, ext::make_all());
  first.perform(session::Connect{*xmpp::Jid::parse("juliet@example.com"), base::Secret("pencil")},
                env);
  const std::string record = first.save();
  REQUIRE_FALSE(record.empty());
  for (const char* account : {"", "juliet@example.com", "romeo@example.com"}) {
    CAPTURE(account);
    session::Settings settings = usual;
    if (*account != 0) settings.account = *xmpp::Jid::parse(account);
    session::Session next(settings, ext::make_all());
    const bool is_same = std::string_view(account) != "romeo@example.com";
    CHECK(next.restore(record, env) == is_same);
    // Nothing is asked of anybody and nobody is told anything.
    CHECK(next.poll().has_value() == is_same);
  }
}

namespace {

// Keeps a word of the session, in a section of that version.
class Keeping : public session::Extension {
 public:
  struct Seen {
    std::string word;
    int anew = 0;
  };
  Keeping(Seen& seen, std::string_view section) : seen_(seen), section_(section) {}
  std::string_view section() const override { return section_; }
  void save(base::RecordWriter& out) const override { out.text("word"); }
  void restore(base::RecordReader& in) override { seen_.word = std::string(in.text()); }
  void on_new_account(session::Context&) override {
    seen_.word.clear();
    ++seen_.anew;
  }

 private:
  Seen& seen_;
  std::string_view section_;
};

session::Session keeping(Keeping::Seen& one, std::string_view section, Keeping::Seen& other) {
  std::vector<std::unique_ptr<session::Extension>> all;
  all.push_back(std::make_unique<Keeping>(one, section));
  all.push_back(std::make_unique<Keeping>(other, "other 1"));
  return session::Session({.endpoints = {"wss://example.com/ws"}, .allow_plain = true},
                          std::move(all));
}

}  // namespace

TEST_CASE("an extension of another version begins anew, and nobody else loses anything",
          "[session][keep]") {
  FixedRandom random;
  base::Env env{{base::Steady(1s), base::Wall(1'795'380'180s)}, random};
  Keeping::Seen one, other;
  session::Session first = keeping(one, "rooms 1", other);
  first.perform(session::Connect{*xmpp::Jid::parse("juliet@example.com"), base::Secret("pencil")},
                env);
  const std::string record = first.save();
  for (const char* section : {"rooms 1", "rooms 2"}) {
    Keeping::Seen mine, theirs;
    session::Session next = keeping(mine, section, theirs);
    REQUIRE(next.restore(record, env));
    const bool is_same = std::string_view(section) == "rooms 1";
    CHECK(mine.word == (is_same ? "word" : ""));
    CHECK(mine.anew == (is_same ? 0 : 1));
    CHECK(theirs.word == "word");
    CHECK(next.poll());  // the login goes on
  }
}

TEST_CASE("trap 34: lines of the log hold no text and no secret", "[session][log]") {
  Wire wire = bound();
  wire.receives(
      "<message from='x@evil.example' type='groupchat'><body>top secret</body></message>");
  wire.receives("<iq type='result' id='unknown' from='romeo@example.net'/>");
  wire.receives("rubbish that is secret");
  REQUIRE(wire.link().log_lines().size() >= 3);
  for (const std::string& line : wire.link().log_lines()) {
    INFO(line);
    CHECK(line.find("secret") == std::string::npos);
    CHECK(line.find("romeo") == std::string::npos);
  }
}
