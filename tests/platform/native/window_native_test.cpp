// SPDX-License-Identifier: MIT
// Tests of src/platform/native/window_native.cpp with a real X server: events are sent to the window as another
// program would (XSendEvent), and arrive in CSS px and in words.
#include "platform/native/window_native.h"

#include <imgui.h>
#include <poll.h>

#include <memory>
#include <string>
#include <vector>

#include "app/blank_font.h"
#include "platform/native/clock_native.h"
#include "support/catch.h"
#include "support/imgui_frame.h"
#include "support/patience.h"

// Last: these define Always, None and the like.
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>

namespace {

struct Recorder : platform::WindowEvents {
  std::vector<std::string> events;
  float x = 0, y = 0;

  void pointer_moved(float px, float py) override {
    x = px;
    y = py;
  }
  void pointer_left() override { events.push_back("left"); }
  void pressed(float px, float py, bool is_secondary) override {
    events.push_back((is_secondary ? "second " : "first ") + std::to_string(static_cast<int>(px)) +
                     " " + std::to_string(static_cast<int>(py)));
  }
  void scrolled(float, float, float dx, float dy) override {
    events.push_back("scroll " + std::to_string(static_cast<int>(dx)) + " " +
                     std::to_string(static_cast<int>(dy)));
  }
  void key(std::string_view key) override { events.push_back("key " + std::string(key)); }
  void field_input() override { ++field_inputs; }
  void resized() override { ++resizes; }
  void exposed() override {}
  int field_inputs = 0, resizes = 0;
};

// Another program on the same display, which finds the window by its title.
struct Hand {
  Display* display = XOpenDisplay(nullptr);
  ::Window window = 0;

  explicit Hand(const std::string& title) {
    REQUIRE(display != nullptr);
    window = find(DefaultRootWindow(display), title);
    REQUIRE(window != 0);
  }
  ~Hand() { XCloseDisplay(display); }

  ::Window find(::Window below, const std::string& title) {
    char* name = nullptr;
    if (XFetchName(display, below, &name) != 0 && name != nullptr) {
      const bool is_it = title == name;
      XFree(name);
      if (is_it) return below;
    }
    ::Window root = 0, parent = 0, *children = nullptr;
    unsigned int count = 0;
    if (XQueryTree(display, below, &root, &parent, &children, &count) == 0) return 0;
    ::Window found = 0;
    for (unsigned int i = 0; i < count && found == 0; ++i) found = find(children[i], title);
    if (children != nullptr) XFree(children);
    return found;
  }
  void send(XEvent event, long mask) {
    event.xany.window = window;
    event.xany.display = display;
    XSendEvent(display, window, False, mask, &event);
    XSync(display, False);
  }
  void move(int x, int y) {
    XEvent event = {};
    event.xmotion.type = MotionNotify;
    event.xmotion.x = x;
    event.xmotion.y = y;
    send(event, PointerMotionMask);
  }
  void button(bool is_down, unsigned int button, int x, int y) {
    XEvent event = {};
    event.xbutton.type = is_down ? ButtonPress : ButtonRelease;
    event.xbutton.button = button;
    event.xbutton.x = x;
    event.xbutton.y = y;
    send(event, is_down ? ButtonPressMask : ButtonReleaseMask);
  }
  void key(bool is_down, KeySym symbol, unsigned int state = 0) {
    // Time tells GLFW a key that was pressed again from one that an input method sent twice.
    XEvent event = {};
    event.xkey.type = is_down ? KeyPress : KeyRelease;
    event.xkey.root = DefaultRootWindow(display);
    event.xkey.keycode = XKeysymToKeycode(display, symbol);
    event.xkey.state = state;
    event.xkey.same_screen = True;
    event.xkey.time = ++time_;
    send(event, is_down ? KeyPressMask : KeyReleaseMask);
  }
  void press(KeySym symbol, unsigned int state = 0) {
    key(true, symbol, state);
    key(false, symbol, state);
  }

 private:
  Time time_ = 1000;
};

struct World {
  Recorder recorder;
  std::unique_ptr<platform::Window> window;
  std::unique_ptr<Hand> hand;

  explicit World(float scale = 1) {
    // A title of its own: the window of the test before may still be going.
    const std::string title =
        "parlance " + std::to_string(platform::now().steady.time_since_epoch().count());
    auto opened = platform::Window::open(
        {.title = title, .width = 200, .height = 100, .scale = scale}, recorder);
    REQUIRE(opened);
    window = std::move(*opened);
    hand = std::make_unique<Hand>(title);
    arrive();
    recorder = {};
  }
  // Until everything sent so far is here: events come in order, and the last one moves the pointer where it has
  // not been before.
  void arrive() {
    fence_ += 3;
    hand->move(fence_, 90);
    REQUIRE(window->connection());
    pollfd connection{*window->connection(), POLLIN, 0};
    const base::Steady end = platform::now().steady + support::patience;
    window->poll();
    while (recorder.x != static_cast<float>(fence_) / window->scale()) {
      REQUIRE(platform::now().steady < end);
      poll(&connection, 1, 50);
      window->poll();
    }
  }

 private:
  int fence_ = 0;
};

}  // namespace

