// SPDX-License-Identifier: MIT
// GLFW 3.3.
//  [X] keys, text, pointer, wheel, focus for ImGui's fields; clicks, moves and navigation keys for
//  ours [X] device px: content scale, framebuffer size, monitor changes [X] clipboard, pointing
//  hand [ ] input methods: GLFW 3.3 gives composed text only, without the preedit; the page is
//  where people write
#include "platform/native/window_native.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#ifdef PARLANCE_X11
#include <X11/Xlib.h>
// From GLFW/glfw3native.h, which would want headers of Xrandr as well.
extern "C" Display* glfwGetX11Display(void);
#endif
#include <imgui.h>

#include <cmath>
#include <utility>

namespace platform {
namespace {

// A drag is no click.
constexpr float click_slack = 6;
// One notch of a wheel, in CSS px.
constexpr float notch = 60;

constexpr std::pair<int, ImGuiKey> special_keys[] = {
    {GLFW_KEY_TAB, ImGuiKey_Tab},
    {GLFW_KEY_LEFT, ImGuiKey_LeftArrow},
    {GLFW_KEY_RIGHT, ImGuiKey_RightArrow},
    {GLFW_KEY_UP, ImGuiKey_UpArrow},
    {GLFW_KEY_DOWN, ImGuiKey_DownArrow},
    {GLFW_KEY_PAGE_UP, ImGuiKey_PageUp},
    {GLFW_KEY_PAGE_DOWN, ImGuiKey_PageDown},
    {GLFW_KEY_HOME, ImGuiKey_Home},
    {GLFW_KEY_END, ImGuiKey_End},
    {GLFW_KEY_INSERT, ImGuiKey_Insert},
    {GLFW_KEY_DELETE, ImGuiKey_Delete},
    {GLFW_KEY_BACKSPACE, ImGuiKey_Backspace},
    {GLFW_KEY_ENTER, ImGuiKey_Enter},
    {GLFW_KEY_KP_ENTER, ImGuiKey_KeypadEnter},
    {GLFW_KEY_LEFT_SHIFT, ImGuiKey_LeftShift},
    {GLFW_KEY_RIGHT_SHIFT, ImGuiKey_RightShift},
    {GLFW_KEY_LEFT_CONTROL, ImGuiKey_LeftCtrl},
    {GLFW_KEY_RIGHT_CONTROL, ImGuiKey_RightCtrl},
    {GLFW_KEY_LEFT_ALT, ImGuiKey_LeftAlt},
    {GLFW_KEY_RIGHT_ALT, ImGuiKey_RightAlt},
};

ImGuiKey imgui_key(int key) {
  if (key >= GLFW_KEY_A && key <= GLFW_KEY_Z) {
    return static_cast<ImGuiKey>(ImGuiKey_A + (key - GLFW_KEY_A));
  }
  for (const auto& [glfw, imgui] : special_keys) {
    if (glfw == key) return imgui;
  }
  return ImGuiKey_None;
}

// The keys that move the timeline or close something, when no field needs them.
std::string_view navigation_key(int key) {
  switch (key) {
    case GLFW_KEY_PAGE_UP:
      return "PageUp";
    case GLFW_KEY_PAGE_DOWN:
      return "PageDown";
    case GLFW_KEY_HOME:
      return "Home";
    case GLFW_KEY_END:
      return "End";
    case GLFW_KEY_UP:
      return "ArrowUp";
    case GLFW_KEY_DOWN:
      return "ArrowDown";
    default:
      return {};
  }
}

void feed_modifiers(int modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Shift, (modifiers & GLFW_MOD_SHIFT) != 0);
  io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & GLFW_MOD_CONTROL) != 0);
  io.AddKeyEvent(ImGuiMod_Alt, (modifiers & GLFW_MOD_ALT) != 0);
}

base::Error last_error(std::string_view what) {
  const char* reason = nullptr;
  glfwGetError(&reason);
  return {std::string(what) + ": " + (reason != nullptr ? reason : "GLFW gave no reason")};
}

}  // namespace

// GLFW calls free functions; the window they are for hangs on its user pointer.
struct Window::Callbacks {
  static Window& of(GLFWwindow* window) {
    return *static_cast<Window*>(glfwGetWindowUserPointer(window));
  }

