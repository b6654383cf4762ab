// SPDX-License-Identifier: MIT
// See node.h.
#include "simulation/node.h"

#include <cstdlib>

namespace simulation {

namespace {

struct Reader {
  std::string_view text;
  size_t at = 0;

  bool is_at(std::string_view what) const { return text.substr(at, what.size()) == what; }
  void skip_space() {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t')) ++at;
  }
  std::string until(std::string_view stops) {
    const size_t begin = at;
    while (at < text.size() && stops.find(text[at]) == std::string_view::npos) ++at;
    return std::string(text.substr(begin, at - begin));
  }
  static std::string unescape(const std::string& raw) {
    std::string out;
    for (size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != '&') {
        out += raw[i];
        continue;
      }
      const size_t end = raw.find(';', i);
      const std::string name = raw.substr(i + 1, end - i - 1);
      if (name == "lt") out += '<';
      if (name == "gt") out += '>';
      if (name == "amp") out += '&';
      if (name == "quot") out += '"';
      if (name == "apos") out += '\'';
      if (name[0] == '#') {
        const bool is_hex = name[1] == 'x';
        out += static_cast<char>(
            std::strtol(name.c_str() + (is_hex ? 2 : 1), nullptr, is_hex ? 16 : 10));
      }
      i = end;
    }
    return out;
  }
  Node element(const std::string& outer) {
    Node node;
    ++at;  // <
    node.name = until(" \n\t/>");
    node.xmlns = outer;
    for (skip_space(); at < text.size() && text[at] != '/' && text[at] != '>'; skip_space()) {
      const std::string key = until("=");
      const char quote = text[++at];
      ++at;
      const std::string value = unescape(until(std::string_view(&quote, 1)));
      ++at;
      if (key == "xmlns") node.xmlns = value;
      node.attributes.emplace_back(key, value);
    }
    if (is_at("/>")) {
      at += 2;
      return node;
    }
    ++at;  // >
    while (at < text.size() && !is_at("</")) {
      if (text[at] == '<') {
        node.children.push_back(element(node.xmlns));
      } else {
        node.text += unescape(until("<"));
      }
    }
    until(">");
    ++at;
    return node;
  }
};

}  // namespace

std::string Node::attribute(std::string_view key) const {
  for (const auto& [name_, value] : attributes)
    if (name_ == key) return value;
  return {};
}

const Node* Node::child(std::string_view child_name) const {
  for (const Node& each : children)
    if (each.name == child_name) return &each;
  return nullptr;
}

Node parse(std::string_view text) {
  Reader reader{text};
  reader.skip_space();
  return reader.element("");
}

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '\'')
      out += "&apos;";
    else
      out += c;
  }
  return out;
}

}  // namespace simulation
