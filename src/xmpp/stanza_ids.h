// SPDX-License-Identifier: MIT
// The id a message got from its author. XEP-0359: Unique and Stable Stanza IDs 0.7.0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xml/element.h"

namespace xmpp {

// Empty when there is none, or more than one: then its author says nothing.
std::string origin_id(const std::vector<xml::Element>& payloads);
xml::Element make_origin_id(std::string_view id);

}  // namespace xmpp
