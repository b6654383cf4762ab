// SPDX-License-Identifier: MIT
// A password or key: never printed, never compared by accident, overwritten when it dies.
#pragma once

#include <string>
#include <string_view>

namespace base {

// Overwrites every byte the string ever held in its present buffer, then empties it.
void wipe(std::string& text);

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text) : text_(text) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : text_(other.text_) { other.wipe(); }
  Secret& operator=(const Secret& other) {
    if (this != &other) {
      wipe();
      text_ = other.text_;
    }
    return *this;
  }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe();
      text_ = other.text_;
      other.wipe();
    }
    return *this;
  }
  ~Secret() { wipe(); }

  bool empty() const { return text_.empty(); }
  // The only way to the text; the name makes every use easy to find.
  std::string_view reveal() const { return text_; }
  void wipe();

 private:
  std::string text_;
};

}  // namespace base
