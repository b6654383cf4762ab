// SPDX-License-Identifier: MIT
// Records of several owners: each loses its own part only.
#include "base/sections.h"

#include "support/catch.h"

using base::RecordReader;
using base::RecordWriter;

namespace {

std::string three() {
  base::SectionsWriter out("tab 1");
  out.add("login 1", [](RecordWriter& in) { in.text("juliet").number(7); });
  out.add("rooms 2", [](RecordWriter& in) { in.text("garden"); });
  out.add("empty 1", [](RecordWriter&) {});
  return out.take();
}

}  // namespace

TEST_CASE("each owner finds what it wrote", "[base][records]") {
  const std::string record = three();
  const base::Sections sections(record, "tab 1");
  CHECK(sections.is_good());
  RecordReader login = sections.section("login 1");
  CHECK(login.text() == "juliet");
  CHECK(login.number() == 7);
  CHECK(login.is_finished());
  RecordReader rooms = sections.section("rooms 2");
  CHECK(rooms.text() == "garden");
  CHECK(rooms.is_finished());
  CHECK(sections.section("empty 1").is_finished());
}

TEST_CASE("another version, or another owner, loses that section only", "[base][records]") {
  const std::string record = three();
  const base::Sections sections(record, "tab 1");
  for (const char* none : {"rooms 1", "rooms 3", "rooms", "", "contacts 1"}) {
    RecordReader in = sections.section(none);
    CHECK_FALSE(in.is_good());
    CHECK(in.text().empty());
  }
  CHECK(sections.section("login 1").text() == "juliet");
}

TEST_CASE("a damaged record has no sections at all", "[base][records]") {
  const std::string record = three();
  for (size_t size = 0; size < record.size(); ++size) {
    const base::Sections sections(std::string_view(record).substr(0, size), "tab 1");
    CHECK_FALSE(sections.is_good());
    CHECK_FALSE(sections.section("login 1").is_good());
  }
  for (size_t at = 0; at < record.size(); ++at) {
    std::string damaged = record;
    damaged[at] ^= 1;
    const base::Sections sections(damaged, "tab 1");
    CHECK_FALSE(sections.is_good());
  }
  CHECK_FALSE(base::Sections(record, "tab 2").is_good());
  CHECK_FALSE(base::Sections("", "tab 1").is_good());
}
