// SPDX-License-Identifier: MIT
// The loop: what is asked of the host, when a frame is wanted and when none is, and that nothing typed is lost.
#include "app/client.h"

#include "model/store_records.h"
#include "support/catch.h"
#include "support/client_stage.h"

using namespace std::chrono_literals;
using support::attribute;
using Stage = support::ClientStage;
using support::StoreHand;

TEST_CASE("a login is told step by step and ends online", "[app][client]") {
  Stage stage;
  stage.log_in();
  CHECK(stage.desk.statuses == std::vector<std::string>{"connecting", "authenticating", "online"});
}

TEST_CASE("away is said once by a new session", "[app][client]") {
  Stage stage;
  stage.log_in();
  const auto presences = [&] {
    std::vector<std::string> out;
    for (const std::string& frame : stage.desk.sent()) {
      if (frame.starts_with("<presence")) out.push_back(frame);
    }
    return out;
  };
  CHECK(presences().size() == 1);
  stage.client.act(model::SetAvailability{xmpp::Availability::Away, "out"}, stage.now);
  CHECK(presences().size() == 2);
  stage.desk.outputs.clear();
  stage.client.input(base::SocketClosed{.socket = 1, .code = 1006}, stage.now);
  stage.wait(2s);
  stage.socket = 2;
  stage.serve_login();
  REQUIRE(presences().size() == 1);
  CHECK(presences()[0].find("<show>away</show><status>out</status>") != std::string::npos);
}

TEST_CASE("a refused address gives a sentence and opens no socket", "[app][client]") {
  Stage stage;
  stage.client.act(model::LogIn{"not an address@", base::Secret("x")}, stage.now);
  REQUIRE_FALSE(stage.desk.statuses.empty());
  CHECK(stage.desk.statuses.back() == "failed");
  CHECK_FALSE(stage.desk.sentence.empty());
  for (const base::Output& output : stage.desk.outputs)
    CHECK_FALSE(std::holds_alternative<base::OpenSocket>(output));
}

TEST_CASE("trap 15: a hidden page that goes on forgets what it kept, and keeps it anew when quiet",
          "[app][client]") {
  Stage stage;
  stage.log_in();
  // What was kept of the tab, in order; empty: forgotten. Everything that moved counts as "moved".
  const auto happened = [&] {
    std::vector<std::string> out;
    for (const base::Output& output : stage.desk.outputs) {
      if (auto* keep = std::get_if<base::Keep>(&output);
          keep && keep->where == base::Keeping::Tab) {
        out.push_back(keep->value.empty() ? "forgotten" : "kept");
      }
      if (std::holds_alternative<base::SendText>(output)) out.push_back("moved");
    }
    stage.desk.outputs.clear();
    return out;
  };
  const auto wait = [&](base::Duration duration) { stage.wait(duration); };
  using Events = std::vector<std::string>;
  stage.answer_archive();
  happened();
  stage.client.input(base::VisibilityChanged{false}, stage.now);
  stage.client.input(base::Leaving{}, stage.now);
  CHECK(happened() == Events{"kept"});
  // Before a frame leaves, not after it; and anew with it.
  wait(50s);
  CHECK(happened() == Events{"forgotten", "moved", "kept"});
  stage.message(1);
  CHECK(happened() == Events{"forgotten", "kept"});
  stage.message(2);
  CHECK(happened() == Events{"forgotten", "kept"});
  // A burst is not written down message by message.
  stage.message(3);
  REQUIRE(std::holds_alternative<base::WakeAt>(stage.desk.outputs.back()));
  CHECK(std::get<base::WakeAt>(stage.desk.outputs.back()).at == stage.now.steady + 1s);
  CHECK(happened() == Events{"forgotten"});
  stage.message(4);
  wait(999ms);
  CHECK(happened() == Events{});
  wait(1ms);
  CHECK(happened() == Events{"kept"});
  // Whoever is looked at goes on; leaving keeps anew.
  stage.client.input(base::VisibilityChanged{true}, stage.now);
  happened();
  stage.message(5);
  wait(2s);
  CHECK(happened() == Events{});
  stage.client.input(base::Leaving{}, stage.now);
  CHECK(happened() == Events{"kept"});
}

