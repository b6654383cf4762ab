// SPDX-License-Identifier: MIT
// The xml cases. See xml_cases.h.
#include "hostile/xml_cases.h"

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <optional>

#include "hostile/case_file.h"
#include "stream/bosh_body.h"
#include "support/link.h"
#include "xml/reader.h"
#include "xml/writer.h"
#include "xmpp/ns.h"
#include "xmpp/stanza.h"

namespace hostile {
namespace {

using support::Link;
using namespace std::chrono_literals;

constexpr std::string_view own = "juliet@example.com/balcony";
constexpr std::string_view url = "wss://example.com/ws";
constexpr std::string_view roster =
    "<item jid='romeo@example.net' name='Romeo' subscription='both'/>"
    "<item jid='nurse@example.com' subscription='both'/>";

// Processor time, so that a busy machine decides nothing. A parser that needs more has a quadratic heart; the corpus
// asks for less, but this also holds for single bytes under sanitizers.
double patience_seconds(size_t frame_bytes) { return 2 + 4e-6 * static_cast<double>(frame_bytes); }
constexpr size_t kept_memory = 1u << 20;

// Where in the life of a stream the frame arrives.
enum class Phase { AwaitOpen, AwaitFeatures, AfterSasl, Binding, Online, SecondOfThree };

const char* name_of(Phase phase) {
  switch (phase) {
    case Phase::AwaitOpen:
      return "instead of <open/>";
    case Phase::AwaitFeatures:
      return "after <open/>";
    case Phase::AfterSasl:
      return "after SASL";
    case Phase::Binding:
      return "while binding";
    case Phase::Online:
      return "online";
    case Phase::SecondOfThree:
      return "second of three";
  }
  return "";
}

bool is_session(Phase phase) { return phase == Phase::Online || phase == Phase::SecondOfThree; }

struct Expected {
  std::string verdict;
  std::optional<std::string> body;
  std::vector<std::string> errors;  // conditions, any of which will do
};

std::string message_frame(std::string_view body) {
  return "<message xmlns='jabber:client' from='romeo@example.net/orchard' "
         "to='juliet@example.com/balcony' type='chat' id='after'><body>" +
         std::string(body) + "</body></message>";
}

// ---- the session under test ----

struct Bench {
  Link link{{.endpoints = {std::string(url)}, .allow_plain = true}};
  std::string bind_id;

  void log_in() {
    link.connect("juliet@example.com", "pencil");
    link.log_in(own, roster);
  }

