// SPDX-License-Identifier: MIT
// A vocabulary is a variant of topics, and a topic a variant of structs: Event, Command, Action. This looks through both.
#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/overloaded.h"

namespace base {

namespace topics {

template <class T, class Topic>
constexpr bool has = false;
template <class T, class... Structs>
constexpr bool has<T, std::variant<Structs...>> = (std::is_same_v<T, Structs> || ...);

// The topic that has T; there is exactly one.
template <class T, class Topic, class... Others>
struct Of : std::conditional_t<has<T, Topic>, std::type_identity<Topic>, Of<T, Others...>> {};
template <class T, class Topic>
struct Of<T, Topic> : std::type_identity<Topic> {
  static_assert(has<T, Topic>, "no topic of this vocabulary has that struct");
};

}  // namespace topics

// The struct of that kind; nullptr when it is another.
template <class T, class... Topics>
const T* get_if(const std::variant<Topics...>* vocabulary) {
  const auto* topic = std::get_if<typename topics::Of<T, Topics...>::type>(vocabulary);
  return topic == nullptr ? nullptr : std::get_if<T>(topic);
}
template <class T, class... Topics>
T* get_if(std::variant<Topics...>* vocabulary) {
  const std::variant<Topics...>* read_only = vocabulary;
  return const_cast<T*>(base::get_if<T>(read_only));
}
template <class T, class... Topics>
bool holds(const std::variant<Topics...>& vocabulary) {
  return base::get_if<T>(&vocabulary) != nullptr;
}

// Calls `visitor` with the struct.
template <class Visitor, class... Topics>
decltype(auto) visit(Visitor&& visitor, const std::variant<Topics...>& vocabulary) {
  return base::match(
      [&](const auto& topic) -> decltype(auto) { return base::match(visitor, topic); }, vocabulary);
}

template <class Visitor, class... Topics>
decltype(auto) visit(Visitor&& visitor, std::variant<Topics...>& vocabulary) {
  return base::match([&](auto& topic) -> decltype(auto) { return base::match(visitor, topic); },
                     vocabulary);
}

// How many structs there are.
template <class... Topics>
constexpr size_t count_of(const std::variant<Topics...>&) {
  return (std::variant_size_v<Topics> + ...);
}

// The name of a type as its source has it, without namespaces: for logs.
template <class T>
constexpr std::string_view name_of_type() {
  std::string_view name =
      __PRETTY_FUNCTION__;  // "… [T = session::Connect]", in gcc's words "[with T = …; …]"
  name.remove_prefix(name.find("T = ") + 4);
  name = name.substr(0, name.find_first_of(";]"));
  const size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}
template <class... Topics>
std::string_view name_of(const std::variant<Topics...>& vocabulary) {
  return base::visit([]<class T>(const T&) { return name_of_type<T>(); }, vocabulary);
}
// The contrary: the struct of that name, as it is by default. False, and unchanged, when there is none.
template <class... Topics>
bool emplace_named(std::variant<Topics...>& vocabulary, std::string_view name) {
  const auto try_topic = [&]<class... Structs>(std::type_identity<std::variant<Structs...>>) {
    using Topic = std::variant<Structs...>;
    return ((name == name_of_type<Structs>() &&
             (vocabulary.template emplace<Topic>(Structs{}), true)) ||
            ...);
  };
  return (try_topic(std::type_identity<Topics>{}) || ...);
}

}  // namespace base
