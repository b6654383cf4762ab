// SPDX-License-Identifier: MIT
// Every error has its sentence, and what others wrote is quoted, not obeyed.
#include "ui/strings.h"

#include <set>

#include "support/catch.h"

TEST_CASE("arguments are put in, not searched for places", "[ui][strings]") {
  CHECK(ui::say(ui::Phrase::MessageTo, {{"name", "Bob"}}) == "Message Bob");
  CHECK(ui::say(ui::Phrase::MessageTo, {{"name", "{name} %s ##x"}}) == "Message {name} %s ##x");
  CHECK(ui::say(ui::Phrase::MessageTo) == "Message ");
  CHECK(ui::say(ui::Phrase::ByAt, {{"time", "10:00"}, {"author", "Bob"}}) == "Bob, 10:00");
  CHECK(ui::say(ui::Phrase::CopiedBy, {{"time", "10:00"}, {"author", "Bob"}}) == "[10:00] Bob: ");
  CHECK(
      ui::say(ui::Phrase::Encrypted, {{"method", "OMEMO"}}) ==
      "This message is encrypted (OMEMO) and cannot be read here. Ask for it without encryption.");
}

TEST_CASE("no phrase is missing, none has a place that nobody fills", "[ui][strings]") {
  for (int i = 0; i < static_cast<int>(ui::Phrase::Count); ++i) {
    CAPTURE(i);
    const std::string text = ui::say(static_cast<ui::Phrase>(i));
    CHECK_FALSE(text.empty());
    CHECK(text.find('{') == std::string::npos);
  }
}

TEST_CASE("each failure of the connection has a sentence of its own", "[ui][strings]") {
  std::set<std::string> seen;
  for (int i = 0; i <= static_cast<int>(xmpp::Failure::TokenExpired); ++i) {
    const std::string sentence =
        ui::sentence_for(xmpp::Problem{.failure = static_cast<xmpp::Failure>(i)});
    CAPTURE(sentence);
    CHECK(sentence.back() == '.');
    CHECK(sentence.find('\n') == std::string::npos);
    CHECK(seen.insert(sentence).second);
    const std::string what =
        ui::what_happened(xmpp::Problem{.failure = static_cast<xmpp::Failure>(i)});
    CHECK(what.back() == '.');
    CHECK(sentence.find(what) == 0);
  }
  CHECK(ui::sentence_for(xmpp::Problem{.failure = xmpp::Failure::WrongPassword}) ==
        "Wrong address or password. Check both and try again.");
  CHECK(ui::sentence_for(xmpp::Problem{.failure = xmpp::Failure::Redirected})
            .find("another address") != std::string::npos);
  CHECK(ui::sentence_for(xmpp::Problem{.failure = xmpp::Failure::StreamError,
                                       .condition = xmpp::StreamCondition::SystemShutdown}) !=
        ui::sentence_for(xmpp::Problem{.failure = xmpp::Failure::StreamError}));
}

TEST_CASE("why a connection could not be encrypted is told, and not as the server's words",
          "[ui][strings]") {
  CHECK(ui::sentence_for(
            xmpp::Problem{.failure = xmpp::Failure::NoTls, .text = "hostname\nmismatch"}) ==
        "The connection could not be encrypted, so nothing was sent. Ask who runs the server. "
        "(hostname mismatch)");
}

TEST_CASE("a frame that is too large is not called invalid XML", "[ui][strings]") {
  const std::string sentence = ui::sentence_for(xmpp::Problem{
      .failure = xmpp::Failure::BadXml, .condition = xmpp::StreamCondition::PolicyViolation});
  CHECK(sentence.find("more at once than is safe") != std::string::npos);
  CHECK(sentence.find("XML") == std::string::npos);
}

TEST_CASE("each stanza error has a sentence of its own", "[ui][strings]") {
  std::set<std::string> seen;
  for (int i = 0; i <= static_cast<int>(xmpp::Condition::UnexpectedRequest); ++i) {
    const std::string sentence =
        ui::sentence_for(xmpp::StanzaError{.condition = static_cast<xmpp::Condition>(i)});
    CAPTURE(sentence);
    CHECK(sentence.back() == '.');
    CHECK(seen.insert(sentence).second);
  }
  CHECK(ui::sentence_for(xmpp::StanzaError{.condition = xmpp::Condition::UnexpectedRequest}) ==
        "The server did not expect this. Try again.");
}

