// SPDX-License-Identifier: MIT
// See fake_text_engine.h.
#include "support/fake_text_engine.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/assert.h"
#include "base/unicode.h"
#include "base/utf8.h"

namespace support {

namespace {

bool is_right_to_left(char32_t c) {
  return (c >= 0x0590 && c <= 0x08ff) || (c >= 0xfb1d && c <= 0xfdff) ||
         (c >= 0xfe70 && c <= 0xfeff);
}

bool is_left_to_right(char32_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c <= 0x58f) ||
         (c >= 0x0900 && c < 0x2000);
}

bool paragraph_is_right_to_left(std::string_view text, base::TextDirection direction) {
  if (direction != base::TextDirection::Auto) {
    return direction == base::TextDirection::RightToLeft;
  }
  for (size_t position = 0; position < text.size();) {
    const char32_t c = base::next_code_point(text, position);
    if (is_right_to_left(c)) return true;
    if (is_left_to_right(c)) return false;
  }
  return false;
}

struct Range {
  uint32_t begin, end;
  int columns;  // without the white space at its end
};

// The lines of one paragraph: as many clusters as fit, back to the last white space when there is some. It hangs.
std::vector<Range> break_lines(std::string_view text, uint32_t offset, float width) {
  const std::vector<uint32_t> bounds = base::grapheme_boundaries(text);
  const size_t count = bounds.empty() ? 0 : bounds.size() - 1;
  const int fitting = width <= 0
                          ? std::numeric_limits<int>::max()
                          : std::max(1, static_cast<int>(width / FakeTextEngine::cluster_width));
  std::vector<Range> out;
  size_t first = 0;
  do {
    int column = 0, columns = 0, columns_before = 0;
    size_t at = first, behind_white = first;
    for (; at < count; ++at) {
      const char c = text[bounds[at]];
      const int next = c == '\t' ? (column / 8 + 1) * 8 : column + 1;
      if (c == ' ' || c == '\t') {
        columns_before = columns;
        behind_white = at + 1;
      } else {
        if (next > fitting && at > first) break;
        columns = next;
      }
      column = next;
    }
    if (at < count && behind_white > first) {
      at = behind_white;
      columns = columns_before;
    }
    const uint32_t begin = count == 0 ? 0 : bounds[first], end = count == 0 ? 0 : bounds[at];
    out.push_back({offset + begin, offset + end, columns});
    first = at;
  } while (first < count);
  return out;
}

}  // namespace

base::TextLayout FakeTextEngine::layout(const base::TextRequest& request) {
  ++layouts_;
  // The port's promise: whoever lays text out has made it valid before.
  ASSERT(base::is_valid_utf8(request.text));
  base::TextLayout layout;
  layout.id = next_id_++;
  alive_[layout.id] = request.text;
  const base::TextStyleMetrics metrics = base::metrics_of(request.style);
  uint32_t start = 0;
  bool is_first = true;
  for (;;) {
    const size_t newline = request.text.find('\n', start);
    const size_t end = newline == std::string_view::npos ? request.text.size() : newline;
    const std::string_view paragraph = request.text.substr(start, end - start);
    const bool rtl = paragraph_is_right_to_left(paragraph, request.direction);
    if (is_first) layout.right_to_left = rtl;
    is_first = false;
    for (const Range& range : break_lines(paragraph, start, request.width)) {
      if (request.max_lines != 0 && layout.lines.size() == request.max_lines) {
        layout.truncated = true;
        break;
      }
      base::TextLine line;
      line.begin = range.begin;
      line.end = range.end;
      line.width = static_cast<float>(range.columns) * cluster_width;
      line.height = metrics.line_height;
      line.baseline = std::floor(metrics.line_height * 0.75f);
      line.y = static_cast<float>(layout.lines.size()) * metrics.line_height;
      line.right_to_left = rtl;
      if (rtl && request.width > 0) line.x = std::max(0.0f, request.width - line.width);
      layout.lines.push_back(line);
    }
    if (newline == std::string_view::npos || layout.truncated) break;
    start = static_cast<uint32_t>(newline + 1);
    if (start == request.text.size()) break;  // a line break at the very end begins no new line
  }
  for (const base::TextLine& line : layout.lines) layout.width = std::max(layout.width, line.width);
  layout.height = static_cast<float>(layout.lines.size()) * metrics.line_height;
  return layout;
}

void FakeTextEngine::release(base::LayoutId id) {
  // Every id is released once.
  ASSERT(alive_.erase(id) == 1);
}

std::optional<base::LineTexture> FakeTextEngine::line_texture(const base::TextLayout& layout,
                                                              size_t line, uint32_t) {
  ASSERT(alive_.count(layout.id) == 1);
  if (budget_ == 0) return std::nullopt;
  if (budget_ > 0) --budget_;
  ++textures_;
  const base::TextLine& box = layout.lines.at(line);
  base::LineTexture texture;
  texture.page = page;
  texture.u1 = texture.v1 = 1;
  texture.x = box.x;
  texture.y = box.y;
  texture.width = box.width;
  texture.height = box.height;
  return texture;
}

uint32_t FakeTextEngine::hit(const base::TextLayout& layout, float x, float y) {
  if (layout.lines.empty()) return 0;
  const size_t row = static_cast<size_t>(
      std::clamp(y / layout.lines[0].height, 0.0f, static_cast<float>(layout.lines.size() - 1)));
  const base::TextLine& line = layout.lines[row];
  const std::string_view text = std::string_view(alive_.at(layout.id));
  const std::vector<uint32_t> bounds =
      base::grapheme_boundaries(text.substr(line.begin, line.end - line.begin));
  const float at =
      std::clamp((x - line.x) / cluster_width + 0.5f, 0.0f, static_cast<float>(bounds.size() - 1));
  return line.begin + bounds[static_cast<size_t>(at)];
}

std::vector<base::TextRect> FakeTextEngine::selection(const base::TextLayout& layout,
                                                      uint32_t begin, uint32_t end) {
  std::vector<base::TextRect> out;
  const std::string_view text = std::string_view(alive_.at(layout.id));
  const auto clusters = [&](uint32_t from, uint32_t to) {
    return static_cast<float>(base::grapheme_boundaries(text.substr(from, to - from)).size() - 1);
  };
  for (const base::TextLine& line : layout.lines) {
    const uint32_t first = std::max(begin, line.begin), last = std::min(end, line.end);
    if (first >= last) continue;
    out.push_back({line.x + clusters(line.begin, first) * cluster_width, line.y,
                   clusters(first, last) * cluster_width, line.height});
  }
  return out;
}

}  // namespace support
