// SPDX-License-Identifier: MIT
// Contrast of every pair of tokens that meet on screen, in both themes. WCAG 2.2 1.4.3 (4.5:1) and 1.4.11 (3:1).
#include "ui/theme.h"

#include "support/catch.h"

namespace {

struct Pair {
  const char* name;
  ui::Colour over, under;
  float least;
};

}  // namespace

TEST_CASE("every text is readable on the ground it stands on", "[ui][theme]") {
  const bool is_dark = GENERATE(false, true);
  const ui::Theme& t = is_dark ? ui::dark_theme() : ui::light_theme();
  CAPTURE(t.name);
  std::vector<Pair> pairs = {
      {"on accent", t.on_accent, t.accent, 4.5f},
      {"on danger", t.on_danger, t.danger, 4.5f},
      {"on badge", t.on_badge, t.badge, 4.5f},
      {"on warning", t.on_warning, t.warning_ground, 4.5f},
      {"message in", t.on_bubble_in, t.bubble_in, 4.5f},
      {"message out", t.on_bubble_out, t.bubble_out, 4.5f},
      {"time in", t.meta_in, t.bubble_in, 4.5f},
      {"time out", t.meta_out, t.bubble_out, 4.5f},
      {"link in", t.link, t.bubble_in, 4.5f},
      {"link out", t.link, t.bubble_out, 4.5f},
      {"failure", t.danger, t.surface, 4.5f},
      {"problem in a dialog", t.danger, t.surface_raised, 4.5f},
      {"control's edge", t.outline_strong, t.surface_raised, 3},
      {"focus on a dialog", t.focus, t.surface_raised, 3},
      {"focus on the list", t.focus, t.surface_side, 3},
      {"focus", t.focus, t.surface, 3},
  };
  for (ui::Colour ground : {t.surface, t.surface_side, t.surface_raised, t.surface_hover,
                            t.surface_selected, t.accent_soft}) {
    pairs.push_back({"text", t.text, ground, 4.5f});
    pairs.push_back({"soft text", t.text_soft, ground, 4.5f});
    pairs.push_back({"faint text", t.text_faint, ground, 4.5f});
    pairs.push_back({"link", t.link, ground, 4.5f});
  }
  for (ui::Colour ground : {t.surface_side, t.surface_hover, t.surface_selected}) {
    pairs.push_back({"online", t.online, ground, 3});
    pairs.push_back({"away", t.away, ground, 3});
    pairs.push_back({"busy", t.busy, ground, 3});
    pairs.push_back({"offline", t.offline, ground, 3});
  }
  for (const Pair& pair : pairs) {
    CAPTURE(pair.name, std::hex, pair.over, pair.under);
    CHECK(ui::contrast(pair.over, pair.under) >= pair.least);
  }
}

TEST_CASE("the themes are complete and differ", "[ui][theme]") {
  for (const ui::Theme* theme : {&ui::light_theme(), &ui::dark_theme()}) {
    // Opaque but for shadow and scrim: text is rasterised on the colour it is meant for.
    for (ui::Colour colour : {theme->surface, theme->text, theme->bubble_in, theme->bubble_out,
                              theme->accent, theme->outline, theme->on_avatar, theme->focus}) {
      CHECK((colour & 0xff) == 0xff);
    }
    CHECK((theme->shadow & 0xff) != 0);
    CHECK((theme->scrim & 0xff) < 0xff);
  }
  CHECK_FALSE(ui::light_theme().is_dark);
  CHECK(ui::dark_theme().is_dark);
}

TEST_CASE("tokens reach the page as custom properties", "[ui][theme]") {
  const std::string css = ui::to_css(ui::light_theme());
  CHECK(css.find(":host{color-scheme:light;") == 0);
  CHECK(css.find("--parlance-surface:#eef1f7;") != std::string::npos);
  CHECK(css.find("--parlance-scrim:#10162680;") != std::string::npos);
  CHECK(css.find("--parlance-radius-bubble:16px;") != std::string::npos);
  CHECK(css.back() == '}');
  CHECK(ui::to_css(ui::dark_theme()).find("color-scheme:dark") != std::string::npos);
}
