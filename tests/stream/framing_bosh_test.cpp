// SPDX-License-Identifier: MIT
// The request window of BOSH, against a server played by hand. XEP-0124; protocol traps B 15 to 25.
#include "stream/framing_bosh.h"

#include <algorithm>
#include <map>

#include "support/catch.h"
#include "support/fixed_random.h"

using stream::BoshFraming;
using stream::Failure;

namespace {

using namespace std::chrono_literals;

std::string number_of(const std::string& body) {
  const size_t begin = body.find("rid='") + 5;
  return body.substr(begin, body.find('\'', begin) - begin);
}

struct Desk {
  support::FixedRandom random{5};
  base::Env env{{base::Steady(1000ms), base::Wall(5000ms)}, random};
  base::RequestId counter = 0;
  BoshFraming framing{"https://example.com/http-bind", true, counter};
  std::vector<base::HttpRequest> posted;
  std::vector<base::RequestId> cancelled;
  std::vector<stream::Signal> heard;  // but for outputs

  Desk() {
    framing.dial(env);
    framing.open({.from = "juliet@example.com", .to = "example.com", .language = "en"}, env);
    settle();
  }
  void settle() {
    framing.flush(env);
    while (auto signal = framing.poll()) {
      if (auto* output = std::get_if<base::Output>(&*signal)) {
        if (auto* request = std::get_if<base::HttpRequest>(output)) posted.push_back(*request);
        if (auto* cancel = std::get_if<base::HttpCancel>(output))
          cancelled.push_back(cancel->request);
      } else {
        heard.push_back(std::move(*signal));
      }
    }
  }
  void send(const std::string& element) {
    framing.send(element, env);
    settle();
  }
  void reply(size_t index, const std::string& text, uint16_t status = 200,
             const char* type = "text/xml") {
    framing.handle(base::HttpReply{posted[index].request, status, type, text}, env);
    settle();
  }
  void body(size_t index, const std::string& inside = "", const std::string& attributes = "") {
    reply(index, "<body xmlns='http://jabber.org/protocol/httpbind' " + attributes + ">" + inside +
                     "</body>");
  }
  void advance(base::Duration duration) {
    env.now.steady += duration;
    framing.handle(base::Tick{}, env);
    settle();
  }
  void poll_is_due() { advance(stream::bosh_poll_delay); }
  void has_lead() { advance(stream::bosh_lead); }
  // The session exists; its features were heard and forgotten, and a request is held.
  void create() {
    body(0, "<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>",
         "sid='s1' requests='2' wait='60' inactivity='30' polling='2' from='example.com'");
    poll_is_due();
    has_lead();
    heard.clear();
  }
  std::vector<std::string> elements() const {
    std::vector<std::string> out;
    for (const auto& signal : heard) {
      if (auto* element = std::get_if<xml::Element>(&signal)) {
        out.push_back(std::string(element->attribute_or_empty("id")));
      }
    }
    return out;
  }
  Failure broken() const {
    REQUIRE_FALSE(heard.empty());
    REQUIRE(std::holds_alternative<stream::Broken>(heard.back()));
    return std::get<stream::Broken>(heard.back()).failure;
  }
};

std::string message(const std::string& id) {
  return "<message xmlns='jabber:client' id='" + id + "'/>";
}

}  // namespace

TEST_CASE("trap 15: the first number leaves room, and the creation names what XEP-0206 wants",
          "[stream][bosh]") {
  Desk desk;
  REQUIRE(desk.posted.size() == 1);
  const std::string& body = desk.posted[0].body;
  for (const char* part :
       {"hold='1'", "wait='60'", "ver='1.11'", "to='example.com'", "from='juliet@example.com'",
        "xmpp:version='1.0'", "xmlns:xmpp='urn:xmpp:xbosh'"}) {
    CAPTURE(body);
    CHECK(body.find(part) != std::string::npos);
  }
  CHECK(std::stoull(number_of(body)) < (1ull << 49));
  CHECK(desk.posted[0].max_bytes == xml::frame_bytes_before_login);
}

