// SPDX-License-Identifier: MIT
// Keeps the layouts of the texts that are on screen, so that a frame lays out only what is new.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/text_engine.h"

namespace ui {

// A cache belongs to one TextEngine at a time: whoever gives it another one clears it first.
class TextCache {
 public:
  TextCache() = default;
  TextCache(const TextCache&) = delete;
  TextCache& operator=(const TextCache&) = delete;

  // Before the first layout of a frame: everything goes when the engine's epoch changed; what was
  // not asked for in the last frames goes when there is much of it.
  void begin_frame(base::TextEngine& engine);
  // Stays valid until the next begin_frame().
  const base::TextLayout& layout(base::TextEngine& engine, const base::TextRequest& request);
  void clear(base::TextEngine& engine);
  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string text;
    base::TextStyle style = base::TextStyle::Body;
    float width = 0;
    uint16_t max_lines = 0;
    base::TextDirection direction = base::TextDirection::Auto;
    base::TextLayout layout;
    uint64_t last_used = 0;
  };
  std::unordered_multimap<size_t, Entry> entries_;
  uint64_t frame_ = 0;
  uint32_t epoch_ = 0;
};

}  // namespace ui
