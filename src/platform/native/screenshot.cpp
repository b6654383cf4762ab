// SPDX-License-Identifier: MIT
// Reads a framebuffer back and writes it with Cairo.
#include "platform/native/screenshot.h"

#include <cairo.h>
#include <imgui.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "platform/gl/gl_api.h"

namespace platform {
namespace {

std::optional<base::Error> write_png(const std::vector<uint8_t>& rgba, int width, int height,
                                     const std::string& file) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_surface_flush(surface);
  unsigned char* rows = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < height && rows != nullptr; ++y) {
    // GL's first row is the lowest.
    const uint8_t* from = rgba.data() + static_cast<size_t>(height - 1 - y) * width * 4;
    for (int x = 0; x < width; ++x, from += 4) {
      const uint32_t pixel = uint32_t{from[0]} << 16 | uint32_t{from[1]} << 8 | from[2];
      std::memcpy(rows + static_cast<size_t>(y) * stride + static_cast<size_t>(x) * 4, &pixel, 4);
    }
  }
  cairo_surface_mark_dirty(surface);
  const cairo_status_t status = cairo_surface_write_to_png(surface, file.c_str());
  cairo_surface_destroy(surface);
  if (status == CAIRO_STATUS_SUCCESS) return std::nullopt;
  return base::Error{"The picture could not be written to " + file + ": " +
                     cairo_status_to_string(status)};
}

}  // namespace

std::optional<base::Error> save_screenshot(Renderer& renderer, ImDrawData& data,
                                           uint32_t clear_colour, const std::string& file) {
  const int width = static_cast<int>(std::lround(data.DisplaySize.x * data.FramebufferScale.x));
  const int height = static_cast<int>(std::lround(data.DisplaySize.y * data.FramebufferScale.y));
  GLuint buffer = 0, colour = 0;
  glGenFramebuffers(1, &buffer);
  glGenRenderbuffers(1, &colour);
  glBindRenderbuffer(GL_RENDERBUFFER, colour);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
  glBindFramebuffer(GL_FRAMEBUFFER, buffer);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour);
  std::optional<base::Error> error;
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE) {
    renderer.draw(data, clear_colour);
    std::vector<uint8_t> rgba(static_cast<size_t>(width) * static_cast<size_t>(height) * 4);
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
    error = write_png(rgba, width, height, file);
  } else {
    error = base::Error{"The graphics driver has no framebuffer of " + std::to_string(width) +
                        " by " + std::to_string(height) + " pixels"};
  }
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glDeleteRenderbuffers(1, &colour);
  glDeleteFramebuffers(1, &buffer);
  return error;
}

}  // namespace platform
