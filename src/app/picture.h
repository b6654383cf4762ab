// SPDX-License-Identifier: MIT
// Where a frame is drawn: ImGui's draw list first, its draw data afterwards. Two versions, chosen by CMake.
// picture_native.cpp has a whole ImGui context, because the native text fields are ImGui's. picture_web.cpp has
// the draw list alone: windows, tables and settings that the page never uses would weigh 50 KiB (brotli) there.
#pragma once

#include <memory>

#include "ui/ui.h"

struct ImDrawData;
struct ImDrawList;

namespace app {

class Picture {
 public:
  Picture();
  ~Picture();
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;

  // Empties the list and makes it ready for a frame of this size.
  ImDrawList& begin(const ui::Viewport& viewport);
  void end();
  // Of the last finished frame.
  ImDrawData& data();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace app
