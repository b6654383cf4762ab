// SPDX-License-Identifier: MIT
// See play.h.
#include "simulation/play.h"

#include "simulation/memory.h"
#include "simulation/oracle.h"
#include "simulation/schedule.h"
#include "simulation/server.h"

namespace simulation {

using namespace std::chrono_literals;

namespace {

constexpr base::Duration calm_for = 15s;       // nothing moves any more
constexpr base::Duration longest_calm = 900s;  // before it is said that it does not come to rest

Books books_of(const Page& page, const Server& server) {
  Books books;
  books.redelivered = server.redelivered();
  books.fits_a_page = server.archive().size() <= server.habits().page;
  books.typed = page.typed();
  for (const std::string& text : page.typed()) {
    if (page.accepted().count(text) > 0) books.accepted.push_back(text);
  }
  for (const Server::Heard& heard : server.heard()) books.heard.push_back({heard.text, heard.id});
  books.was_overtaken = page.was_overtaken();
  for (const Server::Archived& entry : server.archive())
    books.archive.push_back({entry.text, entry.is_own});
  for (const Page::Row& row : page.rows()) {
    using State = model::MessageState;
    books.rows.push_back(
        {row.text, row.is_own, row.state == State::Failed,
         row.state == State::Saving || row.state == State::Queued || row.state == State::Sent,
         row.follows_gap});
  }
  books.offences = server.offences();
  books.is_online = page.is_online();
  return books;
}

// Until all is well for a while, or it is clear that it will not be.
std::vector<std::string> settle(Schedule& schedule, const Page& page, const Server& server) {
  const base::Steady end = schedule.now() + longest_calm;
  base::Steady well_since = schedule.now();
  std::vector<std::string> found;
  while (schedule.now() < end && schedule.now() - well_since < calm_for) {
    schedule.run_until(schedule.now() + 1s);
    found = violations(books_of(page, server));
    if (!found.empty() || page.has_words_left()) well_since = schedule.now();
  }
  return found;
}

}  // namespace

Outcome play(const Story& story, const Mishap& mishap, bool prints) {
  Schedule schedule;
  Server server(schedule, story.habits, story.seed);
  Page page(schedule, server, story);
  page.prints = prints;
  page.mishap = mishap;
  const base::Steady begin = schedule.now();
  for (const Step& step : story.steps) {
    schedule.at(begin + step.at, [&page, &server, step] {
      if (step.is_fault) return page.suffer(step.fault, step.lasts);
      if (step.speaker == Speaker::Page) page.say(step.text);
      if (step.speaker == Speaker::Peer) server.peer_says(step.text);
      if (step.speaker == Speaker::Phone) server.phone_says(step.text);
    });
  }
  page.begin();
  schedule.run_until(begin + story.length);
  page.heal();
  Outcome out;
  out.violations = settle(schedule, page, server);
  out.frames = page.frames();
  out.wishes = page.wishes();
  out.allocations = memory.counted;
  // And all of it is there for the next page, too; without a store what is only in memory ends with the page, and the person
  // has been told.
  if (out.violations.empty() && mishap.trouble == base::StoreTrouble::None) {
    page.crash(1s);
    for (const std::string& each : settle(schedule, page, server)) {
      out.violations.push_back("on the next page, " + each);
    }
  }
  out.trace = page.trace();
  return out;
}

}  // namespace simulation
