// SPDX-License-Identifier: MIT
// A frame as a PNG file: drawn once more into a framebuffer of its own, since a window's pixels may be covered or
// off the screen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "platform/gl/renderer.h"

struct ImDrawData;

namespace platform {

// Absent when it was written.
std::optional<base::Error> save_screenshot(Renderer& renderer, ImDrawData& data,
                                           uint32_t clear_colour, const std::string& file);

}  // namespace platform
