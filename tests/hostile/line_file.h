// SPDX-License-Identifier: MIT
// Reads the files of the corpus that hold one case per line, with fields between TABs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hostile {

struct Line {
  size_t number = 0;  // in the file, from 1
  std::vector<std::string> fields;
};
// The lines but for a comment in the first one and empty ones at the end; none when there is no file.
// Fields are unescaped.
std::vector<Line> lines_of(const std::string& path);

// \u{HEX} becomes that code point, a surrogate its three bytes (which are no UTF-8); the rest is literal.
std::string unescape(std::string_view text);
// For a terminal: what cannot be seen there and what is no UTF-8 as \u{HEX} or \xHH, cut when long.
std::string printable(std::string_view text);

}  // namespace hostile
