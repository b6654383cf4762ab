// SPDX-License-Identifier: MIT
// Several accounts at once: kept apart, on one host.
#include "app/account.h"

#include "session/login.h"
#include "support/catch.h"
#include "support/client_stage.h"

using Stage = support::ClientStage;
using support::StoreHand;

namespace {

using Texts = std::vector<std::string>;

constexpr const char* juliet = "juliet@example.com";
constexpr const char* juliet_at_work = "juliet@work.example";

xmpp::Jid jid(std::string_view text) { return *xmpp::Jid::parse(text); }
const xmpp::Jid romeo = jid("romeo@example.net");

// Two accounts that know the same person; what is received is the second one's.
struct TwoAccounts : Stage {
  // `more`: features of both streams after the login.
  explicit TwoAccounts(app::Options options = usual(), const std::string& more = "")
      : Stage(std::move(options)) {
    log_in(more);
    first_socket = desk.last_socket();
    log_in(1, juliet_at_work, more);
    second_socket = desk.last_socket();
  }
  void act(model::AccountId account, model::Action action) {
    action.account = account;
    client.act(action, now);
  }
  void answer_archives() {
    for (const base::SocketId each : {first_socket, second_socket}) {
      socket = each;
      answer_archive();
    }
  }
  const model::Model* of(model::AccountId account) const {
    for (const model::Model* each : client.models()) {
      if (each->id() == account) return each;
    }
    return nullptr;
  }
  Texts bodies(model::AccountId account) const {
    Texts out;
    const model::Conversation* found = of(account)->conversation(romeo);
    if (found == nullptr) return out;
    for (const model::Message& message : found->timeline.messages()) out.push_back(message.body);
    return out;
  }
  // Which sockets a message with these words went to.
  std::vector<base::SocketId> left_on(const std::string& words) const {
    std::vector<base::SocketId> out;
    for (const base::SocketId each : {first_socket, second_socket}) {
      for (const std::string& frame : desk.sent(each)) {
        if (frame.find("<body>" + words + "</body>") != std::string::npos) out.push_back(each);
      }
    }
    return out;
  }
  std::string keep() {
    client.input(base::Leaving{}, now);
    return std::get<base::Keep>(desk.outputs.back()).value;
  }

  base::SocketId first_socket = 0, second_socket = 0;
};

}  // namespace

TEST_CASE("sockets and requests of every account have numbers of their own on the host",
          "[app][account]") {
  for (model::AccountId account = 0; account < model::max_accounts; ++account) {
    base::Output open = base::OpenSocket{.socket = 5};
    app::to_host(account, open);
    const base::SocketId number = std::get<base::OpenSocket>(open).socket;
    CHECK((number == 5) == (account == 0));
    base::Input text = base::SocketText{number, "x"};
    CHECK(app::from_host(text) == account);
    CHECK(std::get<base::SocketText>(text).socket == 5);
    base::Output request = base::HttpRequest{.request = 7};
    app::to_host(account, request);
    base::Input reply = base::HttpReply{.request = std::get<base::HttpRequest>(request).request};
    CHECK(app::from_host(reply) == account);
    CHECK(std::get<base::HttpReply>(reply).request == 7);
  }
  base::Input tick = base::Tick{};
  CHECK_FALSE(app::from_host(tick).has_value());
}

TEST_CASE("each account has a place of its own where the device keeps who stays signed in",
          "[app][account]") {
  CHECK(app::login_key(0) == "login");
  for (model::AccountId account = 0; account < model::max_accounts; ++account) {
    CHECK(app::account_of_login_key(app::login_key(account)) == account);
  }
  for (const char* other : {"", "login ", "login 0", "login 99", "login 1 ", "account:login 1"}) {
    CAPTURE(other);
    CHECK_FALSE(app::account_of_login_key(other).has_value());
  }
}

TEST_CASE("two accounts that know the same person are kept apart", "[app][account]") {
  TwoAccounts stage;
  REQUIRE(stage.client.models().size() == 2);
  CHECK(stage.first_socket != stage.second_socket);
  stage.message(1);
  CHECK(stage.bodies(0).empty());
  CHECK(stage.bodies(1) == Texts{"number 1"});
  stage.socket = stage.first_socket;
  stage.message(2);
  CHECK(stage.bodies(0) == Texts{"number 2"});
  CHECK(stage.bodies(1) == Texts{"number 1"});
  CHECK(stage.desk.shown.back().unread == 2);
  stage.answer_archives();
  stage.act(0, model::SendText{romeo, "to you"});
  stage.act(1, model::SendText{romeo, "from work"});
  CHECK(stage.left_on("to you") == std::vector{stage.first_socket});
  CHECK(stage.left_on("from work") == std::vector{stage.second_socket});
}

