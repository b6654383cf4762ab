// SPDX-License-Identifier: MIT
// Files of lines. See line_file.h.
#include "hostile/line_file.h"

#include <cstdint>
#include <cstdio>
#include <optional>

#include "base/utf8.h"
#include "hostile/case_file.h"

namespace hostile {
namespace {

constexpr std::string_view escape_start = "\\u{";
constexpr size_t most_printed_bytes = 100;

std::optional<char32_t> code_point(std::string_view digits) {
  if (digits.empty() || digits.size() > 6) return std::nullopt;
  char32_t value = 0;
  for (const char c : digits) {
    const size_t digit = std::string_view("0123456789abcdef").find(static_cast<char>(c | 0x20));
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  return value <= 0x10FFFF ? std::optional(value) : std::nullopt;
}

// Unlike base::append_utf8 this encodes surrogates, too: hostile input may well hold them.
void append_raw(std::string& out, char32_t c) {
  if (c < 0xD800 || c > 0xDFFF) return base::append_utf8(out, c);
  out += static_cast<char>(0xE0 | (c >> 12));
  out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  out += static_cast<char>(0x80 | (c & 0x3F));
}

bool is_invisible(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         (c >= 0xE000 && c <= 0xF8FF) || c == 0xFEFF || c >= 0xE0000;
}

std::string formatted(const char* format, uint32_t value) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, format, value);
  return buffer;
}

}  // namespace

std::vector<Line> lines_of(const std::string& path) {
  std::vector<Line> lines;
  const std::optional<std::string> text = read_file(path);
  if (!text) return lines;
  std::vector<std::string> raw = split(*text, '\n');
  while (!raw.empty() && raw.back().empty()) raw.pop_back();
  for (size_t i = 0; i < raw.size(); ++i) {
    if (i == 0 && raw[i].substr(0, 1) == "#") continue;
    Line line{i + 1, {}};
    for (const std::string& field : split(raw[i], '\t')) line.fields.push_back(unescape(field));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string unescape(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t start = text.find(escape_start);
    out += text.substr(0, start);
    if (start == std::string_view::npos) break;
    text.remove_prefix(start + escape_start.size());
    const size_t end = text.find('}');
    const auto value =
        end == std::string_view::npos ? std::nullopt : code_point(text.substr(0, end));
    if (value) {
      append_raw(out, *value);
      text.remove_prefix(end + 1);
    } else {
      out += escape_start;
    }
  }
  return out;
}

std::string printable(std::string_view text) {
  const std::string_view shown = base::truncate_utf8(text, most_printed_bytes);
  std::string out;
  for (size_t position = 0; position < shown.size();) {
    const size_t start = position;
    const char32_t c = base::next_code_point(shown, position);
    const bool broken = c == 0xFFFD && position == start + 1;
    if (broken) {
      out += formatted("\\x%02X", static_cast<uint8_t>(shown[start]));
    } else if (is_invisible(c)) {
      out += formatted("\\u{%X}", c);
    } else {
      out += shown.substr(start, position - start);
    }
  }
  if (shown.size() < text.size()) out += "… (" + std::to_string(text.size()) + " bytes)";
  return out;
}

}  // namespace hostile