  static void moved(GLFWwindow* glfw, double x, double y) {
    Window& w = of(glfw);
    w.x_ = static_cast<float>(x) * w.from_window_;
    w.y_ = static_cast<float>(y) * w.from_window_;
    if (w.has_imgui_) {
      ImGui::GetIO().AddMousePosEvent(w.x_, w.y_);
      if (ImGui::IsAnyItemActive()) w.events_.field_input();  // a selection being dragged
    }
    w.events_.pointer_moved(w.x_, w.y_);
  }

  static void entered(GLFWwindow* glfw, int is_inside) {
    Window& w = of(glfw);
    if (is_inside == GLFW_FALSE) w.events_.pointer_left();
  }

  static void clicked(GLFWwindow* glfw, int button, int action, int) {
    Window& w = of(glfw);
    if (button != GLFW_MOUSE_BUTTON_LEFT && button != GLFW_MOUSE_BUTTON_RIGHT) return;
    const bool is_down = action == GLFW_PRESS;
    if (w.has_imgui_) {
      ImGui::GetIO().AddMousePosEvent(w.x_, w.y_);
      ImGui::GetIO().AddMouseButtonEvent(button, is_down);
      w.events_.field_input();
    }
    bool& was_down = w.is_pressed_[button];
    if (is_down) {
      w.pressed_x_ = w.x_;
      w.pressed_y_ = w.y_;
    } else if (was_down && std::abs(w.x_ - w.pressed_x_) <= click_slack &&
               std::abs(w.y_ - w.pressed_y_) <= click_slack) {
      w.events_.pressed(w.x_, w.y_, button == GLFW_MOUSE_BUTTON_RIGHT);
    }
    was_down = is_down;
  }

  static void scrolled(GLFWwindow* glfw, double dx, double dy) {
    Window& w = of(glfw);
    w.events_.scrolled(w.x_, w.y_, static_cast<float>(-dx) * notch,
                       static_cast<float>(-dy) * notch);
  }

  static void key(GLFWwindow* glfw, int key, int, int action, int modifiers) {
    Window& w = of(glfw);
    const bool is_down = action != GLFW_RELEASE;
    const bool is_field_active = w.has_imgui_ && ImGui::GetIO().WantTextInput;
    // ImGui's field would give up what was typed; the views decide what Escape closes.
    if (key == GLFW_KEY_ESCAPE) {
      if (action == GLFW_PRESS) w.events_.key("Escape");
      return;
    }
    const std::string_view name = navigation_key(key);
    const bool is_page = key == GLFW_KEY_PAGE_UP || key == GLFW_KEY_PAGE_DOWN;
    if (!name.empty() && (!is_field_active || is_page)) {
      if (is_down) w.events_.key(name);
      return;
    }
    if (!w.has_imgui_) return;
    ImGuiIO& io = ImGui::GetIO();
    feed_modifiers(modifiers);
    const bool is_enter = key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER;
    if (is_enter && (modifiers & GLFW_MOD_SHIFT) != 0) {
      if (is_down) io.AddInputCharacter('\n');  // single-line fields drop it
    } else if (const ImGuiKey imgui = imgui_key(key); imgui != ImGuiKey_None) {
      // GLFW repeats keys itself, ImGui counts time: a repeat is a press of its own.
      if (action == GLFW_REPEAT) io.AddKeyEvent(imgui, false);
      io.AddKeyEvent(imgui, is_down);
    }
    w.events_.field_input();
  }

  static void character(GLFWwindow* glfw, unsigned int code_point) {
    Window& w = of(glfw);
    if (!w.has_imgui_) return;
    ImGui::GetIO().AddInputCharacter(code_point);
    w.events_.field_input();
  }

  static void focused(GLFWwindow* glfw, int is_focused) {
    Window& w = of(glfw);
    if (!w.has_imgui_) return;
    ImGui::GetIO().AddFocusEvent(is_focused == GLFW_TRUE);
    w.events_.field_input();
  }

  static void sized(GLFWwindow* glfw, int, int) {
    Window& w = of(glfw);
    w.update_scale();
    w.events_.resized();
  }

  static void rescaled(GLFWwindow* glfw, float, float) { sized(glfw, 0, 0); }

  static void exposed(GLFWwindow* glfw) { of(glfw).events_.exposed(); }
};