TEST_CASE("the answer to the creation stands for the server's header", "[stream][bosh]") {
  Desk desk;
  desk.body(0, "<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>",
            "sid='s1' from='example.com' authid='a1'");
  REQUIRE(desk.heard.size() == 3);
  CHECK(std::holds_alternative<stream::TransportOpened>(desk.heard[0]));
  auto open = std::get<stream::ServerOpen>(desk.heard[1]);
  CHECK(open.from == "example.com");
  CHECK(open.id == "a1");
  CHECK(open.version == "1.0");
  CHECK(desk.framing.next_wake() == desk.env.now.steady + stream::bosh_poll_delay);
  desk.poll_is_due();
  // trap B 16: something is always there to be answered, with the next number.
  REQUIRE(desk.posted.size() == 2);
  CHECK(std::stoull(number_of(desk.posted[1].body)) ==
        std::stoull(number_of(desk.posted[0].body)) + 1);
  CHECK(desk.posted[1].body.find("sid='s1'") != std::string::npos);
  CHECK(desk.posted[1].timeout == 75s);
}

TEST_CASE("trap 16: no more requests than the server allows are on the way", "[stream][bosh]") {
  Desk desk;
  desk.create();
  for (const char* id : {"a", "b", "c"}) desk.send(message(id));
  CHECK(desk.posted.size() == 3);  // creation, the held one, "a"
  desk.body(1);
  desk.has_lead();
  REQUIRE(desk.posted.size() == 4);
  // What waited leaves together.
  CHECK(desk.posted[3].body.find("id='b'") < desk.posted[3].body.find("id='c'"));
}

TEST_CASE(
    "on ejabberd a login took twenty seconds and failed: its answer overtook an empty request",
    "[stream][bosh]") {
  Desk desk;
  desk.body(0, "<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>",
            "sid='s1' requests='2' wait='60' inactivity='30' polling='2' from='example.com'");
  SECTION("what is ready in a moment goes in the place of an empty request") {
    desk.advance(stream::bosh_poll_delay - 1ms);
    desk.send(message("a"));
    REQUIRE(desk.posted.size() == 2);
    CHECK(desk.posted[1].body.find("id='a'") != std::string::npos);
  }
  SECTION("what is ready later waits until the empty one is surely there") {
    desk.poll_is_due();
    REQUIRE(desk.posted.size() == 2);
    desk.send(message("a"));
    CHECK(desk.posted.size() == 2);
    CHECK(desk.framing.next_wake() == desk.env.now.steady + stream::bosh_lead);
    SECTION("by the time") { desk.has_lead(); }
    SECTION("by its answer") { desk.body(1, message("news")); }
    REQUIRE(desk.posted.size() == 3);
    CHECK(desk.posted[2].body.find("id='a'") != std::string::npos);
    CHECK_FALSE(desk.framing.next_wake());
  }
  SECTION("the answer to an older one says nothing of the newest") {
    desk.poll_is_due();
    desk.has_lead();
    desk.send(message("a"));
    desk.send(message("b"));
    desk.body(1, message("news"));
    CHECK(desk.posted.size() == 3);
    desk.has_lead();
    REQUIRE(desk.posted.size() == 4);
    CHECK(desk.posted[3].body.find("id='b'") != std::string::npos);
  }
}

TEST_CASE("trap 18: nothing new is asked while an old answer is missing: servers keep few",
          "[stream][bosh]") {
  Desk desk;
  desk.create();
  desk.reply(1, "", 0);  // lost, and to be asked for again
  desk.send(message("a"));
  REQUIRE(desk.posted.size() == 3);
  desk.body(2);
  desk.send(message("b"));
  CHECK(desk.posted.size() == 3);
  desk.advance(250ms);
  desk.body(3);
  desk.has_lead();
  CHECK(desk.posted.back().body.find("id='b'") != std::string::npos);
}

TEST_CASE("trap 17: answers out of order are heard in the order of their requests",
          "[stream][bosh]") {
  Desk desk;
  desk.create();
  desk.send(message("x"));
  desk.body(2, message("second"));
  CHECK(desk.heard.empty());
  desk.body(1, message("first"));
  CHECK(desk.elements() == std::vector<std::string>{"first", "second"});
}

