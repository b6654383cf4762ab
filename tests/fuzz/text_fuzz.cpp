// SPDX-License-Identifier: MIT
// Texts of strangers on their way to the screen, laid out with the engine of the tests: what is shown is UTF-8, has no
// control characters, and no line reaches beyond its text.
#include <string>

#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "support/fake_text_engine.h"
#include "ui/clean_text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = text_of(data, size);
  const std::string text = base::sanitise(input);
  hold(base::sanitise(text) == text);
  const std::string line = ui::single_line(text, 200);
  hold(line.find('\n') == std::string::npos);
  hold(base::sanitise(line) == line);
  support::FakeTextEngine engine;
  for (float width : {1.0f, 40.0f, 400.0f}) {
    const base::TextLayout layout = engine.layout({.text = text, .width = width});
    hold(!layout.lines.empty());
    uint32_t end = 0;
    for (const base::TextLine& each : layout.lines) {
      hold(each.begin <= each.end && each.end <= text.size() && each.begin >= end);
      end = each.end;
    }
    hold(engine.hit(layout, 5, 5) <= text.size());
    engine.selection(layout, 0, static_cast<uint32_t>(text.size()));
    engine.release(layout.id);
  }
  hold(engine.alive() == 0);
  return 0;
}