TEST_CASE("a burst of stanzas asks for one frame, and a frame that drew it for no other",
          "[app][client]") {
  Stage stage;
  stage.log_in();
  stage.client.act(model::OpenConversation{*xmpp::Jid::parse("romeo@example.net")}, stage.now);
  stage.client.frame(stage.now);
  stage.client.frame(stage.now);
  stage.desk.frames_wanted = 0;
  for (int i = 0; i < 1000; ++i) stage.message(i);
  CHECK(stage.desk.frames_wanted == 1);

  const ui::FrameResult result = stage.client.frame(stage.now);
  CHECK(result.painted.chat.text() == "romeo@example.net");
  CHECK(result.painted.last == "m999");
  CHECK(result.painted.count == 1000);
  CHECK(stage.desk.frames_wanted == 1);
  CHECK_FALSE(result.next_frame);
}

TEST_CASE("what answers the server but changes nothing visible asks for no frame",
          "[app][client]") {
  Stage stage;
  stage.log_in();
  stage.client.frame(stage.now);
  stage.client.frame(stage.now);
  stage.desk.frames_wanted = 0;
  stage.desk.outputs.clear();
  stage.receive(
      "<iq xmlns='jabber:client' type='get' id='p1' from='example.com'>"
      "<ping xmlns='urn:xmpp:ping'/></iq>");
  REQUIRE(stage.desk.sent().size() == 1);
  CHECK(stage.desk.sent()[0].find("type='result'") != std::string::npos);
  CHECK(stage.desk.frames_wanted == 0);
}

TEST_CASE("a submitted field's version grows only when the text was taken over", "[app][client]") {
  Stage stage;
  stage.log_in();
  stage.answer_archive();
  stage.client.act(model::OpenConversation{*xmpp::Jid::parse("romeo@example.net")}, stage.now);
  stage.client.frame(stage.now);
  const std::string field = "composer/romeo@example.net";
  REQUIRE(stage.client.semantics().find(field) != nullptr);
  const uint32_t before = stage.client.semantics().find(field)->field->version;

  const uint32_t refused =
      stage.client.field_submitted(field, std::string(model::max_body_bytes + 1, 'x'), stage.now);
  CHECK(refused == before);
  const model::Conversation* chat =
      stage.client.model().conversation(*xmpp::Jid::parse("romeo@example.net"));
  REQUIRE(chat != nullptr);
  CHECK(chat->timeline.empty());
  CHECK(chat->draft.size() == model::max_body_bytes + 1);

  stage.desk.outputs.clear();
  const uint32_t taken = stage.client.field_submitted(field, "hello", stage.now);
  CHECK(taken > before);
  REQUIRE(stage.desk.sent().size() == 1);
  CHECK(stage.desk.sent()[0].find("<body>hello</body>") != std::string::npos);
  chat = stage.client.model().conversation(*xmpp::Jid::parse("romeo@example.net"));
  CHECK(chat->timeline.size() == 1);
  CHECK(chat->draft.empty());
}

TEST_CASE("two clients in one process do not know each other", "[app][client]") {
  Stage one, other;
  one.log_in();
  other.log_in();
  one.client.act(model::OpenConversation{*xmpp::Jid::parse("romeo@example.net")}, one.now);
  one.message(1);
  one.client.frame(one.now);
  other.client.frame(other.now);
  CHECK(one.client.semantics().find("composer/romeo@example.net") != nullptr);
  CHECK(other.client.semantics().find("composer/romeo@example.net") == nullptr);
  CHECK(other.client.model().conversation(*xmpp::Jid::parse("romeo@example.net")) == nullptr);
}

TEST_CASE("a lost connection is told as reconnecting and what is typed then is kept",
          "[app][client]") {
  Stage stage;
  stage.log_in();
  stage.client.act(model::OpenConversation{*xmpp::Jid::parse("romeo@example.net")}, stage.now);
  stage.client.frame(stage.now);
  stage.client.input(base::SocketClosed{1, 1006, "", true}, stage.now);
  CHECK(stage.desk.statuses.back() == "reconnecting");
  CHECK_FALSE(stage.desk.sentence.empty());
  stage.desk.outputs.clear();
  stage.client.field_submitted("composer/romeo@example.net", "later", stage.now);
  CHECK(stage.desk.sent().empty());
  const auto& messages = stage.client.model()
                             .conversation(*xmpp::Jid::parse("romeo@example.net"))
                             ->timeline.messages();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].body == "later");
  CHECK(messages[0].state == model::MessageState::Queued);
}

