// SPDX-License-Identifier: MIT
// See clean_text.h. UAX #9, UAX #29, UTS #51 (what counts as an emoji, by blocks).
#include "ui/clean_text.h"

#include <algorithm>

#include "base/unicode.h"
#include "base/utf8.h"

namespace ui {

namespace {

constexpr int max_marks = 8;  // per base character; more is zalgo

bool is_bidi_control(char32_t c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
         c == 0x200f || c == 0x061c;
}

bool is_white(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}

// Drawn as nothing (or as blank space, like the Hangul fillers and the empty Braille cell).
bool is_invisible(char32_t c) {
  return is_white(c) || is_bidi_control(c) || c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad ||
         c == 0x034f || (c >= 0x115f && c <= 0x1160) || (c >= 0x17b4 && c <= 0x17b5) ||
         (c >= 0x180b && c <= 0x180f) || (c >= 0x200b && c <= 0x200d) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0x2800 || c == 0x3164 ||
         (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff || c == 0xffa0 ||
         (c >= 0xe0000 && c < 0xe1000);
}

// Marks that stack on the letter before them: the blocks zalgo is made of. Marks that scripts need
// (Indic vowels, Arabic points) do not come in runs longer than the cap.
bool is_mark(char32_t c) {
  return (c >= 0x0300 && c <= 0x036f) || (c >= 0x0483 && c <= 0x0489) ||
         (c >= 0x0591 && c <= 0x05bd) || (c >= 0x064b && c <= 0x065f) ||
         (c >= 0x06d6 && c <= 0x06dc) || (c >= 0x0e34 && c <= 0x0e3a) ||
         (c >= 0x0e47 && c <= 0x0e4e) || (c >= 0x1ab0 && c <= 0x1aff) ||
         (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) ||
         (c >= 0xfe20 && c <= 0xfe2f);
}

// Counts marks since the last base character.
class MarkCap {
 public:
  bool admits(char32_t c) {
    count_ = is_mark(c) ? count_ + 1 : 0;
    return count_ <= max_marks;
  }

 private:
  int count_ = 0;
};

bool is_emoji_base(char32_t c) {
  return (c >= 0x1f000 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf) ||
         (c >= 0x2b05 && c <= 0x2b55) || (c >= 0x23e9 && c <= 0x23fa) || c == 0x231a || c == 0x231b;
}

bool is_emoji_joiner(char32_t c) {
  return c == 0x200d || c == 0xfe0f || (c >= 0xe0020 && c <= 0xe007f);
}

}  // namespace

std::string single_line(std::string_view text, size_t code_points) {
  std::string out;
  MarkCap marks;
  bool is_space_due = false;
  size_t count = 0;
  for (size_t position = 0; position < text.size();) {
    const char32_t c = base::next_code_point(text, position);
    if (is_white(c) || c < 0x20 || (c >= 0x7f && c < 0xa0)) {
      is_space_due = !out.empty();
      continue;
    }
    if (is_bidi_control(c) || !marks.admits(c)) continue;
    if (count == code_points) return out + "…";
    if (is_space_due) {
      out += ' ';
      is_space_due = false;
    }
    base::append_utf8(out, c);
    ++count;
  }
  return out;
}

bool looks_empty(std::string_view text) {
  for (size_t position = 0; position < text.size();) {
    const char32_t c = base::next_code_point(text, position);
    // Marks alone would sit on what stands before them.
    if (!is_invisible(c) && !is_mark(c)) return false;
  }
  return true;
}

std::string clean_name(std::string_view name, std::string_view fallback) {
  return single_line(looks_empty(name) ? fallback : name, 256);
}

std::string likeness(std::string_view name) {
  std::string seen;
  for (size_t position = 0; position < name.size();) {
    const char32_t c = base::next_code_point(name, position);
    if (is_white(c) || !is_invisible(c)) base::append_utf8(seen, c);
  }
  // The name was one line; what was taken out of it may have left spaces side by side.
  if (seen.size() != name.size()) seen = single_line(seen, seen.size());
  return base::to_lower(base::to_nfkc(seen));
}

size_t page_end(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text.size();
  const std::string_view page = base::truncate_utf8(text, bytes);
  for (const std::string_view white : {"\n", " \t\n"}) {
    const size_t at = page.find_last_of(white);
    if (at != std::string_view::npos && at >= page.size() / 4 * 3) return at + 1;
  }
  // LIMIT: of a letter longer than this only whole characters are kept together.
  constexpr size_t longest_letter = 256;
  const size_t begin =
      base::truncate_utf8(page, page.size() - std::min(page.size(), longest_letter)).size();
  size_t end = 0;
  for (uint32_t bound :
       base::grapheme_boundaries(base::truncate_utf8(text.substr(begin), 2 * longest_letter))) {
    if (begin + bound <= page.size()) end = begin + bound;
  }
  return end > begin ? end : page.size();
}

std::string shown_words(std::string_view words) {
  std::string shown;
  shown.reserve(words.size());
  MarkCap marks;
  for (size_t position = 0; position < words.size();) {
    const size_t begin = position;
    const char32_t c = base::next_code_point(words, position);
    if (!marks.admits(c)) continue;
    if (c == '\r') continue;
    if (c == 0xfffd) {
      base::append_utf8(shown, c);  // also what an invalid byte is read as
    } else {
      shown += words.substr(begin, position - begin);
    }
  }
  return shown;
}

bool overrides_direction(std::string_view text) {
  return text.find("\u202d") != std::string_view::npos ||
         text.find("\u202e") != std::string_view::npos;
}

bool is_emoji_only(std::string_view body, int most) {
  // LIMIT: the longest emoji sequences are about 30 bytes.
  if (body.empty() || body.size() > static_cast<size_t>(most) * 40) return false;
  int regional = 0;
  bool has_base = false;
  std::string packed;
  for (size_t position = 0; position < body.size();) {
    const char32_t c = base::next_code_point(body, position);
    if (is_white(c)) continue;
    if (is_emoji_base(c)) {
      has_base = true;
      regional += c >= 0x1f1e6 && c <= 0x1f1ff ? 1 : 0;
    } else if (!is_emoji_joiner(c)) {
      return false;
    }
    base::append_utf8(packed, c);
  }
  // A regional indicator without its partner is a letter in a box, not a flag.
  if (!has_base || regional % 2 != 0) return false;
  return static_cast<int>(base::grapheme_boundaries(packed).size()) - 1 <= most;
}

std::string initials(std::string_view name) {
  const std::string clean = single_line(name, 64);
  const auto letter = [](std::string_view word) {
    std::string cluster(base::first_grapheme(word));
    if (cluster.size() == 1 && cluster[0] >= 'a' && cluster[0] <= 'z') cluster[0] -= 'a' - 'A';
    return cluster;
  };
  std::string out = letter(clean);
  // Two letters only when both are short: an emoji or a conjunct fills the circle alone.
  const size_t space = clean.rfind(' ');
  if (out.size() > 2 || space == std::string::npos) return out;
  const std::string last = letter(std::string_view(clean).substr(space + 1));
  const bool is_letter = last.size() == 2 || (last.size() == 1 && last[0] >= '0' && last[0] <= 'Z');
  return is_letter ? out + last : out;
}

}  // namespace ui
