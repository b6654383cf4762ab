// SPDX-License-Identifier: MIT
// Turns an element into the text of one frame. RFC 7395 3.3.3: starts with '<', no declaration.
#pragma once

#include <string>
#include <string_view>

#include "xml/element.h"

namespace xml {

// `parent_ns` is the default namespace in scope: an element of it gets no xmlns. Pass "" for a
// whole frame, so that every stanza carries its own xmlns (protocol trap 5). Characters XML forbids
// become U+FFFD.
std::string write(const Element& element, std::string_view parent_ns = "");
void write_to(std::string& out, const Element& element, std::string_view parent_ns = "");

std::string escape_text(std::string_view text);
std::string escape_attribute(std::string_view text);

}  // namespace xml
