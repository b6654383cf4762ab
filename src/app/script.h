// SPDX-License-Identifier: MIT
// A session without hands: a text file of steps that the native program follows (--script). A step is taken as soon
// as its condition holds; nothing sleeps. The steps are listed in script_help().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/client.h"
#include "base/result.h"
#include "base/time.h"

namespace app {

enum class StepKind {
  Login,         // JID PASSWORD
  Logout,        //
  Open,          // JID, or ROOM?join
  Send,          // TEXT into the open conversation
  Type,          // FIELD TEXT
  Submit,        // FIELD
  Click,         // ITEM
  ClickSecond,   // ITEM
  Hover,         // ITEM
  Scroll,        // ITEM DY
  Key,           // NAME
  Expect,        // TEXT anywhere on screen
  ExpectStatus,  // STATUS
  ExpectRoster,  //
  ExpectItem,    // ITEM
  ExpectGone,    // ITEM
  Theme,         // NAME
  Resize,        // WIDTHxHEIGHT
  Scale,         // FACTOR
  Timeout,       // SECONDS
  Rest,          //
  Screenshot,    // FILE
  Dump,          // [FILE]
  Quit,          //
};

struct Step {
  StepKind kind = StepKind::Quit;
  int line = 0;
  std::string first, rest;  // the words after the step's name
  float number = 0, second_number = 0;
  bool operator==(const Step&) const = default;
};

// "WIDTHxHEIGHT" in CSS px; absent when it is none or out of reason.
std::optional<std::pair<int, int>> parse_size(std::string_view text);

// Words are separated by blanks, lines of "#" and empty ones are skipped. In TEXT, "\n" is a line break and "\\" a
// backslash.
base::Result<std::vector<Step>> parse_script(std::string_view text);
std::string_view script_help();

// What a script needs besides the client.
class ScriptHost {
 public:
  virtual ~ScriptHost() = default;
  virtual std::string_view status() const = 0;
  // The list of contacts was fetched and drawn.
  virtual bool has_roster() const = 0;
  // No frame is due soon: what is on screen stays as it is.
  virtual bool is_at_rest() const = 0;
  virtual bool type(std::string_view field_id, std::string_view text) = 0;
  virtual bool submit(std::string_view field_id) = 0;
  virtual void resize(int width, int height) = 0;
  virtual void set_scale(float scale) = 0;
  virtual std::optional<base::Error> save_screenshot(const std::string& file) = 0;
  // Empty: the standard output.
  virtual std::optional<base::Error> save_text(const std::string& file, std::string_view text) = 0;
};

class Script {
 public:
  enum class State { Running, Done, Failed };

  explicit Script(std::vector<Step> steps) : steps_(std::move(steps)) {}

  // After every input and frame, when no frame is wanted: what is on screen is the truth then. Takes at most one
  // step that changes something; call again while it returns true.
  bool advance(Client& client, ScriptHost& host, base::Now now);
  State state() const { return state_; }
  const std::string& failure() const { return failure_; }
  // When the present step will have failed: call advance() then at the latest.
  base::Steady deadline() const { return deadline_; }

 private:
  enum class Outcome { Taken, NotYet, Failed };
  Outcome take(const Step& step, Client& client, ScriptHost& host, base::Now now);
  Outcome need(const std::optional<base::Error>& error);
  void fail(std::string sentence);

  std::vector<Step> steps_;
  size_t at_ = 0;
  bool is_step_begun_ = false;
  // Against a hang only; what must be quick says so with `timeout`.
  base::Duration patience_ = std::chrono::seconds(120);
  base::Steady deadline_;
  State state_ = State::Running;
  std::string failure_;
};

}  // namespace app
