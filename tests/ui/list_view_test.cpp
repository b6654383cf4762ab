// SPDX-License-Identifier: MIT
// The list: its order, its filter, requests, scrolling through thousands.
#include "ui/list_view.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

namespace {

std::vector<std::string> rows(const UiDriver& driver) {
  std::vector<std::string> out;
  for (const ui::Item& item : driver.ui.semantics().items()) {
    if (item.id.rfind("contact/", 0) == 0) out.push_back(item.name);
  }
  return out;
}

}  // namespace

TEST_CASE("conversations stand by their last message, contacts by name", "[ui][list]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  CHECK(rows(driver) == std::vector<std::string>{"Bob Baker", "Carol", "dave"});
  driver.receive("dave@other.example/x", "hi");
  driver.receive("carol@example.com/x", "hi");
  driver.settle();
  CHECK(rows(driver) == std::vector<std::string>{"Carol", "dave", "Bob Baker"});
  CHECK(driver.has("contacts"));
}

TEST_CASE("a row says presence, preview and what is unread", "[ui][list]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  CHECK(driver.item("contact/carol@example.com")->description == "Away");
  CHECK(driver.words().find("At my desk") != std::string::npos);
  CHECK(driver.words().find("Request sent") != std::string::npos);
  driver.receive("bob@example.com/x", "two\nlines");
  driver.receive("bob@example.com/x", "last");
  driver.settle();
  CHECK(driver.item("contact/bob@example.com")->description == "Online, 2 unread messages");
  CHECK(driver.words().find("last\n") != std::string::npos);
  driver.act(model::SendText{jid("bob@example.com"), "mine"});
  driver.settle();
  CHECK(driver.words().find("You: mine") != std::string::npos);
  driver.act(model::EditDraft{jid("bob@example.com"), "half a"});
  driver.settle();
  CHECK(driver.words().find("Draft: half a") != std::string::npos);
}

TEST_CASE("the filter finds names and addresses, and Enter opens the first", "[ui][list]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  driver.type("search", "BAK");
  CHECK(rows(driver) == std::vector<std::string>{"Bob Baker"});
  driver.type("search", "other.ex");
  CHECK(rows(driver) == std::vector<std::string>{"dave"});
  driver.type("search", "nobody");
  CHECK(rows(driver).empty());
  CHECK(driver.words().find("Nothing found for “nobody”.") != std::string::npos);
  const uint32_t version = driver.item("search")->field->version;
  driver.submit("search", "carol");
  CHECK(driver.model.open() == jid("carol@example.com"));
  CHECK(rows(driver).size() == 3);
  CHECK(driver.item("search")->field->value.empty());
  CHECK(driver.item("search")->field->version > version);
}

TEST_CASE("a request is answered with one press", "[ui][list]") {
  UiDriver driver;
  driver.log_in();
  driver.event(session::SubscriptionRequested{jid("zoe@other.example"), "It is Zoe."});
  driver.event(session::SubscriptionRequested{jid("spam@other.example"), ""});
  driver.settle();
  CHECK(driver.words().find("It is Zoe.") != std::string::npos);
  REQUIRE(driver.press("request/zoe@other.example/accept"));
  REQUIRE(driver.press("request/spam@other.example/decline"));
  CHECK_FALSE(driver.has("requests"));
  REQUIRE(driver.commands.size() == 3);
  CHECK((*base::get_if<session::AnswerSubscription>(&driver.commands[0])).approve);
  CHECK_FALSE((*base::get_if<session::AnswerSubscription>(&driver.commands[2])).approve);
}

