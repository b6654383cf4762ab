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
  CHECK(ui::shown_words(zalgo).size() == 1 + 8 * 2);
  // What scripts need is untouched.
  CHECK(ui::shown_words("नमस्ते שָׁלוֹם") == "नमस्ते שָׁלוֹם");
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

TEST_CASE("words are shown with their line breaks, and valid", "[ui][clean]") {
  CHECK(ui::shown_words("a\r\nb") == "a\nb");
  CHECK(base::is_valid_utf8(ui::shown_words("a\xff\xc0z")));
}

TEST_CASE("a page ends behind a line, a word, or a whole letter", "[ui][clean]") {
  CHECK(ui::page_end("abc", 3) == 3);
  CHECK(ui::page_end("one\ntwo three", 5) == 4);
  CHECK(ui::page_end("one two three", 9) == 8);
  CHECK(ui::page_end("abcdefgh", 5) == 5);
  CHECK(ui::page_end("ääääää", 5) == 4);
  // A line or a word that ends long before leaves the page too empty.
  CHECK(ui::page_end("a bcdefghijklmnop", 10) == 10);
  const std::string family = "👨‍👩‍👧‍👦";
  CHECK(ui::page_end("xxxx" + family + "yyyy", 4 + family.size() - 1) == 4);
}

TEST_CASE("what cannot be seen looks empty", "[ui][clean]") {
  for (const char* text : {"", " \n\t", "\u200b\u2060", "\u202e\u00ad", "\u3164\u2800", "\u0301"}) {
    CAPTURE(text);
    CHECK(ui::looks_empty(text));
  }
  CHECK_FALSE(ui::looks_empty(" . "));
  CHECK(ui::overrides_direction("a\u202eb"));
  CHECK_FALSE(ui::overrides_direction("שלום \u2067a\u2069 b"));
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

TEST_CASE("what a reader takes for one name is one", "[ui][clean]") {
  for (const char* name :
       {"Bob", "bob", "BOB", "Ｂｏｂ", "B\u200bo\u2060b", "\u200b Bob\ufeff", "𝐁𝐨𝐛", "Bo\u202eb"}) {
    CAPTURE(name);
    CHECK(ui::likeness(name) == "bob");
  }
  CHECK(ui::likeness("e\u0301va") == ui::likeness("Éva"));
  CHECK(ui::likeness("Bob  \u200b Baker") == "bob baker");
  CHECK(ui::likeness("Bobb") != "bob");
  CHECK(ui::likeness("\u200b").empty());
}
