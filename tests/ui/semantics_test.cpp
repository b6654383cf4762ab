// SPDX-License-Identifier: MIT
// Finding items, hit testing, the text form.
#include "ui/semantics.h"

#include "support/catch.h"

namespace {

ui::Item pressable(std::string id, ui::Rect rect) {
  ui::Item item;
  item.id = std::move(id);
  item.role = ui::Role::Button;
  item.rect = rect;
  item.activation = ui::CloseDialog{};
  return item;
}

}  // namespace

TEST_CASE("the topmost item under the pointer is hit", "[ui][semantics]") {
  ui::Semantics list;
  list.add(pressable("below", {0, 0, 100, 100}));
  list.add(pressable("above", {50, 50, 100, 100}));
  CHECK(list.hit(10, 10)->id == "below");
  CHECK(list.hit(60, 60)->id == "above");
  CHECK(list.hit(149, 149)->id == "above");
  CHECK(list.hit(150, 150) == nullptr);
}

TEST_CASE("nothing is hit outside its clip, disabled, or without an effect", "[ui][semantics]") {
  ui::Semantics list;
  ui::Item clipped = pressable("clipped", {0, 0, 100, 100});
  clipped.clip = {0, 0, 100, 20};
  list.add(std::move(clipped));
  CHECK(list.hit(10, 10)->id == "clipped");
  CHECK(list.hit(10, 30) == nullptr);
  ui::Item disabled = pressable("disabled", {0, 0, 100, 100});
  disabled.is_disabled = true;
  list.add(std::move(disabled));
  ui::Item plain;
  plain.id = "plain";
  plain.rect = {0, 0, 100, 100};
  list.add(std::move(plain));
  CHECK(list.hit(10, 10)->id == "clipped");
}

TEST_CASE("a dialog keeps presses from what lies below it", "[ui][semantics]") {
  ui::Semantics list;
  list.add(pressable("below", {0, 0, 100, 100}));
  ui::Item dialog;
  dialog.id = "dialog";
  dialog.role = ui::Role::Dialog;
  dialog.rect = {20, 20, 60, 60};
  list.add(std::move(dialog));
  list.add(pressable("inside", {30, 30, 10, 10}));
  CHECK(list.hit(35, 35)->id == "inside");
  CHECK(list.hit(60, 60) == nullptr);
  CHECK(list.hit(5, 5)->id == "below");
}

TEST_CASE("the dump shows depth, states and texts, and no secret", "[ui][semantics]") {
  ui::Semantics list;
  ui::Item log;
  log.id = "log";
  log.role = ui::Role::Log;
  log.name = "Messages";
  list.add(std::move(log));
  ui::Item article;
  article.id = "message/1";
  article.parent = "log";
  article.role = ui::Role::Article;
  article.name = "Bob, 10:00";
  article.position = 1;
  article.set_size = 2;
  article.data_id = "abc";
  article.texts.push_back({.text = "two\nlines \"quoted\""});
  article.texts.push_back({.text = "10:00", .is_hidden_from_names = true});
  list.add(std::move(article));
  ui::Item field;
  field.id = "password";
  field.role = ui::Role::TextField;
  field.field = ui::Field{.value = "hunter2", .is_secret = true, .wants_focus = true};
  list.add(std::move(field));
  CHECK(ui::dump(list) ==
        "log \"Messages\"\n"
        "  article \"Bob, 10:00\" [1/2] #abc \"two\\nlines \\\"quoted\\\"\"\n"
        "textbox [focus] = (secret)\n");
}