TEST_CASE("trap 18: a lost answer is asked for again, byte for byte", "[stream][bosh]") {
  for (uint16_t status : {0, 408, 429, 502, 503}) {
    CAPTURE(status);
    Desk desk;
    desk.create();
    const std::string text = desk.posted[1].body;
    desk.reply(1, "", status);
    CHECK(desk.posted.size() == 2);
    desk.advance(250ms);
    REQUIRE(desk.posted.size() == 3);
    CHECK(desk.posted[2].body == text);
    CHECK(desk.posted[2].request != desk.posted[1].request);
    desk.body(2, message("late"));
    CHECK(desk.elements() == std::vector<std::string>{"late"});
  }
}

TEST_CASE("a server that stays silent for longer than it keeps a session is lost",
          "[stream][bosh]") {
  Desk desk;
  desk.create();
  for (int i = 0; i < 20 && desk.heard.empty(); ++i) {
    desk.reply(desk.posted.size() - 1, "", 0);
    desk.advance(10s);
  }
  CHECK(desk.broken() == Failure::ConnectionLost);
}

TEST_CASE("trap 19: before there is a session, whatever is no BOSH is said to be none",
          "[stream][bosh]") {
  Desk page;
  page.reply(0, "<!DOCTYPE html><html><body>502</body></html>");
  CHECK(page.broken() == Failure::NoBosh);
  Desk other;
  other.reply(0, "<html xmlns='http://www.w3.org/1999/xhtml'/>");
  CHECK(other.broken() == Failure::NoBosh);
  Desk missing;
  missing.reply(0, "", 404);
  CHECK(missing.broken() == Failure::NoBosh);
  for (uint16_t status : {429, 502, 503}) {
    Desk busy;
    busy.reply(0, "<html/>", status);
    CHECK(busy.broken() == Failure::Unreachable);
  }
  Desk nobody;
  nobody.reply(0, "", 0);
  CHECK(nobody.broken() == Failure::Unreachable);
  Desk no_session;
  no_session.body(0);
  CHECK(no_session.broken() == Failure::NoBosh);
}

TEST_CASE("trap 19: how a session ends", "[stream][bosh]") {
  SECTION("without a condition: a good-bye") {
    Desk desk;
    desk.create();
    desk.body(1, "", "type='terminate'");
    CHECK(std::holds_alternative<stream::ServerClose>(desk.heard.back()));
  }
  SECTION("the session is unknown: lost, and to be resumed") {
    Desk desk;
    desk.create();
    desk.body(1, "", "type='terminate' condition='item-not-found'");
    CHECK(desk.broken() == Failure::ConnectionLost);
  }
  SECTION("400 without a word, as ejabberd answers what it cannot read") {
    Desk desk;
    desk.create();
    desk.reply(1, "", 400);
    CHECK(desk.broken() == Failure::ConnectionLost);
  }
  SECTION("an unknown host") {
    for (const char* condition : {"host-unknown", "improper-addressing", "internal-server-error"}) {
      Desk desk;
      desk.body(0, "", std::string("type='terminate' condition='") + condition + "'");
      CHECK(std::holds_alternative<xmpp::StreamError>(desk.heard.back()));
    }
  }
  SECTION("a stream error counts, not the envelope it came in") {
    Desk desk;
    desk.create();
    desk.body(1,
              "<stream:error xmlns:stream='http://etherx.jabber.org/streams'>"
              "<conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>",
              "type='terminate' condition='remote-stream-error'");
    CHECK(std::get<xmpp::StreamError>(desk.heard.back()).condition ==
          xmpp::StreamCondition::Conflict);
  }
  SECTION("a redirect is handed on, not followed") {
    Desk desk;
    desk.create();
    desk.body(1, "<uri>https://evil.example/bosh</uri>",
              "type='terminate' condition='see-other-uri'");
    CHECK(std::get<stream::ServerClose>(desk.heard.back()).see_other_uri ==
          "https://evil.example/bosh");
  }
}

TEST_CASE("trap 21: a restart stands alone, and its answer may come on a held request",
          "[stream][bosh]") {
  Desk desk;
  desk.create();
  desk.framing.open({.to = "example.com", .language = "en"}, desk.env);
  desk.framing.send(message("behind"), desk.env);
  desk.settle();
  REQUIRE(desk.posted.size() == 3);
  CHECK(desk.posted[2].body.find("xmpp:restart='true'") != std::string::npos);
  CHECK(desk.posted[2].body.find("behind") == std::string::npos);
  CHECK_FALSE(desk.framing.next_wake());
  // The held request had the smaller number; an empty answer on it is not the header.
  desk.body(1, "<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>");
  REQUIRE(desk.heard.size() == 2);
  CHECK(std::holds_alternative<stream::ServerOpen>(desk.heard[0]));
  // It does not wait: the restart is answered in any case.
  CHECK(desk.posted.back().body.find("behind") != std::string::npos);
}

