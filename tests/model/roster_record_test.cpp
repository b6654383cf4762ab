// SPDX-License-Identifier: MIT
// The pages that a roster is stored in.
#include "model/roster_record.h"

#include "support/catch.h"

using model::Roster;

namespace {

xmpp::Jid jid(std::string_view text) { return *xmpp::Jid::parse(text); }

Roster roster_of(int contacts) {
  Roster out;
  for (int i = 0; i < contacts; ++i) {
    const xmpp::Jid who = jid("contact" + std::to_string(i) + "@example.net");
    out.contacts[who].item = {.jid = who,
                              .name = "Contact " + std::to_string(i),
                              .subscription = xmpp::Subscription::Both,
                              .is_pending = i % 2 == 0,
                              .groups = {"Friends", "A|B"}};
  }
  return out;
}

}  // namespace

TEST_CASE("a roster comes back from its pages as it was", "[model][roster]") {
  const Roster before = roster_of(500);
  size_t count = 0;
  for (const auto& [page, record] : write_roster_pages(before, model::all_roster_pages())) {
    if (record.empty()) continue;
    const auto items = model::read_roster_page(record);
    REQUIRE(items);
    for (const xmpp::RosterItem& item : *items) {
      CHECK(model::roster_page(item.jid) == page);
      CHECK(before.contacts.at(item.jid).item == item);
      ++count;
    }
  }
  CHECK(count == 500);
}

TEST_CASE("a page is written alone, and is empty without contacts", "[model][roster]") {
  const xmpp::Jid who = jid("contact7@example.net");
  const unsigned page = model::roster_page(who);
  const auto written = write_roster_pages(roster_of(500), {page});
  REQUIRE(written.size() == 1);
  CHECK_FALSE(written.at(page).empty());
  CHECK(write_roster_pages(roster_of(0), {page}).at(page).empty());
}

TEST_CASE("the page of a contact is the same in every run", "[model][roster]") {
  CHECK(model::roster_page(jid("a@b")) == (0x61u + 0x40u + 0x62u) % model::roster_pages);
}

TEST_CASE("a page that is damaged, or of another version, is none", "[model][roster]") {
  const unsigned page = model::roster_page(jid("contact7@example.net"));
  const std::string good = write_roster_pages(roster_of(500), {page}).at(page);
  for (const size_t cut : {size_t(1), good.size() / 2, good.size() - 1}) {
    CHECK_FALSE(model::read_roster_page(good.substr(0, cut)));
  }
  for (size_t i = 0; i < good.size(); i += 7) {
    std::string bad = good;
    bad[i] ^= 0x20;
    CHECK_FALSE(model::read_roster_page(bad));
  }
  CHECK_FALSE(model::read_roster_page("x"));
}
