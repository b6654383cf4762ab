// SPDX-License-Identifier: MIT
// Reads a JSON text into plain values: for the few small documents that come from outside as JSON. RFC 8259, strict.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// LIMIT: deeper nesting is refused; numbers keep their text, nobody here calculates with them.
inline constexpr size_t json_depth = 16;

struct JsonMember;

struct Json {
  enum class Kind { Null, True, False, Number, Text, Array, Object };
  Kind kind = Kind::Null;
  std::string text;  // of a Number or Text
  std::vector<Json> items;
  std::vector<JsonMember> members;  // in the order of the document

  // First member of that name; nullptr when this is no object or has none.
  const Json* member(std::string_view name) const;
  // The text of a Text member; empty otherwise.
  std::string_view text_of(std::string_view name) const;
};

struct JsonMember {
  std::string name;
  Json value;
};

// Absent when the text is not exactly one JSON value in valid UTF-8.
std::optional<Json> parse_json(std::string_view text);

}  // namespace base
