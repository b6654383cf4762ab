// SPDX-License-Identifier: MIT
// The counters of XEP-0198. See management.h.
#include "stream/management.h"

#include <utility>

#include "xmpp/ns.h"

namespace stream {
namespace {

// 0 to 2^32 - 1; absent for anything else.
std::optional<uint32_t> parse_count(std::string_view text) {
  if (text.empty() || text.size() > 10) return std::nullopt;
  uint64_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<uint64_t>(c - '0');
  }
  if (value > 0xFFFFFFFFu) return std::nullopt;
  return static_cast<uint32_t>(value);
}

bool is_true(std::string_view text) { return text == "true" || text == "1"; }

}  // namespace

void ManagedSession::write(base::RecordWriter& out) const {
  out.text(id).text(jid.text()).number(received).number(acknowledged);
  out.number(static_cast<uint64_t>(max.count()))
      .flag(has_csi)
      .flag(is_lost_over_bosh)
      .number(queue.size());
  for (const Unacknowledged& stanza : queue) {
    out.text(stanza.text).text(stanza.to.text()).text(stanza.id);
  }
}

std::optional<ManagedSession> ManagedSession::read(base::RecordReader& in) {
  constexpr uint64_t most = 0xFFFF'FFFFu;
  ManagedSession out;
  out.id = std::string(in.text());
  base::Result<xmpp::Jid> jid = xmpp::Jid::received(in.text());
  out.received = static_cast<uint32_t>(in.number_up_to(most));
  out.acknowledged = static_cast<uint32_t>(in.number_up_to(most));
  out.max = base::Duration(static_cast<int64_t>(in.number_up_to(most * 1000)));
  out.has_csi = in.flag();
  out.is_lost_over_bosh = in.flag();
  const size_t count = in.count();
  for (size_t i = 0; i < count && in.is_good(); ++i) {
    Unacknowledged stanza{.text = std::string(in.text())};
    std::string_view to = in.text();
    if (!to.empty()) {
      base::Result<xmpp::Jid> address = xmpp::Jid::received(to);
      if (!address) return std::nullopt;
      stanza.to = *address;
    }
    stanza.id = std::string(in.text());
    out.queue.push_back(std::move(stanza));
  }
  if (!in.is_good() || !jid || jid->is_bare() || out.id.empty()) return std::nullopt;
  out.jid = *jid;
  return out;
}

void Management::forget() {
  const bool awaits = awaits_commits_;
  *this = Management();
  awaits_commits_ = awaits;
}

void Management::request() {
  forget();
  is_counting_ = true;
}

void Management::enabled(const xml::Element& enabled, const xmpp::Jid& jid) {
  is_counting_ = true;
  is_on_ = true;
  session_.jid = jid;
  session_.received = committed_ = told_ = 0;
  marks_.clear();
  // trap C 33: both spellings of true are in use.
  if (is_true(enabled.attribute_or_empty("resume"))) {
    session_.id = std::string(enabled.attribute_or_empty("id"));
  }
  if (std::optional<uint32_t> max = parse_count(enabled.attribute_or_empty("max"))) {
    session_.max = std::chrono::seconds(*max);
  }
}

void Management::restore(ManagedSession session) {
  forget();
  session_ = std::move(session);
  is_counting_ = is_on_ = true;
  // Whoever kept it kept the effects of what was received beside it.
  told_ = committed_ = session_.received;
}

void Management::resumed() {
  told_ = committed_;
  first_untold_.reset();
}

void Management::sent(Unacknowledged stanza) {
  if (!is_counting_) return;
  ++unasked_;
  if (!stanza.id.empty()) is_message_unasked_ = true;
  session_.queue.push_back(std::move(stanza));
}

void Management::received(base::Steady now) {
  if (!is_on_) return;
  ++session_.received;
  if (!awaits_commits_) committed_ = session_.received;
  if (!first_untold_) first_untold_ = now;
}

std::optional<std::vector<Unacknowledged>> Management::acknowledge(const xml::Element& element) {
  std::optional<uint32_t> h = parse_count(element.attribute_or_empty("h"));
  if (!h) return std::nullopt;
  const uint32_t count = *h - session_.acknowledged;  // modulo 2^32
  if (count > session_.queue.size()) return std::nullopt;
  std::vector<Unacknowledged> out;
  for (uint32_t i = 0; i < count; ++i) {
    out.push_back(std::move(session_.queue.front()));
    session_.queue.pop_front();
  }
  session_.acknowledged = *h;
  asked_.reset();
  return out;
}

void Management::await_commits(bool is_wanted) {
  awaits_commits_ = is_wanted;
  if (!is_wanted) commit_all();
}

void Management::mark(uint64_t batch) { marks_.emplace_back(batch, session_.received); }

void Management::commit(uint64_t batch) {
  // A mark of a session that is gone was forgotten with it.
  while (!marks_.empty() && marks_.front().first <= batch) {
    committed_ = marks_.front().second;
    marks_.pop_front();
  }
}

bool Management::commit_all() {
  marks_.clear();
  return std::exchange(committed_, session_.received) != session_.received;
}

xml::Element Management::make_ack(bool is_answer) {
  told_ = committed_;
  if (is_answer) owes_ = told_ != session_.received;
  if (told_ == session_.received) {
    owes_ = false;
    first_untold_.reset();
  }
  return xml::Element(xmpp::ns::management, "a").set("h", std::to_string(told_));
}

xml::Element Management::make_request(base::Steady now) {
  asked_ = now;
  unasked_ = 0;
  is_message_unasked_ = false;
  return xml::Element(xmpp::ns::management, "r");
}

xml::Element Management::make_resume() {
  session_.received = committed_;
  marks_.clear();
  return xml::Element(xmpp::ns::management, "resume")
      .set("previd", session_.id)
      .set("h", std::to_string(committed_));
}

xml::Element Management::make_enable(bool wants_resume) {
  xml::Element enable(xmpp::ns::management, "enable");
  if (wants_resume) enable.set("resume", "true");
  return enable;
}

bool Management::is_ack_due(base::Steady now) const {
  if (!first_untold_ || committed_ == told_) return false;
  if (owes_) return true;
  return committed_ - told_ >= ack_every || now >= *first_untold_ + ack_within;
}

bool Management::is_request_due() const {
  return is_on_ && !asked_ && (is_message_unasked_ || unasked_ >= request_every);
}

std::optional<base::Steady> Management::next_wake() const {
  if (!first_untold_ || committed_ == told_) return std::nullopt;
  return *first_untold_ + ack_within;
}

}  // namespace stream