TEST_CASE("trap 23: two empty requests keep the distance that the server asks for",
          "[stream][bosh]") {
  Desk desk;
  desk.create();  // polling='2'
  desk.body(1);   // soon, and with nothing in it
  CHECK(desk.posted.size() == 2);
  const base::Duration lasted = stream::bosh_lead;
  CHECK(desk.framing.next_wake() == desk.env.now.steady + 2s - lasted);
  desk.advance(2s - lasted - 1ms);
  CHECK(desk.posted.size() == 2);
  SECTION("not longer") {
    desk.advance(1ms);
    REQUIRE(desk.posted.size() == 3);
    CHECK_FALSE(desk.framing.next_wake());
    // One that was held as it should be is followed at once,
    desk.advance(60s);
    desk.body(2);
    desk.poll_is_due();
    REQUIRE(desk.posted.size() == 4);
    // and so is one that brought something.
    desk.body(3, message("news"));
    desk.poll_is_due();
    CHECK(desk.posted.size() == 5);
  }
  SECTION("what there is to say does not wait") {
    desk.send(message("a"));
    REQUIRE(desk.posted.size() == 3);
    desk.body(2);
    desk.poll_is_due();
    CHECK(desk.posted.size() == 4);  // the last one carried something
  }
  SECTION("a lost one counts from when it was repeated") {
    desk.advance(1ms);
    desk.reply(2, "", 0);
    desk.advance(250ms);
    REQUIRE(desk.posted.size() == 4);
    desk.body(3);
    desk.advance(2s - 1ms);
    CHECK(desk.posted.size() == 4);
    desk.advance(1ms);
    CHECK(desk.posted.size() == 5);
  }
  SECTION("nor does a good-bye") {
    desk.framing.close(std::nullopt, desk.env);
    desk.settle();
    CHECK(desk.posted.back().body.find("type='terminate'") != std::string::npos);
  }
}

TEST_CASE(
    "trap 23: a program that is frozen asks the server to wait, and goes on with the next number",
    "[stream][bosh]") {
  Desk desk;
  desk.body(0, "",
            "sid='s1' requests='2' inactivity='30' polling='2' maxpause='120' from='example.com'");
  desk.poll_is_due();
  desk.framing.pause(desk.env);
  desk.settle();
  REQUIRE(desk.posted.size() == 3);
  CHECK(desk.posted[2].body.find("pause='120'") != std::string::npos);
  CHECK(desk.framing.save().empty());
  desk.framing.pause(desk.env);  // once is enough
  desk.body(1);                  // what was held is let go
  desk.advance(100s);
  REQUIRE(desk.posted.size() == 3);
  SECTION("although ejabberd never answers") {}
  SECTION("although the answer got lost") { desk.reply(2, "", 0); }
  SECTION("answered") { desk.body(2); }
  desk.advance(1s);
  REQUIRE(desk.posted.size() == 3);
  desk.send(message("back"));
  REQUIRE(desk.posted.size() == 4);
  CHECK(std::stoull(number_of(desk.posted[3].body)) ==
        std::stoull(number_of(desk.posted[2].body)) + 1);
  desk.body(3, message("news"));
  CHECK(desk.elements() == std::vector<std::string>{"news"});
  // As before: something is there to be answered, and it can be kept.
  desk.poll_is_due();
  REQUIRE(desk.posted.size() == 5);
  CHECK_FALSE(desk.framing.save().empty());
}

TEST_CASE("trap 23: a server that offers no pause is asked for none", "[stream][bosh]") {
  Desk desk;
  desk.create();
  desk.framing.pause(desk.env);
  desk.settle();
  CHECK(desk.posted.size() == 2);
}

