// SPDX-License-Identifier: MIT
// The native program's entry point.
#include <clocale>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "app/native/command_line.h"
#include "app/native/program.h"
#include "app/native/replay.h"

namespace {

void print_line(size_t number, std::string_view line) {
  std::printf("%zu %.*s\n", number, static_cast<int>(line.size()), line.data());
}

}  // namespace

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
  if (line->replay) {
    const app::Replay replay = app::replay(*line->replay, line->is_verbose ? print_line : nullptr);
    std::fputs(app::sentence_for(replay).c_str(), stdout);
    return replay.differs_at == 0 && replay.problem.empty() ? app::AllWell : app::ScriptFailed;
  }
  app::Program program(std::move(*line));
  return program.run();
}
