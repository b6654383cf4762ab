// SPDX-License-Identifier: MIT
// Tests of src/platform/native/text_engine_native.cpp (and pango.cpp below it): geometry, which holds with any font.
#include "platform/native/text_engine_native.h"

#include <cmath>

#include "support/catch.h"

using base::TextRequest;
using base::TextStyle;
using platform::TextEngineNative;

namespace {

constexpr const char* long_text =
    "A sentence that is long enough to be broken into several lines, wherever they may end.";

struct Engine {
  platform::LineAtlas atlas;
  TextEngineNative text{atlas};
};

// Every line begins where the one before ended, but for the blanks or the line break between them.
void check_lines(const base::TextLayout& layout, std::string_view text) {
  uint32_t at = 0;
  for (size_t i = 0; i < layout.lines.size(); ++i) {
    const base::TextLine& line = layout.lines[i];
    CHECK(line.begin >= at);
    CHECK(text.substr(at, line.begin - at).find_first_not_of(" \n") == std::string_view::npos);
    CHECK(line.y == Approx(static_cast<float>(i) * line.height));
    CHECK(line.x >= 0);
    CHECK(line.x + line.width <= Approx(layout.width).margin(0.01));
    at = line.end;
  }
  CHECK(text.substr(at).find_first_not_of(" \n") == std::string_view::npos);
}

}  // namespace

TEST_CASE("text wraps at the width it is given", "[platform][text]") {
  Engine e;
  const auto one = e.text.layout({.text = long_text});
  REQUIRE(one.lines.size() == 1);
  const auto several = e.text.layout({.text = long_text, .width = 200});
  CHECK(several.lines.size() > 2);
  CHECK(several.width <= 200.5f);
  CHECK(several.height == several.lines.size() * base::metrics_of(TextStyle::Body).line_height);
  check_lines(several, long_text);
}

TEST_CASE("a text laid out at its own width does not wrap", "[platform][text]") {
  Engine e;
  for (const char* text :
       {"Alice", "21:43", "\u0645\u0631\u062d\u0628\u0627", "WWW illi", "a b c d e f g"}) {
    const auto free = e.text.layout({.text = text});
    const auto tight = e.text.layout({.text = text, .width = free.width});
    INFO(text);
    CHECK(tight.lines.size() == 1);
    CHECK(tight.width == Approx(free.width));
  }
}

TEST_CASE("layout is the same at every device scale", "[platform][text]") {
  Engine e;
  const auto before = e.text.layout({.text = long_text, .width = 233});
  const uint32_t epoch = e.text.epoch();
  for (float scale : {1.25f, 1.5f, 2.0f, 3.0f}) {
    e.text.set_scale(scale);
    const auto after = e.text.layout({.text = long_text, .width = 233});
    INFO(scale);
    REQUIRE(after.lines.size() == before.lines.size());
    CHECK(after.width == Approx(before.width).margin(0.05));
    // The baseline lies on a device pixel, and within one of where it was.
    const float baseline = after.lines[0].baseline;
    CHECK(baseline * scale == Approx(std::round(baseline * scale)).margin(0.001));
    CHECK(baseline == Approx(before.lines[0].baseline).margin(1));
  }
  CHECK(e.text.epoch() > epoch);
}

TEST_CASE("a long word is broken rather than left to stick out", "[platform][text]") {
  Engine e;
  const std::string word(200, 'm');
  const auto layout = e.text.layout({.text = word, .width = 150});
  CHECK(layout.lines.size() > 5);
  CHECK(layout.width <= 150.5f);
  check_lines(layout, word);
}

TEST_CASE("line breaks of the text are kept", "[platform][text]") {
  Engine e;
  const std::string text = "one\ntwo\n\nfour";
  const auto layout = e.text.layout({.text = text, .width = 300});
  REQUIRE(layout.lines.size() == 4);
  CHECK(text.substr(layout.lines[1].begin, layout.lines[1].end - layout.lines[1].begin) == "two");
  CHECK(layout.lines[2].begin == layout.lines[2].end);
  check_lines(layout, text);
}

