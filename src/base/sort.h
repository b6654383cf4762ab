// SPDX-License-Identifier: MIT
// Sorts a vector; what is equal stays in its order. std::sort and std::stable_sort are 2 KiB of code for each type and order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace base {

// Merges runs of 1, 2, 4 … items, moving them to and fro.
template <class T, class Less = std::less<>>
void sort(std::vector<T>& items, Less is_less = {}) {
  std::vector<T> merged;
  merged.reserve(items.size());
  for (size_t run = 1; run < items.size(); run *= 2) {
    for (size_t begin = 0; begin < items.size(); begin += 2 * run) {
      const size_t middle = std::min(begin + run, items.size());
      const size_t end = std::min(middle + run, items.size());
      size_t left = begin, right = middle;
      while (left < middle || right < end) {
        const bool takes_right =
            right < end && (left == middle || is_less(items[right], items[left]));
        merged.push_back(std::move(items[takes_right ? right++ : left++]));
      }
    }
    std::swap(items, merged);
    merged.clear();
  }
}

}  // namespace base
