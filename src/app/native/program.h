// SPDX-License-Identifier: MIT
// The native host: one window, one client, one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/client.h"
#include "app/flight_recorder.h"
#include "app/native/command_line.h"
#include "app/script.h"
#include "platform/gl/line_atlas.h"
#include "platform/gl/renderer.h"
#include "platform/native/clock_native.h"
#include "platform/native/event_loop.h"
#include "platform/native/http_native.h"
#include "platform/native/keep_native.h"
#include "platform/native/network_native.h"
#include "platform/native/socket_native.h"
#include "platform/native/store_native.h"
#include "platform/native/text_engine_native.h"
#include "platform/native/text_fields.h"
#include "platform/native/window_native.h"

namespace app {

enum ExitCode : int { AllWell = 0, CannotRun = 1, Misunderstood = 2, ScriptFailed = 3 };

class Program : public Host,
                public base::Log,
                public ScriptHost,
                public platform::WindowEvents,
                public platform::FieldEvents {
 public:
  explicit Program(CommandLine line);
  ~Program() override;
  int run();

 private:
  // Host
  void perform(const base::Output& output) override;
  void request_frame() override { wants_frame_ = true; }
  void request_frame_at(base::Steady at) override;
  void status_changed(std::string_view status, std::string_view sentence,
                      std::string_view reason) override;
  void fields_drawn(const Client& client) override;
  void save_file(std::string_view name, std::string_view bytes) override;

  // base::Log
  void write(base::LogLevel level, std::string_view area, std::string_view line) override;

  // ScriptHost
  std::string_view status() const override { return status_; }
  bool has_roster() const override { return has_roster_; }
  bool is_at_rest() const override;
  bool type(std::string_view field_id, std::string_view text) override;
  bool submit(std::string_view field_id) override;
  void resize(int width, int height) override;
  void set_scale(float scale) override;
  std::optional<base::Error> save_screenshot(const std::string& file) override;
  std::optional<base::Error> save_text(const std::string& file, std::string_view text) override;

  // platform::WindowEvents
  void pointer_moved(float x, float y) override;
  void pointer_left() override;
  void pressed(float x, float y, bool is_secondary) override;
  void scrolled(float x, float y, float dx, float dy) override;
  void key(std::string_view key) override;
  void field_input() override;
  void resized() override;
  void exposed() override { wants_frame_ = true; }

  // platform::FieldEvents
  void field_changed(std::string_view id, std::string_view value) override;
  uint32_t field_submitted(std::string_view id, std::string_view value) override;

  std::optional<base::Error> start();
  void feed(const base::Input& input);
  // In a turn of its own: nothing calls back into its caller.
  void feed_later(base::Input input);
  void begin_session();
  bool is_on_its_way(const std::string& login) const;
  void end_session();
  void send_viewport();
  bool turn();
  void draw();
  void follow_script();

  struct Log : base::Log {
    void write(base::LogLevel level, std::string_view area, std::string_view text) override;
  };

  CommandLine line_;
  Log log_;  // of --verbose
  platform::RandomNative random_;
  std::unique_ptr<platform::Window> window_;
  // In this order: what comes later uses what comes before, and goes first.
  std::unique_ptr<platform::EventLoop> loop_;
  std::unique_ptr<platform::KeepNative> keep_;  // absent: nothing is to be kept
  std::unique_ptr<platform::StoreNative> store_;
  std::unique_ptr<platform::SocketsNative> sockets_;
  std::unique_ptr<platform::HttpNative> http_;
  std::optional<platform::NetworkWatch> network_;
  std::unique_ptr<platform::LineAtlas> atlas_;
  std::unique_ptr<platform::Renderer> renderer_;
  std::unique_ptr<platform::TextEngineNative> text_;
  std::unique_ptr<FlightRecorder> recorder_;
  std::unique_ptr<Client> client_;
  std::unique_ptr<platform::Alarm> wake_, next_frame_alarm_, script_alarm_;
  platform::TextFields fields_;
  std::optional<Script> script_;

  platform::SleepWatch sleep_{platform::time_asleep()};
  std::string status_ = "offline";
  bool wants_frame_ = true;
  bool has_roster_ = false;
  int field_frames_ = 0;  // ImGui's fields follow input in the frames after it
  std::optional<base::Steady> next_frame_;
  int open_sockets_ = 0;          // or opening, or closing
  bool is_session_kept_ = false;  // for the next run
  bool has_ended_ = false;        // nobody hears of what still happens
  int exit_code_ = AllWell;
};

}  // namespace app
