// SPDX-License-Identifier: MIT
// Keys in the order of the timeline, and records that are refused as a whole.
#include "model/store_records.h"

#include "support/catch.h"

using model::Message;
using model::MessageState;

namespace {

xmpp::Jid jid(std::string_view text) { return *xmpp::Jid::parse(text); }

Message message(int64_t place, std::string id = "1", std::string body = "hello") {
  Message out;
  out.from = jid("romeo@example.net/o");
  out.id = std::move(id);
  out.body = std::move(body);
  out.place = base::Wall(base::Duration(place));
  out.fingerprint = model::fingerprint_of(out, false);
  return out;
}

}  // namespace

TEST_CASE("keys of messages stand in the order of their places", "[model][store]") {
  const xmpp::Jid romeo = jid("romeo@example.net");
  std::string last = model::rows_prefix(romeo);
  for (int64_t place : {0ll, 1ll, 255ll, 256ll, 1'800'000'000'000ll}) {
    const std::string key = model::row_key(romeo, message(place));
    CHECK(key > last);
    CHECK(key < model::rows_end(romeo));
    last = key;
  }
  CHECK(model::row_key(romeo, message(5)) == model::row_key(romeo, message(5)));
  CHECK(model::row_key(romeo, message(5, "1")) != model::row_key(romeo, message(5, "2")));
}

TEST_CASE("an address that begins like another keeps its messages to itself", "[model][store]") {
  const xmpp::Jid shorter = jid("a@example.net"), longer = jid("a@example.network");
  const std::string key = model::row_key(longer, message(5));
  CHECK_FALSE((key >= model::rows_prefix(shorter) && key < model::rows_end(shorter)));
}

TEST_CASE("the outbox holds what of ours the server does not have", "[model][store]") {
  Message one = message(1);
  CHECK_FALSE(model::is_in_outbox(one));
  one.is_own = true;
  for (MessageState state :
       {MessageState::Saving, MessageState::Queued, MessageState::Sent, MessageState::Failed}) {
    one.state = state;
    one.is_counted = true;
    CHECK(model::is_in_outbox(one));
  }
  // Of what is not counted nobody will ever say more.
  one.state = MessageState::Sent;
  one.is_counted = false;
  CHECK_FALSE(model::is_in_outbox(one));
  one.state = MessageState::Acknowledged;
  CHECK_FALSE(model::is_in_outbox(one));
}

TEST_CASE("a message keeps what is missing above it, and so does a record of before",
          "[model][store]") {
  const xmpp::Jid romeo = jid("romeo@example.net");
  Message one = message(7);
  CHECK_FALSE(model::read_row_record(model::write_row_record(romeo, one, false))->message.gap);
  one.gap.emplace();  // all that could be told before gaps had ends
  CHECK(model::read_row_record(model::write_row_record(romeo, one, false))->message.gap ==
        model::Gap{});
  one.gap = model::Gap{"archived-7", "archived-9"};
  const auto back = model::read_row_record(model::write_row_record(romeo, one, false));
  CHECK(back->message.gap == one.gap);
  CHECK(back->message.edits.empty());
  one.original = "hallo";
  one.edits = {"2"};
  const auto edited = model::read_row_record(model::write_row_record(romeo, one, false));
  CHECK(edited->message.gap == one.gap);
  CHECK(edited->message.edits == one.edits);
}

TEST_CASE("a message comes back as it was written", "[model][store]") {
  Message one = message(7);
  one.is_own = true;
  one.state = MessageState::Failed;
  one.error = xmpp::StanzaError{.condition = xmpp::Condition::ItemNotFound, .text = "gone"};
  const std::string record = model::write_row_record(jid("romeo@example.net"), one, true);
  const auto back = model::read_row_record(record);
  REQUIRE(back.has_value());
  CHECK(back->jid == jid("romeo@example.net"));
  CHECK(back->is_groupchat);
  CHECK(back->message.body == one.body);
  CHECK(back->message.place == one.place);
  CHECK(back->message.state == MessageState::Failed);
  CHECK(back->message.error->text == "gone");
  for (size_t size = 0; size < record.size(); ++size) {
    CHECK_FALSE(model::read_row_record(record.substr(0, size)).has_value());
  }
}

TEST_CASE("what never answered as a room is none after a reload", "[model][store]") {
  model::Conversation one;
  one.jid = jid("bob@example.com");
  one.room.emplace();
  CHECK_FALSE(model::read_conversation_record(model::write_conversation_record(one))->room);
}

TEST_CASE("up to where a conversation was displayed comes back, and a record of before has nothing",
          "[model][store]") {
  model::Conversation one;
  one.jid = jid("bob@example.com");
  const auto before = model::read_conversation_record(model::write_conversation_record(one));
  REQUIRE(before.has_value());
  CHECK(before->seen == model::Spot{});
  one.seen = {base::Wall(base::Duration(99)), 4};
  one.displayed = {base::Wall(base::Duration(98)), 3};
  const auto back = model::read_conversation_record(model::write_conversation_record(one));
  REQUIRE(back.has_value());
  CHECK(back->seen == one.seen);
  CHECK(back->displayed == one.displayed);
  CHECK_FALSE(back->editing.has_value());
  CHECK_FALSE(back->pages.is_whole);
}

TEST_CASE("a conversation comes back as it was written", "[model][store]") {
  model::Conversation one;
  one.jid = jid("hall@rooms.example.com");
  one.draft = "half";
  one.unread = 3;
  one.last_activity = {base::Wall(base::Duration(99)), 4};
  one.room.emplace().nick = "jules";
  one.room->state = model::Room::State::Joined;
  one.room->is_proven = true;
  const std::string record = model::write_conversation_record(one);
  const auto back = model::read_conversation_record(record);
  REQUIRE(back.has_value());
  CHECK(back->jid == one.jid);
  CHECK(back->draft == "half");
  CHECK(back->unread == 3);
  CHECK(back->last_activity.first == one.last_activity.first);
  REQUIRE(back->room.has_value());
  CHECK(back->room->state == model::Room::State::Joining);
  one.room->state = model::Room::State::Failed;
  CHECK(model::read_conversation_record(model::write_conversation_record(one))->room->state ==
        model::Room::State::Left);
  for (size_t size = 0; size < record.size(); ++size) {
    CHECK_FALSE(model::read_conversation_record(record.substr(0, size)).has_value());
  }
}
