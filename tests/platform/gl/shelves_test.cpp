// SPDX-License-Identifier: MIT
// Tests of src/platform/gl/shelves.cpp: no two living rectangles overlap, and nothing of the current frame goes.
#include "platform/gl/shelves.h"

#include <map>

#include "support/catch.h"
#include "support/fixed_random.h"

using platform::ShelfSlot;
using platform::Shelves;

namespace {

bool overlap(const ShelfSlot& a, const ShelfSlot& b) {
  return a.page == b.page && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
         b.y < a.y + a.height;
}

}  // namespace

TEST_CASE("lines of one height stand side by side on one shelf", "[platform][atlas]") {
  Shelves shelves(256, 1);
  const auto a = shelves.allocate("a", 100, 20);
  const auto b = shelves.allocate("b", 100, 20);
  const auto c = shelves.allocate("c", 100, 20);
  REQUIRE(a);
  REQUIRE(b);
  REQUIRE(c);
  CHECK(*a == ShelfSlot{0, 0, 0, 100, 20});
  CHECK(*b == ShelfSlot{0, 100, 0, 100, 20});
  CHECK(*c == ShelfSlot{0, 0, 20, 100, 20});
}

TEST_CASE("a line is found again by its key", "[platform][atlas]") {
  Shelves shelves(256, 1);
  CHECK_FALSE(shelves.find("a"));
  const auto a = shelves.allocate("a", 100, 20);
  CHECK(shelves.find("a") == a);
  CHECK(shelves.allocate("a", 100, 20) == a);
  CHECK(shelves.slots() == 1);
  const auto wider = shelves.allocate("a", 120, 20);
  REQUIRE(wider);
  CHECK(wider->width == 120);
  CHECK(shelves.find("a") == wider);
}

TEST_CASE("what is larger than a page, or nothing at all, has no place", "[platform][atlas]") {
  Shelves shelves(256, 4);
  CHECK(shelves.allocate("fits", 256, 256));
  CHECK_FALSE(shelves.allocate("wide", 257, 10));
  CHECK_FALSE(shelves.allocate("high", 10, 257));
  CHECK_FALSE(shelves.allocate("none", 0, 10));
  CHECK(shelves.pages() == 1);
}

TEST_CASE("a full page leads to another one, up to the limit", "[platform][atlas]") {
  Shelves shelves(64, 2);
  for (int i = 0; i < 4; ++i) REQUIRE(shelves.allocate("a" + std::to_string(i), 64, 32));
  CHECK(shelves.pages() == 2);
  CHECK_FALSE(shelves.allocate("more", 64, 32));  // all of it is of this frame
  CHECK(shelves.pages() == 2);
}

TEST_CASE("the shelf that was not used for longest is given up", "[platform][atlas]") {
  Shelves shelves(64, 1);
  const auto first = shelves.allocate("first", 64, 32);
  REQUIRE(shelves.allocate("second", 64, 32));
  shelves.next_frame();
  REQUIRE(shelves.find("first"));
  shelves.next_frame();
  const auto third = shelves.allocate("third", 64, 32);
  REQUIRE(third);
  CHECK(shelves.find("first") == first);
  CHECK_FALSE(shelves.find("second"));
  CHECK(third->y == 32);
}

TEST_CASE("low neighbours make room for a high line, and its rest is used again",
          "[platform][atlas]") {
  Shelves shelves(64, 1);
  for (int i = 0; i < 8; ++i) REQUIRE(shelves.allocate("low" + std::to_string(i), 64, 8));
  shelves.next_frame();
  REQUIRE(shelves.find("low7"));
  const auto high = shelves.allocate("high", 64, 20);
  REQUIRE(high);
  CHECK(shelves.find("low7"));
  // Three low shelves went for it; what it left of the third takes another line at once.
  int alive = 0;
  for (int i = 0; i < 8; ++i) alive += shelves.find("low" + std::to_string(i)).has_value();
  CHECK(alive == 5);
  CHECK(shelves.allocate("tiny", 64, 4));
}

TEST_CASE("clearing gives everything up and keeps the pages", "[platform][atlas]") {
  Shelves shelves(64, 2);
  for (int i = 0; i < 4; ++i) REQUIRE(shelves.allocate("a" + std::to_string(i), 64, 32));
  shelves.clear();
  CHECK(shelves.slots() == 0);
  CHECK_FALSE(shelves.find("a0"));
  CHECK(shelves.pages() == 2);
  for (int i = 0; i < 4; ++i) REQUIRE(shelves.allocate("b" + std::to_string(i), 64, 32));
}

TEST_CASE("ten thousand lines of all sizes never overlap within a frame", "[platform][atlas]") {
  support::FixedRandom random(7);
  Shelves shelves(1024, 2);
  for (int frame = 0; frame < 400; ++frame) {
    shelves.next_frame();
    std::map<std::string, ShelfSlot> drawn;
    for (int i = 0; i < 25; ++i) {
      const std::string key = std::to_string(random.below(600));
      const int width = 10 + static_cast<int>(std::stoi(key) * 37 % 300);
      const int height = 12 + static_cast<int>(std::stoi(key) * 11 % 60);
      auto slot = shelves.find(key);
      if (!slot) slot = shelves.allocate(key, width, height);
      REQUIRE(slot);
      REQUIRE(slot->width == width);
      REQUIRE(slot->x + slot->width <= 1024);
      REQUIRE(slot->y + slot->height <= 1024);
      drawn[key] = *slot;
    }
    // What this frame drew is still where it was, and apart from everything else.
    for (auto a = drawn.begin(); a != drawn.end(); ++a) {
      REQUIRE(shelves.find(a->first) == a->second);
      for (auto b = std::next(a); b != drawn.end(); ++b)
        REQUIRE_FALSE(overlap(a->second, b->second));
    }
  }
}
