// SPDX-License-Identifier: MIT
// One message: its words, its state, its size.
#include "ui/bubble.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

namespace {

constexpr const char* bob = "bob@example.com";

const model::Message& last(const UiDriver& driver) {
  return driver.model.conversation(jid(bob))->timeline.messages().back();
}

const ui::Item& last_item(const UiDriver& driver) {
  return *driver.item("message/" + std::to_string(last(driver).key));
}

}  // namespace

TEST_CASE("an own message says whether it waits, is sent or has failed", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.act(model::SendText{jid(bob), "hello"});
  driver.settle();
  CHECK(last_item(driver).name == "You, 20:43, waiting to be sent");
  driver.event(session::MessageSent{jid(bob), last(driver).id});
  driver.settle();
  CHECK(last_item(driver).name == "You, 20:43, sent");
  const float height = last_item(driver).rect.height;
  driver.event(session::MessageFailed{
      jid(bob), last(driver).id, {.condition = xmpp::Condition::RemoteServerNotFound}});
  driver.settle();
  CHECK(last_item(driver).name == "You, 20:43, not sent");
  CHECK(last_item(driver).rect.height == height);
  CHECK(driver.words().find("Not sent. The other server was not found.") != std::string::npos);
  REQUIRE(driver.press(last_item(driver).id + "/retry"));
  CHECK(last_item(driver).name == "You, 20:43, waiting to be sent");
}

TEST_CASE("the time stands beside the last line when there is room", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.receive("bob@example.com/x", "short");
  driver.settle();
  CHECK(last_item(driver).rect.height == 21 + 14);
  CHECK(last_item(driver).rect.width == 5 * 8 + 10 + 5 * 8 + 24);
  // As wide as a bubble gets: the time needs a line of its own.
  driver.receive("bob@example.com/x", std::string(64, 'x'));
  driver.settle();
  CHECK(last_item(driver).rect.height == 21 + 14 + 16);
}

TEST_CASE("right-to-left messages are as narrow as their words", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.receive("bob@example.com/x", "שלום");
  driver.settle();
  const ui::Item& item = last_item(driver);
  CHECK(item.rect.width < 100);
  CHECK(item.texts[0].x + item.texts[0].width <= item.rect.x + item.rect.width);
}

TEST_CASE("a few emoji are large and stand on no bubble", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.receive("bob@example.com/x", "👍🏽");
  driver.settle();
  CHECK(last_item(driver).texts[0].style == base::TextStyle::Emoji);
  CHECK(last_item(driver).background == 0);
}

TEST_CASE("many lines are folded until they are wanted", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  std::string lines;
  for (int i = 0; i < 300; ++i) lines += "line " + std::to_string(i) + "\n";
  driver.receive("bob@example.com/x", lines);
  driver.settle();
  const float folded = last_item(driver).rect.height;
  CHECK(folded < 40 * 21 + 60);
  const std::string more = last_item(driver).id + "/all";
  REQUIRE(driver.has(more));
  driver.act(driver.ui.activate(more));
  driver.settle();
  CHECK(last_item(driver).rect.height >= 300 * 21);
  CHECK_FALSE(driver.has(more));
}

TEST_CASE("a huge body is shown by pages and stored whole", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  std::string body;
  for (int i = 0; body.size() < 3 * model::max_shown_body_bytes - 500; ++i) {
    body += "word" + std::to_string(i) + (i % 20 == 19 ? "\n" : " ");
  }
  driver.receive("bob@example.com/x", body);
  driver.settle();
  CHECK(last(driver).body == body);
  const std::string more = last_item(driver).id + "/all";
  const auto shown = [&] {
    std::string text;
    float bottom = last_item(driver).rect.y;
    for (const ui::TextPiece& piece : last_item(driver).texts) {
      if (piece.is_hidden_from_names) continue;
      text += piece.text;
      CHECK(piece.y > bottom);
      bottom = piece.y;
    }
    return text;
  };
  // However much is shown, all of it can be copied.
  CHECK(ui::whole_message(driver.model, last_item(driver).id) == body);
  CHECK(ui::whole_message(driver.model, more).empty());
  // Folded, then page by page, each from where the last one ended, behind a line.
  float height = last_item(driver).rect.height;
  for (int page = 1; page <= 3; ++page) {
    CAPTURE(page);
    CHECK(driver.item(more)->name == (page < 3 ? "Show more of it" : "Show all of it"));
    driver.act(driver.ui.activate(more));
    driver.settle();
    const std::string text = shown();
    CHECK(text == body.substr(0, text.size()));
    CHECK((text.back() == '\n' || page == 3));
    CHECK(last_item(driver).rect.height > height);
    height = last_item(driver).rect.height;
  }
  CHECK(shown() == body);
  CHECK_FALSE(driver.has(more));
  // At the limit there is one page, beyond it there are two.
  driver.receive("bob@example.com/x", std::string(model::max_shown_body_bytes, 'x'), "fits");
  driver.settle();
  CHECK(driver.item(last_item(driver).id + "/all")->name == "Show all of it");
  driver.receive("bob@example.com/x", std::string(model::max_shown_body_bytes + 1, 'x'), "more");
  driver.settle();
  CHECK(driver.item(last_item(driver).id + "/all")->name == "Show more of it");
}

