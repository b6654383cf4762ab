// SPDX-License-Identifier: MIT
// A hidden-by-nobody window with a renderer, and the pixels of what it drew. Needs a display (xvfb-run will do).
#pragma once

#include <imgui.h>

#include <array>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <vector>

#include "platform/gl/gl_api.h"
#include "platform/gl/line_atlas.h"
#include "platform/gl/renderer.h"
#include "platform/native/window_native.h"
#include "support/imgui_frame.h"

namespace support {

using Pixel = std::array<int, 3>;

struct NoEvents : platform::WindowEvents {
  void pointer_moved(float, float) override {}
  void pointer_left() override {}
  void pressed(float, float, bool) override {}
  void scrolled(float, float, float, float) override {}
  void key(std::string_view) override {}
  void field_input() override {}
  void resized() override {}
  void exposed() override {}
};

class GlWorld {
 public:
  explicit GlWorld(float width = 64, float height = 48, float scale = 1)
      : imgui(width, height, scale) {
    auto opened =
        platform::Window::open({.title = "test", .width = 64, .height = 48, .scale = 1}, events_);
    if (!opened) throw std::runtime_error(opened.error().detail);
    window = std::move(*opened);
    if (!renderer.create()) throw std::runtime_error(renderer.error());
  }

  template <class Draw>
  void draw(Draw what, uint32_t clear = 0xffffffff) {
    show(imgui.frame(what), clear);
  }
  void show(ImDrawData& data, uint32_t clear = 0xffffffff) {
    width = static_cast<int>(std::lround(data.DisplaySize.x * data.FramebufferScale.x));
    height = static_cast<int>(std::lround(data.DisplaySize.y * data.FramebufferScale.y));
    GLuint frame = 0, colour = 0;
    glGenFramebuffers(1, &frame);
    glGenRenderbuffers(1, &colour);
    glBindRenderbuffer(GL_RENDERBUFFER, colour);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
    glBindFramebuffer(GL_FRAMEBUFFER, frame);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour);
    renderer.draw(data, clear);
    pixels.resize(static_cast<size_t>(width) * static_cast<size_t>(height) * 4);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glDeleteRenderbuffers(1, &colour);
    glDeleteFramebuffers(1, &frame);
  }
  // Device px from the top left corner.
  Pixel at(int x, int y) const {
    const size_t i = (static_cast<size_t>(height - 1 - y) * static_cast<size_t>(width) +
                      static_cast<size_t>(x)) *
                     4;
    return {pixels[i], pixels[i + 1], pixels[i + 2]};
  }

 private:
  NoEvents events_;

 public:
  std::unique_ptr<platform::Window> window;  // its context outlives what was made in it
  ImGuiFrame imgui;
  platform::Renderer renderer;
  std::vector<uint8_t> pixels;
  int width = 0, height = 0;
};

}  // namespace support
