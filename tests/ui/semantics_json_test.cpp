// SPDX-License-Identifier: MIT
// The JSON that the DOM layer reads: defaults left out, everything escaped.
#include "support/catch.h"
#include "ui/semantics.h"

TEST_CASE("an item with nothing but its place is short", "[ui][json]") {
  ui::Semantics list;
  CHECK(ui::to_json(list) == "[]");
  ui::Item item;
  item.id = "a";
  item.rect = {1, 2.5f, 3, 4};
  list.add(std::move(item));
  CHECK(ui::to_json(list) == R"([{"id":"a","role":"text","rect":[1,2.5,3,4]}])");
}

TEST_CASE("all that an item says is there", "[ui][json]") {
  ui::Semantics list;
  ui::Item item;
  item.id = "message/7";
  item.parent = "timeline";
  item.role = ui::Role::Article;
  item.name = "Bob";
  item.description = "unread";
  item.rect = {-1.256f, 0, 100, 20};
  item.clip = {0, 0, 50, 60};
  item.level = 2;
  item.position = 3;
  item.set_size = 9;
  item.is_current = true;
  item.is_disabled = true;
  item.data_id = "x1";
  item.by = "[20:43] Bob: ";
  item.background = 0xabcdef80;
  item.radius = 16;
  item.texts.push_back({.text = "hi",
                        .style = base::TextStyle::BodyStrong,
                        .x = 1,
                        .y = 2,
                        .width = 30,
                        .max_lines = 4,
                        .direction = base::TextDirection::RightToLeft,
                        .colour = 0x010203ff,
                        .is_hidden_from_names = true});
  item.texts.push_back({.text = "plain"});
  item.field = ui::Field{.value = "v",
                         .version = 5,
                         .placeholder = "p",
                         .is_multiline = true,
                         .is_secret = true,
                         .is_address = true,
                         .wants_focus = true};
  item.activation = ui::JumpToEnd{};
  item.secondary = ui::CloseDialog{};
  list.add(std::move(item));
  CHECK(
      ui::to_json(list) ==
      R"([{"id":"message/7","parent":"timeline","role":"article","name":"Bob","desc":"unread",)"
      R"("rect":[-1.26,0,100,20],"clip":[0,0,50,60],"level":2,"pos":3,"size":9,"current":true,)"
      R"("disabled":true,"dataId":"x1","by":"[20:43] Bob: ","bg":"#abcdef80","radius":16,"texts":[{"t":"hi",)"
      R"("s":"body-strong","x":1,"y":2,"w":30,"lines":4,"dir":"rtl","c":"#010203ff","hidden":true},)"
      R"({"t":"plain","c":"#00000000"}],"field":{"value":"v","version":5,"placeholder":"p",)"
      R"("multiline":true,"secret":true,"address":true,"focus":true},"press":true,"menu":true}])");
}

TEST_CASE("whatever a peer wrote stays within its string", "[ui][json]") {
  ui::Semantics list;
  ui::Item item;
  item.id = "a";
  item.name = "\"},{\\\n\x01\x7f\u2028</script>";
  list.add(std::move(item));
  CHECK(ui::to_json(list).find(R"("name":"\"},{\\\n\u0001\u007f)"
                               "\u2028</script>\"") != std::string::npos);
}
