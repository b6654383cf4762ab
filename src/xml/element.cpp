// SPDX-License-Identifier: MIT
// Elements: look-up, building, comparison. Namespaces in XML 1.0 section 6.
#include "xml/element.h"

#include <algorithm>

namespace xml {

Element::Element() = default;
Element::Element(const Element&) = default;
Element::Element(Element&&) noexcept = default;
Element& Element::operator=(const Element&) = default;
Element& Element::operator=(Element&&) noexcept = default;
Element::~Element() = default;

std::optional<std::string_view> Element::attribute(std::string_view name) const {
  for (const Attribute& attribute : attributes_) {
    if (attribute.name == name && attribute.ns.empty()) return attribute.value;
  }
  return std::nullopt;
}

std::string_view Element::attribute_or_empty(std::string_view name) const {
  return attribute(name).value_or(std::string_view());
}

std::string_view Element::lang() const {
  for (const Attribute& attribute : attributes_) {
    if (attribute.name == "lang" && attribute.ns == xml_namespace) return attribute.value;
  }
  return {};
}

Element& Element::set_qualified(std::string_view ns, std::string_view name,
                                std::string_view value) {
  for (Attribute& attribute : attributes_) {
    if (attribute.name == name && attribute.ns == ns) {
      attribute.value = value;
      return *this;
    }
  }
  attributes_.push_back({std::string(ns), std::string(name), std::string(value)});
  return *this;
}

Element& Element::set(std::string_view name, std::string_view value) {
  return set_qualified("", name, value);
}

Element& Element::set_if(std::string_view name, std::string_view value) {
  return value.empty() ? *this : set(name, value);
}

Element& Element::set_lang(std::string_view value) {
  return set_qualified(xml_namespace, "lang", value);
}

Element& Element::add(Element child) {
  children_.push_back(std::move(child));
  return *this;
}

Element& Element::add_text(std::string_view text) {
  text_ += text;
  return *this;
}

Element& Element::remove(Name name) {
  children_.erase(std::remove_if(children_.begin(), children_.end(),
                                 [name](const Element& child) { return child.is(name); }),
                  children_.end());
  return *this;
}

const Element* Element::child(Name name) const {
  for (const Element& child : children_) {
    if (child.is(name)) return &child;
  }
  return nullptr;
}

size_t Element::count(Name name) const {
  return static_cast<size_t>(std::count_if(
      children_.begin(), children_.end(), [name](const Element& child) { return child.is(name); }));
}

bool Element::operator==(const Element& other) const {
  if (local_ != other.local_ || ns_ != other.ns_ || text_ != other.text_) return false;
  // The order of attributes means nothing, and no two have one name.
  return attributes_.size() == other.attributes_.size() &&
         std::is_permutation(attributes_.begin(), attributes_.end(), other.attributes_.begin()) &&
         children_ == other.children_;
}

}  // namespace xml