TEST_CASE("more lines than wanted end in an ellipsis", "[platform][text]") {
  Engine e;
  const auto one = e.text.layout({.text = long_text, .width = 150, .max_lines = 1});
  CHECK(one.truncated);
  REQUIRE(one.lines.size() == 1);
  CHECK(one.width <= 150.5f);
  CHECK(one.lines[0].end == std::string_view(long_text).size());

  const auto two = e.text.layout({.text = long_text, .width = 150, .max_lines = 2});
  CHECK(two.truncated);
  REQUIRE(two.lines.size() == 2);
  CHECK(two.lines[1].begin > 0);

  const auto fits = e.text.layout({.text = "short", .width = 150, .max_lines = 1});
  CHECK_FALSE(fits.truncated);

  // The cut comes from line breaks: the ellipsis makes the last line longer.
  const auto alone = e.text.layout({.text = "one\ntwo", .width = 300});
  const auto paragraphs = e.text.layout({.text = "one\ntwo\nthree", .width = 300, .max_lines = 2});
  CHECK(paragraphs.truncated);
  REQUIRE(paragraphs.lines.size() == 2);
  CHECK(paragraphs.lines[1].width > alone.lines[1].width);
}

TEST_CASE("each paragraph has the direction of its first strong letter", "[platform][text]") {
  Engine e;
  const std::string text = "left to right, the longer of both\n\u05e9\u05dc\u05d5\u05dd";
  const auto layout = e.text.layout({.text = text, .width = 400});
  REQUIRE(layout.lines.size() == 2);
  CHECK_FALSE(layout.right_to_left);
  CHECK_FALSE(layout.lines[0].right_to_left);
  CHECK(layout.lines[1].right_to_left);
  CHECK(layout.lines[0].x == 0);
  // It ends where the widest line ends.
  CHECK(layout.lines[1].x + layout.lines[1].width == Approx(layout.width));

  const auto forced =
      e.text.layout({.text = "abc", .width = 400, .direction = base::TextDirection::RightToLeft});
  CHECK(forced.right_to_left);
  const auto other = e.text.layout({.text = "\u05e9\u05dc\u05d5\u05dd",
                                    .width = 400,
                                    .direction = base::TextDirection::LeftToRight});
  CHECK_FALSE(other.right_to_left);
}

TEST_CASE("every cluster has room: nothing is as wide as nothing", "[platform][text]") {
  Engine e;
  const auto arabic = e.text.layout({.text = "\u0645\u0631\u062d\u0628\u0627"});
  const auto hindi = e.text.layout({.text = "\u0928\u092e\u0938\u094d\u0924\u0947"});
  const auto chinese = e.text.layout({.text = "\u4f60\u597d"});
  const auto family =
      e.text.layout({.text = "\U0001F468\u200d\U0001F469\u200d\U0001F467\u200d\U0001F466"});
  const auto man = e.text.layout({.text = "\U0001F468"});
  CHECK(arabic.width > 10);
  CHECK(hindi.width > 10);
  CHECK(chinese.width == Approx(30).margin(2));
  CHECK(family.width == Approx(man.width).margin(0.5));  // one cluster, not four people
}

TEST_CASE("a point finds the letter under it", "[platform][text]") {
  Engine e;
  const std::string text = "abc def\nghi";
  const auto layout = e.text.layout({.text = text, .width = 300});
  CHECK(e.text.hit(layout, -5, 5) == 0);
  CHECK(e.text.hit(layout, 1000, 5) == 7);
  CHECK(e.text.hit(layout, -5, 30) == 8);
  CHECK(e.text.hit(layout, 1000, 500) == text.size());
  for (uint32_t at = 0; at < 7; ++at) {
    const auto rects = e.text.selection(layout, at, at + 1);
    REQUIRE(rects.size() == 1);
    CHECK(e.text.hit(layout, rects[0].x + rects[0].width * 0.25f, 5) == at);
    CHECK(e.text.hit(layout, rects[0].x + rects[0].width * 0.75f, 5) == at + 1);
  }
}

