// SPDX-License-Identifier: MIT
// Makes texts of other people fit to stand in our lines: names, subjects and previews may neither
// break the line, nor turn round what stands beside them, nor grow over it. UAX #9 (bidirectional
// controls), UAX #29 (clusters).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ui {

// On one line and without bidirectional controls; runs of white space become one space; at most
// eight combining marks in a row and `code_points` in all.
std::string single_line(std::string_view text, size_t code_points);
// The same for a name: one that would look empty is replaced by `fallback`.
std::string clean_name(std::string_view name, std::string_view fallback);
// What two names have in common that a reader may take for one another: upper and lower case, the forms and widths of a
// letter, and what has no picture make no difference.
std::string likeness(std::string_view name);

// Where the first page of a text ends: after at most `bytes`, behind a line if one ends in its last quarter, else behind a
// word, else behind a whole letter.
size_t page_end(std::string_view text, size_t bytes);
// A message's words as they are laid out: valid, marks capped. Controls stay: the layout is the message's own, nothing
// outside is turned round.
std::string shown_words(std::string_view words);
// Nothing of it can be seen: white space, and characters that have no picture.
bool looks_empty(std::string_view text);
// It makes letters run against their own direction (UAX #9: LRO, RLO).
bool overrides_direction(std::string_view text);

// One to `most` emoji and nothing else but white space: such messages are shown large.
bool is_emoji_only(std::string_view body, int most = 3);

// The letters on an avatar: of the first two words, in upper case when they are ASCII.
std::string initials(std::string_view name);

}  // namespace ui