TEST_CASE("a logout in another tab leaves nothing here, not even in a hidden tab's record",
          "[app][client][tabs]") {
  Stage stage;
  stage.log_in();
  stage.client.input(base::Leaving{}, stage.now);
  const auto* before = std::get_if<base::Keep>(&stage.desk.outputs.back());
  REQUIRE((before != nullptr && before->where == base::Keeping::Tab && !before->value.empty()));
  stage.desk.outputs.clear();
  stage.client.input(base::Kept{base::Keeping::Device, "account:juliet@example.com", ""},
                     stage.now);
  CHECK(stage.desk.statuses.back() == "offline");
  bool is_forgotten = false;
  for (const base::Output& output : stage.desk.outputs) {
    auto* keep = std::get_if<base::Keep>(&output);
    if (keep == nullptr) continue;
    CHECK(keep->where == base::Keeping::Tab);
    CHECK(keep->value.empty());
    is_forgotten = true;
  }
  CHECK(is_forgotten);
  stage.desk.outputs.clear();
  stage.client.input(base::Leaving{}, stage.now);
  const auto* after = std::get_if<base::Keep>(&stage.desk.outputs.back());
  REQUIRE((after != nullptr && after->value.empty()));
}

TEST_CASE("trap 41: a duplicated tab logs in by itself and takes up nothing else of the other",
          "[app][client][tabs]") {
  Stage first;
  first.log_in();
  first.message(1);
  first.client.input(base::Leaving{}, first.now);
  const std::string record = std::get<base::Keep>(first.desk.outputs.back()).value;

  Stage copy;
  copy.client.input(base::Kept{base::Keeping::Tab, "copy", record}, copy.now);
  // A login by password that left nothing else: the form is what is needed.
  const auto is_untouched = [&] {
    for (const base::Output& output : copy.desk.outputs) {
      if (std::holds_alternative<base::OpenSocket>(output)) return false;
    }
    return copy.desk.statuses == std::vector<std::string>{"offline"};
  };
  CHECK(is_untouched());
  copy.client.input(base::Kept{base::Keeping::Tab, "copy", record.substr(1)}, copy.now);
  CHECK(is_untouched());
}

namespace {

size_t disk_rows(const support::Disk& disk) {
  size_t out = 0;
  for (const auto& [key, value] : disk.stores.at("juliet@example.com")) out += key[0] == 'm';
  return out;
}

constexpr const char* question = "<r xmlns='urn:xmpp:sm:3'/>";

// What the server was told last, or "-".
std::string last_ack(const Stage& stage) {
  std::string out = "-";
  for (const std::string& frame : stage.desk.sent()) {
    if (frame.compare(0, 2, "<a") == 0) out = attribute(frame, "h");
  }
  return out;
}

}  // namespace

TEST_CASE("G4: the server hears of a message when it is written down, and not before",
          "[app][client][store]") {
  Stage stage(true);
  stage.log_in("<sm xmlns='urn:xmpp:sm:3'/>");
  stage.receive("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>");
  StoreHand store{stage};
  store.write();
  stage.receive(question);
  const int before = std::stoi(last_ack(stage));
  stage.message(1);
  stage.receive(question);
  CHECK(last_ack(stage) == std::to_string(before));
  store.write();
  CHECK(last_ack(stage) == std::to_string(before + 1));
  // What changes nothing that is stored waits for nothing.
  stage.receive("<presence xmlns='jabber:client' from='romeo@example.net/o'/>");
  stage.receive(question);
  CHECK(last_ack(stage) == std::to_string(before + 2));
  REQUIRE(disk_rows(store.disk) == 1);
}

TEST_CASE("G1: what is typed leaves when it is written down, and not before",
          "[app][client][store]") {
  Stage stage(true);
  stage.log_in();
  StoreHand store{stage};
  const auto has_left = [&] {
    for (const std::string& frame : stage.desk.sent()) {
      if (frame.find("<body>hello</body>") != std::string::npos) return true;
    }
    return false;
  };
  store.write();
  stage.answer_archive();
  store.write();
  stage.client.act(model::SendText{*xmpp::Jid::parse("romeo@example.net"), "hello"}, stage.now);
  store.grant();
  CHECK_FALSE(has_left());
  store.write();
  CHECK(has_left());
}

