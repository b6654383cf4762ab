// SPDX-License-Identifier: MIT
// A value or the reason why there is none; for bad input, never for our own bugs.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace base {

// What went wrong, in words for a log. Sentences a user reads are chosen in ui/strings.h from typed
// errors.
struct Error {
  std::string detail;
  bool operator==(const Error&) const = default;
};

template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : value_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return value_.index() == 0; }
  T& operator*() { return *std::get_if<0>(&value_); }
  const T& operator*() const { return *std::get_if<0>(&value_); }
  T* operator->() { return std::get_if<0>(&value_); }
  const T* operator->() const { return std::get_if<0>(&value_); }
  const E& error() const { return *std::get_if<1>(&value_); }

 private:
  std::variant<T, E> value_;
};

}  // namespace base

// TRY(name, expression): binds `name` to the value, or returns the error from the enclosing
// function.
#define TRY(name, expr)                   \
  auto name##_r = (expr);                 \
  if (!name##_r) return name##_r.error(); \
  auto& name = *name##_r
