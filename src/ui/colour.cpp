// SPDX-License-Identifier: MIT
// Contrast of colours, and the stable colour of a name: a hue from its hash, in HSLuv so that every
// hue is as bright as the next. WCAG 2.2 (relative luminance), XEP-0392: Consistent Color
// Generation 1.0.1, HSLuv revision 4.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/hash.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr double pi = 3.14159265358979323846;

// sRGB from XYZ, and the white point and constants of CIELUV.
constexpr double rgb_from_xyz[3][3] = {{3.240969941904521, -1.537383177570093, -0.498610760293},
                                       {-0.96924363628087, 1.87596750150772, 0.041555057407175},
                                       {0.055630079696993, -0.20397695888897, 1.056971514242878}};
constexpr double reference_u = 0.19783000664283;
constexpr double reference_v = 0.46831999493879;
constexpr double kappa = 903.2962962;
constexpr double epsilon = 0.0088564516;

double linear_of(uint32_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
  return 0.2126 * linear_of(colour >> 24) + 0.7152 * linear_of((colour >> 16) & 0xff) +
         0.0722 * linear_of((colour >> 8) & 0xff);
}

uint32_t channel_of(double linear) {
  const double encoded =
      linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
  return static_cast<uint32_t>(std::lround(std::clamp(encoded, 0.0, 1.0) * 255));
}

// The largest chroma that every sRGB display can show at this lightness and hue: the nearest of the
// six lines that bound the gamut, seen from the grey axis.
double max_chroma(double lightness, double hue) {
  const double cubed = std::pow(lightness + 16, 3) / 1560896;
  const double sub = cubed > epsilon ? cubed : lightness / kappa;
  double shortest = 1e9;
  for (const auto& row : rgb_from_xyz) {
    for (int bound = 0; bound < 2; ++bound) {
      const double top1 = (284517 * row[0] - 94839 * row[2]) * sub;
      const double top2 = (838422 * row[2] + 769860 * row[1] + 731718 * row[0]) * lightness * sub -
                          769860 * bound * lightness;
      const double bottom = (632260 * row[2] - 126452 * row[1]) * sub + 126452 * bound;
      const double slope = top1 / bottom;
      const double intercept = top2 / bottom;
      const double length = intercept / (std::sin(hue) - slope * std::cos(hue));
      if (length >= 0) shortest = std::min(shortest, length);
    }
  }
  return shortest;
}

// Lightness and saturation in percent, hue in radians.
Colour from_hsluv(double hue, double saturation, double lightness) {
  const double chroma = max_chroma(lightness, hue) * saturation / 100;
  const double u = std::cos(hue) * chroma / (13 * lightness) + reference_u;
  const double v = std::sin(hue) * chroma / (13 * lightness) + reference_v;
  const double y = lightness <= 8 ? lightness / kappa : std::pow((lightness + 16) / 116, 3);
  const double x = 9 * y * u / (4 * v);
  const double z = (9 * y - 15 * v * y - v * x) / (3 * v);
  Colour colour = 0;
  for (const auto& row : rgb_from_xyz) {
    colour = (colour | channel_of(row[0] * x + row[1] * y + row[2] * z)) << 8;
  }
  return colour | 0xff;
}

}  // namespace

float contrast(Colour a, Colour b) {
  const double first = luminance(a);
  const double second = luminance(b);
  return static_cast<float>((std::max(first, second) + 0.05) / (std::min(first, second) + 0.05));
}

double consistent_hue(std::string_view name) {
  const std::string digest = base::hash(base::HashAlgorithm::Sha1, name);
  const int number = static_cast<unsigned char>(digest[0]) | static_cast<unsigned char>(digest[1])
                                                                 << 8;
  return number / 65536.0 * 360;
}

Colour hue_colour(double degrees, double saturation, double lightness) {
  return from_hsluv(degrees / 180 * pi, saturation, lightness);
}

Colour consistent_colour(std::string_view name, const Theme& theme) {
  // XEP-0392 leaves saturation and lightness to us: a lightness at which white initials (dark
  // theme: black ones) and the name on a bubble keep 4.5:1, for every hue.
  return theme.is_dark ? hue_colour(consistent_hue(name), 80, 72)
                       : hue_colour(consistent_hue(name), 90, 47);
}

}  // namespace ui
