// SPDX-License-Identifier: MIT
// Element to text. XML 1.0 sections 2.2 (Char), 2.4 (escaping) and 3.3.3 (what attribute values
// lose).
#include "xml/writer.h"

#include "base/utf8.h"

namespace xml {
namespace {

constexpr std::string_view stream_namespace = "http://etherx.jabber.org/streams";
constexpr std::string_view xbosh_namespace = "urn:xmpp:xbosh";

// Empty when the character stands for itself. Line ends and tabs would be normalised by the peer's
// parser (XML 1.0 2.11 and 3.3.3), hence the references.
std::string_view reference_for(char c, bool in_attribute) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\r':
      return "&#xD;";
    default:
      break;
  }
  if (!in_attribute) return {};
  switch (c) {
    case '\'':
      return "&apos;";
    case '"':
      return "&quot;";
    case '\t':
      return "&#x9;";
    case '\n':
      return "&#xA;";
    default:
      return {};
  }
}

bool is_plain(char c, bool in_attribute) {
  const auto byte = static_cast<uint8_t>(c);
  if (byte >= 0x80) return false;
  if (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') return false;
  return reference_for(c, in_attribute).empty();
}

// `text` is UTF-8 that XML may carry.
void append_referenced(std::string& out, std::string_view text, bool in_attribute) {
  for (const char c : text) {
    const std::string_view reference = reference_for(c, in_attribute);
    if (reference.empty()) {
      out += c;
    } else {
      out += reference;
    }
  }
}

void append_escaped(std::string& out, std::string_view text, bool in_attribute) {
  size_t plain = 0;
  while (plain < text.size() && is_plain(text[plain], in_attribute)) ++plain;
  out += text.substr(0, plain);
  if (plain == text.size()) return;
  append_referenced(out, base::sanitise(text.substr(plain)), in_attribute);
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  out += ' ';
  out += name;
  out += "='";
  append_escaped(out, value, true);
  out += '\'';
}

}  // namespace

void write_to(std::string& out, const Element& element, std::string_view parent_ns) {
  // COMPAT(ejabberd): it knows its stream elements by their literal names, prefix included.
  const bool prefixed = element.ns() == stream_namespace && element.ns() != parent_ns;
  const std::string_view prefix = prefixed ? "stream:" : "";
  const std::string_view default_ns = prefixed ? parent_ns : std::string_view(element.ns());

  out += '<';
  out += prefix;
  out += element.local();
  if (prefixed) {
    append_attribute(out, "xmlns:stream", stream_namespace);
  } else if (default_ns != parent_ns) {
    append_attribute(out, "xmlns", default_ns);
  }
  int prefixes = 0;
  for (const Attribute& attribute : element.attributes()) {
    if (attribute.ns.empty()) {
      append_attribute(out, attribute.name, attribute.value);
    } else if (attribute.ns == xml_namespace) {
      append_attribute(out, "xml:" + attribute.name, attribute.value);
    } else {
      // COMPAT(ejabberd 24.12): knows the attributes of XEP-0206 by this prefix only.
      const std::string declared =
          attribute.ns == xbosh_namespace ? "xmpp" : "a" + std::to_string(prefixes++);
      append_attribute(out, "xmlns:" + declared, attribute.ns);
      append_attribute(out, declared + ":" + attribute.name, attribute.value);
    }
  }
  if (element.children().empty() && element.text().empty()) {
    out += "/>";
    return;
  }
  out += '>';
  append_escaped(out, element.text(), false);
  for (const Element& child : element.children()) write_to(out, child, default_ns);
  out += "</";
  out += prefix;
  out += element.local();
  out += '>';
}

std::string write(const Element& element, std::string_view parent_ns) {
  std::string out;
  write_to(out, element, parent_ns);
  return out;
}

std::string escape_text(std::string_view text) {
  std::string out;
  append_escaped(out, text, false);
  return out;
}

std::string escape_attribute(std::string_view text) {
  std::string out;
  append_escaped(out, text, true);
  return out;
}

}  // namespace xml