TEST_CASE("trap 23: a server without a polling interval is asked at once", "[stream][bosh]") {
  Desk desk;
  desk.body(0, "", "sid='s1' requests='2' from='example.com'");
  desk.poll_is_due();
  desk.body(1);
  desk.poll_is_due();
  CHECK(desk.posted.size() == 3);
}

TEST_CASE("trap 13: what is sent together stays below what the server takes at once",
          "[stream][bosh]") {
  Desk desk;
  desk.create();
  desk.framing.set_server_limit(1000);
  std::vector<std::string> ids;
  for (int i = 0; i < 100; ++i) {
    ids.push_back("m" + std::to_string(i));
    desk.framing.send(message(ids.back()), desk.env);
  }
  desk.settle();
  std::string all;
  for (size_t index = 1; index < desk.posted.size(); ++index) {
    CHECK(desk.posted[index].body.size() <= 1000);
    all += desk.posted[index].body;
    desk.body(index);
    desk.has_lead();
  }
  size_t at = 0;
  for (const std::string& id : ids) {
    CAPTURE(id);
    at = all.find("id='" + id + "'", at);
    REQUIRE(at != std::string::npos);
  }
  // The largest single element that fits, and its envelope.
  const std::string element =
      message(std::string(1000 - desk.framing.envelope_bytes() - message("").size(), 'x'));
  desk.send(element);
  desk.has_lead();
  CHECK(desk.posted.back().body.size() == 1000);
}

TEST_CASE("what cannot be read is reported, and what is too deep for a login refused",
          "[stream][bosh]") {
  Desk desk;
  desk.create();
  desk.reply(1, "<body xmlns='http://jabber.org/protocol/httpbind'><!-- --></body>");
  CHECK(std::holds_alternative<stream::Unreadable>(desk.heard.back()));
}

TEST_CASE("a proxy's page in the middle of a session is a lost answer, and ends nothing",
          "[stream][bosh]") {
  Desk desk;
  desk.create();
  const std::string text = desk.posted[1].body;
  desk.reply(1, "<!DOCTYPE html><html>Log in to the hotel</html>", 200, "text/html");
  CHECK(desk.heard.empty());
  desk.advance(250ms);
  REQUIRE(desk.posted.size() == 3);
  CHECK(desk.posted[2].body == text);
  // COMPAT: a server that calls its own answers HTML is still understood.
  desk.reply(2, "<body xmlns='http://jabber.org/protocol/httpbind'>" + message("x") + "</body>",
             200, "text/html");
  CHECK(desk.elements() == std::vector<std::string>{"x"});
}

TEST_CASE("XML that is no BOSH ends the session, and the server is told", "[stream][bosh]") {
  Desk desk;
  desk.create();
  desk.reply(1, "<html xmlns='http://www.w3.org/1999/xhtml'/>");
  CHECK(desk.broken() == Failure::ConnectionLost);
  const base::HttpRequest& last = desk.posted.back();
  CHECK(last.body.find("type='terminate'") != std::string::npos);
  CHECK(last.body.find("bad-format") != std::string::npos);
  CHECK(std::count(desk.cancelled.begin(), desk.cancelled.end(), last.request) == 0);
}

TEST_CASE("a good-bye carries what waited, and is the one request that is not cancelled",
          "[stream][bosh]") {
  Desk desk;
  desk.create();
  desk.send(message("a"));
  desk.framing.send(message("last"), desk.env);
  desk.framing.close(xmpp::StreamCondition::PolicyViolation, desk.env);
  desk.settle();
  const std::string& body = desk.posted.back().body;
  CHECK(body.find("type='terminate'") != std::string::npos);
  CHECK(body.find("last") != std::string::npos);
  CHECK(body.find("policy-violation") != std::string::npos);
  desk.framing.drop(desk.env);
  desk.settle();
  CHECK(desk.cancelled.size() == 2);
  CHECK(std::count(desk.cancelled.begin(), desk.cancelled.end(), desk.posted.back().request) == 0);
}

