// SPDX-License-Identifier: MIT
// Any number of items, any order of them, equal ones among them, and ones that can only be moved.
#include "base/sort.h"

#include <algorithm>
#include <memory>
#include <string>

#include "support/catch.h"

TEST_CASE("what is sorted is what std::stable_sort makes of it", "[base][sort]") {
  uint32_t state = 1;
  for (size_t count = 0; count < 70; ++count) {
    std::vector<std::pair<uint32_t, size_t>> items;
    for (size_t i = 0; i < count; ++i) {
      state = state * 1664525 + 1013904223;
      items.emplace_back(state >> 29, i);
    }
    auto expected = items;
    const auto is_less = [](const auto& a, const auto& b) { return a.first < b.first; };
    std::stable_sort(expected.begin(), expected.end(), is_less);
    base::sort(items, is_less);
    CHECK(items == expected);
  }
}

TEST_CASE("without an order of one's own the usual one counts", "[base][sort]") {
  std::vector<std::string> words = {"romeo", "juliet", "", "nurse", "benvolio"};
  base::sort(words);
  CHECK(words == std::vector<std::string>{"", "benvolio", "juliet", "nurse", "romeo"});
}

TEST_CASE("what cannot be copied is sorted, too", "[base][sort]") {
  std::vector<std::unique_ptr<int>> items;
  for (int value : {3, 1, 2}) items.push_back(std::make_unique<int>(value));
  base::sort(items, [](const auto& a, const auto& b) { return *a < *b; });
  CHECK(*items[0] == 1);
  CHECK(*items[1] == 2);
  CHECK(*items[2] == 3);
}