TEST_CASE("a window has the size asked for, in CSS px, at every scale", "[platform][gl][window]") {
  for (float scale : {1.0f, 2.0f}) {
    World w(scale);
    CHECK(w.window->scale() == scale);
    CHECK(w.window->width() == 200);
    CHECK(w.window->height() == 100);
    w.window->resize(300, 150);
    w.arrive();
    // The window system answers in its own time.
    const base::Steady end = platform::now().steady + support::patience;
    while (w.recorder.resizes == 0 && platform::now().steady < end) w.arrive();
    CHECK(w.window->width() == 300);
    CHECK(w.window->height() == 150);
    CHECK_FALSE(w.window->should_close());
  }
}

TEST_CASE("the pointer is told in CSS px", "[platform][gl][window]") {
  World w(2);
  w.arrive();
  CHECK(w.recorder.x == 3);  // the second move: 6 device px
  CHECK(w.recorder.y == 45);
}

TEST_CASE("a click is a press and a release in one place", "[platform][gl][window]") {
  World w;
  auto click = [&](unsigned int button, int x0, int x1) {
    w.hand->move(x0, 20);
    w.hand->button(true, button, x0, 20);
    w.hand->move(x1, 20);
    w.hand->button(false, button, x1, 20);
    w.arrive();
  };
  click(1, 30, 30);
  click(3, 40, 42);
  click(1, 50, 90);  // a drag
  click(2, 60, 60);  // the middle button does nothing
  CHECK(w.recorder.events == std::vector<std::string>{"first 30 20", "second 42 20"});
}

TEST_CASE("the wheel scrolls, downwards is positive", "[platform][gl][window]") {
  World w;
  w.hand->move(30, 20);
  w.hand->button(true, 5, 30, 20);
  w.hand->button(true, 4, 30, 20);
  w.arrive();
  CHECK(w.recorder.events == std::vector<std::string>{"scroll 0 60", "scroll 0 -60"});
}

TEST_CASE("navigation keys are named", "[platform][gl][window]") {
  World w;
  w.hand->press(XK_Prior);
  w.hand->press(XK_Next);
  w.hand->press(XK_Home);
  w.hand->press(XK_Up);
  w.hand->press(XK_Escape);
  w.arrive();
  CHECK(w.recorder.events == std::vector<std::string>{"key PageUp", "key PageDown", "key Home",
                                                      "key ArrowUp", "key Escape"});
}

TEST_CASE("an active field gets keys and text, but neither Escape nor the page keys",
          "[platform][gl][window]") {
  World w;
  support::ImGuiFrame imgui(200, 100);
  app::add_blank_font(*ImGui::GetIO().Fonts);
  w.window->attach_imgui();
  char text[64] = "";
  auto frame = [&] {
    imgui.frame([&](ImDrawList&) {
      ImGui::Begin("window");
      if (ImGui::GetFrameCount() < 3) ImGui::SetKeyboardFocusHere();
      ImGui::InputTextMultiline("##text", text, sizeof text, ImVec2(100, 50),
                                ImGuiInputTextFlags_CtrlEnterForNewLine);
      ImGui::End();
    });
  };
  for (int i = 0; i < 4; ++i) frame();
  REQUIRE(ImGui::GetIO().WantTextInput);
  ImGui::GetIO().ConfigInputTrickleEventQueue =
      true;  // as in the program: a frame per press and release
  w.hand->press(XK_a);
  w.hand->press(XK_b);
  w.arrive();
  for (int i = 0; i < 4; ++i) frame();
  CHECK(std::string(text) == "ab");
  CHECK(w.recorder.field_inputs > 0);
  w.hand->press(XK_Return, ShiftMask);
  w.arrive();
  for (int i = 0; i < 4; ++i) frame();
  CHECK(std::string(text) == "ab\n");
  w.hand->press(XK_Home);  // belongs to the field now
  w.hand->press(XK_Prior);
  w.hand->press(XK_Escape);
  w.arrive();
  for (int i = 0; i < 4; ++i) frame();
  CHECK(w.recorder.events == std::vector<std::string>{"key PageUp", "key Escape"});
  CHECK(std::string(text) == "ab\n");
  w.hand->press(XK_BackSpace);
  w.arrive();
  for (int i = 0; i < 4; ++i) frame();
  CHECK(std::string(text) == "ab");
}

TEST_CASE("the clipboard goes through the window system", "[platform][gl][window]") {
  World w;
  support::ImGuiFrame imgui(200, 100);
  app::add_blank_font(*ImGui::GetIO().Fonts);
  w.window->attach_imgui();
  ImGui::SetClipboardText("\u05e9\u05dc\u05d5\u05dd");
  CHECK(std::string(ImGui::GetClipboardText()) == "\u05e9\u05dc\u05d5\u05dd");
}

TEST_CASE("asking it to close closes it", "[platform][gl][window]") {
  World w;
  XEvent event = {};
  event.xclient.type = ClientMessage;
  event.xclient.message_type = XInternAtom(w.hand->display, "WM_PROTOCOLS", False);
  event.xclient.format = 32;
  event.xclient.data.l[0] =
      static_cast<long>(XInternAtom(w.hand->display, "WM_DELETE_WINDOW", False));
  w.hand->send(event, NoEventMask);
  w.arrive();
  CHECK(w.window->should_close());
}
