// SPDX-License-Identifier: MIT
// Builds the tree of one frame from start, text and end events in document order.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "xml/element.h"

namespace xml {

// Pointers on the stack stay valid: only the element on top grows, and a vector of children grows
// only when the last of them is complete.
class Builder {
 public:
  void reset() {
    frame_ = Element();
    has_frame_ = false;
    stack_.clear();
    elements_ = 0;
  }
  // Elements open now; the frame's own is the first.
  size_t depth() const { return stack_.size(); }
  // Elements opened so far.
  size_t elements() const { return elements_; }
  bool has_frame() const { return has_frame_; }
  Element take() { return std::move(frame_); }

  // The names must outlive the call only. The caller keeps the order: one frame, no text outside of
  // it.
  void open(std::string_view ns, std::string_view local, size_t attributes) {
    Element* element = &frame_;
    if (stack_.empty()) {
      has_frame_ = true;
    } else {
      std::vector<Element>& siblings = stack_.back()->children_;
      if (siblings.capacity() == 0) siblings.reserve(usual_children);
      element = &siblings.emplace_back();
    }
    element->ns_ = ns;
    element->local_ = local;
    element->attributes_.reserve(attributes);
    stack_.push_back(element);
    ++elements_;
  }
  void add_attribute(std::string_view ns, std::string_view name, std::string_view value) {
    Attribute& attribute = stack_.back()->attributes_.emplace_back();
    if (!ns.empty()) attribute.ns = ns;
    attribute.name = name;
    attribute.value = value;
  }
  void add_text(std::string_view text) { stack_.back()->text_ += text; }
  void close() { stack_.pop_back(); }

 private:
  // Most elements of stanzas have no more children: one allocation instead of three, and none is moved.
  static constexpr size_t usual_children = 4;

  Element frame_;
  bool has_frame_ = false;
  std::vector<Element*> stack_;
  size_t elements_ = 0;
};

}  // namespace xml