TEST_CASE("an account that writes to another one of the same page is a person like any",
          "[app][account]") {
  TwoAccounts stage;
  stage.answer_archives();
  stage.act(1, model::SendText{jid(juliet), "hello me"});
  CHECK(stage.left_on("hello me") == std::vector{stage.second_socket});
  stage.socket = stage.first_socket;
  stage.receive(
      "<message xmlns='jabber:client' type='chat' id='1' from='juliet@work.example/b'>"
      "<body>hello me</body></message>");
  const model::Conversation* own = stage.of(0)->conversation(jid(juliet_at_work));
  REQUIRE(own != nullptr);
  CHECK_FALSE(own->timeline.messages().back().is_own);
  CHECK(stage.of(1)->conversation(jid(juliet))->timeline.messages().back().is_own);
}

TEST_CASE("one conversation is open, of whichever account", "[app][account]") {
  TwoAccounts stage;
  stage.act(0, model::OpenConversation{romeo});
  CHECK(stage.client.model().id() == 0);
  stage.act(1, model::OpenConversation{romeo});
  CHECK(stage.client.model().id() == 1);
  CHECK_FALSE(stage.of(0)->open().has_value());
  stage.message(1);
  CHECK(stage.desk.shown.back() == app::Shown{romeo.text(), false, 0});
  stage.socket = stage.first_socket;
  stage.message(2);
  CHECK(stage.desk.shown.back() == app::Shown{romeo.text(), false, 1});
}

TEST_CASE("the page around opens an address with the account that knows it", "[app][account]") {
  TwoAccounts stage;
  stage.receive(
      "<message xmlns='jabber:client' type='chat' id='1' from='nurse@work.example/b'>"
      "<body>quick</body></message>");
  stage.client.open_address("nurse@work.example", false, stage.now);
  CHECK(stage.client.model().id() == 1);
  stage.client.close_conversation(stage.now);
  CHECK_FALSE(stage.of(1)->open().has_value());
  stage.client.open_address("tybalt@example.com", false, stage.now);
  CHECK(stage.client.model().id() == 0);
}

