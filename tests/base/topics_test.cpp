// SPDX-License-Identifier: MIT
// Looking through a variant of variants.
#include "base/topics.h"

#include <string>

#include "base/overloaded.h"
#include "support/catch.h"

namespace {

struct Apple {
  int seeds = 0;
};
struct Pear {};
struct Carrot {
  std::string colour;
};
using Fruit = std::variant<Apple, Pear>;
using Vegetable = std::variant<Carrot>;
using Topics = std::variant<Fruit, Vegetable>;
struct Food : Topics {
  using Topics::Topics;
};

}  // namespace

TEST_CASE("a struct is found through its topic, and no other is", "[base]") {
  Food food = Apple{5};
  REQUIRE(base::get_if<Apple>(&food) != nullptr);
  CHECK(base::get_if<Apple>(&food)->seeds == 5);
  CHECK(base::holds<Apple>(food));
  CHECK_FALSE(base::holds<Pear>(food));           // of the same topic
  CHECK(base::get_if<Carrot>(&food) == nullptr);  // of another
  food = Carrot{"orange"};
  CHECK(base::holds<Carrot>(food));
  base::get_if<Carrot>(&food)->colour = "purple";
  const std::string said =
      base::visit(base::Overloaded{[](const Apple&) -> std::string { return "apple"; },
                                   [](const Pear&) -> std::string { return "pear"; },
                                   [](const Carrot& carrot) { return carrot.colour + " carrot"; }},
                  std::as_const(food));
  CHECK(said == "purple carrot");
  base::visit([](auto& it) { it = {}; }, food);
  CHECK(base::get_if<Carrot>(&food)->colour.empty());
  CHECK(base::count_of(food) == 3);
}

TEST_CASE("a struct is made by the name it is written with", "[base]") {
  Food food = Apple{5};
  CHECK(base::name_of(food) == "Apple");
  REQUIRE(base::emplace_named(food, "Carrot"));
  CHECK(base::name_of(food) == "Carrot");
  REQUIRE(base::emplace_named(food, "Apple"));
  CHECK(base::get_if<Apple>(&food)->seeds == 0);
  for (const char* none : {"", "apple", "Appl", "Apples", "Fruit"}) {
    CHECK_FALSE(base::emplace_named(food, none));
    CHECK(base::holds<Apple>(food));
  }
}
