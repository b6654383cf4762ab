// SPDX-License-Identifier: MIT
// See text_cache.h.
#include "ui/text_cache.h"

#include <functional>

namespace ui {

namespace {

// LIMIT: layouts kept although unused; a screen needs about 200, and a screen on either side of the
// timeline.
constexpr size_t kept_entries = 1500;
constexpr uint64_t kept_frames = 120;

size_t mix(size_t seed, size_t value) { return (seed ^ value) * 0x9e3779b1u + (seed >> 7); }

}  // namespace

void TextCache::begin_frame(base::TextEngine& engine) {
  ++frame_;
  if (epoch_ != engine.epoch()) {
    clear(engine);
    epoch_ = engine.epoch();
    return;
  }
  if (entries_.size() <= kept_entries) return;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    if (entry->second.last_used + kept_frames < frame_) {
      engine.release(entry->second.layout.id);
      entry = entries_.erase(entry);
    } else {
      ++entry;
    }
  }
}

const base::TextLayout& TextCache::layout(base::TextEngine& engine,
                                          const base::TextRequest& request) {
  size_t key = std::hash<std::string_view>()(request.text);
  key = mix(key, static_cast<size_t>(request.style));
  key = mix(key, static_cast<size_t>(request.width * 64));
  key = mix(key, request.max_lines);
  key = mix(key, static_cast<size_t>(request.direction));
  const auto [first, last] = entries_.equal_range(key);
  for (auto found = first; found != last; ++found) {
    Entry& entry = found->second;
    if (entry.text == request.text && entry.style == request.style &&
        entry.width == request.width && entry.max_lines == request.max_lines &&
        entry.direction == request.direction) {
      entry.last_used = frame_;
      return entry.layout;
    }
  }
  Entry entry;
  entry.text = request.text;
  entry.style = request.style;
  entry.width = request.width;
  entry.max_lines = request.max_lines;
  entry.direction = request.direction;
  entry.layout = engine.layout(request);
  entry.last_used = frame_;
  return entries_.emplace(key, std::move(entry))->second.layout;
}

void TextCache::clear(base::TextEngine& engine) {
  for (auto& [key, entry] : entries_) engine.release(entry.layout.id);
  entries_.clear();
}

}  // namespace ui
