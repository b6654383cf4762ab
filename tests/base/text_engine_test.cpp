// SPDX-License-Identifier: MIT
// The type scale.
#include "base/text_engine.h"

#include "support/catch.h"

TEST_CASE("every text style has room for its letters", "[base][text]") {
  for (int i = 0; i < base::text_style_count; ++i) {
    const base::TextStyleMetrics metrics = base::metrics_of(static_cast<base::TextStyle>(i));
    INFO(i);
    CHECK(metrics.size >= 11);
    CHECK(metrics.line_height >= metrics.size * 1.2f);
    CHECK((metrics.weight == 400 || metrics.weight == 600));
    CHECK(metrics.monospace == (static_cast<base::TextStyle>(i) == base::TextStyle::Code));
  }
}

TEST_CASE("strong styles differ from their plain ones in weight only", "[base][text]") {
  using base::TextStyle;
  for (const auto& [plain, strong] : {std::pair(TextStyle::Body, TextStyle::BodyStrong),
                                      std::pair(TextStyle::Small, TextStyle::SmallStrong),
                                      std::pair(TextStyle::Meta, TextStyle::MetaStrong)}) {
    CHECK(base::metrics_of(plain).size == base::metrics_of(strong).size);
    CHECK(base::metrics_of(plain).line_height == base::metrics_of(strong).line_height);
    CHECK(base::metrics_of(plain).weight == 400);
    CHECK(base::metrics_of(strong).weight == 600);
  }
}
