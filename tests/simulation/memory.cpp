// SPDX-License-Identifier: MIT
// See memory.h.
#include "simulation/memory.h"

#include <cstdlib>
#include <new>

namespace simulation {

Memory memory;

namespace {

void* allocate(std::size_t size) {
  if (memory.is_counting && ++memory.counted == memory.failing) {
    memory.is_counting = false;
    std::longjmp(memory.back, 1);
  }
  void* const out = std::malloc(size > 0 ? size : 1);
  if (out == nullptr) std::abort();
  return out;
}

}  // namespace

}  // namespace simulation

void* operator new(std::size_t size) { return simulation::allocate(size); }
void* operator new[](std::size_t size) { return simulation::allocate(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return simulation::allocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return simulation::allocate(size);
}
void operator delete(void* what) noexcept { std::free(what); }
void operator delete[](void* what) noexcept { std::free(what); }
void operator delete(void* what, std::size_t) noexcept { std::free(what); }
void operator delete[](void* what, std::size_t) noexcept { std::free(what); }
