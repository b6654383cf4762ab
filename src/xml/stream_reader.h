// SPDX-License-Identifier: MIT
// Reads a stream, one document that takes as long as the connection, from a sequence of bytes that comes in any pieces:
// its header, its children one by one, its end. The same limits and prohibitions as for frames (reader.h).
// RFC 6120 sections 4.1 to 4.4 and 11.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <variant>

#include "base/random.h"
#include "xml/element.h"
#include "xml/reader.h"

namespace xml {

// Markup (a tag) longer than this is refused even where the frame may be longer: expat reads an unfinished one anew with
// each piece that comes, and a server may send single bytes. No honest stanza has a tag of more than a few hundred.
inline constexpr size_t most_markup_bytes = 8u << 10;

class StreamReader {
 public:
  struct Opened {
    Element header;  // without children
  };
  struct Closed {};
  // After Closed or ReadError nothing more comes.
  using Event = std::variant<Opened, Element, Closed, ReadError>;

  explicit StreamReader(base::Random& random);
  ~StreamReader();
  StreamReader(StreamReader&&) noexcept;
  StreamReader& operator=(StreamReader&&) noexcept;

  // Of each child, and of the header with all before it.
  void set_limits(const Limits& limits);
  // The next byte begins another stream. What was read and not polled is forgotten.
  void restart();
  void feed(std::string_view piece);
  std::optional<Event> poll();
  // The header was read.
  bool has_begun() const;
  // Not one byte came behind the last event, not even white space.
  bool is_between() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xml
