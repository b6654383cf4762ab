// SPDX-License-Identifier: MIT
// Visits a std::variant with one lambda per alternative.
#pragma once

namespace base {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
// Spelled out: clang 14 does not deduce aggregates (CTAD for aggregates came with clang 17).
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

}  // namespace base
