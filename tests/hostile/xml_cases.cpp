// SPDX-License-Identifier: MIT
// The xml cases. See xml_cases.h.
#include "hostile/xml_cases.h"

#include <algorithm>
#include <ctime>
#include <optional>
#include <set>
#include <vector>

#include "hostile/case_file.h"
#include "hostile/expectation.h"
#include "hostile/memory.h"
#include "hostile/verdict.h"
#include "xml/reader.h"
#include "xml/writer.h"
#include "xmpp/ns.h"

namespace hostile {
namespace {

// Processor time, so that a busy machine decides nothing. A parser that needs more has a quadratic heart; the corpus
// asks for less, but this also holds for single bytes under sanitizers and for every stage of a transport together.
double patience_seconds(size_t frame_bytes) { return 4 + 2e-5 * static_cast<double>(frame_bytes); }
// What a session may need more after a case than before, and what may be left of it when it is gone.
constexpr size_t kept_memory = 1u << 20;
constexpr size_t lost_memory = 16u << 10;

// ---- the reader's own interface for pieces ----

using Read = base::Result<xml::Element, xml::ReadError>;

Read read_in_pieces(xml::Reader& reader, std::string_view frame, size_t size) {
  reader.begin();
  for (size_t at = 0; at < frame.size(); at += size) reader.feed(frame.substr(at, size));
  return reader.finish();
}

std::string describe(const Read& read) {
  if (read) return xml::write(*read);
  return std::to_string(static_cast<int>(read.error().kind));
}

std::string check_pieces(const std::string& frame, Trace& trace) {
  support::FixedRandom random;
  xml::Reader reader(random);
  const std::string whole = describe(reader.read(frame));
  trace.note("read", whole);
  for (const size_t size : {1, 7}) {
    if (describe(read_in_pieces(reader, frame, size)) != whole) {
      return "read differently in pieces of " + std::to_string(size);
    }
  }
  return "";
}

// How many stanzas of the frame count for XEP-0198.
uint32_t stanzas_in(const std::string& frame) {
  support::FixedRandom random;
  xml::Reader reader(random);
  const Read read = reader.read(frame);
  const auto counts = [](const xml::Element& element) {
    const std::string& name = element.local();
    return element.ns() == xmpp::ns::client &&
                   (name == "message" || name == "presence" || name == "iq")
               ? 1u
               : 0u;
  };
  if (!read) return 0;
  if (!read->is({xmpp::ns::httpbind, "body"})) return counts(*read);
  uint32_t count = 0;
  for (const xml::Element& child : read->children()) count += counts(child);
  return count;
}

// ---- one frame in one stage over one transport ----

std::string judge(Play& play, const Row& row, Stage stage, const Expectation& expected,
                  const std::string& frame) {
  const std::optional<uint32_t> handled_before = is_session(stage) ? play.handled() : std::nullopt;
  if (is_session(stage) && !handled_before) return "it does not say what it has handled";
  play.forget();
  const size_t memory = memory_in_use();
  const Rows before = Rows::of(play.client().model());
  const uint64_t version = play.client().model().version();
  play.end().deliver(frame);

  const Happened happened{play, row, stage, before, version};
  std::string problem = check_always(happened);
  if (problem.empty()) problem = check(happened, expected);
  if (!problem.empty()) return problem;

  const bool is_up = play.client().is_up() && !play.end().is_let_go();
  const bool is_frame = row.carries == Carries::Frames || row.carries == Carries::Bodies;
  if (is_session(stage) && is_up && is_frame) {
    const std::optional<uint32_t> handled = play.handled();
    if (!handled) return "it no longer says what it has handled";
    if (*handled - *handled_before != stanzas_in(frame)) {
      return "it counts " + std::to_string(*handled - *handled_before) + " stanzas as handled";
    }
  }
  if (stage == Stage::SecondOfThree) {
    const Rows rows = Rows::of(play.client().model());
    play.end().say(message_frame("third"));
    const auto added = Rows::of(play.client().model()).added_since(rows);
    const bool is_shown = added && added->size() == 1 && added->front() == "third";
    // In a stream what a case left open goes on; then nothing is shown.
    if (is_up && !is_shown && row.carries != Carries::Stream) return "the third frame is not shown";
    if (!is_up && (!added || !added->empty())) return "it is closed and still listens";
  }
  problem = play.recover();
  if (!problem.empty() && row.carries == Carries::Stream) {
    // What a case left open ends with the connection, at the latest.
    play.end().cut();
    problem = play.recover();
  }
  if (!problem.empty()) return problem;
  play.forget();
  if (memory_in_use() > memory + kept_memory) return "more than 1 MiB of memory is kept";
  return "";
}

std::string run_in_stage(const std::string& frame, const Expectation& expected, const Row& row,
                         Stage stage, Trace& trace) {
  trace.note("stage", std::string(row.name) + ", " + name_of(stage));
  const size_t memory = memory_in_use();
  std::string problem;
  {
    Play play(row, trace);
    problem = play.go_to(stage, expected);
    if (problem.empty()) problem = judge(play, row, stage, expected, play.adapted(frame));
  }
  if (problem.empty() && memory_in_use() > memory + lost_memory) {
    problem = "memory is lost when the session is gone";
  }
  if (problem.empty()) return "";
  return std::string(row.name) + ", " + name_of(stage) + ": " + problem;
}

// Whether a case is about where a frame begins and ends, or about what a frame declares for itself: in one long document
// the same bytes mean something else.
bool is_about_frames(const std::string& frame) {
  if (frame.compare(0, 2, "<?") == 0) return true;
  support::FixedRandom random;
  xml::Reader reader(random);
  const Read read = reader.read(frame);
  if (!read) return read.error().kind == xml::ReadErrorKind::NotWellFormed;
  return read->ns().empty() || read->ns() == xmpp::ns::framing;
}

// Everywhere; judged where the case says, and merely survived where it is out of place.
std::string run_over(const std::string& frame, const Expectation& expected, const Row& row,
                     Trace& trace) {
  std::set<Stage> judged{Stage::AwaitFeatures, Stage::AfterSasl, Stage::Online,
                         Stage::SecondOfThree};
  if (expected.stage) judged = {*expected.stage};
  if (expected.stage == Stage::Online) judged.insert(Stage::SecondOfThree);
  const bool is_only_survived =
      row.carries == Carries::Payload || (row.carries == Carries::Stream && is_about_frames(frame));
  if (is_only_survived) judged.clear();
  // Behind the restart a document begins anew: what comes first is no frame, but its root.
  if (row.carries == Carries::Stream) judged.erase(Stage::AfterSasl);
  Expectation safe;
  safe.verdicts = {"any-safe"};
  for (const Stage stage :
       {Stage::AwaitOpen, Stage::AwaitFeatures, Stage::ClientFinalSent, Stage::AfterSasl,
        Stage::Binding, Stage::Resuming, Stage::Online, Stage::SecondOfThree}) {
    const bool is_judged = judged.count(stage) > 0;
    const std::string problem = run_in_stage(frame, is_judged ? expected : safe, row, stage, trace);
    if (!problem.empty()) return problem;
  }
  return "";
}

// What the first session of all allocates for good (tables, buffers of the C library) is nothing that a case lost.
void warm_up(Trace& trace) {
  for (const Row& row : rows()) {
    Play play(row, trace);
    if (play.go_to(Stage::Online, {}).empty()) play.recover();
  }
}

std::string run_case(const std::string& frame, const std::string& text, Trace& trace) {
  std::string problem;
  const Expectation expected = parse_expectation(text, problem);
  const auto in_time = [&](std::string_view what, auto work) {
    const std::clock_t begin = std::clock();
    std::string found = work();
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    if (found.empty() && seconds > patience_seconds(frame.size())) {
      found = std::string(what) + ": takes too long";
    }
    return found;
  };
  if (problem.empty()) problem = in_time("reader", [&] { return check_pieces(frame, trace); });
  for (const Row& row : rows()) {
    const bool is_for_bodies = row.carries == Carries::Bodies;
    if (!problem.empty() || is_for_bodies != expected.is_bosh) continue;
    problem = in_time(row.name, [&] { return run_over(frame, expected, row, trace); });
  }
  return problem;
}

}  // namespace

void run_xml_cases(const std::string& folder, const RunCase& run) {
  // A frame without its expectation is no less a case than one with it.
  std::set<std::string> names;
  for (std::string_view ending : {".expect", ".xml"}) {
    for (const std::string& path : files_in(folder, ending)) names.insert(stem_of(path));
  }
  for (const std::string& name : names) {
    run("xml/" + name, [&](Trace& trace) -> std::string {
      const auto expect = read_file(folder + "/" + name + ".expect");
      const auto frame = read_file(folder + "/" + name + ".xml");
      if (!frame) return "there is no " + name + ".xml beside the expectation";
      if (!expect) return "there is no " + name + ".expect that says what must happen";
      warm_up(trace);
      return run_case(*frame, *expect, trace);
    });
  }
}

}  // namespace hostile
