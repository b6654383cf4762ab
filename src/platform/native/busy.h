// SPDX-License-Identifier: MIT
// Held by every pending operation of an object that Asio calls back into, so that the object can go when the last one is
// over: Asio reports cancelled operations, too, but later.
#pragma once

#include <utility>

namespace platform {

// `Owner` has `void pending(int by)`, which counts, and sees to itself when nothing is pending any more.
template <class Owner>
class Busy {
 public:
  explicit Busy(Owner& owner) : owner_(&owner) { owner_->pending(1); }
  Busy(const Busy& other) : owner_(other.owner_) {
    if (owner_ != nullptr) owner_->pending(1);
  }
  Busy(Busy&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
  Busy& operator=(const Busy&) = delete;
  ~Busy() {
    if (owner_ != nullptr) owner_->pending(-1);
  }

 private:
  Owner* owner_;
};

}  // namespace platform
