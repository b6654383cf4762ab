// SPDX-License-Identifier: MIT
// Overwrites secrets in a way the optimiser may not leave out.
#include "base/secret.h"

namespace base {

void wipe(std::string& text) {
  // The whole capacity: a longer secret may have stood there before. Writing through volatile is an
  // effect the compiler must keep although nobody reads the bytes again.
  text.resize(text.capacity());
  volatile char* bytes = text.data();
  for (size_t i = 0; i < text.size(); ++i) bytes[i] = 0;
  text.clear();
}

void Secret::wipe() { base::wipe(text_); }

}  // namespace base
