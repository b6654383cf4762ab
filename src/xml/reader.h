// SPDX-License-Identifier: MIT
// Reads one frame into an element with expat, under the limits and prohibitions XMPP sets.
// RFC 6120 section 11 (no comments, processing instructions, DTDs, entities; UTF-8 only), RFC
// 7395 3.3.3 (a frame is one element and begins with '<'), limits of this program in Limits below.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "xml/element.h"

namespace xml {

// Why a frame was refused; named after the stream errors of RFC 6120 4.9.3 that answer them.
enum class ReadErrorKind {
  NotWellFormed,
  RestrictedXml,        // DOCTYPE, entity, comment, processing instruction
  UnsupportedEncoding,  // a declaration with another encoding than UTF-8
  PolicyViolation,      // one of the limits
  InvalidNamespace,     // a stream header of another; found by whoever knows what headers are
};

struct ReadError {
  ReadErrorKind kind = ReadErrorKind::NotWellFormed;
  const char* detail = "";  // a constant sentence for the log
  bool operator==(const ReadError&) const = default;
};

struct Limits {
  size_t frame_bytes = 8u << 20;  // after authentication; 64 KiB before
  size_t depth = 64;              // the frame's element is at depth 1
  size_t attributes_per_element =
      128;  // namespace declarations do not count for expat; the frame limit holds them
  size_t elements = 200'000;
  size_t attribute_bytes = 64u << 10;  // of one value
};
inline constexpr size_t frame_bytes_before_login = 64u << 10;

// One reader per stream. Whatever came before, each frame is read under the same rules and as if it were the
// first. The salt of the parser's hash tables comes from `random`, once.
class Reader {
 public:
  explicit Reader(base::Random& random);
  ~Reader();
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;

  void set_limits(const Limits& limits);

  // The whole frame at once. `stream:` is bound as a prefix even where a server forgot to declare
  // it (COMPAT(prosody): its stream errors over WebSocket), the default namespace is not.
  base::Result<Element, ReadError> read(std::string_view frame);
  // The same in pieces, for tests and byte streams: begin, feed as often as wanted, finish.
  void begin();
  void feed(std::string_view piece);
  base::Result<Element, ReadError> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xml
