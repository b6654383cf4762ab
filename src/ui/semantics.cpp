// SPDX-License-Identifier: MIT
// The semantics list: looking items up, hit testing, and the text form that people and tests read.
#include "ui/semantics.h"

#include <unordered_map>

namespace ui {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::Region:
      return "region";
    case Role::Navigation:
      return "navigation";
    case Role::Heading:
      return "heading";
    case Role::List:
      return "list";
    case Role::Button:
      return "button";
    case Role::Log:
      return "log";
    case Role::Article:
      return "article";
    case Role::Text:
      return "text";
    case Role::TextField:
      return "textbox";
    case Role::Status:
      return "status";
    case Role::Alert:
      return "alert";
    case Role::Dialog:
      return "dialog";
    case Role::Separator:
      return "separator";
  }
  return "text";
}

Item& Semantics::add(Item item) {
  item.account = account;
  items_.push_back(std::move(item));
  return items_.back();
}

const Item* Semantics::find(std::string_view id) const {
  for (const Item& item : items_) {
    if (item.id == id) return &item;
  }
  return nullptr;
}

const Item* Semantics::hit(float x, float y) const {
  for (auto item = items_.rbegin(); item != items_.rend(); ++item) {
    const bool has_clip = item->clip.width > 0 && item->clip.height > 0;
    if (!item->rect.contains(x, y) || (has_clip && !item->clip.contains(x, y))) continue;
    // A dialog swallows what its own items do not take: what lies below it is out of reach.
    if (item->role == Role::Dialog) return nullptr;
    if (item->is_disabled) continue;
    if (item->activation || item->secondary) return &*item;
  }
  return nullptr;
}

namespace {

// A name on one line, with what a terminal would act on made visible.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += '?';
    } else {
      out += c;
    }
  }
  return out + '"';
}

void append_states(std::string& out, const Item& item) {
  std::string states;
  const auto add = [&](std::string_view state) {
    if (!states.empty()) states += ' ';
    states += state;
  };
  if (item.level != 0) add("level=" + std::to_string(item.level));
  if (item.position != 0) {
    add(std::to_string(item.position) + "/" + std::to_string(item.set_size));
  }
  if (item.is_current) add("current");
  if (item.is_disabled) add("disabled");
  if (item.activation) add("press");
  if (item.secondary) add("menu");
  if (item.field && item.field->wants_focus) add("focus");
  if (!states.empty()) out += " [" + states + "]";
}

}  // namespace

std::string dump(const Semantics& semantics) {
  std::string out;
  std::unordered_map<std::string_view, int> depths;
  for (const Item& item : semantics.items()) {
    // Decoration says nothing.
    if (item.role == Role::Text && item.name.empty() && item.texts.empty()) continue;
    int depth = 0;
    if (const auto parent = depths.find(item.parent); parent != depths.end()) {
      depth = parent->second + 1;
    }
    depths[item.id] = depth;
    out.append(static_cast<size_t>(depth) * 2, ' ');
    out += name_of(item.role);
    if (!item.name.empty()) out += " " + quoted(item.name);
    append_states(out, item);
    if (!item.description.empty()) out += " {" + quoted(item.description) + "}";
    if (!item.data_id.empty()) out += " #" + item.data_id;
    for (const TextPiece& piece : item.texts) {
      if (!piece.is_hidden_from_names) out += " " + quoted(piece.text);
    }
    if (item.field) {
      // A secret is never written anywhere, not even by a debugging aid.
      out += " = " + (item.field->is_secret ? std::string("(secret)") : quoted(item.field->value));
    }
    out += '\n';
  }
  return out;
}

}  // namespace ui