TEST_CASE("trap 24: another life goes on with the next number, and asks again for the held one",
          "[stream][bosh]") {
  Desk desk;
  desk.create();
  const std::string record = desk.framing.save();
  REQUIRE_FALSE(record.empty());
  base::RequestId counter = 100;
  BoshFraming next{"https://example.com/http-bind", true, counter};
  REQUIRE(next.attach(record, desk.env));
  auto request = std::get<base::HttpRequest>(std::get<base::Output>(*next.poll()));
  CHECK(request.body == desk.posted[1].body);
  next.handle(base::HttpReply{request.request, 200, "text/xml",
                              "<body xmlns='http://jabber.org/protocol/httpbind'>" +
                                  message("gap") + "</body>"},
              desk.env);
  CHECK(std::holds_alternative<xml::Element>(*next.poll()));
  desk.env.now.steady += stream::bosh_poll_delay;
  next.flush(desk.env);
  auto following = std::get<base::HttpRequest>(std::get<base::Output>(*next.poll()));
  CHECK(std::stoull(number_of(following.body)) == std::stoull(number_of(request.body)) + 1);
  for (size_t size = 0; size < record.size(); ++size) {
    BoshFraming damaged{"https://example.com/http-bind", true, counter};
    CHECK_FALSE(damaged.attach(record.substr(0, size), desk.env));
  }
}

TEST_CASE(
    "trap 24: of two requests under way the newest is repeated first, and an unknown older one is "
    "nothing lost",
    "[stream][bosh]") {
  Desk desk;
  desk.create();
  desk.send(message("a"));
  REQUIRE(desk.posted.size() == 3);
  base::RequestId counter = 100;
  BoshFraming next{"https://example.com/http-bind", true, counter};
  REQUIRE(next.attach(desk.framing.save(), desk.env));
  const auto posted = [&] {
    std::vector<std::string> out;
    next.flush(desk.env);
    while (auto signal = next.poll()) {
      out.push_back(std::get<base::HttpRequest>(std::get<base::Output>(*signal)).body);
    }
    return out;
  };
  CHECK(posted() == std::vector<std::string>{desk.posted[2].body});
  REQUIRE(next.next_wake());
  base::Env later = desk.env;
  later.now.steady = *next.next_wake();
  next.handle(base::Tick{}, later);
  CHECK(posted() == std::vector<std::string>{desk.posted[1].body});
  const auto hears = [&](base::RequestId request, const std::string& rest) {
    next.handle(base::HttpReply{request, 200, "text/xml",
                                "<body xmlns='http://jabber.org/protocol/httpbind'" + rest},
                later);
  };
  // What Prosody says where the session is there, and where it is not.
  const std::string unknown = " type='terminate' condition='item-not-found'/>";
  const bool is_there = GENERATE(true, false);
  hears(102, unknown);
  CHECK_FALSE(next.poll());
  hears(101, is_there ? ">" + message("news") + "</body>" : unknown);
  auto signal = next.poll();
  REQUIRE(signal);
  CHECK(std::holds_alternative<xml::Element>(*signal) == is_there);
  CHECK(std::holds_alternative<stream::Broken>(*signal) != is_there);
}

TEST_CASE("a session taken up again was lost to a new request that overtook the repeated one",
          "[stream][bosh]") {
  Desk desk;
  desk.create();
  const std::string record = desk.framing.save();
  base::RequestId counter = 100;
  BoshFraming next{"https://example.com/http-bind", true, counter};
  REQUIRE(next.attach(record, desk.env));
  auto outputs = [&] {
    std::vector<base::HttpRequest> out;
    next.flush(desk.env);
    while (auto signal = next.poll()) {
      if (auto* output = std::get_if<base::Output>(&*signal)) {
        out.push_back(std::get<base::HttpRequest>(*output));
      }
    }
    return out;
  };
  next.send(message("new"), desk.env);
  const std::vector<base::HttpRequest> repeated = outputs();
  REQUIRE(repeated.size() == 1);
  CHECK(repeated[0].body == desk.posted[1].body);
  const base::Steady lead_ends = desk.env.now.steady + stream::bosh_lead;
  CHECK(next.next_wake() == lead_ends);
  SECTION("it waits until the repeated one has a lead") {
    desk.env.now.steady = lead_ends - 1ms;
    next.handle(base::Tick{}, desk.env);
    CHECK(outputs().empty());
    desk.env.now.steady = lead_ends;
    next.handle(base::Tick{}, desk.env);
  }
  SECTION("or its answer") {
    next.handle(base::HttpReply{repeated[0].request, 200, "text/xml",
                                "<body xmlns='http://jabber.org/protocol/httpbind'/>"},
                desk.env);
  }
  const std::vector<base::HttpRequest> following = outputs();
  REQUIRE(following.size() == 1);
  CHECK(following[0].body.find("new") != std::string::npos);
  CHECK_FALSE(next.next_wake());
}

