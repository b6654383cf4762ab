// SPDX-License-Identifier: MIT
// The semantics list as compact JSON: the one thing the web page's DOM layer is built from.
// RFC 8259. The format is described here; web/lib/layer.js reads it.
//
// clang-format off
// An array of items in drawing order (later ones lie above earlier ones); a parent comes before its
// children. A key whose value is the default (empty, 0, false) is left out. Numbers are CSS px with
// at most two decimals, counted from the host element's top left corner; colours are "#rrggbbaa".
//
//   id        string, always: unique in the list, stable from frame to frame
//   parent    string: id of the item this one lies in; left out = the layer's root
//   role      string, always: region navigation heading list button link log article text textbox
//             status alert dialog img separator (ARIA's names; "text" is a plain span, "textbox" a
//             real input or textarea)
//   name      string: the accessible name
//   desc      string: the accessible description (presence, preview, unread count)
//   rect      [x, y, width, height], always; not clipped
//   clip      [x, y, width, height]: the part of the host in which the item is visible; left out =
//             all of it. An item may lie wholly outside of it (about one screen of the timeline
//             around the visible part)
//   level     number: of a heading
//   pos, size numbers: aria-posinset, aria-setsize
//   current   true: aria-current, the open conversation
//   disabled  true: cannot be pressed. A disabled textbox is hidden by the host and keeps its text:
//             a dialog lies above it, and the canvas draws the text meanwhile
//   dataId    string: data-id of an article
//   by        string: what stands before an article's words when it is copied with others
//   bg        colour, and radius number: the ground, for when the layer itself is what is seen
//   texts     array of laid-out texts, wrapped with the same style and width as on the canvas:
//               t       string, always: the text; LF breaks lines
//               s       string: style; left out = "body". body-strong small small-strong meta
//                       meta-strong title display emoji avatar code (sizes: base/text_engine.cpp)
//               x, y    numbers: top left corner of its first line box
//               w       number: width it is wrapped at; left out = on one line
//               lines   number: at most so many lines, then an ellipsis
//               dir     "ltr" or "rtl"; left out = auto, by each paragraph's first strong character
//               c       colour, always
//               hidden  true: repeats what the name says; not read twice (aria-hidden)
//   field     object, for textbox. `rect` is where its text stands: the control has no padding, no
//             border and no ground of its own, the body style, and the colour --parlance-text; all
//             around it is drawn by the canvas.
//               value        string: what the control shows when `version` is not the one it has
//               version      number, always
//               placeholder  string, in the colour --parlance-text-faint
//               multiline    true: a textarea; Enter submits, Shift+Enter breaks the line
//               secret       true: a password
//               address      true: no capitals, no corrections, the keyboard for e-mail addresses
//               focus        true: takes the focus when it appears
//   press     true: pressing it does something
//   menu      true: so does a secondary press (right click, long press, context menu key)
//
// While an item of role dialog is there it is modal: what lies neither in it nor above it is inert.
// clang-format on
#include <array>
#include <cmath>

#include "ui/semantics.h"

namespace ui {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

std::string_view name_of(base::TextStyle style) {
  constexpr std::array<std::string_view, base::text_style_count> names = {
      "body",  "body-strong", "small", "small-strong", "meta", "meta-strong",
      "title", "display",     "emoji", "avatar",       "code"};
  return names[static_cast<size_t>(style)];
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\u00";
      out += hex_digits[byte >> 4];
      out += hex_digits[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

// At most two decimals, without printf and without a locale.
void append_number(std::string& out, double value) {
  if (!std::isfinite(value)) value = 0;
  auto hundredths = static_cast<long long>(std::llround(value * 100));
  if (hundredths < 0) {
    out += '-';
    hundredths = -hundredths;
  }
  out += std::to_string(hundredths / 100);
  const int rest = static_cast<int>(hundredths % 100);
  if (rest == 0) return;
  out += '.';
  out += static_cast<char>('0' + rest / 10);
  if (rest % 10 != 0) out += static_cast<char>('0' + rest % 10);
}

void append_colour(std::string& out, uint32_t colour) {
  out += "\"#";
  for (int shift = 28; shift >= 0; shift -= 4) out += hex_digits[(colour >> shift) & 15];
  out += '"';
}

// Writes the members of one object; keys are ours and need no escaping.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  ~Members() { out_ += '}'; }
  std::string& key(std::string_view name) {
    if (!is_first_) out_ += ',';
    is_first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
    return out_;
  }
  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) append_string(key(name), value);
  }
  void number(std::string_view name, double value) {
    if (value != 0) append_number(key(name), value);
  }
  void flag(std::string_view name, bool value) {
    if (value) key(name) += "true";
  }
  void rect(std::string_view name, const Rect& rect) {
    std::string& out = key(name);
    out += '[';
    append_number(out, rect.x);
    out += ',';
    append_number(out, rect.y);
    out += ',';
    append_number(out, rect.width);
    out += ',';
    append_number(out, rect.height);
    out += ']';
  }

 private:
  std::string& out_;
  bool is_first_ = true;
};

void append_piece(std::string& out, const TextPiece& piece) {
  Members members(out);
  append_string(members.key("t"), piece.text);
  if (piece.style != base::TextStyle::Body) members.text("s", name_of(piece.style));
  members.number("x", piece.x);
  members.number("y", piece.y);
  members.number("w", piece.width);
  members.number("lines", piece.max_lines);
  if (piece.direction == base::TextDirection::LeftToRight) members.text("dir", "ltr");
  if (piece.direction == base::TextDirection::RightToLeft) members.text("dir", "rtl");
  append_colour(members.key("c"), piece.colour);
  members.flag("hidden", piece.is_hidden_from_names);
}

void append_field(std::string& out, const Field& field) {
  Members members(out);
  members.text("value", field.value);
  append_number(members.key("version"), field.version);
  members.text("placeholder", field.placeholder);
  members.flag("multiline", field.is_multiline);
  members.flag("secret", field.is_secret);
  members.flag("address", field.is_address);
  members.flag("focus", field.wants_focus);
}

void append_item(std::string& out, const Item& item) {
  Members members(out);
  append_string(members.key("id"), item.id);
  members.text("parent", item.parent);
  members.text("role", name_of(item.role));
  members.text("name", item.name);
  members.text("desc", item.description);
  members.rect("rect", item.rect);
  if (item.clip.width > 0 && item.clip.height > 0) members.rect("clip", item.clip);
  members.number("level", item.level);
  members.number("pos", item.position);
  members.number("size", item.set_size);
  members.flag("current", item.is_current);
  members.flag("disabled", item.is_disabled);
  members.text("dataId", item.data_id);
  members.text("by", item.by);
  if ((item.background & 0xff) != 0) append_colour(members.key("bg"), item.background);
  members.number("radius", item.radius);
  if (!item.texts.empty()) {
    std::string& text_out = members.key("texts");
    text_out += '[';
    bool is_first = true;
    for (const TextPiece& piece : item.texts) {
      if (!is_first) text_out += ',';
      is_first = false;
      append_piece(text_out, piece);
    }
    text_out += ']';
  }
  if (item.field) append_field(members.key("field"), *item.field);
  members.flag("press", item.activation.has_value());
  members.flag("menu", item.secondary.has_value());
}

}  // namespace

std::string to_json(const Semantics& semantics) {
  std::string out;
  out.reserve(semantics.items().size() * 256);
  out += '[';
  bool is_first = true;
  for (const Item& item : semantics.items()) {
    if (!is_first) out += ',';
    is_first = false;
    append_item(out, item);
  }
  out += ']';
  return out;
}

}  // namespace ui
