// SPDX-License-Identifier: MIT
// Tests of src/app/script.cpp: reading scripts, and following them with a real client that is offline.
#include "app/script.h"

#include "support/catch.h"
#include "support/fake_text_engine.h"
#include "support/fixed_random.h"

using app::parse_script;
using app::Script;
using app::Step;
using app::StepKind;
using namespace std::chrono_literals;

namespace {

std::string refused(std::string_view text) {
  const auto steps = parse_script(text);
  REQUIRE_FALSE(steps);
  return steps.error().detail;
}

struct World : app::Host, app::ScriptHost {
  support::FakeTextEngine text;
  support::FixedRandom random;
  base::Now now{base::Steady(1000ms), base::Wall(1795380180000ms)};
  std::vector<std::string> done;
  bool rests = true;
  bool roster = false;
  std::string current_status = "offline";
  app::Client client{{}, *this, text, random};

  World() {
    client.set_viewport({.width = 800, .height = 600});
    client.frame(now);
  }

  void perform(const base::Output&) override {}
  void request_frame() override {}
  void request_frame_at(base::Steady) override {}
  void status_changed(std::string_view status, std::string_view, std::string_view) override {
    current_status = status;
  }

  std::string_view status() const override { return current_status; }
  bool has_roster() const override { return roster; }
  bool is_at_rest() const override { return rests; }
  bool type(std::string_view field, std::string_view words) override {
    if (client.semantics().find(field) == nullptr) return false;
    done.push_back("type " + std::string(field) + " " + std::string(words));
    return true;
  }
  bool submit(std::string_view field) override {
    done.push_back("submit " + std::string(field));
    return true;
  }
  void resize(int width, int height) override {
    done.push_back("resize " + std::to_string(width) + " " + std::to_string(height));
  }
  void set_scale(float scale) override { done.push_back("scale " + std::to_string(scale)); }
  std::optional<base::Error> save_screenshot(const std::string& file) override {
    if (file == "bad.png") return base::Error{"it could not be written"};
    done.push_back("screenshot " + file);
    return std::nullopt;
  }
  std::optional<base::Error> save_text(const std::string& file, std::string_view words) override {
    done.push_back("dump " + file + (words.empty() ? " empty" : ""));
    return std::nullopt;
  }

  Script::State follow(Script& script) {
    while (script.advance(client, *this, now)) client.frame(now);
    return script.state();
  }
};

Script script_of(std::string_view text) {
  auto steps = parse_script(text);
  REQUIRE(steps);
  return Script(*steps);
}

}  // namespace

TEST_CASE("a script is read line by line", "[app][script]") {
  const auto steps = parse_script(
      "# a comment\n"
      "\n"
      "login alice@localhost  pass word \r\n"
      "  send two\\nlines and a \\\\n\n"
      "type login/address alice\n"
      "resize 800x600\n"
      "timeout 2.5\n"
      "scroll log -40\n"
      "dump\n"
      "quit");
  REQUIRE(steps);
  const std::vector<Step> wanted{
      {StepKind::Login, 3, "alice@localhost", "pass word"},
      {StepKind::Send, 4, "", "two\nlines and a \\n"},
      {StepKind::Type, 5, "login/address", "alice"},
      {StepKind::Resize, 6, "", "", 800, 600},
      {StepKind::Timeout, 7, "", "", 2.5f},
      {StepKind::Scroll, 8, "log", "", -40},
      {StepKind::Dump, 9},
      {StepKind::Quit, 10},
  };
  REQUIRE(steps->size() == wanted.size());
  for (size_t i = 0; i < wanted.size(); ++i) {
    INFO(i);
    CHECK((*steps)[i] == wanted[i]);
  }
}

TEST_CASE("mistakes are named by their line", "[app][script]") {
  CHECK(refused("quit\nfly away").find("script line 2: there is no step called 'fly'") == 0);
  CHECK(refused("login alice").find("script line 1: the step is written: login JID PASSWORD") == 0);
  for (const char* line :
       {"open", "open a b", "send", "expect", "resize 10", "resize 0x5", "scale -1", "scale x",
        "timeout", "rest now", "screenshot", "scroll log", "expect-status"}) {
    INFO(line);
    CHECK(refused(line).find("script line 1: ") == 0);
  }
}

TEST_CASE("sizes are two numbers within reason", "[app][script]") {
  CHECK(app::parse_size("800x600") == std::pair(800, 600));
  for (const char* text :
       {"", "x", "800", "800x", "x600", "-1x5", "800x600x", "8e2x600", "99999x1"}) {
    INFO(text);
    CHECK_FALSE(app::parse_size(text));
  }
}

TEST_CASE("the help names every step", "[app][script]") {
  for (const char* step :
       {"login",         "logout",        "open",        "send",        "type",  "submit",
        "click",         "click-second",  "hover",       "scroll",      "key",   "expect",
        "expect-status", "expect-roster", "expect-item", "expect-gone", "theme", "resize",
        "scale",         "timeout",       "rest",        "screenshot",  "dump",  "quit"}) {
    INFO(step);
    CHECK(app::script_help().find(step) != std::string_view::npos);
    // And every step the help names is one.
    const auto parsed = parse_script(step);
    CHECK((parsed || parsed.error().detail.find("there is no step") == std::string::npos));
  }
}

TEST_CASE("steps are taken in order while their conditions hold", "[app][script]") {
  World w;
  Script script = script_of(
      "expect-item login/address\n"
      "expect Log in\n"
      "type login/address alice\n"
      "theme dark\n"
      "resize 500x400\n"
      "screenshot a.png\n"
      "dump out.txt\n"
      "expect-gone no/such/item\n");
  CHECK(w.follow(script) == Script::State::Done);
  CHECK(w.done == std::vector<std::string>{"type login/address alice", "resize 500 400",
                                           "screenshot a.png", "dump out.txt"});
  CHECK(w.client.theme().is_dark);
}

TEST_CASE("quit ends a script early", "[app][script]") {
  World w;
  Script script = script_of("quit\nexpect never\n");
  CHECK(w.follow(script) == Script::State::Done);
}

TEST_CASE("a step waits for its condition, and for rest", "[app][script]") {
  World w;
  Script script = script_of("expect-roster\nexpect-status online\nscreenshot a.png\n");
  CHECK(w.follow(script) == Script::State::Running);
  w.roster = true;
  w.now.steady += 5s;
  CHECK(w.follow(script) == Script::State::Running);
  CHECK(script.deadline() == w.now.steady + 120s);  // each step has its own time
  w.rests = false;
  w.current_status = "online";
  CHECK(w.follow(script) == Script::State::Running);
  CHECK(w.done.empty());
  w.rests = true;
  CHECK(w.follow(script) == Script::State::Done);
  CHECK(w.done == std::vector<std::string>{"screenshot a.png"});
}

TEST_CASE("a condition that never holds fails at its deadline, and says which", "[app][script]") {
  World w;
  Script script = script_of("timeout 3\nexpect the unexpected\nquit\n");
  CHECK(w.follow(script) == Script::State::Running);
  w.now.steady += 2999ms;
  CHECK(w.follow(script) == Script::State::Running);
  w.now.steady += 1ms;
  CHECK(w.follow(script) == Script::State::Failed);
  CHECK(
      script.failure() ==
      "script line 2: 'expect the unexpected' did not come true within 3 s; the status is offline");
}

TEST_CASE("a picture that cannot be written fails the script", "[app][script]") {
  World w;
  Script script = script_of("screenshot bad.png\n");
  CHECK(w.follow(script) == Script::State::Failed);
  CHECK(script.failure() == "script line 1: it could not be written");
}
