// SPDX-License-Identifier: MIT
// The bookkeeping of the line atlas, without GL: which rectangle of which page belongs to which
// key. Pages are cut into shelves; a shelf holds rectangles of about one height side by side and is
// given up as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace platform {

struct ShelfSlot {
  int page = 0;
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const ShelfSlot&) const = default;
};

class Shelves {
 public:
  Shelves(int page_size, int max_pages) : page_size_(page_size), max_pages_(max_pages) {}

  // Marks what it finds as used in this frame.
  std::optional<ShelfSlot> find(const std::string& key);
  // Gives up the neighbouring shelves that were not used for longest when there is no room, never
  // one of the current frame. A key that has a slot already keeps it when the size is the same.
  std::optional<ShelfSlot> allocate(const std::string& key, int width, int height);
  void next_frame() { ++frame_; }
  void clear();

  int pages() const { return static_cast<int>(pages_.size()); }
  size_t slots() const { return slots_.size(); }

 private:
  struct Shelf {
    int y = 0, height = 0;
    int used_width = 0;      // 0: nothing lives here
    uint64_t last_used = 0;  // frame
    std::vector<std::string> keys;
  };
  struct Place {
    ShelfSlot slot;
    uint64_t shelf_id = 0;
  };
  // Shelves of a page, by id, from top to bottom and without gaps: an empty one covers what is
  // free.
  struct Page {
    std::vector<uint64_t> shelves;
  };

  std::optional<ShelfSlot> put_on_open_shelf(const std::string& key, int width, int height,
                                             int highest);
  std::optional<ShelfSlot> put_on_new_shelf(const std::string& key, int width, int height,
                                            bool may_give_up);
  ShelfSlot put(const std::string& key, int page, uint64_t shelf_id, int width, int height);
  uint64_t add_shelf(int y, int height);
  void empty(uint64_t shelf_id);

  int page_size_, max_pages_;
  uint64_t frame_ = 1;
  uint64_t next_shelf_id_ = 1;
  std::vector<Page> pages_;
  std::map<uint64_t, Shelf> shelves_;
  std::map<std::string, Place> slots_;
};

}  // namespace platform
