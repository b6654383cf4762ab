// SPDX-License-Identifier: MIT
// JSON, strictly. RFC 8259.
#include "base/json.h"

#include "support/catch.h"

using base::Json;
using base::parse_json;

TEST_CASE("a document is read into plain values", "[base][json]") {
  auto read = parse_json(" {\"a\": [1, -2.5e+3, true, false, null], \"b\": {\"c\": \"d\"}}\n");
  REQUIRE(read);
  const Json* list = read->member("a");
  REQUIRE(list != nullptr);
  REQUIRE(list->items.size() == 5);
  CHECK(list->items[0].text == "1");
  CHECK(list->items[1].text == "-2.5e3");
  CHECK(list->items[2].kind == Json::Kind::True);
  CHECK(list->items[3].kind == Json::Kind::False);
  CHECK(list->items[4].kind == Json::Kind::Null);
  CHECK(read->member("b")->text_of("c") == "d");
  CHECK(read->text_of("a").empty());
  CHECK(read->member("z") == nullptr);
}

TEST_CASE("escapes of JSON are characters", "[base][json]") {
  auto read = parse_json(R"("\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00")");
  REQUIRE(read);
  CHECK(read->text == "\"\\/\b\f\n\r\t\xC3\xA9\xF0\x9F\x98\x80");
}

TEST_CASE("what is not exactly one JSON value is none", "[base][json]") {
  for (const char* text :
       {"",         " ",         "{",           "[1,]",        "{\"a\"}",
        "{\"a\":}", "{a:1}",     "{'a':1}",     "[1] 2",       "01",
        "-",        "1.",        "1e",          "tru",         "\"",
        "\"\\x\"",  "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"",
        "\"a\nb\"", "\xFF",      "\"\xC3\""}) {
    CAPTURE(text);
    CHECK_FALSE(parse_json(text));
  }
}

TEST_CASE("nesting ends at its limit", "[base][json]") {
  const std::string inside(base::json_depth - 1, '['), outside(base::json_depth - 1, ']');
  CHECK(parse_json(inside + "1" + outside));
  CHECK_FALSE(parse_json("[" + inside + "1" + outside + "]"));
}
