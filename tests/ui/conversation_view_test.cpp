// SPDX-License-Identifier: MIT
// The header of a conversation, and what is said where there is nothing yet.
#include "ui/conversation_view.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

TEST_CASE("the line below the name says what is known of a contact", "[ui][conversation]") {
  UiDriver driver;
  driver.log_in();
  const auto about = [&](const char* address) {
    driver.act(model::OpenConversation{jid(address)});
    driver.settle();
    return driver.item("conversation/about")->texts[0].text;
  };
  CHECK(about("bob@example.com") == "Online · At my desk");
  CHECK(about("carol@example.com") == "Away");
  CHECK(about("dave@other.example") == "Request sent");
  CHECK(about("stranger@far.example") == "stranger@far.example");
  driver.event(session::RosterItemChanged{{.jid = jid("dave@other.example")}});
  CHECK(about("dave@other.example") == "Does not share their presence");
  driver.event(session::StatusChanged{stream::Suspended{{}, driver.now.steady}});
  CHECK(about("bob@example.com") == "bob@example.com");
}

TEST_CASE("a room shows its subject and how many are there", "[ui][conversation]") {
  UiDriver driver;
  driver.log_in();
  const xmpp::Jid room = jid("garden@rooms.example.com");
  driver.act(model::OpenAddress{room.text(), true});
  driver.settle();
  CHECK(driver.item("conversation/about")->texts[0].text == "Joining…");
  driver.event(session::RoomJoined{room, "alice"});
  driver.event(
      session::OccupantChanged{room.with_resource("alice"), xmpp::Availability::Available});
  driver.settle();
  CHECK(driver.item("conversation/about")->texts[0].text == "1 person here");
  driver.event(session::OccupantChanged{room.with_resource("bob"), xmpp::Availability::Away});
  driver.event(session::RoomSubjectChanged{room, "Plants\nand more"});
  driver.settle();
  CHECK(driver.item("conversation/about")->texts[0].text == "Plants and more · 2 people here");
  CHECK(driver.words().find("Nobody has written here since you joined.") != std::string::npos);
}

TEST_CASE("an empty conversation is a log all the same", "[ui][conversation]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  REQUIRE(driver.has("timeline"));
  CHECK(driver.item("timeline")->role == ui::Role::Log);
  CHECK(driver.words().find("No messages yet") != std::string::npos);
  CHECK(driver.result.painted.chat == jid("bob@example.com"));
  CHECK(driver.result.painted.count == 0);
}

TEST_CASE("two contacts of one name are told apart by their addresses in the header",
          "[ui][conversation]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  CHECK(driver.item("conversation/title")->name == "Bob Baker");
  CHECK(driver.item("conversation/title")->texts.size() == 2);
  driver.event(session::RosterItemChanged{{.jid = jid("eve@other.example"), .name = "Bob Baker"}});
  driver.settle();
  const std::string told = "Bob Baker (\u2068bob@example.com\u2069)";
  CHECK(driver.item("conversation/title")->name == told);
  CHECK(driver.item("conversation")->name == "Conversation with " + told);
  REQUIRE(driver.item("conversation/title")->texts.size() == 3);
  CHECK(driver.item("conversation/title")->texts[1].text == "Bob Baker");
  CHECK(driver.item("conversation/title")->texts[2].text == "bob@example.com");
  CHECK(driver.item("conversation/about")->texts[0].text == "Online · At my desk");
  // Where there is no room beside the name: below it.
  driver.viewport.width = 320;
  driver.settle();
  CHECK(driver.item("conversation/title")->texts.size() == 2);
  CHECK(driver.item("conversation/about")->texts[0].text ==
        "\u2068bob@example.com\u2069 · Online · At my desk");
  // Not twice, where it stands there anyway.
  driver.event(session::StatusChanged{stream::Suspended{{}, driver.now.steady}});
  driver.viewport.width = 1000;
  driver.settle();
  CHECK(driver.item("conversation/title")->texts.size() == 2);
  CHECK(driver.item("conversation/about")->texts[0].text == "bob@example.com");
}

TEST_CASE("a right-to-left name does not turn round the address beside it", "[ui][conversation]") {
  UiDriver driver;
  driver.log_in();
  driver.event(session::RosterItemChanged{{.jid = jid("12@example.com"), .name = "דורה"}});
  driver.event(session::RosterItemChanged{{.jid = jid("34@example.com"), .name = "דורה"}});
  driver.act(model::OpenConversation{jid("12@example.com")});
  driver.settle();
  const ui::Item* title = driver.item("conversation/title");
  CHECK(title->name == "דורה (\u206812@example.com\u2069)");
  // On the screen the two are texts of their own, one behind the other.
  REQUIRE(title->texts.size() == 3);
  const auto begin_of = [&](const ui::TextPiece& piece) {
    const base::TextLayout layout = driver.text.layout(
        {.text = piece.text, .style = piece.style, .width = piece.width, .max_lines = 1});
    return piece.x + layout.lines[0].x;
  };
  CHECK(begin_of(title->texts[1]) == title->rect.x);
  CHECK(begin_of(title->texts[2]) == title->rect.x + 4 * driver.text.cluster_width + 8);
}

TEST_CASE("who is typing is said below the name and in the list", "[ui][conversation][typing]") {
  UiDriver driver;
  driver.log_in();
  driver.receive("bob@example.com/phone", "hello");
  driver.act(model::OpenConversation{jid("bob@example.com")});
  const auto state = [&](const std::string& from, bool is_groupchat) {
    driver.event(session::MessageReceived{.conversation = jid(from).bare(),
                                          .peer = jid(from),
                                          .from = jid(from),
                                          .is_groupchat = is_groupchat,
                                          .sent = driver.now.wall,
                                          .content = {.chat_state = xmpp::ChatState::Composing}});
    driver.settle();
  };
  state("bob@example.com/phone", false);
  CHECK(driver.item("conversation/about")->texts[0].text == "typing…");
  CHECK(driver.item("contact/bob@example.com")->texts.back().text == "typing…");
  const std::string garden = "garden@rooms.example.com";
  driver.act(model::OpenAddress{garden, true});
  driver.event(session::RoomJoined{jid(garden), "alice"});
  const auto about = [&] { return driver.item("conversation/about")->texts[0].text; };
  state(garden + "/carol", true);
  CHECK(about() == "carol is typing…");
  state(garden + "/dave", true);
  CHECK(about() == "carol and dave are typing…");
  state(garden + "/eve", true);
  CHECK(about() == "several people are typing…");
}
