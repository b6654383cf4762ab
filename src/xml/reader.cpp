// SPDX-License-Identifier: MIT
// Frames, one at a time. RFC 6120 section 11, RFC 7395 section 3.3.3.
//
// The frames of a stream are read as the children of one synthetic root element, so that a frame
// costs no parser reset (three times slower) and `stream:` is bound for all of them. What follows
// from that:
//  - every handler sees the frame's element at depth 1, and anything else at depth 0 is refused;
//  - no DOCTYPE can stand inside an element, so none is ever accepted, nor an entity it might declare;
//  - after a frame a sentinel element is fed. It is seen at depth 0 only when the frame was whole: in an
//    unfinished tag, value, comment, CDATA section or character it is swallowed or an error;
//  - a parser remembers each name it saw, so a new one is made after some bytes and after each error.
#include "xml/reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "xml/parser.h"

namespace xml {
namespace {

constexpr std::string_view root_tag = "<r xmlns:stream='http://etherx.jabber.org/streams'>";
constexpr std::string_view sentinel_tag = "<e/>";
constexpr std::string_view declaration_start = "<?xml";
constexpr std::string_view declaration_end = "?>";
constexpr std::string_view doctype_start = "<!D";
// <?xml version="1.0" encoding="UTF-8" standalone="yes"?> has 56.
constexpr size_t most_declaration_bytes = 256;
// Lengths are ints for expat; no frame comes near, whatever limits are set.
constexpr size_t most_bytes = 1u << 30;

// Whether more bytes could still make `text` begin with `start`.
bool may_become(std::string_view text, std::string_view start) {
  return text.size() < start.size() && start.substr(0, text.size()) == text;
}

}  // namespace

struct Reader::State : Parser {
  using Parser::limits;
  using Parser::Parser;

  // ---- one frame ----

  void begin() {
    // A frame that was fed but never finished lies in the parser still.
    if (frame_bytes > 0) drop();
    builder.reset();
    error.reset();
    frame_bytes = 0;
    pieces = 0;
    prolog.clear();
    phase = Phase::Start;
    sentinel = Sentinel::NotDue;
  }

  void feed(std::string_view piece) {
    if (error || piece.empty()) return;
    if (frame_bytes == 0 && piece.front() != '<') {
      return fail(ReadErrorKind::NotWellFormed, "the frame does not begin with '<'");
    }
    frame_bytes += piece.size();
    if (frame_bytes > limits.frame_bytes || frame_bytes > most_bytes) {
      return fail(ReadErrorKind::PolicyViolation, "the frame is longer than the limit");
    }
    ++pieces;
    const bool starts_with_element = phase == Phase::Start && prolog.empty() && piece.size() > 1 &&
                                     piece[1] != '?' && piece[1] != '!';
    if (starts_with_element) phase = Phase::Content;
    if (phase == Phase::Content) return parse_content(piece);
    prolog += piece;
    read_prolog();
  }

  base::Result<Element, ReadError> finish() {
    // A frame too short to show what it is can only be broken content.
    if (phase != Phase::Content) parse_content(std::exchange(prolog, {}));
    if (pieces > 1) flush();
    sentinel = Sentinel::Due;
    parse_content(sentinel_tag);
    if (!error && (sentinel != Sentinel::Seen || !builder.has_frame())) {
      fail(ReadErrorKind::NotWellFormed, "the frame is not one whole element");
    }
    frame_bytes = 0;
    if (error || parsed_bytes > bytes_per_parser) drop();
    if (!error) return builder.take();
    builder.reset();
    return *error;
  }

  // Makes expat look at what it kept back.
  void flush() {
    set_deferral(false);
    parse({});
    set_deferral(true);
  }

  // ---- what may stand before the element: a declaration and white space, but no DOCTYPE ----

  enum class Phase { Start, AfterDeclaration, Content };

  void read_prolog() {
    if (phase == Phase::Start) {
      if (may_become(prolog, declaration_start) || prolog == declaration_start) return;
      // "<?xml-stylesheet" would be a processing instruction; expat tells.
      const bool declared = prolog.compare(0, declaration_start.size(), declaration_start) == 0 &&
                            is_space(prolog[declaration_start.size()]);
      if (declared && !read_declaration()) return;
      phase = Phase::AfterDeclaration;
    }
    size_t spaces = 0;
    while (spaces < prolog.size() && is_space(prolog[spaces])) ++spaces;
    const std::string_view rest = std::string_view(prolog).substr(spaces);
    if (may_become(rest, doctype_start)) return;
    if (rest.substr(0, doctype_start.size()) == doctype_start) {
      return fail(ReadErrorKind::RestrictedXml, "the frame has a DOCTYPE");
    }
    phase = Phase::Content;
    parse_content(std::exchange(prolog, {}));
  }

  // False when it is not whole yet, or wrong.
  bool read_declaration() {
    const size_t end = prolog.find(declaration_end);
    if (std::min(end, prolog.size()) > most_declaration_bytes) {
      fail(ReadErrorKind::NotWellFormed, "the XML declaration does not end");
      return false;
    }
    if (end == std::string::npos) return false;
    // It must be the first a parser sees, with the root after it.
    const size_t size = end + declaration_end.size();
    begin_document(std::string_view(prolog).substr(0, size));
    prolog.erase(0, size);
    return !error;
  }

  void begin_document(std::string_view declaration) {
    make();
    parse(declaration);
    parse(root_tag);
  }

  void parse_content(std::string_view piece) {
    if (!error && !is_made()) begin_document({});
    parse(piece);
  }

  // ---- events ----

  bool on_frame_start() override {
    // Nothing but the sentinel is fed while it is due.
    if (sentinel == Sentinel::Due) {
      sentinel = Sentinel::Open;
      return false;
    }
    if (!builder.has_frame()) return true;
    stop(ReadErrorKind::NotWellFormed, "the frame has more than one element");
    return false;
  }

  void on_outer_end() override {
    if (sentinel == Sentinel::Open) {
      sentinel = Sentinel::Seen;
    } else {
      stop(ReadErrorKind::NotWellFormed, "the frame ends an element it did not begin");
    }
  }

  // Of the frame under way.
  enum class Sentinel { NotDue, Due, Open, Seen };
  size_t frame_bytes = 0;
  size_t pieces = 0;
  std::string prolog;  // bytes held back until it is clear what they are
  Phase phase = Phase::Start;
  Sentinel sentinel = Sentinel::NotDue;
};

Reader::Reader(base::Random& random) : state_(std::make_unique<State>(random)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

void Reader::set_limits(const Limits& limits) { state_->limits = limits; }

base::Result<Element, ReadError> Reader::read(std::string_view frame) {
  begin();
  feed(frame);
  return finish();
}

void Reader::begin() { state_->begin(); }
void Reader::feed(std::string_view piece) { state_->feed(piece); }
base::Result<Element, ReadError> Reader::finish() { return state_->finish(); }

}  // namespace xml
