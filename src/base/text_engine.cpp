// SPDX-License-Identifier: MIT
// The type scale in numbers.
#include "base/text_engine.h"

#include "base/assert.h"

namespace base {

TextStyleMetrics metrics_of(TextStyle style) {
  switch (style) {
    case TextStyle::Body:
      return {15, 21, 400, false};
    case TextStyle::BodyStrong:
      return {15, 21, 600, false};
    case TextStyle::Small:
      return {13, 18, 400, false};
    case TextStyle::SmallStrong:
      return {13, 18, 600, false};
    case TextStyle::Meta:
      return {11, 14, 400, false};
    case TextStyle::MetaStrong:
      return {11, 14, 600, false};
    case TextStyle::Title:
      return {17, 24, 600, false};
    case TextStyle::Display:
      return {24, 32, 600, false};
    case TextStyle::Emoji:
      return {32, 40, 400, false};
    case TextStyle::Avatar:
      return {16, 20, 600, false};
    case TextStyle::Code:
      return {13, 19, 400, true};
  }
  ASSERT(false);
}

}  // namespace base
