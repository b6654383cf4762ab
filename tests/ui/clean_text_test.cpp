// SPDX-License-Identifier: MIT
// Names and previews of strangers cannot break the line, turn it round or grow over it.
#include "ui/clean_text.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "support/catch.h"

TEST_CASE("a name stays on its line", "[ui][clean]") {
  CHECK(ui::single_line("a\nb\r\n c\t\td ", 100) == "a b c d");
  CHECK(ui::single_line("\n\n", 100).empty());
  CHECK(ui::single_line("a\u2028b", 100) == "a b");
  CHECK(ui::single_line("x\x01y", 100) == "x y");
}

TEST_CASE("overrides of the writing direction are gone from names", "[ui][clean]") {
  CHECK(ui::single_line("invoice_\u202egnp.exe", 100) == "invoice_gnp.exe");
  CHECK(ui::single_line("\u2067a\u2069\u200f", 100) == "a");
}

TEST_CASE("marks do not pile up", "[ui][clean]") {
  std::string zalgo = "a";
  for (int i = 0; i < 200; ++i) zalgo += "\u0301";
  CHECK(ui::single_line(zalgo, 1000).size() == 1 + 8 * 2);
  CHECK(ui::shown_body(zalgo, 10000).text.size() == 1 + 8 * 2);
  // What scripts need is untouched.
  CHECK(ui::shown_body("नमस्ते שָׁלוֹם", 10000).text == "नमस्ते שָׁלוֹם");
}

TEST_CASE("long names end in an ellipsis, and never in half a letter", "[ui][clean]") {
  CHECK(ui::single_line("abcdef", 3) == "abc…");
  CHECK(ui::single_line("abc", 3) == "abc");
  CHECK(ui::single_line("äöü", 2) == "äö…");
}

TEST_CASE("of a name 256 letters are shown, of a base eight marks", "[ui][clean]") {
  CHECK(ui::clean_name(std::string(256, 'x'), "bob") == std::string(256, 'x'));
  CHECK(ui::clean_name(std::string(257, 'x'), "bob") == std::string(256, 'x') + "…");
  std::string marked = "a";
  for (int i = 0; i < 8; ++i) marked += "\u0301";
  CHECK(ui::single_line(marked, 100) == marked);
  CHECK(ui::single_line(marked + "\u0301", 100) == marked);
}

TEST_CASE("a name that looks empty is replaced", "[ui][clean]") {
  for (const char* name : {"", " ", "\u200b\u2060", "\u3164", "\u2800", "\u202e", "\u00a0\u00ad",
                           "\u0301\u0301", "\U000e0041"}) {
    CAPTURE(name);
    CHECK(ui::clean_name(name, "bob@example.com") == "bob@example.com");
  }
  CHECK(ui::clean_name("Bob", "x") == "Bob");
}

TEST_CASE("a body is cut at whole letters, with its line breaks", "[ui][clean]") {
  CHECK(ui::shown_body("a\r\nb", 100).text == "a\nb");
  const ui::ShownBody cut = ui::shown_body("ääääää", 5);
  CHECK(cut.text == "ää");
  CHECK(cut.is_shortened);
  CHECK_FALSE(ui::shown_body("abc", 3).is_shortened);
  CHECK(base::is_valid_utf8(ui::shown_body("a\xff\xc0z", 100).text));
}

TEST_CASE("messages of a few emoji are large, others are not", "[ui][clean]") {
  for (const char* body :
       {"👍", "👍🏽", "👨‍👩‍👧‍👦", "🇯🇵", "❤️", "🎉 🎉 🎉", " 😀\n"}) {
    CAPTURE(body);
    CHECK(ui::is_emoji_only(body));
  }
  for (const char* body :
       {"", " ", "1", "ok 👍", "😀😀😀😀", "🏳0🌈", "🇯", "\u200d", "©", "👍\u0301"}) {
    CAPTURE(body);
    CHECK_FALSE(ui::is_emoji_only(body));
  }
}

TEST_CASE("initials are the first letters of the first and last word", "[ui][clean]") {
  CHECK(ui::initials("bob baker") == "BB");
  CHECK(ui::initials("Erik von Ödegård") == "EÖ");
  CHECK(ui::initials("alice") == "A");
  CHECK(ui::initials("陈美玲") == "陈");
  CHECK(ui::initials("👨‍👩‍👧‍👦 family") == "👨‍👩‍👧‍👦");
  CHECK(ui::initials("").empty());
  CHECK(ui::initials("7 of 9") == "79");
}
