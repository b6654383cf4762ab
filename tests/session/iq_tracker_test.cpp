// SPDX-License-Identifier: MIT
// Pending requests: matched by id and sender, answered once.
#include "session/iq_tracker.h"

#include "support/catch.h"

using namespace session;
using namespace std::chrono_literals;

namespace {

xmpp::Jid jid(const char* text) { return *xmpp::Jid::received(text); }

const Facts facts{.own = jid("juliet@example.com/balcony")};
constexpr base::Steady start(1000s);

xmpp::Iq request(const std::string& id, std::optional<xmpp::Jid> to = std::nullopt) {
  return xmpp::make_iq(xmpp::IqType::Get, std::move(to), id, xml::Element("q", "q"));
}

xmpp::Iq reply(const std::string& id, std::optional<xmpp::Jid> from = std::nullopt,
               xmpp::IqType type = xmpp::IqType::Result) {
  xmpp::Iq iq = xmpp::make_iq(type, std::nullopt, id, std::nullopt);
  iq.from = std::move(from);
  return iq;
}

OnReply nothing() {
  return [](Context&, const IqReply&) {};
}

}  // namespace

TEST_CASE("a result answers its request once", "[session][iq]") {
  IqTracker tracker;
  tracker.add(request("1"), nothing(), start + session::iq_patience);
  auto answered = tracker.take(reply("1"), facts);
  REQUIRE(answered);
  CHECK(std::get<xmpp::Iq>(answered->reply).id == "1");
  CHECK_FALSE(tracker.take(reply("1"), facts));
  CHECK_FALSE(tracker.next_deadline());
}

TEST_CASE("an error answers with what it says", "[session][iq]") {
  IqTracker tracker;
  tracker.add(request("1"), nothing(), start + session::iq_patience);
  xmpp::Iq error = reply("1", std::nullopt, xmpp::IqType::Error);
  SECTION("something") {
    error.error = xmpp::StanzaError{.condition = xmpp::Condition::ItemNotFound};
    auto answered = tracker.take(error, facts);
    REQUIRE(answered);
    CHECK(std::get<xmpp::StanzaError>(answered->reply).condition == xmpp::Condition::ItemNotFound);
  }
  SECTION("nothing") {
    auto answered = tracker.take(error, facts);
    REQUIRE(answered);
    CHECK(std::get<xmpp::StanzaError>(answered->reply).condition ==
          xmpp::Condition::UndefinedCondition);
  }
}

TEST_CASE("an id alone answers nothing", "[session][iq]") {
  IqTracker tracker;
  tracker.add(request("1", jid("romeo@example.net/o")), nothing(), start + session::iq_patience);
  CHECK_FALSE(tracker.take(reply("2", jid("romeo@example.net/o")), facts));
  CHECK_FALSE(tracker.take(reply("1", jid("mallory@evil.example")), facts));
  CHECK_FALSE(tracker.take(reply("1"), facts));
  CHECK_FALSE(tracker.take(reply("1", jid("romeo@example.net/o"), xmpp::IqType::Get), facts));
  CHECK_FALSE(tracker.take(reply("1", jid("romeo@example.net/o"), xmpp::IqType::Set), facts));
  // It keeps waiting for the right one.
  CHECK(tracker.take(reply("1", jid("romeo@example.net/o")), facts));
}

TEST_CASE("silence ends after thirty seconds", "[session][iq]") {
  IqTracker tracker;
  tracker.add(request("1"), nothing(), start + session::iq_patience);
  tracker.add(request("2"), nothing(), start + 31s);
  CHECK(tracker.next_deadline() == start + 30s);
  CHECK(tracker.take_expired(start + 30s - 1ms).empty());
  auto expired = tracker.take_expired(start + 30s);
  REQUIRE(expired.size() == 1);
  CHECK(std::holds_alternative<TimedOut>(expired[0].reply));
  CHECK(tracker.next_deadline() == start + 31s);
  CHECK_FALSE(tracker.take(reply("1"), facts));
  CHECK(tracker.take_expired(start + 1h).size() == 1);
}

TEST_CASE("the end of the session answers all", "[session][iq]") {
  IqTracker tracker;
  tracker.add(request("1"), nothing(), start + session::iq_patience);
  tracker.add(request("2"), nothing(), start + session::iq_patience);
  auto lost = tracker.take_all();
  REQUIRE(lost.size() == 2);
  CHECK(std::holds_alternative<SessionLost>(lost[1].reply));
  CHECK(tracker.take_all().empty());
}

TEST_CASE("256 requests may be open, and not one more", "[session][iq]") {
  IqTracker tracker;
  for (size_t i = 0; i < max_open_iqs; ++i) {
    CHECK_FALSE(tracker.is_full());
    tracker.add(request(std::to_string(i)), nothing(), start + session::iq_patience);
  }
  CHECK(tracker.is_full());
  tracker.take(reply("17"), facts);
  CHECK_FALSE(tracker.is_full());
}

TEST_CASE("every reply that is no result has an error to show", "[session][iq]") {
  CHECK_FALSE(error_of(xmpp::Iq{}));
  CHECK(error_of(xmpp::StanzaError{.text = "t"})->text == "t");
  CHECK(error_of(TimedOut{})->condition == xmpp::Condition::RemoteServerTimeout);
  CHECK(error_of(SessionLost{})->condition == xmpp::Condition::RecipientUnavailable);
}
