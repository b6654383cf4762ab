// SPDX-License-Identifier: MIT
// A window with an OpenGL 3.3 context, by GLFW. It feeds ImGui's text fields and tells everything
// else in CSS px.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

struct GLFWcursor;
struct GLFWwindow;

namespace platform {

// What a person does to the window; positions in CSS px from its top left corner.
class WindowEvents {
 public:
  virtual ~WindowEvents() = default;
  virtual void pointer_moved(float x, float y) = 0;
  virtual void pointer_left() = 0;
  virtual void pressed(float x, float y, bool is_secondary) = 0;  // a whole click
  virtual void scrolled(float x, float y, float dx, float dy) = 0;
  // Keys that are not text, named as in ui::Ui::key: "PageUp", "Escape" …
  virtual void key(std::string_view key) = 0;
  // ImGui was told of something: its fields need a few frames to follow.
  virtual void field_input() = 0;
  virtual void resized() = 0;
  virtual void exposed() = 0;  // what is on screen was lost
};

struct WindowOptions {
  std::string title;
  int width = 1100, height = 720;  // CSS px
  std::optional<float> scale;      // device px per CSS px; absent: what the monitor wants
  bool has_vsync = true;
};

class Window {
 public:
  // Its context is current afterwards. One window at a time.
  static base::Result<std::unique_ptr<Window>> open(const WindowOptions& options,
                                                    WindowEvents& events);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  // Connects the current ImGui context: clipboard, and input from now on.
  void attach_imgui();
  void poll();  // calls WindowEvents
  void swap();
  bool should_close() const;
  std::optional<int> connection() const;  // see EventLoop

  float width() const;  // CSS px
  float height() const;
  float scale() const { return scale_; }
  void resize(int width, int height);  // CSS px
  void set_scale(float scale);
  void set_title(const std::string& title);
  void set_pointing_cursor(bool is_pointing);

 private:
  struct Callbacks;
  friend struct Callbacks;
  Window(GLFWwindow* window, WindowEvents& events, std::optional<float> scale);
  void update_scale();

  GLFWwindow* window_;
  WindowEvents& events_;
  std::optional<float> fixed_scale_;
  float scale_ = 1;
  float from_window_ = 1;  // CSS px per unit of GLFW's window coordinates
  float x_ = 0, y_ = 0;    // the pointer
  bool is_pressed_[2] = {};
  float pressed_x_ = 0, pressed_y_ = 0;
  bool has_imgui_ = false;
  bool is_pointing_ = false;
  GLFWcursor* hand_ = nullptr;
};

}  // namespace platform
