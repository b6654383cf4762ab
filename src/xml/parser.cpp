// SPDX-License-Identifier: MIT
// The only file that knows expat. See parser.h.
#include "xml/parser.h"

#include <expat.h>

#include <cstring>
#include <string_view>

namespace xml {

static_assert(XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION > 8 ||
                  (XML_MINOR_VERSION == 8 && XML_MICRO_VERSION >= 3),
              "expat 2.8.3 or newer is needed: older ones take seconds for hostile frames");

namespace {

// Namespace and name come joined by it; no XML text can contain it (CVE-2022-25236).
constexpr char separator = '\x01';

bool is_utf8(std::string_view encoding) {
  constexpr std::string_view upper = "UTF-8", lower = "utf-8";
  if (encoding.size() != upper.size()) return false;
  for (size_t i = 0; i < upper.size(); ++i) {
    if (encoding[i] != upper[i] && encoding[i] != lower[i]) return false;
  }
  return true;
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
  const char* end = std::strchr(joined, separator);
  if (end == nullptr) return {{}, joined};
  return {std::string_view(joined, static_cast<size_t>(end - joined)), end + 1};
}

}  // namespace

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct Parser::Callbacks {
  static Parser& of(void* data) { return *static_cast<Parser*>(data); }
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
  // Out of reach where every frame stands inside a root of ours; it costs nothing to be sure.
  static void on_doctype(void* data, const char*, const char*, const char*, int) {
    of(data).stop(ReadErrorKind::RestrictedXml, "the frame has a DOCTYPE");
  }
};

Parser::Parser(base::Random& random) { random.fill(salt_.data(), salt_.size()); }
Parser::~Parser() { drop(); }

void Parser::make() {
  drop();
  // With the encoding named here, no declaration can choose another one.
  parser_ = XML_ParserCreateNS("UTF-8", separator);
  if (parser_ == nullptr) {
    return fail(ReadErrorKind::PolicyViolation, "there is no memory for a parser");
  }
  XML_SetHashSalt16Bytes(parser_, salt_.data());
  XML_SetUserData(parser_, this);
  XML_SetElementHandler(parser_, Callbacks::on_start, Callbacks::on_end);
  XML_SetCharacterDataHandler(parser_, Callbacks::on_text);
  XML_SetCommentHandler(parser_, Callbacks::on_comment);
  XML_SetProcessingInstructionHandler(parser_, Callbacks::on_instruction);
  XML_SetXmlDeclHandler(parser_, Callbacks::on_declaration);
  XML_SetStartDoctypeDeclHandler(parser_, Callbacks::on_doctype);
  parsed_bytes = 0;
  in_root_ = false;
  is_halted_ = false;
}

void Parser::drop() {
  if (parser_ != nullptr) XML_ParserFree(parser_);
  parser_ = nullptr;
}

void Parser::parse(std::string_view piece) {
  if (error || parser_ == nullptr) return;
  parsed_bytes += piece.size();
  const int size = static_cast<int>(piece.size());
  if (XML_Parse(parser_, piece.data(), size, XML_FALSE) == XML_STATUS_OK || is_halted_) return;
  const ReadError reason = error_of(XML_GetErrorCode(parser_));
  fail(reason.kind, reason.detail);
}

void Parser::set_deferral(bool is_on) {
  if (parser_ != nullptr) XML_SetReparseDeferralEnabled(parser_, is_on ? XML_TRUE : XML_FALSE);
}

void Parser::halt() {
  is_halted_ = true;
  XML_StopParser(parser_, XML_FALSE);
}

size_t Parser::token_begin() const {
  // Expat has none to point at when it consumed everything before it kept anything.
  const XML_Index at = XML_GetCurrentByteIndex(parser_);
  return at < 0 ? parsed_bytes : static_cast<size_t>(at);
}

size_t Parser::token_end() const {
  return token_begin() + static_cast<size_t>(XML_GetCurrentByteCount(parser_));
}

void Parser::fail(ReadErrorKind kind, const char* detail) {
  if (!error) error = ReadError{kind, detail};
}

// ---- events; after an error expat still delivers what was under way ----

void Parser::stop(ReadErrorKind kind, const char* detail) {
  fail(kind, detail);
  XML_StopParser(parser_, XML_FALSE);
}

void Parser::on_root(const char*, const char**) {}

void Parser::start(const char* joined_name, const char** attributes) {
  if (error || is_halted_) return;
  if (!in_root_) {
    in_root_ = true;
    return on_root(joined_name, attributes);
  }
  if (builder.depth() == 0 && !on_frame_start()) return;
  open(joined_name, attributes);
}

void Parser::open(const char* joined_name, const char** attributes) {
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

void Parser::end() {
  if (error || is_halted_) return;
  if (builder.depth() == 0) return on_outer_end();
  builder.close();
  if (builder.depth() == 0) on_frame_end();
}

void Parser::text(std::string_view text) {
  if (error || is_halted_) return;
  if (builder.depth() > 0) return builder.add_text(text);
  for (const char c : text) {
    if (is_space(c)) continue;
    return stop(ReadErrorKind::NotWellFormed, "the frame has text outside its element");
  }
}

void Parser::declaration(const char* version, const char* encoding) {
  if (encoding != nullptr && !is_utf8(encoding)) {
    return stop(ReadErrorKind::UnsupportedEncoding,
                "the frame declares an encoding other than UTF-8");
  }
  if (version == nullptr || std::string_view(version) != "1.0") {
    stop(ReadErrorKind::NotWellFormed, "the frame declares another version than XML 1.0");
  }
}

}  // namespace xml
