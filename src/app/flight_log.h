// SPDX-License-Identifier: MIT
// The text of a flight log: one line for each thing that happened, words and quoted texts in it, so that a person can read what
// is sent along with a report and a program can play it again. See flight_recorder.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "app/client.h"
#include "base/io.h"
#include "model/action.h"

namespace app {

inline constexpr std::string_view flight_log_format = "parlance flight log 2";

// What a replay logs in with: the password and the token of then are not in the log.
inline constexpr std::string_view replayed_password = "a password", replayed_token = "a token";

// Builds a line. Words have no spaces; texts are quoted.
class FlightLine {
 public:
  explicit FlightLine(std::string_view word) : line_(word) {}
  FlightLine& word(std::string_view word);
  FlightLine& number(uint64_t number);
  FlightLine& text(std::string_view text);
  std::string take() { return std::move(line_); }

 private:
  std::string line_;
};

// Reads one. After anything that is not there, everything is empty and is_good() false.
class FlightReader {
 public:
  explicit FlightReader(std::string_view line) : rest_(line) {}
  std::string_view word();
  uint64_t number();
  std::string text();
  bool is_good() const { return is_good_; }
  // All of it was read, and all of it was there.
  bool is_finished() const { return is_good_ && rest_.empty(); }

 private:
  void next();

  std::string_view rest_;
  bool is_good_ = true;
};

std::string write_options(const Options& options);
bool read_options(FlightReader& in, Options& options);

// What was masked is written as it is given. `kept` of the tab, and of the device where it is not known what is in it, without
// its bytes.
std::string write_input(const base::Input& input);
bool read_input(FlightReader& in, base::Input& input);
std::string write_action(const model::Action& action);
bool read_action(FlightReader& in, model::Action& action);

// As much of what the client asks for as is the same in a replay: not what people wrote, and nothing made of a password.
std::string describe(const base::Output& output);

}  // namespace app
