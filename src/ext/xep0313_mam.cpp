// SPDX-License-Identifier: MIT
// Reading archives. See xep0313_mam.h; which results may be believed is the gate's to say.
#include "ext/xep0313_mam.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/sort.h"
#include "session/command.h"
#include "session/event.h"
#include "xmpp/delay.h"
#include "xmpp/mam_query.h"
#include "xmpp/ns.h"

namespace mam {

namespace ns = xmpp::ns;
using session::Handled;

namespace {

size_t size_of(const xml::Element& element) {
  size_t size = element.text().size() + 64;
  for (const xml::Attribute& attribute : element.attributes()) size += attribute.value.size() + 32;
  for (const xml::Element& child : element.children()) size += size_of(child);
  return size;
}

size_t size_of(const xmpp::Message& message) {
  size_t size = 256;
  for (const xml::Element& payload : message.payloads) size += size_of(payload);
  return size;
}

// What an archive says of itself in a message, before it is known to be one.
std::string claimed_id(const xmpp::Message& message, const xmpp::Jid& archive) {
  session::Facts facts;
  facts.own = archive;
  facts.archives.insert(archive);
  return session::archive_id(message, facts);
}

// The archive answers, but will never have what was asked for.
bool is_for_good(const xmpp::StanzaError& error) { return error.type != xmpp::ErrorType::Wait; }

uint64_t ticks(base::Wall time) { return static_cast<uint64_t>(time.time_since_epoch().count()); }
base::Wall wall_of(uint64_t ticks) {
  return base::Wall(base::Duration(static_cast<int64_t>(ticks)));
}

// A server that hands out what it kept for us may let what is said meanwhile pass it.
void put_in_order(std::vector<Held>& held) {
  base::sort(held, [](const Held& a, const Held& b) { return a.delivery.sent < b.delivery.sent; });
}

}  // namespace

bool Mam::is_own(const session::Context& context, const xmpp::Jid& jid) const {
  return jid == context.own_jid().bare();
}

// ---- sessions ----

void Mam::on_new_account(session::Context&) {
  archives_.clear();
  knows_server_ = false;
  was_early_ = false;
  wait_until_.reset();
}

void Mam::on_lost(session::Context& context) { on_new_account(context); }

void Mam::on_server_features(session::Context& context, const std::vector<std::string>&) {
  ask_what_waits(context);
  if (!std::exchange(was_early_, false)) return;
  // Only now there are carbons: what was said elsewhere between the answer and them is behind it.
  const auto own = archives_.find(context.own_jid().bare());
  if (own == archives_.end()) return;
  if (own->second.reading) {
    own->second.is_wanted_again = true;
  } else {
    begin(context, own->first, own->second.place);
  }
}

void Mam::ask_what_waits(session::Context& context) {
  knows_server_ = true;
  wait_until_.reset();
  for (auto& [jid, archive] : archives_) {
    if (archive.reading && archive.reading->queryid.empty()) ask(context, jid, *archive.reading);
  }
}

// A question that was open when the connection broke is answered in the resumed session; one that was open when the page
// went, or could not be put at all, is put again.
void Mam::on_resumed(session::Context& context) {
  for (auto& [jid, archive] : archives_) {
    const bool has_answered = archive.is_caught_up || archive.second_at ||
                              (archive.reading && archive.reading->is_second);
    if (has_answered) context.facts().archives.insert(jid);
    if (archive.reading && archive.reading->queryid.empty()) ask(context, jid, *archive.reading);
  }
}

// What is kept back needs not be: it is in the archive, behind the place that is kept.
void Mam::save(base::RecordWriter& out) const {
  out.flag(knows_server_).number(archives_.size());
  for (const auto& [jid, archive] : archives_) {
    out.text(jid.text()).flag(archive.is_caught_up).flag(archive.second_at.has_value());
    out.text(archive.place.after).number(ticks(archive.place.since)).flag(archive.place.is_whole);
    out.flag(archive.reading.has_value());
    if (!archive.reading) continue;
    const Reading& reading = *archive.reading;
    out.flag(reading.is_second).number(static_cast<uint64_t>(reading.from)).text(reading.after);
    out.number(ticks(reading.since));
  }
}

void Mam::restore(base::RecordReader& in) {
  archives_.clear();
  knows_server_ = in.flag();
  const size_t count = in.count();
  for (size_t i = 0; i < count && in.is_good(); ++i) {
    const base::Result<xmpp::Jid> jid = xmpp::Jid::received(in.text());
    if (!jid) return in.spoil();
    Archive& archive = archives_[*jid];
    archive.is_caught_up = in.flag();
    if (in.flag()) archive.second_at = base::Steady{};  // it is time, whenever that was
    archive.place.after = std::string(in.text());
    archive.place.since = wall_of(in.number());
    archive.place.is_whole = in.flag();
    if (!in.flag()) continue;
    Reading& reading = archive.reading.emplace();
    reading.is_second = in.flag();
    reading.from = static_cast<From>(in.number_up_to(static_cast<uint64_t>(From::Time)));
    reading.after = std::string(in.text());
    reading.since = wall_of(in.number());
  }
}

// ---- asking ----

Handled Mam::on_command(session::Context& context, const session::Command& command) {
  const auto* read = base::get_if<session::ReadArchive>(&command);
  if (read == nullptr) return Handled::No;
  if (context.own_jid().empty()) return Handled::Yes;  // on the next session
  begin(context, read->archive.value_or(context.own_jid().bare()), *read);
  return Handled::Yes;
}

void Mam::begin(session::Context& context, const xmpp::Jid& jid, const session::ReadArchive& wish) {
  Archive& archive = archives_[jid];
  if (archive.reading) return;  // it will be told when that is over
  archive.is_caught_up = false;
  archive.retry_at.reset();
  archive.second_at.reset();
  archive.place = {.after = wish.after, .since = wish.since, .is_whole = wish.is_whole};
  Reading& reading = archive.reading.emplace();
  if (!wish.after.empty()) {
    reading.from = From::Id;
    reading.after = wish.after;
    reading.since = wish.since;
  } else if (wish.is_whole) {
    reading.from = From::Time;
  } else if (wish.since != base::Wall{}) {
    reading.from = From::Time;
    reading.since = wish.since;
  }
  // trap D 47: carbons first, or what other devices send in between is nowhere.
  if (!is_own(context, jid) || context.has_carbons() || knows_server_) {
    ask(context, jid, reading);
  } else {
    wait_until_ = context.now().steady + patience;
  }
}

void Mam::ask(session::Context& context, const xmpp::Jid& jid, Reading& reading) {
  xmpp::ArchiveQuery query;
  query.id = context.new_id();
  query.max = reading.check == Check::Newest ? 1 : page_size;
  const bool is_newest = reading.from == From::Newest || reading.check == Check::Newest;
  if (is_newest) query.before.emplace();
  if (!is_newest && reading.from == From::Id) query.after = reading.after;
  // Pages after the first of a time have an anchor, too, and the archive's own filter need not be repeated.
  if (!is_newest && reading.from == From::Time && reading.since != base::Wall{}) {
    query.start = reading.since - session::archive_overlap;
  }
  reading.queryid = query.id;
  reading.page.clear();
  reading.news = 0;
  reading.last.clear();
  context.facts().queries[query.id] = jid;
  const std::optional<xmpp::Jid> to = is_own(context, jid) ? std::nullopt : std::optional(jid);
  context.request(xmpp::IqType::Set, to, xmpp::make_archive_query(query),
                  [this, jid, id = query.id](session::Context& later, const auto& reply) {
                    on_reply(later, jid, id, reply);
                  });
}

void Mam::ask_again(session::Context& context, const xmpp::Jid& jid, Archive& archive) {
  if (++archive.reading->attempts < max_attempts) return ask(context, jid, *archive.reading);
  give_up(context, jid, archive, false);
}

// ---- answers ----

Handled Mam::on_message(session::Context& context, const xmpp::Message& message,
                        const session::Delivery& delivery, const session::Content&) {
  if (const xml::Element* result = xmpp::find(message.payloads, {ns::mam, "result"})) {
    for (auto& [jid, archive] : archives_) {
      const bool is_its = archive.reading && !archive.reading->queryid.empty() &&
                          archive.reading->queryid == result->attribute_or_empty("queryid");
      if (is_its) take_result(context, jid, *archive.reading, *result);
    }
    return Handled::Yes;
  }
  Archive* archive = archive_of(context, message);
  if (archive == nullptr || !archive->reading || delivery.is_archived) return Handled::No;
  Reading& reading = *archive->reading;
  const xmpp::Jid jid = message.type == xmpp::MessageType::Groupchat ? message.from->bare()
                                                                     : context.own_jid().bare();
  // What no archive keeps has no place in its order.
  std::string id = claimed_id(message, jid);
  if (!reading.holds || id.empty()) return Handled::No;
  // The archive was quicker: whoever asks for a receipt still gets it. In a room it would be believed twice.
  const bool is_told = reading.seen.count(id) > 0;
  if (is_told && message.type != xmpp::MessageType::Groupchat) return Handled::No;
  reading.held_bytes += size_of(message);
  reading.held.push_back({message, delivery, std::move(id)});
  if (reading.held.size() > max_held || reading.held_bytes > max_held_bytes) {
    // They stand in front of what the pages still bring, and are not doubled by it.
    reading.holds = false;
    for (const Held& each : std::exchange(reading.held, {})) {
      context.redeliver(each.message, each.delivery);
    }
  }
  return Handled::Yes;
}

Archive* Mam::archive_of(session::Context& context, const xmpp::Message& message) {
  const bool is_groupchat = message.type == xmpp::MessageType::Groupchat;
  if (is_groupchat && !message.from) return nullptr;
  const auto found = archives_.find(is_groupchat ? message.from->bare() : context.own_jid().bare());
  return found == archives_.end() ? nullptr : &found->second;
}

void Mam::take_result(session::Context& context, const xmpp::Jid& jid, Reading& reading,
                      const xml::Element& result) {
  Result taken = xmpp::parse_archive_result(result, context.now().wall);
  reading.last = taken.id;
  reading.last_stamp = taken.stamp;
  if (reading.check == Check::Newest || reading.from == From::Newest) {
    if (reading.page.size() < page_size) reading.page.push_back(std::move(taken));
    return;
  }
  if (!reading.seen.insert(taken.id).second) return;
  ++reading.news;
  hand_over(context, jid, std::move(taken));
}

void Mam::hand_over(session::Context& context, const xmpp::Jid& jid, Result result) {
  if (!result.message) return;
  session::Delivery delivery;
  delivery.sent = result.stamp;
  // What is being held arrived by itself just now: that is known of it, although it comes in the archive's place.
  const std::vector<Held>& held = archives_[jid].reading->held;
  delivery.is_delayed = std::none_of(held.begin(), held.end(), [&](const Held& each) {
    return !each.delivery.is_delayed && each.id == result.id &&
           each.message.from == result.message->from;
  });
  delivery.is_archived = true;
  delivery.archive_id = std::move(result.id);
  context.deliver_archived(*std::move(result.message), jid, std::move(delivery));
}

void Mam::on_reply(session::Context& context, const xmpp::Jid& jid, const std::string& queryid,
                   const session::IqReply& reply) {
  context.facts().queries.erase(queryid);
  const auto found = archives_.find(jid);
  if (found == archives_.end() || !found->second.reading) return;
  Archive& archive = found->second;
  Reading& reading = *archive.reading;
  if (reading.queryid != queryid) return;
  reading.queryid.clear();
  if (std::holds_alternative<session::SessionLost>(reply)) return;  // until it goes on
  if (std::holds_alternative<session::TimedOut>(reply)) return ask_again(context, jid, archive);
  if (auto* error = std::get_if<xmpp::StanzaError>(&reply)) {
    return on_refused(context, jid, archive, *error);
  }
  const std::optional<xml::Element>& fin = std::get<xmpp::Iq>(reply).payload;
  // Whoever answers something else is no archive.
  if (!fin || !fin->is({ns::mam, "fin"})) return give_up(context, jid, archive, true);
  context.facts().archives.insert(jid);
  if (reading.check == Check::Newest) return on_checked(context, jid, archive);
  on_fin(context, jid, archive, *fin);
}

void Mam::on_fin(session::Context& context, const xmpp::Jid& jid, Archive& archive,
                 const xml::Element& fin) {
  Reading& reading = *archive.reading;
  const bool is_first = !std::exchange(reading.is_begun, true);
  reading.attempts = 0;
  const bool is_last = xmpp::is_last_page(fin);
  if (reading.from == From::Newest) {
    release_older(context, reading);
    if (!is_last) context.emit(session::ArchiveGap{jid, {}});
    for (Result& result : std::exchange(reading.page, {})) {
      reading.seen.insert(result.id);
      hand_over(context, jid, std::move(result));
    }
  }
  // trap D 44: an archive that has forgotten our anchor may say that nothing came after it.
  const bool is_doubtful =
      is_first && !reading.is_second && reading.from == From::Id && reading.last.empty();
  if (is_doubtful) {
    const base::Duration age = std::chrono::abs(context.now().wall - reading.since);
    if (age < sure_for) return finish(context, jid, archive, true);
    reading.check = Check::Newest;
    return ask(context, jid, reading);
  }
  if (reading.check == Check::Again && reading.last.empty()) {
    return begin_by_time(context, jid, reading);
  }
  reading.check = Check::None;
  if (!reading.last.empty()) {
    move_place(context, jid, reading.last, reading.last_stamp);
  } else if (is_first && is_last && reading.from != From::Id) {
    move_place(context, jid, {}, context.now().wall);
  }
  if (is_last || reading.from == From::Newest) return finish(context, jid, archive, true);
  if (reading.news == 0) {
    // It says that there is more, and gives nothing new: without an end, if we believed it.
    context.emit(session::ArchiveGap{jid, reading.last.empty() ? reading.after : reading.last});
    return finish(context, jid, archive, false);
  }
  reading.from = From::Id;
  reading.after = reading.last;
  reading.since = reading.last_stamp;
  ask(context, jid, reading);
}

// The newest message of an archive that has nothing behind our anchor.
void Mam::on_checked(session::Context& context, const xmpp::Jid& jid, Archive& archive) {
  Reading& reading = *archive.reading;
  const bool is_anchor = reading.last == reading.after;
  reading.check = is_anchor || reading.last.empty() ? Check::None : Check::Again;
  if (is_anchor) return finish(context, jid, archive, true);
  if (reading.last.empty()) return begin_by_time(context, jid, reading);
  ask(context, jid, reading);
}

// The anchor is gone, and perhaps more than it.
void Mam::begin_by_time(session::Context& context, const xmpp::Jid& jid, Reading& reading) {
  context.emit(session::ArchiveGap{jid, reading.after});
  reading.check = Check::None;
  reading.is_begun = false;
  reading.from = reading.since == base::Wall{} ? From::Newest : From::Time;
  reading.after.clear();
  ask(context, jid, reading);
}

void Mam::on_refused(session::Context& context, const xmpp::Jid& jid, Archive& archive,
                     const xmpp::StanzaError& error) {
  Reading& reading = *archive.reading;
  const bool is_anchor_gone =
      error.condition == xmpp::Condition::ItemNotFound && reading.from == From::Id;
  if (is_anchor_gone) {
    context.facts().archives.insert(jid);
    return begin_by_time(context, jid, reading);
  }
  if (is_for_good(error)) return give_up(context, jid, archive, true);
  ask_again(context, jid, archive);
}

// ---- the end ----

void Mam::finish(session::Context& context, const xmpp::Jid& jid, Archive& archive,
                 bool is_complete) {
  Reading reading = *std::exchange(archive.reading, std::nullopt);
  archive.failures = 0;
  if (std::exchange(archive.is_wanted_again, false)) {
    begin(context, jid, archive.place);
    archive.reading->held = std::move(reading.held);
    archive.reading->held_bytes = reading.held_bytes;
    archive.reading->seen = std::move(reading.seen);
    return;
  }
  if (is_own(context, jid) && !reading.is_second) {
    archive.second_at = context.now().steady + settling;
  } else {
    archive.is_caught_up = true;
  }
  release(context, std::move(reading.held), reading.seen);
  context.emit(session::ArchiveRead{jid, is_complete});
}

// Without an archive everything goes on as it comes; one that only does not answer is asked again, and until then the place
// stays where it is.
void Mam::give_up(session::Context& context, const xmpp::Jid& jid, Archive& archive,
                  bool is_for_good) {
  Reading reading = *std::exchange(archive.reading, std::nullopt);
  archive.is_caught_up = false;
  if (!is_for_good) {
    base::Duration pause = first_pause;
    for (int i = 0; i < archive.failures && pause < longest_pause; ++i) pause *= 2;
    ++archive.failures;
    archive.retry_at = context.now().steady + std::min(pause, longest_pause);
    // Where it goes on then.
    Reading& next = archive.reading.emplace();
    next.from = reading.from;
    next.after = reading.after;
    next.since = reading.since;
    next.is_second = reading.is_second;
    next.holds = false;
  }
  release(context, std::move(reading.held), reading.seen);
  context.emit(session::ArchiveRead{jid, false});
}

void Mam::move_place(session::Context& context, const xmpp::Jid& jid, std::string id,
                     base::Wall stamp) {
  session::ReadArchive& place = archives_[jid].place;
  place = {.after = id, .since = stamp, .is_whole = id.empty()};
  context.emit(session::ArchivePlaceMoved{jid, std::move(id), stamp});
}

void Mam::release(session::Context& context, std::vector<Held> held,
                  const std::set<std::string>& seen) {
  put_in_order(held);
  for (const Held& each : held) {
    if (seen.count(each.id) == 0) context.redeliver(each.message, each.delivery);
  }
}

// What came before the archive's newest page, which is all that is read: what the page knows was preceded by it, or it was
// kept for us while we were away.
void Mam::release_older(session::Context& context, Reading& reading) {
  if (reading.page.empty()) return;
  std::set<std::string> paged;
  for (const Result& result : reading.page) paged.insert(result.id);
  put_in_order(reading.held);
  auto newer = std::find_if(reading.held.begin(), reading.held.end(),
                            [&](const Held& each) { return paged.count(each.id) > 0; });
  if (newer == reading.held.end()) {
    const base::Wall first = reading.page.front().stamp;
    newer = std::stable_partition(reading.held.begin(), reading.held.end(), [&](const Held& each) {
      return each.delivery.is_delayed && each.delivery.sent <= first;
    });
  }
  std::vector<Held> older(std::make_move_iterator(reading.held.begin()),
                          std::make_move_iterator(newer));
  reading.held.erase(reading.held.begin(), newer);
  for (Held& each : older) {
    each.delivery.archive_id = each.id;
    each.delivery.is_archived = true;  // and in the archive's order
    context.redeliver(each.message, each.delivery);
  }
}

// What arrives by itself once everything before it is known moves the place. What was delayed on its way may be older.
void Mam::after_message(session::Context& context, const xmpp::Message& message,
                        const session::Delivery& delivery) {
  if (delivery.archive_id.empty() || delivery.is_archived || delivery.is_delayed) return;
  Archive* archive = archive_of(context, message);
  if (archive == nullptr || !archive->is_caught_up) return;
  const bool is_groupchat = message.type == xmpp::MessageType::Groupchat;
  move_place(context, is_groupchat ? message.from->bare() : context.own_jid().bare(),
             delivery.archive_id, delivery.sent);
}

// ---- time ----

std::optional<base::Steady> Mam::next_wake(const session::Context&) const {
  std::optional<base::Steady> next = wait_until_;
  for (const auto& [jid, archive] : archives_) {
    for (const std::optional<base::Steady>& at : {archive.retry_at, archive.second_at}) {
      if (at && (!next || *at < *next)) next = at;
    }
  }
  return next;
}

void Mam::on_wake(session::Context& context) {
  const base::Steady now = context.now().steady;
  if (wait_until_ && *wait_until_ <= now) {
    was_early_ = !context.has_carbons();
    ask_what_waits(context);
  }
  for (auto& [jid, archive] : archives_) {
    if (archive.second_at && *archive.second_at <= now) {
      begin(context, jid, archive.place);
      archive.reading->is_second = true;
    }
    if (!archive.retry_at || *archive.retry_at > now) continue;
    archive.retry_at.reset();
    archive.reading->holds = true;
    ask(context, jid, *archive.reading);
  }
}

}  // namespace mam
