// SPDX-License-Identifier: MIT
// What is recorded, that no secret is in it, and where it ends.
#include "app/flight_recorder.h"

#include "app/flight_log.h"
#include "base/bytes.h"
#include "model/store_records.h"
#include "session/login.h"
#include "support/catch.h"
#include "support/flight_stage.h"

using support::FlightStage;

namespace {

size_t count(const std::string& log, const std::string& line) {
  size_t out = 0;
  for (size_t at = log.find("\n" + line); at != log.npos; at = log.find("\n" + line, at + 1)) ++out;
  return out;
}

}  // namespace

TEST_CASE("inputs, actions, times, draws and answers are recorded", "[app][flight]") {
  FlightStage stage;
  stage.log_in();
  REQUIRE(stage.is_online());
  stage.chat();
  REQUIRE(stage.is_online());
  const std::string log = stage.recorder.log();
  CHECK(log.rfind(app::flight_log_format, 0) == 0);
  CHECK(count(log, "do LogIn 0 \"juliet@example.com\" 1 0 0 0") == 1);
  CHECK(count(log, "do SendText 0 \"romeo@example.net\"") == 1);
  CHECK(count(log, "in socket-text") > 10);
  CHECK(count(log, "random ") > 3);
  CHECK(count(log, "out send-text") > 10);
  CHECK(count(log, "status \"online\"") == 2);
  CHECK(count(log, "left-out") == 0);
}

TEST_CASE("no secret reaches the flight log", "[app][flight]") {
  FlightStage stage(true);
  stage.log_in();
  stage.chat();
  // What a store from before brings is somebody's, too.
  model::Message message;
  message.from = *xmpp::Jid::parse("romeo@example.net/o");
  message.body = "from the disk";
  message.author = "Romeo Montague";
  model::Conversation conversation;
  conversation.jid = message.from.bare();
  conversation.draft = "a draft from the disk";
  session::Login login;
  login.account = *xmpp::Jid::parse("juliet@example.com");
  login.credentials.fast = stream::FastToken{base::Secret("token-from-the-disk"), "2030"};
  stage.input(base::StoreRows{
      "juliet@example.com",
      1,
      {{model::row_key(message.from.bare(), message),
        model::write_row_record(message.from.bare(), message, false)},
       {model::conversation_key(conversation.jid), model::write_conversation_record(conversation)},
       {"x unknown", "whatever from the disk"}},
      base::StoreTrouble::None});
  stage.input(base::Kept{base::Keeping::Device, "login:juliet@example.com", login.save()});
  stage.input(base::Kept{base::Keeping::Device, "roster:juliet@example.com", "Romeo Montague"});
  stage.input(base::Kept{base::Keeping::Tab, "session", "everything"});
  const std::string log = stage.recorder.log();
  std::vector<std::string> secrets = FlightStage::secrets;
  for (const char* more : {"from the disk", "token-from-the-disk", "everything"})
    secrets.push_back(more);
  for (const std::string& secret : secrets) {
    CAPTURE(secret);
    CHECK(log.find(secret) == log.npos);
  }
  // Nor in base64, at whichever of the three places in it.
  for (const std::string& secret : secrets) {
    for (size_t shift = 0; shift < 3; ++shift) {
      const std::string coded = base::encode_base64(std::string(shift, 'x') + secret);
      const std::string inner = shift == 0 ? coded : coded.substr(4, coded.size() - 8);
      if (inner.size() >= 4) CHECK(log.find(inner) == log.npos);
    }
  }
  // The server's proof, from which passwords can be guessed.
  for (const std::string& frame : {std::string("dj1")}) CHECK(log.find(">" + frame) == log.npos);
}

TEST_CASE("the flight log is bounded, and keeps the beginning and the end", "[app][flight]") {
  FlightStage stage;
  stage.log_in();
  const std::string first = stage.recorder.log();
  for (int i = 0; i < 40'000; ++i) {
    stage.input(base::SocketText{99, "<message id='" + std::to_string(i) + "'><body>" +
                                         std::string(60, 'x') + "</body></message>"});
  }
  const std::string log = stage.recorder.log();
  CHECK(log.size() < app::max_flight_bytes + app::max_flight_tail_bytes + 100'000);
  CHECK(log.rfind(first, 0) == 0);
  CHECK(count(log, "left-out ") == 1);
  CHECK(log.find("id='39999'") != log.npos);
}
