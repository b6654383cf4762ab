// SPDX-License-Identifier: MIT
// Each text is laid out once, and every layout is released once.
#include "ui/text_cache.h"

#include "support/catch.h"
#include "support/fake_text_engine.h"

using support::FakeTextEngine;

TEST_CASE("the same text is laid out once, another width again", "[ui][cache]") {
  FakeTextEngine engine;
  ui::TextCache cache;
  cache.begin_frame(engine);
  const base::LayoutId first = cache.layout(engine, {.text = "hello world", .width = 100}).id;
  CHECK(cache.layout(engine, {.text = "hello world", .width = 100}).id == first);
  CHECK(engine.layouts() == 1);
  CHECK(cache.layout(engine, {.text = "hello world", .width = 60}).lines.size() == 2);
  CHECK(cache.layout(engine, {.text = "hello world", .style = base::TextStyle::Title, .width = 100})
            .height == 24);
  CHECK(cache.layout(engine, {.text = "hello world", .width = 60, .max_lines = 1}).truncated);
  CHECK(engine.layouts() == 4);
}

TEST_CASE("what nobody asks for any more goes, what is on screen stays", "[ui][cache]") {
  FakeTextEngine engine;
  ui::TextCache cache;
  cache.begin_frame(engine);
  for (int i = 0; i < 5000; ++i) cache.layout(engine, {.text = "text " + std::to_string(i)});
  CHECK(cache.size() == 5000);
  for (int frame = 0; frame < 130; ++frame) {
    cache.begin_frame(engine);
    cache.layout(engine, {.text = "text 17"});
  }
  CHECK(cache.size() == 1);
  CHECK(engine.alive() == 1);
  CHECK(engine.layouts() == 5000);
}

TEST_CASE("another epoch makes every layout stale", "[ui][cache]") {
  FakeTextEngine engine;
  ui::TextCache cache;
  cache.begin_frame(engine);
  cache.layout(engine, {.text = "hello"});
  engine.next_epoch();
  cache.begin_frame(engine);
  CHECK(engine.alive() == 0);
  cache.layout(engine, {.text = "hello"});
  CHECK(engine.layouts() == 2);
  cache.clear(engine);
  CHECK(engine.alive() == 0);
}
