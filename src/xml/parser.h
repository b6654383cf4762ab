// SPDX-License-Identifier: MIT
// One expat parser and the rules every element is held to, whether it came as a frame of its own (reader.cpp) or as the
// child of a stream (stream_reader.cpp). RFC 6120 section 11.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/random.h"
#include "xml/builder.h"
#include "xml/reader.h"

struct XML_ParserStruct;

namespace xml {

bool is_space(char c);

// What one parser reads before it is replaced: names of a hostile peer cannot pile up in its
// tables, and the price of a new parser vanishes in that many bytes.
inline constexpr size_t bytes_per_parser = 256u << 10;

// The document is a root element; its children are the frames, at depth 1. The hooks are called by expat: they may
// stop the parser, and nothing else of it (expat forbids more: CVE-2026-50219 and its kind).
class Parser {
 public:
  explicit Parser(base::Random& random);
  virtual ~Parser();
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

 protected:
  // ---- hooks ----

  virtual void on_root(const char* joined_name, const char** attributes);
  // An element begins where no frame is open. False: it is none, or was refused.
  virtual bool on_frame_start() = 0;
  virtual void on_frame_end() {}
  // An element ends that was no frame: the root, or what on_frame_start() declined.
  virtual void on_outer_end() = 0;

  // ---- the parser ----

  bool is_made() const { return parser_ != nullptr; }
  void make();
  void drop();
  void parse(std::string_view piece);
  // Expat defers a token that came in pieces until much more came; without that it looks at each piece.
  void set_deferral(bool is_on);
  // Within a hook: what was parsed so far is all that counts, and no error.
  void halt();
  // Of the token that is being reported, or, between two calls of parse(), of the one that is not yet whole.
  size_t token_begin() const;
  size_t token_end() const;  // within a hook

  // The first error counts: after it expat reports being stopped.
  void fail(ReadErrorKind kind, const char* detail);
  void stop(ReadErrorKind kind, const char* detail);  // within a hook

  // Opens an element in the builder, under the limits.
  void open(const char* joined_name, const char** attributes);

  Limits limits;
  Builder builder;
  std::optional<ReadError> error;
  size_t parsed_bytes = 0;  // handed to this parser

 private:
  void start(const char* joined_name, const char** attributes);
  void end();
  void text(std::string_view text);
  void declaration(const char* version, const char* encoding);
  struct Callbacks;

  std::array<uint8_t, 16> salt_{};
  XML_ParserStruct* parser_ = nullptr;
  bool in_root_ = false;
  bool is_halted_ = false;
};

}  // namespace xml
