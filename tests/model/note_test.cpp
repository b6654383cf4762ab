// SPDX-License-Identifier: MIT
// The record of a note.
#include "model/note.h"

#include "base/record.h"
#include "support/catch.h"

namespace {

const model::Note one{"n1", *xmpp::Jid::parse("bob@example.com"), {.receipt_for = "m1"}};

}  // namespace

TEST_CASE("a note is the same after it was written and read", "[model][notes]") {
  const auto back = model::read_note_record(model::write_note_record(one));
  REQUIRE(back);
  CHECK(back->id == one.id);
  CHECK(back->to == one.to);
  CHECK(back->content == one.content);
  CHECK(back->state == model::Note::State::Queued);
}

TEST_CASE("what a note says that this version does not know is passed over", "[model][notes]") {
  base::RecordWriter out("note 1");
  out.text("n1").text("bob@example.com").text("a later wish").text("x");
  out.text("receipt for").text("m1");
  const auto back = model::read_note_record(out.take());
  REQUIRE(back);
  CHECK(back->content == one.content);
}

TEST_CASE("what is no note is none", "[model][notes]") {
  const std::string whole = model::write_note_record(one);
  for (size_t size = 0; size < whole.size(); ++size) {
    CHECK_FALSE(model::read_note_record(std::string_view(whole).substr(0, size)));
  }
  std::string damaged = whole;
  damaged[damaged.size() / 2] ^= 1;
  CHECK_FALSE(model::read_note_record(damaged));
  CHECK_FALSE(model::read_note_record(model::write_note_record({"", one.to, one.content})));
  CHECK_FALSE(model::read_note_record(model::write_note_record({"n1", {}, one.content})));
}
