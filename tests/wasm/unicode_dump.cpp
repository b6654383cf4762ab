// SPDX-License-Identifier: MIT
// Prints what the core says about every assigned code point: properties, mappings, clusters, and
// whether addresses may hold it. With --sample only one in sixteen of the ideographs, syllables and private
// code points, whose neighbours are like them; the ones between take its answer. Natively utf8proc says it, as wasm the browser's Unicode; the lines of
// both must be the same (unicode.test.mjs). Neighbours with the same answers share a line.
#include <cstdio>
#include <string>

#include "base/nodeprep.h"
#include "base/saslprep.h"
#include "base/secret.h"
#include "base/unicode.h"
#include "base/unicode_properties.h"

namespace {

using Text = std::u32string;

// Code points in hexadecimal; "=" for what stays the same.
std::string mapped(const Text& before, const std::string& after) {
  const auto points = base::decode_utf8(after);
  if (!points) return "?";
  if (*points == before) return "=";
  std::string out;
  char point[16];
  for (const char32_t c : *points) {
    std::snprintf(point, sizeof point, out.empty() ? "%X" : "+%X", static_cast<unsigned>(c));
    out += point;
  }
  return out;
}

std::string clusters(const Text& text) {
  std::string out;
  for (const uint32_t at : base::grapheme_boundaries(base::encode_utf8(text))) {
    out += static_cast<char>('a' + at);
  }
  return out;
}

// Whether a user name, a resource, a domain and a password may be so.
std::string allowed(const Text& text) {
  const std::string utf8 = base::encode_utf8(text);
  std::string out;
  for (const bool yes :
       {base::precis_username_case_mapped(utf8).has_value(),
        base::precis_opaque_string(utf8).has_value(), base::normalise_domain(utf8).has_value(),
        base::saslprep(utf8).has_value()}) {
    out += yes ? '1' : '0';
  }
  return out;
}

std::string answers_for(char32_t c) {
  if (base::category_of(c) == base::Category::Cn) return " unassigned";
  const Text one(1, c);
  const std::string utf8 = base::encode_utf8(one);
  std::string out;
  const auto add = [&out](const std::string& answer) { out.append(" ").append(answer); };

  add(std::to_string(static_cast<int>(base::category_of(c))));
  add(std::to_string(static_cast<int>(base::bidi_class_of(c))));
  const bool ignorable = base::is_default_ignorable(c);
  std::string flags;
  for (const bool flag : {ignorable, base::is_virama(c), base::has_compatibility_form(c),
                          !ignorable && base::is_unstable_under_case_folding(c)}) {
    flags += flag ? '1' : '0';
  }
  add(flags);

  add(mapped(one, base::encode_utf8(Text(1, base::map_width(c)))));
  add(mapped(one, base::to_lower(utf8)));
  add(mapped(one, base::to_nfc(utf8)));
  add(mapped(one, base::to_nfkc(utf8)));
  add(mapped(one, base::nodeprep_mapped(utf8)));
  // A capital sigma beside it: is the code point cased, is it ignored?
  for (const Text& text : {one + U"Σ", U"Α" + one + U"Σ", U"ΑΣ" + one, U"ΑΣ" + one + U"Α"}) {
    const Text lower = base::lower_case(text);
    add(lower.find(U'ς') == Text::npos ? "s" : "f");
  }
  // Beside a letter, itself, a consonant with a virama, a joined emoji, a flag's half, jamo.
  for (const Text& text : {U"a" + one + U"a", one + one, U"\u0915\u094D" + one, U"😀\u200D" + one,
                           U"🇩" + one, U"\u1100" + one + U"\u1161\u11A8"}) {
    add(clusters(text));
  }
  for (const Text& text : {one, one + U"a", U"a" + one, U"\u05D0" + one + U"\u05D0",
                           one + U"\u0627", U"\u0915\u094D" + one, U"\u0661" + one}) {
    add(allowed(text));
  }
  return out;
}

void print(char32_t first, char32_t last, const std::string& answers) {
  std::printf("%X %X%s\n", static_cast<unsigned>(first), static_cast<unsigned>(last),
              answers.c_str());
}

bool is_among_many(char32_t c) {
  constexpr char32_t ranges[][2] = {{0x3400, 0x9FFF},
                                    {0xAC00, 0xD7A3},
                                    {0xE000, 0xF8FF},
                                    {0x20000, 0xDFFFF},
                                    {0xF0000, 0x10FFFF}};
  for (const auto& [from, to] : ranges) {
    if (c >= from && c <= to) return true;
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  const bool is_sample = argc > 1 && std::string(argv[1]) == "--sample";
  char32_t first = 0;
  std::string answers = answers_for(0);
  for (char32_t c = 1; c <= 0x10FFFF; ++c) {
    if (is_sample && c % 16 != 0 && is_among_many(c)) continue;
    const bool is_surrogate = c >= 0xD800 && c <= 0xDFFF;
    const std::string next = is_surrogate ? " surrogate" : answers_for(c);
    if (next == answers) continue;
    print(first, c - 1, answers);
    first = c;
    answers = next;
  }
  print(first, 0x10FFFF, answers);
  return 0;
}