TEST_CASE("trap 15: a number means one body, in this life and in the next", "[stream][bosh]") {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    Desk first;
    first.random = support::FixedRandom(seed);
    first.create();
    std::map<std::string, std::string> bodies;
    const auto check = [&](const std::vector<base::HttpRequest>& posted) {
      for (const base::HttpRequest& each : posted) {
        auto [known, is_new] = bodies.emplace(number_of(each.body), each.body);
        if (!is_new) REQUIRE(known->second == each.body);
      }
    };
    size_t answered = 1;
    for (int step = 0; step < 40; ++step) {
      const uint32_t dice = base::uniform(first.random, 4);
      if (dice == 0) first.send(message("out" + std::to_string(step)));
      if (dice == 1 && answered < first.posted.size()) first.reply(answered++, "", 0);
      if (dice >= 2 && answered < first.posted.size()) first.body(answered++, message("in"));
      first.advance(300ms);
    }
    check(first.posted);
    // Written down before the next request, as when a page goes.
    const std::string record = first.framing.save();
    if (record.empty()) continue;
    base::RequestId counter = 10'000;
    BoshFraming next{"https://example.com/http-bind", true, counter};
    REQUIRE(next.attach(record, first.env));
    std::vector<base::HttpRequest> posted;
    size_t answered_then = 0;
    for (int step = 0; step < 10; ++step) {
      first.env.now.steady += 300ms;
      next.handle(base::Tick{}, first.env);
      next.send(message("next" + std::to_string(step)), first.env);
      next.flush(first.env);
      while (auto signal = next.poll()) {
        auto* output = std::get_if<base::Output>(&*signal);
        if (output == nullptr) continue;
        if (auto* request = std::get_if<base::HttpRequest>(output)) posted.push_back(*request);
      }
      if (answered_then == posted.size()) continue;
      next.handle(base::HttpReply{posted[answered_then++].request, 200, "text/xml",
                                  "<body xmlns='http://jabber.org/protocol/httpbind'/>"},
                  first.env);
    }
    CHECK(posted.size() > 5);
    check(posted);
  }
}

TEST_CASE("trap 17: lost and shuffled answers change nothing: each element once, in order",
          "[stream][bosh]") {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    Desk desk;
    desk.random = support::FixedRandom(seed);
    desk.create();
    std::map<std::string, std::string> answers;  // by number: a server answers the same again
    int produced = 0;
    std::vector<std::string> expected;
    std::vector<size_t> open{1};
    size_t seen = desk.posted.size();
    for (int step = 0; step < 300; ++step) {
      const uint32_t dice = base::uniform(desk.random, 10);
      if (dice < 3) desk.send(message("out" + std::to_string(step)));
      for (; seen < desk.posted.size(); ++seen) open.push_back(seen);
      if (!open.empty() && dice >= 3) {
        const size_t at = base::uniform(desk.random, static_cast<uint32_t>(open.size()));
        const size_t index = open[at];
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
        const std::string rid = number_of(desk.posted[index].body);
        if (answers.count(rid) == 0) answers[rid] = message("in" + std::to_string(produced++));
        if (dice == 3) {
          desk.reply(index, "", 0);
        } else {
          desk.body(index, answers[rid]);
        }
      }
      desk.advance(300ms);
      for (; seen < desk.posted.size(); ++seen) open.push_back(seen);
    }
    std::vector<std::string> heard = desk.elements();
    std::vector<std::string> in_order;
    std::map<uint64_t, std::string> by_rid;
    for (const auto& [rid, text] : answers) by_rid[std::stoull(rid)] = text;
    for (const auto& [rid, text] : by_rid) {
      const size_t begin = text.find("id='") + 4;
      in_order.push_back(text.substr(begin, text.find('\'', begin) - begin));
    }
    REQUIRE(heard.size() <= in_order.size());
    REQUIRE(heard.size() + 4 >= in_order.size());
    CHECK(std::equal(heard.begin(), heard.end(), in_order.begin()));
  }
}