TEST_CASE("the address of a page that is loaded opens with the account that knows it, however late",
          "[app][account]") {
  Stage stage;
  stage.client.open_address("romeo@example.net", false, stage.now);
  CHECK(stage.client.models()[0]->conversations().empty());
  model::Action action = model::LogIn{juliet_at_work, base::Secret("pencil")};
  action.account = 1;
  SECTION("a person whom only the second one knows") {
    stage.client.act(model::LogIn{juliet, base::Secret("pencil")}, stage.now);
    const base::SocketId first = stage.desk.last_socket();
    stage.client.act(action, stage.now);
    stage.socket = first;
    stage.serve_login("", juliet, "nurse@example.net");
    CHECK_FALSE(stage.client.model().open().has_value());
    SECTION("it comes") {
      stage.socket = stage.desk.last_socket();
      stage.serve_login("", juliet_at_work);
      CHECK(stage.client.model().open() == romeo);
      CHECK(stage.client.model().id() == 1);
    }
    SECTION("it does not come: a stranger of the first one") {
      const base::SocketId second = stage.desk.last_socket();
      stage.socket = second;
      stage.client.input(base::SocketOpened{second, "xmpp"}, stage.now);
      stage.receive(support::Link::open_frame("work.example"));
      stage.receive(
          support::Link::features_frame("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                        "<mechanism>PLAIN</mechanism></mechanisms>"));
      stage.receive(
          "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>");
      CHECK(stage.client.model().open() == romeo);
      CHECK(stage.client.model().id() == 0);
    }
    CHECK(stage.client.models()[0]->conversations().size() <= 1);
  }
  SECTION("what the person opened meanwhile stays open") {
    stage.log_in(1, juliet_at_work);
    REQUIRE(stage.client.model().open() == romeo);
    stage.client.act(model::LogIn{juliet, base::Secret("pencil")}, stage.now);
    stage.socket = stage.desk.last_socket();
    stage.client.open_address("nurse@example.net", false, stage.now);
    action = model::OpenConversation{romeo};
    action.account = 1;
    stage.client.act(action, stage.now);
    stage.serve_login("", juliet, "nurse@example.net");
    CHECK(stage.client.model().open() == romeo);
  }
}

TEST_CASE("a link that joins a contact and came before the login opens the conversation",
          "[app][account]") {
  Stage stage;
  stage.client.open_address("romeo@example.net", true, stage.now);
  stage.log_in();
  CHECK(stage.client.model().open() == romeo);
  CHECK(stage.client.model().notice().kind == model::Notice::Kind::IsContact);
  for (const std::string& frame : stage.desk.sent()) {
    CHECK(frame.find("http://jabber.org/protocol/muc'") == std::string::npos);
  }
}

TEST_CASE(
    "of two accounts that know the person of the page's address the one that is shown opens it",
    "[app][account]") {
  TwoAccounts stage;
  stage.act(1, model::OpenConversation{romeo});
  stage.client.open_address(romeo.text(), false, stage.now);
  CHECK(stage.client.model().id() == 1);
  stage.act(0, model::OpenConversation{romeo});
  stage.client.open_address(romeo.text(), false, stage.now);
  CHECK(stage.client.model().id() == 0);
}

TEST_CASE("logging out with one account leaves the other one alone", "[app][account]") {
  TwoAccounts stage;
  stage.act(0, model::LogOut{});
  CHECK(stage.client.models().size() == 1);
  CHECK(stage.client.model().id() == 1);
  CHECK(stage.desk.statuses.back() == "online");
  stage.message(1);
  CHECK(stage.bodies(1) == Texts{"number 1"});
  stage.client.log_out(true, stage.now);
  CHECK(stage.desk.statuses.back() == "offline");
}

TEST_CASE("a login that fails with a second account leaves the page online", "[app][account]") {
  Stage stage;
  stage.log_in();
  model::Action action = model::LogIn{juliet_at_work, base::Secret("wrong")};
  action.account = 1;
  stage.client.act(action, stage.now);
  stage.socket = stage.desk.last_socket();
  stage.client.input(base::SocketOpened{stage.socket, "xmpp"}, stage.now);
  stage.receive(support::Link::open_frame("work.example"));
  stage.receive(
      support::Link::features_frame("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                    "<mechanism>PLAIN</mechanism></mechanisms>"));
  stage.receive("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>");
  CHECK(stage.desk.statuses.back() == "online");
  REQUIRE(stage.client.models().size() == 2);
  CHECK(stage.client.models()[1]->account().connection == model::Connection::Failed);
  // And it can be let go.
  action = model::LogOut{};
  action.account = 1;
  stage.client.act(action, stage.now);
  CHECK(stage.client.models().size() == 1);
}

TEST_CASE("a reload finds both accounts again, each with what it showed", "[app][account]") {
  TwoAccounts before(Stage::usual(), "<sm xmlns='urn:xmpp:sm:3'/>");
  for (const base::SocketId each : {before.first_socket, before.second_socket}) {
    before.socket = each;
    before.receive("<enabled xmlns='urn:xmpp:sm:3' id='sm' resume='true'/>");
  }
  before.message(1);
  before.act(1, model::OpenConversation{romeo});
  const std::string record = before.keep();
  Stage after;
  after.client.input(base::Kept{base::Keeping::Tab, "session", record}, after.now);
  const std::vector<const model::Model*> models = after.client.models();
  REQUIRE(models.size() == 2);
  CHECK(models[0]->account().jid.bare() == jid(juliet));
  CHECK(models[1]->account().jid.bare() == jid(juliet_at_work));
  CHECK(models[0]->conversation(romeo) == nullptr);
  REQUIRE(models[1]->conversation(romeo) != nullptr);
  CHECK(models[1]->conversation(romeo)->timeline.messages()[0].body == "number 1");
  CHECK(after.client.model().id() == 1);
}

TEST_CASE(
    "every account is on the same device, and comes back as itself when the browser was closed",
    "[app][account]") {
  app::Options options = Stage::usual();
  options.remember = session::Remember::Device;
  TwoAccounts before(options);
  Texts devices;
  for (const base::Output& output : before.desk.outputs) {
    auto* keep = std::get_if<base::Keep>(&output);
    if (keep != nullptr && keep->key == "device") devices.push_back(keep->value);
  }
  REQUIRE(devices.size() == 1);
  // What the device keeps comes in the order of the keys: whose it is at the end.
  Stage after(options);
  const auto kept = [&](const std::string& key, const std::string& value) {
    after.client.input(base::Kept{base::Keeping::Device, key, value}, after.now);
  };
  for (const char* each : {juliet, juliet_at_work}) {
    session::Login login;
    login.account = jid(each);
    login.credentials.fast = stream::FastToken{base::Secret("token"), "2099-01-01T00:00:00Z"};
    kept("account:" + std::string(each), login.save());
  }
  kept("device", devices[0]);
  kept("login", juliet);
  kept("login 1", juliet_at_work);
  after.client.input(base::AllKept{}, after.now);
  REQUIRE(after.client.models().size() == 2);
  CHECK(after.client.models()[1]->account().jid == jid(juliet_at_work));
  size_t opened = 0;
  for (const base::Output& output : after.desk.outputs) {
    opened += std::holds_alternative<base::OpenSocket>(output) ? 1 : 0;
    auto* keep = std::get_if<base::Keep>(&output);
    CHECK((keep == nullptr || keep->key != "device"));
  }
  CHECK(opened == 2);
}

TEST_CASE("a damaged record of a tab with two accounts is passed over", "[app][account]") {
  TwoAccounts before;
  const std::string record = before.keep();
  REQUIRE_FALSE(record.empty());
  for (size_t i = 0; i < record.size(); ++i) {
    Stage after;
    std::string broken = record;
    broken[i] = static_cast<char>(broken[i] + 1);
    after.client.input(base::Kept{base::Keeping::Tab, "session", broken}, after.now);
    CHECK(after.client.models().size() <= 2);
  }
}

TEST_CASE("each account has a store of its own", "[app][account][store]") {
  TwoAccounts stage(Stage::usual(true));
  StoreHand store{stage};
  store.write();
  stage.message(1);
  stage.socket = stage.first_socket;
  stage.message(2);
  store.write();
  const auto rows = [&](const char* account) {
    Texts out;
    for (const auto& [key, value] : store.disk.stores.at(account)) {
      if (key[0] != 'm') continue;
      for (const char* body : {"number 1", "number 2"}) {
        if (value.find(body) != std::string::npos) out.push_back(body);
      }
    }
    return out;
  };
  CHECK(rows(juliet) == Texts{"number 2"});
  CHECK(rows(juliet_at_work) == Texts{"number 1"});
  // One that fails is no matter of the other one.
  stage.client.input(base::StoreLost{juliet_at_work, base::StoreTrouble::Failed}, stage.now);
  store.write();
  stage.message(3);
  store.write();
  CHECK(rows(juliet).size() == 1);
  CHECK(store.disk.stores.at(juliet).size() > store.disk.stores.at(juliet_at_work).size());
}

TEST_CASE("a second account of another domain connects to that domain's server", "[app][account]") {
  const auto connects_to = [](app::Options options, const char* address) {
    Stage stage(std::move(options));
    stage.log_in();
    stage.desk.outputs.clear();
    model::Action action = model::LogIn{address, base::Secret("pencil")};
    action.account = 1;
    stage.client.act(action, stage.now);
    for (const base::Output& output : stage.desk.outputs) {
      if (auto* open = std::get_if<base::OpenSocket>(&output)) return open->url;
      if (auto* request = std::get_if<base::HttpRequest>(&output)) return request->url;
    }
    return std::string();
  };
  app::Options options = Stage::usual();
  options.domain = "example.com";
  options.servers = {{"listed.example", "wss://listed.example/ws"}};
  CHECK(connects_to(options, "nurse@example.com") == "wss://example.com/ws");
  CHECK(connects_to(options, "nurse@listed.example") == "wss://listed.example/ws");
  CHECK(connects_to(options, "nurse@work.example")
            .starts_with("https://work.example/.well-known/host-meta"));
  // A deployer who names no domain means all of them.
  options.domain.clear();
  CHECK(connects_to(options, "nurse@work.example") == "wss://example.com/ws");
}

TEST_CASE("where the surroundings name the account there is no other", "[app][account]") {
  app::Options options = Stage::usual();
  options.account = juliet;
  Stage stage(options);
  CHECK_FALSE(stage.client.model().allows_more_accounts());
  CHECK(Stage().client.model().allows_more_accounts());
}
