// SPDX-License-Identifier: MIT
// Shelf allocation with least-recently-used eviction of runs of neighbouring shelves.
#include "platform/gl/shelves.h"

#include <algorithm>

namespace platform {
namespace {

// Lines of the type scale at common ratios differ by a pixel or two; one shelf takes them all.
constexpr int height_step = 4;

int shelf_height(int height) { return (height + height_step - 1) / height_step * height_step; }

}  // namespace

std::optional<ShelfSlot> Shelves::find(const std::string& key) {
  auto found = slots_.find(key);
  if (found == slots_.end()) return std::nullopt;
  shelves_.at(found->second.shelf_id).last_used = frame_;
  return found->second.slot;
}

std::optional<ShelfSlot> Shelves::allocate(const std::string& key, int width, int height) {
  if (width <= 0 || height <= 0 || width > page_size_ || height > page_size_) return std::nullopt;
  if (auto found = find(key)) {
    if (found->width == width && found->height == height) return found;
    slots_.erase(key);  // its place stays unused until its shelf is given up
  }
  const int wanted = shelf_height(height);
  if (auto slot = put_on_open_shelf(key, width, height, wanted)) return slot;
  if (auto slot = put_on_new_shelf(key, width, height, false)) return slot;
  if (pages() < max_pages_) {
    pages_.push_back({{add_shelf(0, page_size_)}});
    return put_on_new_shelf(key, width, height, false);
  }
  // A shelf somewhat too high wastes less than giving up what is still wanted; any shelf beats no place at all.
  if (auto slot = put_on_open_shelf(key, width, height, wanted + wanted / 2)) return slot;
  if (auto slot = put_on_new_shelf(key, width, height, true)) return slot;
  return put_on_open_shelf(key, width, height, page_size_);
}

void Shelves::clear() {
  slots_.clear();
  shelves_.clear();
  for (Page& page : pages_) page.shelves = {add_shelf(0, page_size_)};
}

// The lowest shelf in use that has room and is high enough, but not higher than `highest`.
std::optional<ShelfSlot> Shelves::put_on_open_shelf(const std::string& key, int width, int height,
                                                    int highest) {
  int best_page = 0, best_height = highest + 1;
  uint64_t best = 0;
  for (int page = 0; page < pages(); ++page) {
    for (uint64_t id : pages_[static_cast<size_t>(page)].shelves) {
      const Shelf& shelf = shelves_.at(id);
      if (shelf.used_width == 0 || shelf.used_width + width > page_size_) continue;
      if (shelf.height < height || shelf.height >= best_height) continue;
      best = id;
      best_page = page;
      best_height = shelf.height;
    }
  }
  if (best == 0) return std::nullopt;
  return put(key, best_page, best, width, height);
}

// Looks for a run of neighbouring shelves that together are high enough: all empty, or, when
// shelves may be given up, the run whose youngest use is longest ago (the shorter one of equals).
std::optional<ShelfSlot> Shelves::put_on_new_shelf(const std::string& key, int width, int height,
                                                   bool may_give_up) {
  const int needed = std::min(shelf_height(height), page_size_);
  struct Run {
    size_t page, first, last;
    uint64_t last_used;
    int height;
  };
  std::optional<Run> best;
  for (size_t page = 0; page < pages_.size(); ++page) {
    const auto& ids = pages_[page].shelves;
    for (size_t first = 0; first < ids.size(); ++first) {
      Run run{page, first, first, 0, 0};
      for (size_t last = first; last < ids.size() && run.height < needed; ++last) {
        const Shelf& shelf = shelves_.at(ids[last]);
        const uint64_t used = shelf.used_width == 0 ? 0 : shelf.last_used;
        if (used == frame_ || (used != 0 && !may_give_up)) break;
        run.last = last;
        run.last_used = std::max(run.last_used, used);
        run.height += shelf.height;
      }
      if (run.height < needed) continue;
      if (!best || run.last_used < best->last_used ||
          (run.last_used == best->last_used && run.height < best->height)) {
        best = run;
      }
    }
  }
  if (!best) return std::nullopt;

  auto& ids = pages_[best->page].shelves;
  const int y = shelves_.at(ids[best->first]).y;
  for (size_t i = best->first; i <= best->last; ++i) {
    empty(ids[i]);
    shelves_.erase(ids[i]);
  }
  const auto from = ids.begin() + static_cast<std::ptrdiff_t>(best->first);
  const auto to = ids.begin() + static_cast<std::ptrdiff_t>(best->last) + 1;
  std::vector<uint64_t> fresh{add_shelf(y, needed)};
  if (best->height > needed) fresh.push_back(add_shelf(y + needed, best->height - needed));
  const uint64_t id = fresh.front();
  ids.insert(ids.erase(from, to), fresh.begin(), fresh.end());
  return put(key, static_cast<int>(best->page), id, width, height);
}

ShelfSlot Shelves::put(const std::string& key, int page, uint64_t shelf_id, int width, int height) {
  Shelf& shelf = shelves_.at(shelf_id);
  const ShelfSlot slot{page, shelf.used_width, shelf.y, width, height};
  shelf.used_width += width;
  shelf.last_used = frame_;
  shelf.keys.push_back(key);
  slots_[key] = {slot, shelf_id};
  return slot;
}

uint64_t Shelves::add_shelf(int y, int height) {
  const uint64_t id = next_shelf_id_++;
  shelves_[id] = Shelf{y, height, 0, 0, {}};
  return id;
}

void Shelves::empty(uint64_t shelf_id) {
  Shelf& shelf = shelves_.at(shelf_id);
  for (const std::string& key : shelf.keys) {
    auto found = slots_.find(key);
    if (found != slots_.end() && found->second.shelf_id == shelf_id) slots_.erase(found);
  }
  shelf.keys.clear();
  shelf.used_width = 0;
}

}  // namespace platform
