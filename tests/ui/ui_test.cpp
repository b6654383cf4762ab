// SPDX-License-Identifier: MIT
// The whole interface: what is on screen in which state, at which size, and what a frame costs.
#include "ui/ui.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "base/utf8.h"
#include "session/event.h"
#include "support/approve.h"
#include "support/catch.h"
#include "support/test_data.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

namespace {

// What must hold of every frame, whatever is in it.
void check_frame(const UiDriver& driver) {
  std::set<std::string> ids;
  for (const ui::Item& item : driver.ui.semantics().items()) {
    CAPTURE(item.id);
    CHECK_FALSE(item.id.empty());
    CHECK(ids.insert(item.id).second);
    CHECK((item.parent.empty() || ids.count(item.parent) == 1));
    CHECK(item.rect.width >= 0);
    CHECK(item.rect.height >= 0);
    CHECK(base::is_valid_utf8(item.name));
    // Within the window from side to side: nothing bleeds into a neighbour.
    CHECK(item.rect.x >= -0.5f);
    CHECK(item.rect.x + item.rect.width <= driver.viewport.width + 0.5f);
    if (item.activation || item.field) CHECK_FALSE(item.name.empty());
    for (const ui::TextPiece& piece : item.texts) {
      CHECK(base::is_valid_utf8(piece.text));
      CHECK(piece.width <= driver.viewport.width);
    }
  }
  for (const ImDrawVert& vertex : driver.vertices) {
    REQUIRE(std::isfinite(vertex.pos.x));
    REQUIRE(std::isfinite(vertex.pos.y));
  }
}

void talk(UiDriver& driver) {
  driver.receive("bob@example.com/phone", "Good morning!", "b1");
  driver.now.wall += std::chrono::minutes(1);
  driver.receive("bob@example.com/phone", "Did you see it?", "b2");
  driver.now.wall += std::chrono::minutes(10);
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.act(model::SendText{jid("bob@example.com"), "I did."});
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("the login is a card with two fields and a button", "[ui]") {
  UiDriver driver;
  driver.settle();
  check_frame(driver);
  support::check_approved("ui-login", driver.dump());
}

TEST_CASE("where the page has its own login form, nothing is drawn below it", "[ui]") {
  UiDriver driver;
  driver.viewport.has_login_form = true;
  driver.settle();
  CHECK(driver.ui.semantics().items().empty());
}

TEST_CASE("the roster lists requests, conversations, then contacts", "[ui]") {
  UiDriver driver;
  driver.log_in();
  driver.receive("carol@example.com/x", "The invoice is signed.");
  driver.event(session::SubscriptionRequested{jid("zoe@other.example"), "It is Zoe."});
  driver.settle();
  check_frame(driver);
  CHECK(driver.result.is_roster_painted);
  support::check_approved("ui-roster", driver.dump());
}

TEST_CASE("a conversation has its header, its log and its composer", "[ui]") {
  UiDriver driver;
  driver.log_in();
  talk(driver);
  driver.settle();
  check_frame(driver);
  support::check_approved("ui-conversation", driver.dump());
  CHECK(driver.result.painted.chat == jid("bob@example.com"));
  CHECK(driver.result.painted.first == "b1");
  CHECK(driver.result.painted.count == 3);
}

TEST_CASE("the contract of those who drive the page holds", "[ui]") {
  UiDriver driver;
  driver.log_in();
  talk(driver);
  driver.settle();
  const ui::Item* contact = driver.item("contact/bob@example.com");
  REQUIRE(contact != nullptr);
  CHECK(contact->role == ui::Role::Button);
  CHECK(contact->name == "Bob Baker");
  CHECK(contact->is_current);
  const ui::Item* log = driver.item("timeline");
  REQUIRE(log != nullptr);
  CHECK(log->role == ui::Role::Log);
  CHECK(log->name == "Messages");
  const ui::Item* composer = driver.item("composer/bob@example.com");
  REQUIRE(composer != nullptr);
  CHECK(composer->role == ui::Role::TextField);
  CHECK(composer->name == "Message Bob Baker");
  CHECK(composer->field->is_multiline);
  std::vector<const ui::Item*> articles;
  for (const ui::Item& item : driver.ui.semantics().items()) {
    if (item.role == ui::Role::Article) articles.push_back(&item);
  }
  REQUIRE(articles.size() == 3);
  CHECK(articles[0]->data_id == "b1");
  CHECK(articles[2]->data_id ==
        driver.model.conversation(jid("bob@example.com"))->timeline.messages().back().id);
  for (size_t i = 0; i < articles.size(); ++i) {
    CHECK(articles[i]->position == i + 1);
    CHECK(articles[i]->set_size == 3);
    CHECK(articles[i]->parent == "timeline");
  }
}

TEST_CASE("a message without an id is known by its key", "[ui]") {
  UiDriver driver;
  driver.log_in();
  driver.receive("bob@example.com/phone", "no id");
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  CHECK(driver.result.painted.last.rfind("key-", 0) == 0);
}

TEST_CASE("one pane below 720 px, two from there on", "[ui]") {
  UiDriver driver(719, 600);
  driver.log_in();
  driver.settle();
  CHECK(driver.has("navigation"));
  CHECK_FALSE(driver.has("empty-conversation"));
  REQUIRE(driver.press("contact/bob@example.com"));
  CHECK_FALSE(driver.has("navigation"));
  CHECK(driver.has("conversation"));
  REQUIRE(driver.press("back"));
  CHECK(driver.has("navigation"));
  driver.viewport.width = 720;
  driver.settle();
  CHECK(driver.has("navigation"));
  CHECK(driver.has("empty-conversation"));
  REQUIRE(driver.press("contact/bob@example.com"));
  CHECK(driver.has("navigation"));
  CHECK(driver.has("conversation"));
  CHECK_FALSE(driver.has("back"));
}

TEST_CASE("every screen fits every size", "[ui]") {
  const auto [width, height] = GENERATE(table<float, float>(
      {{320, 400}, {320, 256}, {360, 640}, {719, 480}, {720, 400}, {1000, 700}, {2560, 1440}}));
  const float scale = GENERATE(1.0f, 1.5f, 2.0f);
  CAPTURE(width, height, scale);
  UiDriver driver(width, height);
  driver.viewport.scale = scale;
  driver.settle();
  check_frame(driver);
  driver.log_in();
  driver.event(session::SubscriptionRequested{jid("zoe@other.example"), "It is Zoe."});
  driver.settle();
  check_frame(driver);
  for (const char* dialog : {"add-contact", "join-room", "account"}) {
    REQUIRE(driver.press(dialog));
    check_frame(driver);
    driver.act(driver.ui.key("", "Escape"));
    driver.settle();
  }
  talk(driver);
  driver.event(session::StatusChanged{
      stream::Suspended{{.failure = xmpp::Failure::ConnectionLost}, driver.now.steady}});
  driver.settle();
  check_frame(driver);
  // The button that sends is whole and on screen.
  const ui::Item* send = driver.item("send");
  REQUIRE(send != nullptr);
  CHECK(send->rect.y + send->rect.height <= height);
}

TEST_CASE("a frame that changes nothing lays nothing out and asks for no other", "[ui]") {
  UiDriver driver;
  driver.log_in();
  talk(driver);
  driver.settle();
  const int layouts = driver.text.layouts();
  const ui::FrameResult result = driver.frame();
  CHECK(driver.text.layouts() == layouts);
  CHECK_FALSE(result.next_frame.has_value());
}

TEST_CASE("a screenful is one draw call", "[ui]") {
  UiDriver driver;
  driver.log_in();
  talk(driver);
  driver.settle();
  driver.frame();  // the first one did not know the page yet
  CHECK(driver.draw_calls == 1);
}

TEST_CASE("lines that are not rasterised yet are filled in by the next frames", "[ui]") {
  UiDriver driver;
  driver.log_in();
  talk(driver);
  driver.text.set_raster_budget(3);
  const ui::FrameResult result = driver.frame();
  REQUIRE(result.next_frame.has_value());
  CHECK(*result.next_frame <= driver.now.steady);
  driver.text.set_raster_budget(-1);
  CHECK_FALSE(driver.frame().next_frame.has_value());
}

TEST_CASE("another epoch of the fonts lays everything out again", "[ui]") {
  UiDriver driver;
  driver.log_in();
  talk(driver);
  driver.settle();
  const int before = driver.text.layouts();
  driver.text.next_epoch();
  driver.settle();
  CHECK(driver.text.layouts() > before);
  CHECK(driver.text.alive() <= static_cast<size_t>(driver.text.layouts() - before));
}

TEST_CASE("the theme follows the system unless one is chosen", "[ui]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  CHECK(driver.ui.theme().name == "light");
  driver.viewport.is_dark_preferred = true;
  driver.settle();
  CHECK(driver.ui.theme().name == "dark");
  driver.ui.set_theme("light");
  driver.settle();
  CHECK(driver.ui.theme().name == "light");
  REQUIRE(driver.press("account"));
  REQUIRE(driver.press("dialog/theme-dark"));
  CHECK(driver.ui.theme().name == "dark");
}

TEST_CASE("hostile text as anything at all never breaks the layout", "[ui][hostile]") {
  const std::filesystem::path folder = support::test_data("hostile/text");
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    CAPTURE(entry.path().filename().string());
    ++cases;
    // What comes from the stream is valid; what an embedder passes need not be.
    const std::string text = read(entry.path());
    UiDriver driver;
    driver.log_in();
    driver.event(session::RosterItemChanged{{.jid = jid("bob@example.com"),
                                             .name = base::sanitise(text),
                                             .subscription = xmpp::Subscription::Both}});
    driver.event(session::PresenceChanged{jid("bob@example.com/phone"), xmpp::Availability::Away,
                                          base::sanitise(text)});
    driver.event(session::SubscriptionRequested{jid("zoe@other.example"), base::sanitise(text)});
    driver.receive("bob@example.com/phone", text, "hostile");
    driver.receive("bob@example.com/phone", "the next message", "next");
    driver.act(model::OpenConversation{jid("bob@example.com")});
    driver.act(model::EditDraft{jid("bob@example.com"), base::sanitise(text)});
    driver.settle();
    check_frame(driver);
    const ui::Item* contact = driver.item("contact/bob@example.com");
    REQUIRE(contact != nullptr);
    CHECK_FALSE(contact->name.empty());
    CHECK(contact->name.find('\n') == std::string::npos);
    CHECK(contact->name.find("\u202e") == std::string::npos);
    // Stored and shown as it came, up to what is ever shown.
    CHECK(driver.model.conversation(jid("bob@example.com"))->timeline.messages()[0].body ==
          base::sanitise(text));
    driver.act(driver.ui.key("timeline", "End"));
    driver.settle();
    check_frame(driver);
    const ui::Item* next = driver.item(
        "message/" +
        std::to_string(
            driver.model.conversation(jid("bob@example.com"))->timeline.messages()[1].key));
    REQUIRE(next != nullptr);
    CHECK(next->name.find("20:43") != std::string::npos);
    driver.frame();
    CHECK(driver.draw_calls == 1);
  }
  CHECK(cases >= 14);
}

TEST_CASE("labels, ids and format strings of ImGui mean nothing here", "[ui][hostile]") {
  UiDriver driver;
  driver.log_in();
  for (const char* text : {"##", "###id", "%s%s%s%n", "a##b", "%d", ""}) {
    driver.event(session::RosterItemChanged{
        {.jid = jid("bob@example.com"), .name = text, .subscription = xmpp::Subscription::Both}});
    driver.receive("bob@example.com/x", std::string("body ") + text);
    driver.act(model::OpenConversation{jid("bob@example.com")});
    driver.settle();
    CAPTURE(text);
    const std::string name = *text == '\0' ? "bob" : text;
    CHECK(driver.item("contact/bob@example.com")->name == name);
    CHECK(driver.words().find(std::string("body ") + text + "\n") != std::string::npos);
    CHECK(driver.press("contact/carol@example.com"));
    CHECK(driver.model.open() == jid("carol@example.com"));
  }
}
