// SPDX-License-Identifier: MIT
// Looking into a variant.
#include "base/overloaded.h"

#include <string>

#include "support/catch.h"

namespace {

using Thing = std::variant<int, std::string, char>;

std::string told(const Thing& thing) {
  return base::match(base::Overloaded{
                         [](int number) { return "number " + std::to_string(number); },
                         [](const std::string& text) { return "text " + text; },
                         [](const auto&) { return std::string("something else"); },
                     },
                     thing);
}

}  // namespace

TEST_CASE("each alternative reaches its own lambda", "[base][overloaded]") {
  CHECK(told(7) == "number 7");
  CHECK(told("seven") == "text seven");
  CHECK(told('7') == "something else");
}

TEST_CASE("what a variant holds can be changed through it", "[base][overloaded]") {
  Thing thing = std::string("one");
  base::match(base::Overloaded{[](std::string& text) { text += " two"; }, [](auto&) {}}, thing);
  CHECK(told(thing) == "text one two");
}

TEST_CASE("the only alternative needs no choice", "[base][overloaded]") {
  const std::variant<int> only = 3;
  CHECK(base::match([](const int& number) { return &number; }, only) == std::get_if<int>(&only));
}
