// SPDX-License-Identifier: MIT
// The native program's entry point.
#include <clocale>
#include <cstdio>
#include <string>
#include <vector>

#include "app/native/command_line.h"
#include "app/native/program.h"

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "");  // GLFW reads keyboards by it; numbers stay as they are in C
  auto line = app::parse_command_line(std::vector<std::string>(argv + 1, argv + argc));
  if (!line) {
    std::fprintf(stderr, "parlance: %s.\n", line.error().detail.c_str());
    return app::Misunderstood;
  }
  if (line->wants_help) {
    std::fputs(app::command_line_help().c_str(), stdout);
    return app::AllWell;
  }
  app::Program program(std::move(*line));
  return program.run();
}
