// SPDX-License-Identifier: MIT
// See nodeprep.h.
#include "base/nodeprep.h"

#include "base/unicode.h"
#include "base/unicode_properties.h"

namespace base {

std::string nodeprep_mapped(std::string_view local) {
  // Taken apart, what B.2 maps to more than its lower case are three letters.
  const std::optional<std::u32string> points = decode_utf8(to_nfkd(local));
  if (!points) return std::string(local);
  std::u32string out;
  for (const char32_t c : lower_case(*points)) {
    if (is_default_ignorable(c)) continue;
    if (c == U'ß') {
      out += U"ss";
    } else if (c == U'ς') {
      out += U'σ';
    } else if (c == U'\u0345') {  // iota below
      out += U'ι';
    } else {
      out += c;
    }
  }
  return to_nfkc(encode_utf8(out));
}

}  // namespace base