TEST_CASE("F11: a store that fails holds up neither messages nor acknowledgements",
          "[app][client][store]") {
  Stage stage(true);
  stage.log_in("<sm xmlns='urn:xmpp:sm:3'/>");
  stage.receive("<enabled xmlns='urn:xmpp:sm:3' id='sm1' resume='true'/>");
  StoreHand store{stage};
  store.write();
  stage.receive(question);
  const int before = std::stoi(last_ack(stage));
  store.port.fail_at(1, base::StoreTrouble::Full);
  stage.message(1);
  store.write();
  stage.receive(question);
  CHECK(last_ack(stage) == std::to_string(before + 1));
  CHECK(stage.client.model().notice().trouble == base::StoreTrouble::Full);
}

TEST_CASE(
    "whoever embeds the client hears what is open and how much is unread, also while nobody looks",
    "[app][client]") {
  Stage stage;
  stage.log_in();
  CHECK(stage.desk.shown.empty());
  stage.answer_archive();
  stage.message(1);
  CHECK(stage.desk.shown == std::vector<app::Shown>{{"", false, 1}});
  stage.client.act(model::OpenAddress{.address = "romeo@example.net"}, stage.now);
  CHECK(stage.desk.shown.back() == app::Shown{"romeo@example.net", false, 0});
  stage.client.input(base::VisibilityChanged{.is_visible = false}, stage.now);
  stage.message(2);
  stage.message(3);
  CHECK(stage.desk.shown.back() == app::Shown{"romeo@example.net", false, 2});
  const size_t told = stage.desk.shown.size();
  stage.wait(1s);
  CHECK(stage.desk.shown.size() == told);
  stage.client.input(base::VisibilityChanged{.is_visible = true}, stage.now);
  CHECK(stage.desk.shown.back() == app::Shown{"romeo@example.net", false, 0});
  stage.client.act(model::OpenAddress{.address = "garden@rooms.example.net", .join = true},
                   stage.now);
  CHECK(stage.desk.shown.back() == app::Shown{"garden@rooms.example.net", true, 0});
  stage.client.act(model::CloseConversation{}, stage.now);
  CHECK(stage.desk.shown.back() == app::Shown{});
}

TEST_CASE(
    "a frame near the beginning of what is here asks the store for what was said before, once",
    "[app][client][store]") {
  Stage stage(true);
  StoreHand store{stage};
  const xmpp::Jid romeo = *xmpp::Jid::parse("romeo@example.net");
  auto& records = store.disk.stores["juliet@example.com"];
  model::Conversation conversation;
  conversation.jid = romeo;
  records[model::conversation_key(romeo)] = model::write_conversation_record(conversation);
  for (int i = 1; i <= 250; ++i) {
    model::Message row;
    row.from = romeo;
    row.id = "m" + std::to_string(i);
    row.body = "number " + std::to_string(i);
    row.sent = row.place = stage.now.wall - std::chrono::minutes(1000 - i);
    row.turn = static_cast<model::MessageKey>(i);
    row.fingerprint = model::fingerprint_of(row, false);
    records[model::row_key(romeo, row)] = model::write_row_record(romeo, row, false);
  }
  stage.log_in();
  store.write();
  stage.client.act(model::OpenConversation{romeo}, stage.now);
  store.write();
  const auto asked = [&] {
    size_t out = 0;
    for (const base::Output& output : stage.desk.outputs) {
      const auto* range = std::get_if<base::StoreRange>(&output);
      out += range != nullptr && range->from == model::rows_prefix(romeo) ? 1 : 0;
    }
    return out;
  };
  CHECK(stage.client.frame(stage.now).painted.count == 200);
  CHECK(asked() == 1);
  stage.client.key("timeline", "Home", stage.now);
  stage.client.frame(stage.now);
  CHECK(asked() == 2);
  stage.client.frame(stage.now);
  CHECK(asked() == 2);
  store.write();
  CHECK(stage.client.frame(stage.now).painted.count == 250);
  // There is nothing above, and nothing draws itself anew for it.
  stage.client.key("timeline", "Home", stage.now);
  stage.client.frame(stage.now);
  const int frames = stage.desk.frames_wanted;
  stage.client.frame(stage.now);
  CHECK(asked() == 2);
  CHECK(stage.desk.frames_wanted <= frames + 1);
}
