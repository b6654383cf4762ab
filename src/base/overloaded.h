// SPDX-License-Identifier: MIT
// Looks into a std::variant with one lambda per alternative.
#pragma once

#include <cstddef>
#include <variant>

namespace base {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
// Spelled out: clang 14 does not deduce aggregates (CTAD for aggregates came with clang 17).
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

// Calls `visitor` with what `variant` holds. std::visit does so through a table of functions, one for each alternative of each
// place; this becomes a switch at that place, which is smaller and can be looked into by the compiler.
template <size_t index = 0, class Visitor, class... Ts>
[[gnu::always_inline]] inline decltype(auto) match(Visitor&& visitor,
                                                   const std::variant<Ts...>& variant) {
  if constexpr (index + 1 < sizeof...(Ts)) {
    if (variant.index() != index) return base::match<index + 1>(visitor, variant);
  }
  return visitor(*std::get_if<index>(&variant));
}

template <size_t index = 0, class Visitor, class... Ts>
[[gnu::always_inline]] inline decltype(auto) match(Visitor&& visitor,
                                                   std::variant<Ts...>& variant) {
  if constexpr (index + 1 < sizeof...(Ts)) {
    if (variant.index() != index) return base::match<index + 1>(visitor, variant);
  }
  return visitor(*std::get_if<index>(&variant));
}

}  // namespace base
