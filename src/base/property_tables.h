// SPDX-License-Identifier: MIT
// The two properties that addresses need and a browser does not tell: Bidi_Class, as far as the
// category does not give it away, and which marks are viramas. Unicode Standard Annex #44.
#pragma once

#include "base/unicode_properties.h"

namespace base {

BidiClass tabled_bidi_class(char32_t c, Category category);
bool is_tabled_virama(char32_t c);

}  // namespace base
