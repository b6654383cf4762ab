// SPDX-License-Identifier: MIT
// The only file that knows expat. RFC 6120 section 11, RFC 7395 section 3.3.3.
//
// The frames of a stream are read as the children of one synthetic root element, so that a frame
// costs no parser reset (three times slower) and `stream:` is bound for all of them. What follows
// from that:
//  - every handler sees the frame's element at depth 1, and anything else at depth 0 is refused;
//  - no DOCTYPE can stand inside an element, so none is ever accepted, nor an entity it might declare;
//  - after a frame a sentinel element is fed. It is seen at depth 0 only when the frame was whole: in an
//    unfinished tag, value, comment, CDATA section or character it is swallowed or an error;
//  - a parser remembers each name it saw, so a new one is made after some bytes and after each error.
// No handler calls the parser but to stop it: expat forbids more (CVE-2026-50219 and its kind).
#include "xml/reader.h"

#include <expat.h>

#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "xml/builder.h"

namespace xml {

static_assert(XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION > 8 ||
                  (XML_MINOR_VERSION == 8 && XML_MICRO_VERSION >= 3),
              "expat 2.8.3 or newer is needed: older ones take seconds for hostile frames");

namespace {

// Namespace and name come joined by it; no XML text can contain it (CVE-2022-25236).
constexpr char separator = '\x01';
constexpr std::string_view root_tag = "<r xmlns:stream='http://etherx.jabber.org/streams'>";
constexpr std::string_view sentinel_tag = "<e/>";
constexpr std::string_view declaration_start = "<?xml";
constexpr std::string_view declaration_end = "?>";
constexpr std::string_view doctype_start = "<!D";
// <?xml version="1.0" encoding="UTF-8" standalone="yes"?> has 56.
constexpr size_t most_declaration_bytes = 256;
// What one parser reads before it is replaced: names of a hostile peer cannot pile up in its
// tables, and the price of a new parser vanishes in that many bytes.
constexpr size_t bytes_per_parser = 64u << 10;
// Lengths are ints for expat; no frame comes near, whatever limits are set.
constexpr size_t most_bytes = 1u << 30;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_utf8(std::string_view encoding) {
  constexpr std::string_view upper = "UTF-8", lower = "utf-8";
  if (encoding.size() != upper.size()) return false;
  for (size_t i = 0; i < upper.size(); ++i) {
    if (encoding[i] != upper[i] && encoding[i] != lower[i]) return false;
  }
  return true;
}

// Whether more bytes could still make `text` begin with `start`.
bool may_become(std::string_view text, std::string_view start) {
  return text.size() < start.size() && start.substr(0, text.size()) == text;
}

ReadError error_of(XML_Error code) {
  switch (code) {
    case XML_ERROR_UNDEFINED_ENTITY:
      return {ReadErrorKind::RestrictedXml, "the frame refers to an entity"};
    case XML_ERROR_NO_MEMORY:
      return {ReadErrorKind::PolicyViolation, "the frame needs more memory than there is"};
    default:
      return {ReadErrorKind::NotWellFormed, XML_ErrorString(code)};
  }
}

struct QualifiedName {
  std::string_view ns, local;
};

QualifiedName split(const char* joined) {
  const std::string_view name = joined;
  const size_t end = name.find(separator);
  if (end == std::string_view::npos) return {{}, name};
  return {name.substr(0, end), name.substr(end + 1)};
}

}  // namespace

struct Reader::State {
  explicit State(base::Random& random) { random.fill(salt.data(), salt.size()); }
  ~State() { drop_parser(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // ---- one frame ----

  void begin() {
    // A frame that was fed but never finished lies in the parser still.
    if (frame_bytes > 0) drop_parser();
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
    if (phase == Phase::Content) return parse(piece);
    prolog += piece;
    read_prolog();
  }

  base::Result<Element, ReadError> finish() {
    // A frame too short to show what it is can only be broken content.
    if (phase != Phase::Content) parse(std::exchange(prolog, {}));
    if (pieces > 1) flush();
    sentinel = Sentinel::Due;
    parse(sentinel_tag);
    if (!error && (sentinel != Sentinel::Seen || !builder.has_frame())) {
      fail(ReadErrorKind::NotWellFormed, "the frame is not one whole element");
    }
    parsed_bytes += frame_bytes;
    frame_bytes = 0;
    if (error || parsed_bytes > bytes_per_parser) drop_parser();
    if (!error) return builder.take();
    builder.reset();
    return *error;
  }

  // Makes expat look at what it kept back: it defers a token that came in pieces until much more
  // came.
  void flush() {
    if (error || parser == nullptr) return;
    XML_SetReparseDeferralEnabled(parser, XML_FALSE);
    parse({});
    XML_SetReparseDeferralEnabled(parser, XML_TRUE);
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
    parse(std::exchange(prolog, {}));
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
    drop_parser();
    const size_t size = end + declaration_end.size();
    make_parser(std::string_view(prolog).substr(0, size));
    prolog.erase(0, size);
    return !error;
  }

  // ---- the parser ----

  void make_parser(std::string_view declaration) {
    // With the encoding named here, no declaration can choose another one.
    parser = XML_ParserCreateNS("UTF-8", separator);
    if (parser == nullptr) {
      return fail(ReadErrorKind::PolicyViolation, "there is no memory for a parser");
    }
    XML_SetHashSalt16Bytes(parser, salt.data());
    XML_SetUserData(parser, this);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetCommentHandler(parser, on_comment);
    XML_SetProcessingInstructionHandler(parser, on_instruction);
    XML_SetXmlDeclHandler(parser, on_declaration);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    parsed_bytes = 0;
    in_root = false;
    parse(declaration);
    parse(root_tag);
  }

  void drop_parser() {
    if (parser != nullptr) XML_ParserFree(parser);
    parser = nullptr;
  }

  void parse(std::string_view piece) {
    if (!error && parser == nullptr) make_parser({});
    if (error) return;
    const int size = static_cast<int>(piece.size());
    if (XML_Parse(parser, piece.data(), size, XML_FALSE) == XML_STATUS_OK) return;
    const ReadError reason = error_of(XML_GetErrorCode(parser));
    fail(reason.kind, reason.detail);
  }

  // The first error of a frame is the one that counts: after it expat reports being stopped.
  void fail(ReadErrorKind kind, const char* detail) {
    if (!error) error = ReadError{kind, detail};
  }

  // ---- events; after an error expat still delivers what was under way ----

  void stop(ReadErrorKind kind, const char* detail) {
    fail(kind, detail);
    XML_StopParser(parser, XML_FALSE);
  }

  void start(const char* joined_name, const char** attributes) {
    if (error) return;
    if (!in_root) {
      in_root = true;
      return;
    }
    if (builder.depth() == 0) {
      // Nothing but the sentinel is fed while it is due.
      if (sentinel == Sentinel::Due) {
        sentinel = Sentinel::Open;
        return;
      }
      if (builder.has_frame()) {
        return stop(ReadErrorKind::NotWellFormed, "the frame has more than one element");
      }
    }
    if (builder.depth() >= limits.depth) {
      return stop(ReadErrorKind::PolicyViolation, "the elements are nested too deeply");
    }
    if (builder.elements() >= limits.elements) {
      return stop(ReadErrorKind::PolicyViolation, "the frame has too many elements");
    }
    size_t count = 0;
    while (attributes[2 * count] != nullptr) ++count;
    if (count > limits.attributes_per_element) {
      return stop(ReadErrorKind::PolicyViolation, "an element has too many attributes");
    }
    const QualifiedName name = split(joined_name);
    builder.open(name.ns, name.local, count);
    for (; *attributes != nullptr; attributes += 2) {
      const std::string_view value = attributes[1];
      if (value.size() > limits.attribute_bytes) {
        return stop(ReadErrorKind::PolicyViolation, "the value of an attribute is too long");
      }
      const QualifiedName attribute = split(attributes[0]);
      builder.add_attribute(attribute.ns, attribute.local, value);
    }
  }

  void end() {
    if (error) return;
    if (builder.depth() > 0) {
      builder.close();
    } else if (sentinel == Sentinel::Open) {
      sentinel = Sentinel::Seen;
    } else {
      stop(ReadErrorKind::NotWellFormed, "the frame ends an element it did not begin");
    }
  }

  void text(std::string_view text) {
    if (error) return;
    if (builder.depth() > 0) return builder.add_text(text);
    for (const char c : text) {
      if (is_space(c)) continue;
      return stop(ReadErrorKind::NotWellFormed, "the frame has text outside its element");
    }
  }

  void declaration(const char* version, const char* encoding) {
    if (encoding != nullptr && !is_utf8(encoding)) {
      return stop(ReadErrorKind::UnsupportedEncoding,
                  "the frame declares an encoding other than UTF-8");
    }
    if (version == nullptr || std::string_view(version) != "1.0") {
      stop(ReadErrorKind::NotWellFormed, "the frame declares another version than XML 1.0");
    }
  }

  static State& of(void* data) { return *static_cast<State*>(data); }
  static void on_start(void* data, const char* name, const char** attributes) {
    of(data).start(name, attributes);
  }
  static void on_end(void* data, const char*) { of(data).end(); }
  static void on_text(void* data, const char* text, int size) {
    of(data).text(std::string_view(text, static_cast<size_t>(size)));
  }
  static void on_comment(void* data, const char*) {
    of(data).stop(ReadErrorKind::RestrictedXml, "the frame has a comment");
  }
  static void on_instruction(void* data, const char*, const char*) {
    of(data).stop(ReadErrorKind::RestrictedXml, "the frame has a processing instruction");
  }
  static void on_declaration(void* data, const char* version, const char* encoding, int) {
    of(data).declaration(version, encoding);
  }
  // Out of reach as long as every frame stands inside the root; it costs nothing to be sure.
  static void on_doctype(void* data, const char*, const char*, const char*, int) {
    of(data).stop(ReadErrorKind::RestrictedXml, "the frame has a DOCTYPE");
  }

  Limits limits;
  std::array<uint8_t, 16> salt{};
  XML_Parser parser = nullptr;
  size_t parsed_bytes = 0;  // by this parser, of frames that are finished
  bool in_root = false;

  // Of the frame under way.
  enum class Sentinel { NotDue, Due, Open, Seen };
  Builder builder;
  std::optional<ReadError> error;
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
