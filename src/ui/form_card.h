// SPDX-License-Identifier: MIT
// A raised card whose content is stacked from top to bottom: dialogs and the login. The same content function runs
// twice, first to learn the height, then to draw in the middle of the window.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/frame.h"
#include "ui/strings.h"
#include "ui/widgets.h"

namespace ui {

class FormCard {
 public:
  // `id` is the item the content belongs to.
  FormCard(Frame& f, std::string id, Rect inner, bool is_measuring)
      : f_(f), id_(std::move(id)), inner_(inner), y_(inner.y), is_measuring_(is_measuring) {}

  void title(std::string_view text);
  // The program's sign and name, in the middle.
  void brand(std::string_view name);
  enum class Align { Start, Middle };
  void paragraph(std::string_view text, Colour colour, base::TextStyle style,
                 Align align = Align::Start);
  // The same, read out at once when it appears.
  void problem(std::string_view text);
  void label(std::string_view text);
  void space(float height) { y_ += height; }
  void field(std::string id, Phrase label, Phrase placeholder, Field field);
  // Avatar, name and address.
  void person(std::string_view name, const xmpp::Jid& jid, bool is_room);
  // A row to choose, with a dot of a colour.
  void choice(std::string id, std::string_view text, std::optional<Colour> dot, bool is_current,
              Activation activation);

  struct Button {
    std::string id;
    Phrase label;
    ButtonLook look = ButtonLook::Primary;
    Activation activation;
    bool is_disabled = false;
  };
  // In one row: `left` at the left edge, the others at the right, the last one outermost.
  void buttons(std::vector<Button> right, std::optional<Button> left = {});
  // One button as wide as the card.
  void wide_button(Button button);
  // Side by side, equally wide; one of them is the current choice.
  struct Segment {
    std::string id;
    Phrase label;
    bool is_current = false;
    Activation activation;
  };
  void segments(std::vector<Segment> segments);

  // For what only one dialog has: so much of its height, drawn unless it is measured.
  Rect take(float height);
  bool is_measuring() const { return is_measuring_; }
  void add(Item item);

  float y() const { return y_; }
  Frame& frame() { return f_; }

 private:
  Frame& f_;
  std::string id_;
  Rect inner_;
  float y_;
  bool is_measuring_;
};

// Draws the card in the middle of the window with `content` in it and adds `item` for it first.
void draw_form_card(Frame& f, Item item, float width,
                    const std::function<void(FormCard&)>& content);

}  // namespace ui
