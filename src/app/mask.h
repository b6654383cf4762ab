// SPDX-License-Identifier: MIT
// Makes what people wrote unreadable and keeps its shape: letters become other letters, digits other digits, with as many bytes
// as before. Equal texts stay equal, so that what depends on them still does the same when a flight log is replayed; which
// letter stands for which is known to nobody, because the key is random and never written down.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace app {

class Mask {
 public:
  explicit Mask(base::Random& random);

  std::string text(std::string_view text) const;
  // A stanza, or a part of one: addresses, ids and what the protocol itself says stay; what people wrote, names and tokens do
  // not, nor does a server's proof that it knows the password (from which the password could be guessed at leisure).
  std::string frame(std::string_view frame) const;

 private:
  std::string key_;
};

// What stands for the server's proof (RFC 5802 7, XEP-0484 4) in a masked frame: no proof.
inline constexpr std::string_view masked_proof = "bWFza2Vk";

}  // namespace app