  void go_to(Phase phase) {
    if (is_session(phase)) {
      log_in();
    } else {
      link.connect("juliet@example.com", "pencil");
      link.open_socket();
      if (phase >= Phase::AwaitFeatures) link.receive(Link::open_frame("example.com"));
      if (phase >= Phase::AfterSasl) {
        link.receive(
            Link::features_frame("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                 "<mechanism>PLAIN</mechanism></mechanisms>"));
        link.receive("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      }
      if (phase == Phase::Binding) {
        link.receive(Link::open_frame("example.com"));
        link.receive(Link::features_frame("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"));
        bind_id = support::attribute_of(link.sent.back(), "id");
      }
    }
    if (phase == Phase::SecondOfThree) link.receive(message_frame("first"));
    link.forget();
  }

  bool is_up() const { return link.last_status<stream::Fresh>() != nullptr; }

  std::optional<std::string> shown() const {
    for (const session::Event& event : link.events) {
      if (auto* message = std::get_if<session::MessageReceived>(&event)) return message->body;
    }
    return std::nullopt;
  }
  bool only_statuses() const {
    return std::all_of(link.events.begin(), link.events.end(), [](const session::Event& event) {
      return std::holds_alternative<session::StatusChanged>(event);
    });
  }

  // The next ordinary message is shown, in this session or in the one that follows.
  bool recovers() {
    if (!is_up()) {
      if (link.last_status<stream::Suspended>() != nullptr) {
        link.advance(61s);
      } else {
        link.connect("juliet@example.com", "pencil");
      }
      if (!link.log_in(own, roster)) return false;
    }
    link.forget();
    link.receive(message_frame("after"));
    return shown() == "after";
  }
};

// ---- what happened, against what must ----

// The condition of the stream error we sent, if we closed the way RFC 7395 3.5 and 3.6 want it.
std::optional<std::string> stream_error(const Link& link) {
  if (link.sent.size() < 2 || link.closed_sockets != 1) return std::nullopt;
  support::FixedRandom random;
  xml::Reader reader(random);
  auto error = reader.read(link.sent[link.sent.size() - 2]);
  auto close = reader.read(link.sent.back());
  if (!error || !error->is({xmpp::ns::streams, "error"}) || error->children().empty()) {
    return std::nullopt;
  }
  if (!close || !close->is({xmpp::ns::framing, "close"})) return std::nullopt;
  return error->children().front().local();
}

std::string check_stream_error(const Bench& bench, const Expected& expected) {
  if (!bench.only_statuses()) return "something reached the model";
  std::optional<std::string> condition = stream_error(bench.link);
  if (!condition) return "no stream error, <close/> and closed socket";
  if (bench.link.sent.size() != 2) return "sent more than the error and <close/>";
  const auto& errors = expected.errors;
  if (!errors.empty() && std::find(errors.begin(), errors.end(), *condition) == errors.end()) {
    return "the stream error is " + *condition;
  }
  return "";
}

std::string check_ignored(const Bench& bench) {
  if (!bench.link.events.empty()) return "the model was told something";
  if (!bench.link.sent.empty()) return "something was sent: " + bench.link.sent.front();
  return bench.link.closed_sockets == 0 ? "" : "the socket was closed";
}

std::string check_shown(const Bench& bench, const Expected& expected) {
  std::optional<std::string> shown = bench.shown();
  if (!shown) return "not shown";
  if (expected.body && *shown != *expected.body) return "shown as '" + *shown + "'";
  return "";
}

bool was_closed(const Bench& bench) { return bench.link.closed_sockets > 0; }

std::string check_close(const Bench& bench) {
  if (!bench.only_statuses()) return "something reached the model";
  if (!was_closed(bench)) return "the socket was not closed";
  for (const std::string& address : bench.link.opened) {
    if (address != url) return "a socket to " + address + " was opened";
  }
  for (const std::string& frame : bench.link.sent) {
    if (frame.rfind("<close", 0) != 0) return "sent besides <close/>: " + frame;
  }
  return "";
}

// One verdict of the README. Before the session exists no stanza is accepted, however well-formed: the frame must be
// read as it should, and must reach nobody.
std::string check_one(const Bench& bench, const std::string& verdict, const Expected& expected,
                      Phase phase) {
  if (verdict == "stream-error") return check_stream_error(bench, expected);
  if (verdict == "close-no-follow" || verdict == "close") return check_close(bench);
  if (verdict == "any-safe" || verdict == "bounded") return "";
  if (verdict == "ignore") return check_ignored(bench);
  if (verdict == "bosh-terminate") return "nothing was refused";
  if (verdict == "no-reply") return bench.link.sent.empty() ? "" : "something was sent";
  if (verdict == "no-auto-action") {
    return bench.link.sent.empty() && bench.link.opened.empty() ? "" : "something was done";
  }
  if (verdict == "accept" || verdict == "show-safe") {
    if (is_session(phase)) return check_shown(bench, expected);
    std::string ignored = check_ignored(bench);
    return ignored.empty() ? ignored : check_stream_error(bench, Expected{});
  }
  return "unknown verdict '" + verdict + "'";
}

// "a-or-b" is met by either.
std::string check(const Bench& bench, const Expected& expected, Phase phase) {
  constexpr std::string_view either = "-or-";
  std::string problems;
  for (std::string rest = expected.verdict;;) {
    const size_t at = rest.find(either);
    std::string problem = check_one(bench, rest.substr(0, at), expected, phase);
    if (problem.empty()) return "";
    problems += (problems.empty() ? "" : "; ") + problem;
    if (at == std::string::npos) return problems;
    rest.erase(0, at + either.size());
  }
}

// ---- one frame ----

using Read = base::Result<xml::Element, xml::ReadError>;

Read read_in_pieces(xml::Reader& reader, std::string_view frame, size_t size) {
  reader.begin();
  for (size_t at = 0; at < frame.size(); at += size) reader.feed(frame.substr(at, size));
  return reader.finish();
}

bool is_same(const Read& a, const Read& b) {
  if (static_cast<bool>(a) != static_cast<bool>(b)) return false;
  return a ? *a == *b : a.error().kind == b.error().kind;
}

std::string check_pieces(const std::string& frame) {
  support::FixedRandom random;
  xml::Reader reader(random);
  Read whole = reader.read(frame);
  for (size_t size : {1, 7}) {
    if (!is_same(whole, read_in_pieces(reader, frame, size))) {
      return "read differently in pieces of " + std::to_string(size);
    }
  }
  return "";
}

size_t memory_in_use() { return mallinfo2().uordblks; }

std::string run_in_phase(std::string frame, const Expected& expected, Phase phase) {
  Bench bench;
  bench.go_to(phase);
  // A reply of the server must carry the id of our request; the corpus says ID where that is.
  if (phase == Phase::Binding) {
    for (size_t at = frame.find("ID"); at != std::string::npos; at = frame.find("ID", at)) {
      frame.replace(at, 2, bench.bind_id);
    }
  }
  const size_t memory = memory_in_use();
  bench.link.receive(frame);
  std::string problem = check(bench, expected, phase);
  if (!problem.empty()) return problem;
  if (phase == Phase::SecondOfThree && bench.is_up()) {
    bench.link.forget();
    bench.link.receive(message_frame("third"));
    if (bench.shown() != "third") return "the third frame is not shown";
  }
  if (!bench.recovers()) return "the next ordinary message is not shown";
  // Within what a next session may need anyway.
  if (memory_in_use() > memory + kept_memory) return "more than 1 MiB of memory is kept";
  return "";
}

std::vector<Phase> phases_of(const std::string& state) {
  auto says = [&](std::string_view token) { return state.find(token) != std::string::npos; };
  if (says("await-open")) return {Phase::AwaitOpen};
  if (says("await-features")) return {Phase::AwaitFeatures};
  if (says("binding")) return {Phase::Binding};
  if (says("online")) return {Phase::Online, Phase::SecondOfThree};
  return {Phase::AwaitFeatures, Phase::AfterSasl, Phase::Online, Phase::SecondOfThree};
}

// BOSH: what the body holds is unwrapped and arrives in a session.
std::string run_bosh(const std::string& text, const Expected& expected) {
  support::FixedRandom random;
  xml::Reader reader(random);
  Read read = reader.read(text);
  base::Result<stream::BoshBody> body =
      read ? stream::parse_bosh_body(*read)
           : base::Result<stream::BoshBody>(base::Error{read.error().detail});
  const std::string& verdict = expected.verdict;
  const bool must_refuse = verdict == "bosh-terminate" || verdict == "stream-error";
  if (must_refuse) return body ? "the body was accepted" : "";
  if (!body) {
    const bool may_refuse = verdict.find("stream-error") != std::string::npos ||
                            verdict.find("terminate") != std::string::npos || verdict == "any-safe";
    return may_refuse ? "" : "the body was refused: " + body.error().detail;
  }
  if (body->is_terminate) {
    const bool may_end =
        verdict == "close-no-follow" || verdict == "close" || verdict == "any-safe";
    return may_end ? "" : "the session was terminated";
  }
  Bench bench;
  bench.log_in();
  bench.link.forget();
  for (const xml::Element& stanza : body->stanzas) bench.link.receive(xml::write(stanza));
  return check(bench, expected, Phase::Online);
}

std::string run_case(const std::string& frame, const CaseFile& file) {
  Expected expected{.verdict = file.trimmed("verdict")};
  if (file.has("body")) expected.body = file.get("body");
  for (const std::string& error : split(file.trimmed("error"), '|')) {
    if (!trim(error).empty()) expected.errors.push_back(trim(error));
  }
  if (expected.verdict.empty()) return "the case has no verdict";
  std::string problem = check_pieces(frame);
  if (!problem.empty()) return problem;
  if (file.trimmed("transport") == "bosh") return run_bosh(frame, expected);
  for (Phase phase : phases_of(file.get("state"))) {
    problem = run_in_phase(frame, expected, phase);
    if (!problem.empty()) return std::string(name_of(phase)) + ": " + problem;
  }
  return "";
}

}  // namespace

Results run_xml_cases(const std::string& folder) {
  Results out;
  constexpr std::string_view ending = ".expect";
  for (const std::string& path : files_in(folder, ending)) {
    CaseResult result{.name = "xml/" + stem_of(path)};
    std::optional<std::string> expect = read_file(path);
    std::optional<std::string> frame =
        read_file(path.substr(0, path.size() - ending.size()) + ".xml");
    const std::clock_t begin = std::clock();
    result.detail = expect && frame ? run_case(*frame, CaseFile::parse(*expect))
                                    : "the frame or its expectation cannot be read";
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    const bool is_slow = seconds > patience_seconds(frame ? frame->size() : 0);
    if (result.detail.empty() && is_slow) result.detail = "takes too long";
    result.passed = result.detail.empty();
    out.push_back(std::move(result));
  }
  return out;
}

}  // namespace hostile
