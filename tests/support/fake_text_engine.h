// SPDX-License-Identifier: MIT
// The TextEngine of tests: every grapheme cluster is 8 px wide in every style, lines break at spaces, and nothing is
// ever different from the last run. It counts what it is asked for.
#pragma once

#include <map>
#include <string>

#include "base/text_engine.h"

namespace support {

class FakeTextEngine : public base::TextEngine {
 public:
  static constexpr float cluster_width = 8;
  static constexpr uint64_t page = 7;  // the texture all lines lie on

  base::TextLayout layout(const base::TextRequest& request) override;
  void release(base::LayoutId id) override;
  std::optional<base::LineTexture> line_texture(const base::TextLayout& layout, size_t line,
                                                uint32_t colour) override;
  uint32_t hit(const base::TextLayout& layout, float x, float y) override;
  std::vector<base::TextRect> selection(const base::TextLayout& layout, uint32_t begin,
                                        uint32_t end) override;
  uint32_t epoch() const override { return epoch_; }

  void next_epoch() { ++epoch_; }
  // So many lines are rasterised from now on, then none; negative = no limit.
  void set_raster_budget(int lines) { budget_ = lines; }

  int layouts() const { return layouts_; }    // asked for in all
  int textures() const { return textures_; }  // handed out in all
  size_t alive() const { return alive_.size(); }

 private:
  uint32_t epoch_ = 1;
  int budget_ = -1;
  int layouts_ = 0;
  int textures_ = 0;
  base::LayoutId next_id_ = 1;
  std::map<base::LayoutId, std::string> alive_;
};

}  // namespace support