base::Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options,
                                                   WindowEvents& events) {
  if (glfwInit() == GLFW_FALSE) return last_error("No window system answers");
  glfwWindowHint(GLFW_CLIENT_API, GLFW_OPENGL_API);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_DEPTH_BITS, 0);
  glfwWindowHint(GLFW_STENCIL_BITS, 0);
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
  GLFWwindow* glfw =
      glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
  if (glfw == nullptr) {
    base::Error error = last_error("No window with OpenGL 3.3 could be opened");
    glfwTerminate();
    return error;
  }
  glfwMakeContextCurrent(glfw);
  glfwSwapInterval(options.has_vsync ? 1 : 0);
  std::unique_ptr<Window> window(new Window(glfw, events, options.scale));
  window->resize(options.width, options.height);
  glfwShowWindow(glfw);
  return window;
}

Window::Window(GLFWwindow* window, WindowEvents& events, std::optional<float> scale)
    : window_(window), events_(events), fixed_scale_(scale) {
  glfwSetWindowUserPointer(window_, this);
  glfwSetCursorPosCallback(window_, Callbacks::moved);
  glfwSetCursorEnterCallback(window_, Callbacks::entered);
  glfwSetMouseButtonCallback(window_, Callbacks::clicked);
  glfwSetScrollCallback(window_, Callbacks::scrolled);
  glfwSetKeyCallback(window_, Callbacks::key);
  glfwSetCharCallback(window_, Callbacks::character);
  glfwSetWindowFocusCallback(window_, Callbacks::focused);
  glfwSetFramebufferSizeCallback(window_, Callbacks::sized);
  glfwSetWindowContentScaleCallback(window_, Callbacks::rescaled);
  glfwSetWindowRefreshCallback(window_, Callbacks::exposed);
  hand_ = glfwCreateStandardCursor(GLFW_HAND_CURSOR);
  update_scale();
}

Window::~Window() {
  if (hand_ != nullptr) glfwDestroyCursor(hand_);
  glfwDestroyWindow(window_);
  glfwTerminate();
}

void Window::update_scale() {
  float wanted = 1, ignored = 1;
  glfwGetWindowContentScale(window_, &wanted, &ignored);
  scale_ = fixed_scale_.value_or(wanted);
  if (!(scale_ > 0)) scale_ = 1;
  int window_width = 0, window_height = 0, pixel_width = 0, pixel_height = 0;
  glfwGetWindowSize(window_, &window_width, &window_height);
  glfwGetFramebufferSize(window_, &pixel_width, &pixel_height);
  const float pixels_per_unit =
      window_width > 0 && pixel_width > 0
          ? static_cast<float>(pixel_width) / static_cast<float>(window_width)
          : 1;
  from_window_ = pixels_per_unit / scale_;
}

void Window::attach_imgui() {
  has_imgui_ = true;
  ImGuiIO& io = ImGui::GetIO();
  io.BackendPlatformName = "parlance";
  io.ConfigInputTextCursorBlink = false;  // it would want frames for ever
  ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  platform.Platform_ClipboardUserData = window_;
  platform.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
    glfwSetClipboardString(nullptr, text);
  };
  platform.Platform_GetClipboardTextFn = [](ImGuiContext*) {
    const char* text = glfwGetClipboardString(nullptr);
    return text != nullptr ? text : "";
  };
}

void Window::poll() { glfwPollEvents(); }

void Window::swap() { glfwSwapBuffers(window_); }

bool Window::should_close() const { return glfwWindowShouldClose(window_) == GLFW_TRUE; }

std::optional<int> Window::connection() const {
#ifdef PARLANCE_X11
  if (Display* display = glfwGetX11Display()) return XConnectionNumber(display);
#endif
  return std::nullopt;
}

float Window::width() const {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  return static_cast<float>(width) / scale_;
}

float Window::height() const {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  return static_cast<float>(height) / scale_;
}

void Window::resize(int width, int height) {
  glfwSetWindowSize(window_,
                    static_cast<int>(std::lround(static_cast<float>(width) / from_window_)),
                    static_cast<int>(std::lround(static_cast<float>(height) / from_window_)));
  glfwPollEvents();
  update_scale();
}

void Window::set_scale(float scale) {
  fixed_scale_ = scale;
  update_scale();
}

void Window::set_title(const std::string& title) { glfwSetWindowTitle(window_, title.c_str()); }

void Window::set_pointing_cursor(bool is_pointing) {
  if (is_pointing == is_pointing_) return;
  is_pointing_ = is_pointing;
  glfwSetCursor(window_, is_pointing ? hand_ : nullptr);
}

}  // namespace platform
