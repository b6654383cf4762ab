// SPDX-License-Identifier: MIT
// An XML element as a value: namespace, name, attributes, children and text in document order.
// Namespaces in XML 1.0; RFC 6120 section 11.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace xml {

// The namespace the prefix xml: always stands for.
inline constexpr std::string_view xml_namespace = "http://www.w3.org/XML/1998/namespace";

// A qualified name, usually a compile-time constant of a payload.
struct Name {
  std::string_view ns;
  std::string_view local;
};

struct Attribute {
  std::string ns;  // empty for the usual unqualified attribute
  std::string name;
  std::string value;
  bool operator==(const Attribute&) const = default;
};

class Element {
 public:
  Element();
  Element(std::string_view ns, std::string_view local) : ns_(ns), local_(local) {}
  explicit Element(Name name) : ns_(name.ns), local_(name.local) {}
  // The usual ones; in element.cpp, so that a tree is built and taken down by what is compiled for speed there.
  Element(const Element&);
  Element(Element&&) noexcept;
  Element& operator=(const Element&);
  Element& operator=(Element&&) noexcept;
  ~Element();

  const std::string& ns() const { return ns_; }
  const std::string& local() const { return local_; }
  bool is(Name name) const { return local_ == name.local && ns_ == name.ns; }

  // Unqualified attribute; absent when there is none.
  std::optional<std::string_view> attribute(std::string_view name) const;
  // As above, empty when absent: for attributes whose absence and emptiness mean the same.
  std::string_view attribute_or_empty(std::string_view name) const;
  // xml:lang of this element itself.
  std::string_view lang() const;
  const std::vector<Attribute>& attributes() const { return attributes_; }
  // Builders, chainable. set() replaces; set_if() sets only when the value is not empty.
  Element& set(std::string_view name, std::string_view value);
  Element& set_if(std::string_view name, std::string_view value);
  Element& set_lang(std::string_view value);
  Element& set_qualified(std::string_view ns, std::string_view name, std::string_view value);
  Element& add(Element child);
  Element& add_text(std::string_view text);
  Element& remove(Name name);  // all children of that name

  const std::vector<Element>& children() const { return children_; }
  std::vector<Element>& children() { return children_; }
  // First child of that name; nullptr when there is none. Valid until the element changes.
  const Element* child(Name name) const;
  size_t count(Name name) const;
  // Text of this element's own text nodes, concatenated (children's text is not part of it).
  const std::string& text() const { return text_; }

  // Attributes in any order.
  bool operator==(const Element& other) const;

 private:
  friend class Builder;
  std::string ns_;
  std::string local_;
  std::vector<Attribute> attributes_;
  std::vector<Element> children_;
  // LIMIT: mixed content keeps all text and all children but not how they interleave; no XMPP
  // payload we read depends on it (XHTML-IM, which does, is not read).
  std::string text_;
};

}  // namespace xml
