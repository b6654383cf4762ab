// SPDX-License-Identifier: MIT
// Every line of a flight log can be read back, and no other text is taken for one.
#include "app/flight_log.h"

#include "support/catch.h"

using namespace std::chrono_literals;

namespace {

std::string again(const std::string& line) {
  app::FlightReader in(line);
  if (in.word() == "in") {
    base::Input input;
    REQUIRE(app::read_input(in, input));
    return app::write_input(input);
  }
  model::Action action;
  REQUIRE(app::read_action(in, action));
  return app::write_action(action);
}

const xmpp::Jid romeo = *xmpp::Jid::parse("romeo@example.net");

}  // namespace

TEST_CASE("inputs are the same after they were written and read", "[app][flight]") {
  const base::Input inputs[] = {
      base::SocketOpened{1, "xmpp"},
      base::SocketText{2, "<a b='\"'>\n\x01\\ \u00e4</a>"},
      base::SocketClosed{1, 1006, "a reason", true},
      base::SocketSecured{3},
      base::HttpReply{7, 200, "text/xml", "<body/>"},
      base::Tick{},
      base::NetworkOnline{},
      base::NetworkOffline{},
      base::Woke{},
      base::Frozen{},
      base::VisibilityChanged{false},
      base::Leaving{},
      base::Kept{base::Keeping::Device, "login", std::string("a\0b", 3)},
      base::AllKept{},
      base::StoreOpened{"a@b", "me", base::StoreTrouble::Damaged},
      base::StoreWritten{"a@b", 4, base::StoreTrouble::Full},
      base::StoreRows{"a@b", 5, {{"k", "v"}, {std::string("\0", 1), ""}}, base::StoreTrouble::None},
      base::StoreLost{"a@b", base::StoreTrouble::Failed},
  };
  CHECK(std::size(inputs) == std::variant_size_v<base::Input>);
  for (const base::Input& input : inputs) {
    const std::string line = app::write_input(input);
    CAPTURE(line);
    CHECK(line.find('\n') == line.npos);
    CHECK(again(line) == line);
  }
}

TEST_CASE("actions are the same after they were written and read, but for passwords",
          "[app][flight]") {
  const model::Action actions[] = {
      model::LogIn{"juliet@example.com", base::Secret("pencil"), base::Secret("portal"), false,
                   true},
      model::LogOut{false},
      model::RetryConnection{},
      model::OpenConversation{romeo},
      model::CloseConversation{},
      model::OpenAddress{"xmpp:a@b?join", true},
      model::EditDraft{romeo, "half a"},
      model::SendText{romeo, "two\nlines"},
      model::BeginEdit{romeo},
      model::CancelEdit{romeo},
      model::RetryMessage{romeo, "id"},
      model::AddContact{"nurse", "Nurse"},
      model::RenameContact{romeo, "R."},
      model::RemoveContact{romeo},
      model::AnswerRequest{romeo, true},
      model::JoinRoom{romeo, "Jules", base::Secret("pencil")},
      model::LeaveRoom{romeo},
      model::RemoveConversation{romeo},
      model::ReadHistory{romeo, 3, true},
      model::JumpToDate{romeo, base::Wall(base::Duration(1000))},
      model::SetAvailability{xmpp::Availability::Away, "out"},
      model::ReadArchivePolicy{},
      model::SetArchivePolicy{xmpp::ArchivePolicy::Contacts},
      model::DismissNotice{},
      model::ReportProblem{},
  };
  CHECK(std::size(actions) == base::count_of(actions[0]));
  for (const model::Action& action : actions) {
    const std::string line = app::write_action(action);
    CAPTURE(line);
    CHECK(again(line) == line);
    CHECK(line.find("pencil") == line.npos);
    CHECK(line.find("portal") == line.npos);
  }
}

TEST_CASE("a line that is none is not read", "[app][flight]") {
  for (const char* line :
       {"in", "in nonsense", "in socket-text 1", "in socket-text 1 \"open", "in tick more",
        "in socket-text x \"a\"", "in socket-text 1 \"\\xg0\"", "do", "do SendText \"a@b\""}) {
    CAPTURE(line);
    app::FlightReader in(line);
    base::Input input;
    model::Action action;
    const bool is_input = in.word() == "in";
    CHECK_FALSE((is_input ? app::read_input(in, input) : app::read_action(in, action)));
  }
}

TEST_CASE("what is said of an output has no word that anybody wrote, and no password",
          "[app][flight]") {
  const std::string said = app::describe(base::SendText{
      1,
      "<message xmlns='jabber:client' to='a@b' id='m1' type='chat'><body>secret</body></message>"});
  CHECK(said == "out send-text 1 message type=chat to=a@b id=m1");
  CHECK(app::describe(base::SendText{1, "<auth mechanism='PLAIN'>AGFsaWNlAHNlY3JldA==</auth>"}) ==
        "out send-text 1 auth");
  CHECK(app::describe(base::Keep{base::Keeping::Tab, "session", "secret"}).find("secret") ==
        std::string::npos);
  CHECK(app::describe(base::SendText{1, ""}).rfind("out send-text 1", 0) == 0);
}

TEST_CASE("options are the same after they were written and read", "[app][flight]") {
  const app::Options options{.websocket_url = "wss://a/ws",
                             .bosh_url = "https://a/b",
                             .allowed_endpoints = {"wss://b/ws"},
                             .domain = "a",
                             .servers = {{"c", "wss://c/ws"}},
                             .account = "me@a",
                             .allow_plain = true,
                             .remember = session::Remember::Device,
                             .has_store = true};
  const std::string line = app::write_options(options);
  app::FlightReader in(line);
  app::Options back;
  REQUIRE(in.word() == "options");
  REQUIRE(app::read_options(in, back));
  CHECK(app::write_options(back) == line);
}
