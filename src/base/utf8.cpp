// SPDX-License-Identifier: MIT
// UTF-8 decoding, checking and cutting. RFC 3629 section 4 (the syntax of well-formed byte
// sequences).
#include "base/utf8.h"

#include <cstring>

namespace base {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Decoded {
  char32_t code_point;
  size_t size;  // 0 when the bytes are not well-formed
};

Decoded decode(std::string_view text, size_t position) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[position + i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  size_t size = 0;
  char32_t value = 0;
  char32_t smallest = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2, value = lead & 0x1F, smallest = 0x80;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    size = 3, value = lead & 0x0F, smallest = 0x800;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4, value = lead & 0x07, smallest = 0x10000;
  } else {
    return {0, 0};
  }
  if (text.size() - position < size) return {0, 0};
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0, 0};
    value = (value << 6) | (byte(i) & 0x3F);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest || surrogate || value > 0x10FFFF) return {0, 0};
  return {value, size};
}

// How many bytes from `position` on are ASCII, looked at eight at a time: most text is.
size_t ascii_run(std::string_view text, size_t position) {
  size_t end = position;
  for (uint64_t eight = 0; text.size() - end >= sizeof eight; end += sizeof eight) {
    std::memcpy(&eight, text.data() + end, sizeof eight);
    if ((eight & 0x8080808080808080u) != 0) break;
  }
  while (end < text.size() && static_cast<uint8_t>(text[end]) < 0x80) ++end;
  return end - position;
}

// XML 1.0 2.2, production Char, for what is a code point at all.
bool is_xml_char(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c != 0xFFFE && c != 0xFFFF;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  size_t position = 0;
  for (;;) {
    position += ascii_run(text, position);
    if (position == text.size()) return true;
    const Decoded decoded = decode(text, position);
    if (decoded.size == 0) return false;
    position += decoded.size;
  }
}

char32_t next_code_point(std::string_view text, size_t& position) {
  const Decoded decoded = decode(text, position);
  position += decoded.size == 0 ? 1 : decoded.size;
  return decoded.size == 0 ? replacement : decoded.code_point;
}

void append_utf8(std::string& out, char32_t code_point) {
  char32_t c = code_point;
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = replacement;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

std::string sanitise(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t position = 0; position < text.size();) {
    const char32_t c = next_code_point(text, position);
    append_utf8(out, is_xml_char(c) ? c : replacement);
  }
  return out;
}

std::string_view truncate_utf8(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  // A code point begins at most three bytes before a cut through it; bytes that are no UTF-8 are
  // cut anywhere.
  for (size_t back = 0; back <= 3 && back <= bytes; ++back) {
    const size_t start = bytes - back;
    if ((static_cast<uint8_t>(text[start]) & 0xC0) != 0x80) return text.substr(0, start);
  }
  return text.substr(0, bytes);
}

}  // namespace base