TEST_CASE("a message of nothing that can be seen is a row that says so", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.receive("bob@example.com/x", " \n\u200b\n\n\n\n\u2800");
  driver.settle();
  CHECK(last_item(driver).texts[0].text == "This message has nothing that can be seen in it.");
  CHECK(last_item(driver).rect.height <= 18 + 14 + 16);
}

TEST_CASE("a message that turns words round says so", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.receive("bob@example.com/x", "invoice\u202efdp.exe");
  driver.settle();
  CHECK(last_item(driver).texts[0].text == "invoice\u202efdp.exe");
  CHECK(last_item(driver).description ==
        "Some of this text is turned round by a hidden character.");
  CHECK(last_item(driver).rect.height == 21 + 20 + 16 + 14);
}

TEST_CASE("in rooms each group begins with its author", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  const xmpp::Jid room = jid("garden@rooms.example.com");
  driver.act(model::OpenAddress{room.text(), true});
  driver.event(session::RoomJoined{room, "alice"});
  for (const char* nick : {"Bob", "Bob", "Carol"}) {
    driver.event(session::MessageReceived{.conversation = room,
                                          .from = room.with_resource(nick),
                                          .is_groupchat = true,
                                          .sent = driver.now.wall,
                                          .content = {.body = "hello"}});
  }
  driver.settle();
  std::vector<const ui::Item*> rows;
  for (const ui::Item& item : driver.ui.semantics().items()) {
    if (item.role == ui::Role::Article) rows.push_back(&item);
  }
  REQUIRE(rows.size() == 3);
  CHECK(rows[0]->texts[0].text == "Bob");
  CHECK(rows[1]->texts[0].text == "hello");
  CHECK(rows[2]->texts[0].text == "Carol");
  CHECK(rows[1]->name == "Bob, 20:43");
  CHECK(rows[0]->texts[0].colour != rows[2]->texts[0].colour);
}

TEST_CASE("an encrypted message without other words says that it cannot be read", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.event(session::MessageReceived{.conversation = jid(bob),
                                        .from = jid("bob@example.com/x"),
                                        .id = "secret",
                                        .sent = driver.now.wall,
                                        .content = {.encryption = "OMEMO\n\u202e"}});
  driver.settle();
  const std::string sentence =
      "This message is encrypted (OMEMO) and cannot be read here. Ask for it without encryption.";
  CHECK(last_item(driver).texts[0].text == sentence);
  CHECK(last_item(driver).texts[0].style == base::TextStyle::Small);
  // The list says the same.
  CHECK(driver.item("contact/bob@example.com")->texts.back().text == sentence);
}

TEST_CASE("copied messages say who wrote them, and when", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.receive("bob@example.com/x", "first");
  driver.settle();
  CHECK(last_item(driver).by == "[20:43] Bob Baker: ");
  driver.act(model::SendText{jid(bob), "hello"});
  driver.settle();
  CHECK(last_item(driver).by == "[20:43] alice: ");
}

TEST_CASE("white space of a message is kept on the screen", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  const std::string code = "if (x) {\n\treturn  1;\n}";
  driver.receive("bob@example.com/x", code);
  driver.settle();
  CHECK(last_item(driver).texts[0].text == code);
  CHECK(last_item(driver).rect.width == (8 + 10) * 8 + 24);
  // Ten thousand spaces are room at the end of a line, and no row of a hundred lines.
  driver.receive("bob@example.com/x", "a" + std::string(10000, ' ') + "b");
  driver.settle();
  CHECK(last_item(driver).rect.height == 2 * 21 + 14);
  CHECK(last_item(driver).rect.width < 100);
}

TEST_CASE("a message says that it arrived, and that it was changed", "[ui][bubble]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid(bob)});
  driver.settle();
  driver.submit("composer/" + std::string(bob), "hello");
  const std::string id = driver.model.conversation(jid(bob))->timeline.messages()[0].id;
  const auto name = [&] {
    driver.settle();
    return driver.item(ui::item_id_of(driver.model.conversation(jid(bob))->timeline.messages()[0]))
        ->name;
  };
  driver.event(session::ArchiveRead{jid("alice@example.com"), true});
  driver.event(session::MessageSent{jid(bob), id, true});
  CHECK(name() == "You, 20:43, sent");
  driver.event(session::MessageReceived{.conversation = jid(bob),
                                        .from = jid("bob@example.com/phone"),
                                        .content = {.receipt_for = id}});
  CHECK(name() == "You, 20:43, delivered");
  driver.act(model::BeginEdit{jid(bob)});
  driver.submit("composer/" + std::string(bob), "hallo");
  CHECK(name() == "You, edited 20:43, delivered");
  // The longer time has its place.
  const ui::Item* bubble =
      driver.item(ui::item_id_of(driver.model.conversation(jid(bob))->timeline.messages()[0]));
  for (const ui::TextPiece& piece : bubble->texts) CHECK(piece.x >= bubble->rect.x);
}