TEST_CASE("kicked, banned, shut down, taken out: each way to lose a room has its sentence",
          "[ui][strings]") {
  std::set<std::string> seen;
  for (int i = 0; i <= static_cast<int>(xmpp::Departure::Lost); ++i) {
    model::Room room{.state = model::Room::State::Left};
    room.ending.departure = static_cast<xmpp::Departure>(i);
    const std::string sentence = ui::sentence_for(room);
    CAPTURE(sentence);
    CHECK(sentence.back() == '.');
    CHECK(seen.insert(sentence).second);
  }
  model::Room room{.state = model::Room::State::Left};
  room.ending = {xmpp::Departure::Lost, "no\nnoise", "Bo\u202eb", {}};
  CHECK(ui::sentence_for(room) ==
        "You are no longer in this room. This was done by “Bob”. The reason given: “no noise”");
}

TEST_CASE("why a room does not let one in is said for rooms", "[ui][strings]") {
  std::set<std::string> seen;
  for (int i = 0; i <= static_cast<int>(xmpp::Condition::UnexpectedRequest); ++i) {
    model::Room room{.state = model::Room::State::Failed, .wanted = "alice"};
    room.error = xmpp::StanzaError{.condition = static_cast<xmpp::Condition>(i)};
    const std::string sentence = ui::sentence_for(room);
    CAPTURE(sentence);
    CHECK(sentence.back() == '.');
    CHECK(sentence.find("You may have to join first") == std::string::npos);
    CHECK(seen.insert(sentence).second);
    room.error->text = "because";
    CHECK(ui::sentence_for(room) == sentence + " The server says: “because”");
  }
}

TEST_CASE("what the server wrote is a quotation on one line", "[ui][strings]") {
  const std::string sentence = ui::sentence_for(
      xmpp::StanzaError{.condition = xmpp::Condition::Forbidden, .text = "go\naway\u202e {name}"});
  CHECK(sentence == "You are not allowed to do this. The server says: “go away {name}”");
}

TEST_CASE("a redirect that is not followed names its address, not as words to a person",
          "[ui][strings]") {
  CHECK(ui::sentence_for(
            xmpp::Problem{.failure = xmpp::Failure::Redirected, .text = "wss://evil.example/ws"}) ==
        "The server sent you to “wss://evil.example/ws”, which is not allowed here. Ask who runs "
        "this "
        "page.");
}

TEST_CASE("where nothing is tried again, no sentence promises it", "[ui][strings]") {
  model::Account account;
  account.connection = model::Connection::Failed;
  for (const xmpp::Problem& problem : {xmpp::Problem{.failure = xmpp::Failure::ConnectionLost},
                                       xmpp::Problem{.failure = xmpp::Failure::StreamError,
                                       .condition = xmpp::StreamCondition::SystemShutdown}}) {
    account.problem = problem;
    const std::string sentence = ui::sentence_for(account);
    CAPTURE(sentence);
    CHECK(sentence.find("by itself") == std::string::npos);
    CHECK(sentence.find("ry again") != std::string::npos);
    CHECK(ui::sentence_for(problem).find("by itself") != std::string::npos);
  }
}

TEST_CASE("the account's state is one sentence", "[ui][strings]") {
  model::Account account;
  CHECK(ui::sentence_for(account) == "Not connected");
  account.connection = model::Connection::Online;
  CHECK(ui::sentence_for(account) == "Online");
  account.connection = model::Connection::Failed;
  account.problem.failure = xmpp::Failure::UnknownHost;
  CHECK(ui::sentence_for(account) ==
        "The server does not know this domain. Check the part after the @ of your address.");
}

TEST_CASE("notices name their subject", "[ui][strings]") {
  using Kind = model::Notice::Kind;
  CHECK(ui::sentence_for(model::Notice{}).empty());
  CHECK(ui::sentence_for(model::Notice{Kind::BadAddress, "x@@", {}}) ==
        "“x@@” is no address. It looks like name@example.com.");
  CHECK(ui::sentence_for(model::Notice{Kind::RosterRefused, "bob@example.com", xmpp::StanzaError{}})
            .find("bob@example.com: ") == 0);
  CHECK(ui::sentence_for(model::Notice{Kind::RosterRefused, "", xmpp::StanzaError{}})
            .find("The contact list could not be loaded.") == 0);
  CHECK_FALSE(ui::sentence_for(model::Notice{Kind::MessageTooLong, "", {}}).empty());
  CHECK_FALSE(ui::sentence_for(model::Notice{Kind::NotConnected, "", {}}).empty());
}