TEST_CASE("in a line of both directions a selection has several parts", "[platform][text]") {
  Engine e;
  // abc, then three Hebrew letters, then def: in between, order on screen is not order in the text.
  const std::string text = "abc \u05d0\u05d1\u05d2 def";
  const auto layout = e.text.layout({.text = text});
  CHECK(e.text.selection(layout, 0, 6).size() ==
        2);  // to the first Hebrew letter, which stands last
  const auto all = e.text.selection(layout, 0, static_cast<uint32_t>(text.size()));
  float width = 0;
  for (const base::TextRect& rect : all) width += rect.width;
  CHECK(width == Approx(layout.width).margin(0.1));
  CHECK(e.text.selection(layout, 3, 3).empty());
}

TEST_CASE("a layout that was released is not drawn any more", "[platform][text]") {
  Engine e;
  const auto layout = e.text.layout({.text = "abc"});
  e.text.release(layout.id);
  CHECK_FALSE(e.text.line_texture(layout, 0, 0x000000ff));
  CHECK(e.text.hit(layout, 5, 5) == 0);
  CHECK(e.text.selection(layout, 0, 3).empty());
  CHECK(e.text.layout({.text = "abc"}).id != layout.id);
}

TEST_CASE("a blank line is ready without a texture", "[platform][text]") {
  Engine e;
  const auto layout = e.text.layout({.text = "   "});
  REQUIRE(layout.lines.size() == 1);
  const auto texture = e.text.line_texture(layout, 0, 0x000000ff);
  REQUIRE(texture);
  CHECK(texture->width == 0);
  CHECK_FALSE(e.text.line_texture(layout, 1, 0x000000ff));
}

TEST_CASE("indentation, columns and tabs have the room that they take", "[platform][text]") {
  Engine e;
  const auto width = [&](const char* text) { return e.text.layout({.text = text}).width; };
  const float space = (width("a        b") - width("ab")) / 8;
  CHECK(space > 2);
  CHECK(width("    a") == Approx(width("a") + 4 * space));
  CHECK(width("a\tb") == Approx(8 * space + width("b")));
  CHECK(width("\t\tb") == Approx(16 * space + width("b")));
}

TEST_CASE("white space hangs at the end of a line, however much of it there is",
          "[platform][text]") {
  Engine e;
  const std::string many(10000, ' ');
  for (const std::string& text : {"a" + many + "b", many + "b", "a" + many + "\nb"}) {
    CAPTURE(text.substr(0, 2));
    const auto layout = e.text.layout({.text = text, .width = 200});
    REQUIRE(layout.lines.size() == 2);
    // (Pango lets the last of it stand before the word, where it fits.)
    CHECK(layout.width < 200);
    CHECK(layout.lines[0].end > 9900);
  }
  // Of more lines than are wanted, too.
  const auto cut = e.text.layout({.text = many + "b\nc\nd", .width = 200, .max_lines = 2});
  REQUIRE(cut.lines.size() == 2);
  CHECK(cut.truncated);
  CHECK(cut.lines[1].begin > 9900);
  // A line from right to left stands at its right end, without what hangs there.
  const auto right =
      e.text.layout({.text = "\u05d0\u05d1      \n\u05d2\u05d3\u05d4\u05d5\u05d6", .width = 200});
  REQUIRE(right.lines.size() == 2);
  CHECK(right.lines[0].width < right.lines[1].width);
  CHECK(right.lines[0].x + right.lines[0].width == Approx(right.lines[1].width));
  const auto hit = e.text.hit(right, right.lines[0].x + right.lines[0].width - 1, 5);
  CHECK(hit == 0);
}
