// SPDX-License-Identifier: MIT
// Colours of names. The vectors are those of XEP-0392 1.0.0, section 13.2 (saturation 100, lightness 50).
#include <cmath>

#include "support/catch.h"
#include "ui/theme.h"

namespace {

struct Vector {
  const char* name;
  double hue;
  double red, green, blue;
};

constexpr Vector vectors[] = {
    {"Romeo", 327.255249, 0.865, 0.000, 0.686},
    {"juliet@capulet.lit", 209.410400, 0.000, 0.515, 0.573},
    {"😺", 331.199341, 0.872, 0.000, 0.659},
    {"council", 359.994507, 0.918, 0.000, 0.394},
    {"Board", 171.430664, 0.000, 0.527, 0.457},
};

}  // namespace

TEST_CASE("hues and colours are those of the specification", "[ui][colour]") {
  for (const Vector& vector : vectors) {
    CAPTURE(vector.name);
    const double hue = ui::consistent_hue(vector.name);
    CHECK(hue == Approx(vector.hue).margin(1e-5));
    const ui::Colour colour = ui::hue_colour(hue, 100, 50);
    CHECK((colour >> 24) / 255.0 == Approx(vector.red).margin(0.003));
    CHECK(((colour >> 16) & 0xff) / 255.0 == Approx(vector.green).margin(0.003));
    CHECK(((colour >> 8) & 0xff) / 255.0 == Approx(vector.blue).margin(0.003));
    CHECK((colour & 0xff) == 0xff);
  }
}

TEST_CASE("every name is readable in its colour, and its initials on it", "[ui][colour]") {
  for (const ui::Theme* theme : {&ui::light_theme(), &ui::dark_theme()}) {
    for (int i = 0; i < 2000; ++i) {
      const std::string name = "person " + std::to_string(i);
      const ui::Colour colour = ui::consistent_colour(name, *theme);
      CAPTURE(theme->name, name, std::hex, colour);
      REQUIRE(ui::contrast(theme->on_avatar, colour) >= 4.5f);
      REQUIRE(ui::contrast(colour, theme->bubble_in) >= 4.5f);
      REQUIRE(ui::contrast(colour, theme->surface) >= 4.1f);
    }
  }
}

TEST_CASE("contrast has the values of WCAG's own examples", "[ui][colour]") {
  CHECK(ui::contrast(0x000000ff, 0xffffffff) == Approx(21));
  CHECK(ui::contrast(0xffffffff, 0x000000ff) == Approx(21));
  CHECK(ui::contrast(0x777777ff, 0xffffffff) == Approx(4.48).margin(0.01));
  CHECK(ui::contrast(0x123456ff, 0x123456ff) == Approx(1));
}