TEST_CASE("five thousand contacts cost what is visible", "[ui][list]") {
  UiDriver driver;
  driver.log_in();
  session::RosterLoaded roster;
  for (int i = 0; i < 5000; ++i) {
    roster.items.push_back({.jid = jid("c" + std::to_string(10000 + i) + "@example.com")});
  }
  driver.event(roster);
  driver.settle();
  CHECK(rows(driver).size() < 40);
  CHECK(driver.text.layouts() < 200);
  CHECK(driver.item("contact/c10000@example.com")->set_size == 5000);
  driver.ui.scrolled(100, 400, 0, 100'000);
  driver.settle();
  CHECK_FALSE(driver.has("contact/c10000@example.com"));
  CHECK(rows(driver).size() < 40);
  driver.ui.scrolled(100, 400, 0, 1e9f);
  driver.settle();
  const ui::Item* last = driver.item("contact/c14999@example.com");
  REQUIRE(last != nullptr);
  CHECK(last->rect.y + last->rect.height <= 700);
  driver.ui.scrolled(100, 400, 0, -1e9f);
  driver.settle();
  CHECK(rows(driver)[0] == "c10000");
}

TEST_CASE("a conversation opened from elsewhere is scrolled into view", "[ui][list]") {
  UiDriver driver;
  driver.log_in();
  session::RosterLoaded roster;
  for (int i = 0; i < 500; ++i) {
    roster.items.push_back({.jid = jid("c" + std::to_string(1000 + i) + "@example.com")});
  }
  driver.event(roster);
  driver.act(model::OpenAddress{"c1400@example.com", false});
  driver.settle();
  const ui::Item* row = driver.item("contact/c1400@example.com");
  REQUIRE(row != nullptr);
  CHECK(row->is_current);
  CHECK(row->rect.y > 100);
  CHECK(row->rect.y + row->rect.height <= 700);
  // Scrolling away afterwards is not undone.
  driver.ui.scrolled(100, 400, 0, -1e9f);
  driver.settle();
  CHECK(rows(driver)[0] == "c1000");
}

TEST_CASE("names begin below each other whatever their script", "[ui][list]") {
  UiDriver driver;
  driver.log_in();
  driver.event(session::RosterItemChanged{{.jid = jid("dora@example.com"), .name = "دورا"}});
  driver.settle();
  const auto begin_of = [&](const char* id) {
    const ui::Item* row = driver.item(id);
    for (const ui::TextPiece& piece : row->texts) {
      if (piece.text != row->name) continue;
      const base::TextLayout layout = driver.text.layout(
          {.text = piece.text, .style = piece.style, .width = piece.width, .max_lines = 1});
      return piece.x + layout.lines[0].x;
    }
    return -1.0f;
  };
  CHECK(begin_of("contact/dora@example.com") == begin_of("contact/bob@example.com"));
}

TEST_CASE("two contacts of one name are told apart by their addresses in the list", "[ui][list]") {
  UiDriver driver;
  driver.log_in();
  driver.event(session::RosterItemChanged{{.jid = jid("bob@other.example"),
                                           .name = "bob BAKER",
                                           .subscription = xmpp::Subscription::Both}});
  driver.settle();
  const auto texts = [&](const char* id) {
    std::vector<std::string> out;
    for (const ui::TextPiece& piece : driver.item(id)->texts) out.push_back(piece.text);
    return out;
  };
  // Initials, name, address, and what is said of them.
  CHECK(texts("contact/bob@example.com") ==
        std::vector<std::string>{"BB", "Bob Baker", "bob@example.com", "At my desk"});
  CHECK(texts("contact/bob@other.example") ==
        std::vector<std::string>{"BB", "bob BAKER", "bob@other.example", "Offline"});
  CHECK(rows(driver)[0] == "Bob Baker (\u2068bob@example.com\u2069)");
  CHECK(rows(driver)[1] == "bob BAKER (\u2068bob@other.example\u2069)");
  // All others are as ever.
  CHECK(rows(driver)[2] == "Carol");
  CHECK(texts("contact/carol@example.com") == std::vector<std::string>{"C", "Carol", "Away"});
  // The lines stand below each other, within their row.
  const ui::Item* row = driver.item("contact/bob@example.com");
  for (size_t i = 2; i < row->texts.size(); ++i) {
    CHECK(row->texts[i].y >=
          row->texts[i - 1].y + base::metrics_of(row->texts[i - 1].style).line_height - 1);
  }
  CHECK(row->texts.back().y + 18 <= row->rect.y + row->rect.height);
  // Where the address is what is said of them anyway, it is not said twice.
  driver.event(session::StatusChanged{stream::Suspended{{}, driver.now.steady}});
  driver.settle();
  CHECK(texts("contact/bob@other.example") ==
        std::vector<std::string>{"BB", "bob BAKER", "bob@other.example"});
}

TEST_CASE("a request under a contact's name is named with its address", "[ui][list]") {
  UiDriver driver;
  driver.log_in();
  driver.event(session::SubscriptionRequested{jid("carol@other.example"), "It is me."});
  driver.event(session::SubscriptionRequested{jid("zoe@other.example"), ""});
  driver.settle();
  CHECK(driver.item("request/carol@other.example")->name ==
        "carol (\u2068carol@other.example\u2069)");
  CHECK(driver.item("request/zoe@other.example")->name == "zoe");
  CHECK(driver.item("contact/carol@example.com")->name == "Carol (\u2068carol@example.com\u2069)");
}

TEST_CASE("an empty list helps on", "[ui][list]") {
  UiDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{});
  driver.settle();
  CHECK(driver.words().find("No contacts yet") != std::string::npos);
}
