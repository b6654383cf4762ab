// SPDX-License-Identifier: MIT
// The request window of BOSH. See framing_bosh.h. The sequence of keys (XEP-0124 15) protects sessions that others can
// read on their way; such connections are refused altogether here, so there are none.
#include "stream/framing_bosh.h"

#include <algorithm>
#include <utility>

#include "base/overloaded.h"
#include "base/record.h"
#include "xml/writer.h"
#include "xmpp/ns.h"

namespace stream {
namespace {

constexpr std::string_view record_format = "bosh 2";
constexpr base::Duration first_retry = std::chrono::milliseconds(250);
constexpr base::Duration longest_retry = std::chrono::seconds(8);

// trap B 15: far below 2^53, which some servers count in.
uint64_t first_rid(base::Random& random) {
  const uint64_t high = base::uniform(random, 1u << 16), low = base::uniform(random, 0xFFFF'FFFFu);
  return (high << 32 | low) + 1;
}

// A lost or overloaded request: the same bytes may do better in a moment.
bool is_transient(uint16_t status) {
  return status == 0 || status == 408 || status == 429 || status >= 500;
}

// A proxy's page in the place of an answer (a login to the network, "502"). It says nothing about the session behind it.
bool is_page(const base::HttpReply& reply) {
  return reply.type == "text/html" && reply.body.compare(0, 5, "<body") != 0;
}

xmpp::StreamError error_for(const std::string& condition) {
  xmpp::StreamError out{.condition = xmpp::StreamCondition::UndefinedCondition};
  if (condition == "host-unknown") out.condition = xmpp::StreamCondition::HostUnknown;
  if (condition == "host-gone") out.condition = xmpp::StreamCondition::HostGone;
  if (condition == "improper-addressing") out.condition = xmpp::StreamCondition::ImproperAddressing;
  if (condition == "system-shutdown") out.condition = xmpp::StreamCondition::SystemShutdown;
  if (condition == "policy-violation") out.condition = xmpp::StreamCondition::PolicyViolation;
  // COMPAT(ejabberd): an unknown host is its own fault (protocol trap B 19).
  if (condition == "internal-server-error") {
    out.condition = xmpp::StreamCondition::InternalServerError;
  }
  return out;
}

}  // namespace

BoshFraming::BoshFraming(std::string url, bool is_private, base::RequestId& last_request)
    : url_(std::move(url)), is_private_(is_private), last_request_(last_request) {}

void BoshFraming::dial(base::Env& env) {
  reader_.emplace(env.random);
  reader_->set_limits(limits_);
  next_rid_ = first_rid(env.random);
  next_delivery_ = next_rid_;
  // There is nothing to open: the first request is the session's creation.
  emit(TransportOpened{});
}

void BoshFraming::open(const Header& header, base::Env&) {
  header_to_ = header.to;
  if (phase_ == Phase::Idle) {
    phase_ = Phase::Creating;
    waiting_.push_back({make_bosh_creation(header, bosh_wait), {}, true});
  } else {
    waiting_.push_back({make_bosh_restart(header), {}, true});
  }
}

void BoshFraming::send(std::string element, base::Env&) {
  if (phase_ == Phase::Over || phase_ == Phase::Closing) return;
  // What is sent in one turn leaves in one body, unless the server would find it too large; the bodies that open a stream
  // stay alone.
  if (waiting_.empty() || waiting_.back().body || !fits(waiting_.back(), element)) {
    waiting_.push_back({});
  }
  waiting_.back().bytes += element.size();
  waiting_.back().payload.push_back(std::move(element));
}

bool BoshFraming::fits(const Turn& turn, const std::string& element) const {
  return turn.bytes + element.size() + envelope_bytes() <= server_limit_;
}

size_t BoshFraming::envelope_bytes() const {
  return write_bosh_body(xml::Element(xmpp::ns::httpbind, "body"), next_rid_, sid_, {""}).size();
}

// Whether another request fits in (trap B 16). What counts is the distance to the oldest unanswered one: servers keep the
// answers to so many requests for whoever asks again, and none before them (XEP-0124 14.3).
bool BoshFraming::may_post() const {
  if (phase_ == Phase::Creating) return in_flight_.empty();
  return next_rid_ - next_delivery_ < requests_;
}

void BoshFraming::flush(base::Env& env) {
  if (phase_ == Phase::Idle || phase_ == Phase::Over) return;
  while (!waiting_.empty() && may_post() && has_lead(env)) {
    Turn turn = std::move(waiting_.front());
    waiting_.pop_front();
    post(std::move(turn), env);
  }
  // Something must be there for the server to answer.
  if (phase_ != Phase::Open || busy() > 0 || is_paused_) return;
  if (waiting_.empty() && env.now.steady >= next_poll()) post({}, env);
}

// Whether the newest request is surely there before the next one.
bool BoshFraming::has_lead(const base::Env& env) const {
  return !waits_until_ || env.now.steady >= *waits_until_;
}

// XEP-0124 12: where the last request brought nothing, the next one that carries nothing has to wait (trap B 23). Sessions
// are long: only a server or proxy that does not hold what it should hold lets it come to that.
base::Steady BoshFraming::next_poll() const {
  if (!last_empty_) return polls_from_;
  return std::max(polls_from_, *last_empty_ + std::min(polling_, inactivity_ / 2));
}

void BoshFraming::post(Turn turn, base::Env& env) {
  const uint64_t rid = next_rid_++;
  InFlight sent;
  awaits_open_ = awaits_open_ || turn.opens;
  is_paused_ = false;
  last_empty_.reset();
  if (!turn.body && turn.payload.empty()) last_empty_ = env.now.steady;
  sent.text = write_bosh_body(turn.body.value_or(xml::Element(xmpp::ns::httpbind, "body")), rid,
                              sid_, turn.payload);
  sent.first_sent = env.now.steady;
  InFlight& kept = in_flight_[rid] = std::move(sent);
  emit_request(kept);
  waits_until_.reset();
  // What opens a stream is answered in any case, and then whatever came too early.
  if (!turn.opens) waits_until_ = env.now.steady + bosh_lead;
}

void BoshFraming::emit_request(InFlight& sent) {
  sent.request = ++last_request_;
  sent.again_at.reset();
  emit(base::Output(base::HttpRequest{
      .request = sent.request,
      .url = url_,
      .body = sent.text,
      .timeout = phase_ == Phase::Creating ? bosh_creation_timeout : wait_ + bosh_slack,
      .max_bytes = limits_.frame_bytes}));
}

void BoshFraming::repeat(uint64_t rid, InFlight& sent, base::Env& env) {
  repeated_.insert(rid);
  emit_request(sent);
  waits_until_ = env.now.steady + bosh_lead;
}

void BoshFraming::handle(const base::Input& input, base::Env& env) {
  if (phase_ == Phase::Over) return;
  if (auto* reply = std::get_if<base::HttpReply>(&input)) {
    auto found = std::find_if(in_flight_.begin(), in_flight_.end(), [&](const auto& each) {
      return each.second.request == reply->request && !each.second.again_at;
    });
    if (found != in_flight_.end()) on_reply(found->first, found->second, *reply, env);
  } else if (std::holds_alternative<base::Tick>(input)) {
    for (auto& [rid, sent] : in_flight_) {
      if (!sent.again_at || env.now.steady < *sent.again_at) continue;
      repeat(rid, sent, env);
      if (last_empty_) last_empty_ = env.now.steady;  // the server may not have seen it before
    }
  }
}

void BoshFraming::on_reply(uint64_t rid, InFlight& sent, const base::HttpReply& reply,
                           base::Env& env) {
  if (phase_ == Phase::Creating) {
    // trap B 19, and a proxy's pages: whatever is no body of BOSH is said to be none.
    if (reply.status == 0) return fail(Failure::Unreachable, "no answer");
    // A proxy whose server is away shows a page; a server that has enough to do says only that.
    if (is_transient(reply.status) && !is_page(reply)) {
      return fail(Failure::Unreachable, "HTTP status " + std::to_string(reply.status));
    }
    if (reply.status != 200) {
      return fail(Failure::NoBosh, "HTTP status " + std::to_string(reply.status));
    }
  } else if (rid == pause_ && (is_transient(reply.status) || is_page(reply))) {
    // Perhaps it never arrived, and then nothing behind it counts. But it may be long ago, and there is no hurry.
    sent.again_at = env.now.steady + longest_retry;
    return;
  } else if (is_transient(reply.status) || is_page(reply)) {
    return retry_later(sent, env);
  } else if (reply.status != 200) {
    // 400, 403, 404: XEP-0124 17.1 of old servers; the session is gone (trap B 19).
    return fail(Failure::ConnectionLost, "HTTP status " + std::to_string(reply.status));
  }
  in_flight_.erase(rid);
  if (rid + 1 == next_rid_) waits_until_.reset();  // the server has heard
  polls_from_ = env.now.steady + bosh_poll_delay;
  arrived_[rid] = reply.body;
  if (rid == pause_) pause_.reset();
  deliver(env);
  skip_pause(env);
}

// COMPAT(ejabberd): never answers a pause. Whoever answered what came behind it will not any more.
void BoshFraming::skip_pause(base::Env& env) {
  if (pause_ != next_delivery_ || arrived_.empty()) return;
  if (auto found = in_flight_.find(*pause_); found != in_flight_.end()) {
    if (!found->second.again_at) emit(base::Output(base::HttpCancel{found->second.request}));
    in_flight_.erase(found);
  }
  pause_.reset();
  ++next_delivery_;
  deliver(env);
}

// Replies in the order of their requests, whatever order they came in (trap B 17).
void BoshFraming::deliver(base::Env& env) {
  for (auto next = arrived_.find(next_delivery_); next != arrived_.end() && phase_ != Phase::Over;
       next = arrived_.find(next_delivery_)) {
    const std::string text = std::move(next->second);
    arrived_.erase(next);
    const bool was_repeated = repeated_.erase(next_delivery_) > 0;
    ++next_delivery_;
    base::Result<xml::Element, xml::ReadError> read = reader_->read(text);
    if (!read) {
      const bool is_too_much = read.error().kind == xml::ReadErrorKind::PolicyViolation;
      if (phase_ == Phase::Creating && !is_too_much) {
        return fail(Failure::NoBosh, read.error().detail);
      }
      emit(Unreadable{read.error()});
      return;
    }
    base::Result<BoshBody> body = parse_bosh_body(std::move(*read));
    if (!body) {
      if (phase_ == Phase::Creating) return fail(Failure::NoBosh, body.error().detail);
      // The server must not keep a session that nobody can go on with.
      close(xmpp::StreamCondition::BadFormat, env);
      return fail(Failure::ConnectionLost, body.error().detail);
    }
    // COMPAT(prosody 0.12, 13): of a request whose connection broke before the next one came it keeps no answer, and says that
    // there is no such session. It goes on all the same, and all it had to say comes with the next answer. Should the session
    // be gone indeed, that answer says so, too.
    const bool has_next = next_delivery_ < next_rid_;
    const bool is_unknown = body->is_terminate && body->condition == "item-not-found";
    if (is_unknown && was_repeated && has_next) continue;
    take(std::move(*body));
  }
}

void BoshFraming::take(BoshBody body) {
  const bool is_creation = phase_ == Phase::Creating;
  if (is_creation && !body.is_terminate) {
    if (body.sid.empty()) return fail(Failure::NoBosh, "the server opened no session");
    sid_ = body.sid;
    phase_ = Phase::Open;
    requests_ = std::clamp<uint32_t>(body.requests.value_or(2), 1, 4);
    wait_ = std::chrono::seconds(std::min(body.wait.value_or(bosh_wait), bosh_wait));
    inactivity_ = std::chrono::seconds(std::clamp<uint32_t>(body.inactivity.value_or(60), 5, 600));
    polling_ = std::chrono::seconds(body.polling.value_or(0));
    maxpause_ = std::chrono::seconds(body.maxpause.value_or(0));
  }
  if (!body.stanzas.empty()) last_empty_.reset();
  // The answer to a restart may come on a request that was held already, with a smaller number.
  if (awaits_open_ && !body.is_terminate && (is_creation || !body.stanzas.empty())) {
    awaits_open_ = false;
    emit(ServerOpen{.from = body.from.empty() ? header_to_ : body.from,
                    .id = body.authid.empty() ? sid_ : body.authid,
                    .version = body.version.empty() ? "1.0" : body.version});
  }
  bool has_error = false;
  for (xml::Element& element : body.stanzas) {
    has_error = has_error || element.is({xmpp::ns::streams, "error"});
    if (element.is({xmpp::ns::streams, "error"})) {
      emit(xmpp::parse_stream_error(element));
    } else {
      emit(std::move(element));
    }
  }
  if (body.is_terminate) terminated(body, has_error);
}

// XEP-0124 17.2.
void BoshFraming::terminated(const BoshBody& body, bool has_error) {
  const bool was_creating = phase_ == Phase::Creating;
  phase_ = Phase::Over;
  cancel_all();
  if (body.condition.empty()) {
    emit(ServerClose{});
  } else if (body.condition == "see-other-uri") {
    emit(ServerClose{.see_other_uri = body.uri});
  } else if (has_error && body.condition == "remote-stream-error") {
    // It was handed on; the reason is its.
  } else if (was_creating) {
    emit(error_for(body.condition));
  } else {
    // The session is unknown, or one of us broke its rules: a new one may resume what was in it.
    emit(Broken{.failure = Failure::ConnectionLost, .detail = "BOSH: " + body.condition});
  }
}

// trap B 18: the same bytes again. Not for longer than the server keeps a silent session.
void BoshFraming::retry_later(InFlight& sent, base::Env& env) {
  if (env.now.steady - sent.first_sent >= wait_ + inactivity_) {
    return fail(Failure::ConnectionLost, "no answer to a request");
  }
  const uint32_t doublings = std::min<uint32_t>(sent.attempts++, 6);
  sent.again_at = env.now.steady + std::min(longest_retry, first_retry * (1 << (doublings - 1)));
}

std::optional<base::Steady> BoshFraming::next_wake() const {
  std::optional<base::Steady> next;
  for (const auto& [rid, sent] : in_flight_) {
    if (sent.again_at && (!next || *sent.again_at < *next)) next = sent.again_at;
  }
  if (waits_until_ && !waiting_.empty() && may_post() && (!next || *waits_until_ < *next)) {
    next = waits_until_;
  }
  if (phase_ == Phase::Open && in_flight_.empty() && !is_paused_) next = next_poll();
  return next;
}

void BoshFraming::close(std::optional<xmpp::StreamCondition> error, base::Env& env) {
  if (phase_ == Phase::Over || phase_ == Phase::Closing) return;
  if (sid_.empty()) {
    fail_quietly();
    return;
  }
  Turn last{xml::Element(xmpp::ns::httpbind, "body").set("type", "terminate"), {}};
  // What was sent before the good-bye goes along as far as the server takes it; what opens a stream no longer matters.
  for (Turn& turn : waiting_) {
    if (last.bytes > 0 && last.bytes + turn.bytes + 2 * envelope_bytes() > server_limit_) break;
    last.bytes += turn.bytes;
    for (std::string& element : turn.payload) last.payload.push_back(std::move(element));
  }
  waiting_.clear();
  if (error) {
    last.payload.push_back(xml::write(xmpp::to_element(xmpp::StreamError{.condition = *error})));
  }
  phase_ = Phase::Closing;
  post(std::move(last), env);
  terminate_ = next_rid_ - 1;
}

// XEP-0124 10, trap B 23: who is silent for longer than `inactivity` would be gone. One request more than usual may be on the
// way for that (11).
void BoshFraming::pause(base::Env& env) {
  if (phase_ != Phase::Open || maxpause_ == base::Duration() || awaits_open_ || pause_) return;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(maxpause_).count();
  Turn turn;
  turn.body = xml::Element(xmpp::ns::httpbind, "body").set("pause", std::to_string(seconds));
  post(std::move(turn), env);
  pause_ = next_rid_ - 1;
  is_paused_ = true;
}

void BoshFraming::drop(base::Env&) {
  if (phase_ == Phase::Over) return;
  phase_ = Phase::Over;
  cancel_all();
}

void BoshFraming::cancel_all() {
  for (auto& [rid, sent] : in_flight_) {
    // The good-bye must arrive although nobody waits for its answer.
    if (rid != terminate_ && !sent.again_at) emit(base::Output(base::HttpCancel{sent.request}));
  }
  in_flight_.clear();
  waiting_.clear();
}

void BoshFraming::fail(Failure failure, std::string detail) {
  phase_ = Phase::Over;
  cancel_all();
  emit(Broken{.failure = failure, .detail = std::move(detail)});
}

void BoshFraming::fail_quietly() {
  phase_ = Phase::Over;
  cancel_all();
}

void BoshFraming::set_limits(const xml::Limits& limits) {
  limits_ = limits;
  if (reader_) reader_->set_limits(limits_);
}

std::string BoshFraming::save() const {
  if (phase_ != Phase::Open || awaits_open_) return {};
  if (pause_) return {};
  base::RecordWriter out(record_format);
  out.text(sid_).text(header_to_).number(next_rid_).number(next_delivery_).number(requests_);
  for (base::Duration each : {wait_, inactivity_, polling_, maxpause_}) {
    out.number(static_cast<uint64_t>(each.count()));
  }
  out.number(in_flight_.size());
  for (const auto& [rid, sent] : in_flight_) out.number(rid).text(sent.text);
  out.number(arrived_.size());
  for (const auto& [rid, text] : arrived_) out.number(rid).text(text);
  size_t payload = 0;
  for (const Turn& turn : waiting_) payload += turn.payload.size();
  out.number(payload);
  for (const Turn& turn : waiting_) {
    for (const std::string& element : turn.payload) out.text(element);
  }
  return out.take();
}

bool BoshFraming::attach(std::string_view record, base::Env& env) {
  constexpr uint64_t day = 86'400'000;
  base::RecordReader in(record, record_format);
  sid_ = std::string(in.text());
  header_to_ = std::string(in.text());
  next_rid_ = in.number();
  next_delivery_ = in.number();
  requests_ = static_cast<uint32_t>(in.number_up_to(4));
  wait_ = base::Duration(static_cast<int64_t>(in.number_up_to(day)));
  inactivity_ = base::Duration(static_cast<int64_t>(in.number_up_to(day)));
  polling_ = base::Duration(static_cast<int64_t>(in.number_up_to(day)));
  maxpause_ = base::Duration(static_cast<int64_t>(in.number_up_to(day)));
  const size_t in_flight = in.count();
  for (size_t i = 0; i < in_flight && in.is_good(); ++i) {
    InFlight& sent = in_flight_[in.number()];
    sent.text = std::string(in.text());
    sent.first_sent = env.now.steady;
    // An element without content is written in the short form.
    if (sent.text.size() > 2 && sent.text.substr(sent.text.size() - 2) == "/>") {
      last_empty_ = env.now.steady;
    }
  }
  const size_t arrived = in.count();
  for (size_t i = 0; i < arrived && in.is_good(); ++i) {
    const uint64_t rid = in.number();
    arrived_[rid] = std::string(in.text());
  }
  const size_t waiting = in.count();
  for (size_t i = 0; i < waiting && in.is_good(); ++i) send(std::string(in.text()), env);
  if (!in.is_finished() || sid_.empty() || requests_ == 0) return false;
  reader_.emplace(env.random);
  set_limits({});
  phase_ = Phase::Open;
  // XEP-0124 14.3: servers keep the answers to as many requests as may be under way. The newest goes first: it is the one
  // that a server is sure to know, or to take as new.
  for (auto& [rid, sent] : in_flight_) {
    if (rid == in_flight_.rbegin()->first) {
      repeat(rid, sent, env);
    } else {
      sent.again_at = env.now.steady + bosh_lead;
    }
  }
  return true;
}

}  // namespace stream
