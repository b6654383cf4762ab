// SPDX-License-Identifier: MIT
// What an entity can do, as its presence or the features of its stream name it, and the string that proves a list of
// features to be the one that is meant.
// XEP-0115: Entity Capabilities 1.6.0, sections 4 and 5; the lists are those of XEP-0030
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xml/element.h"

namespace xmpp {

struct Caps {
  std::string node, hash, ver;
  bool operator==(const Caps&) const = default;
};

// Absent when there is no <c/>, or one without a hash (the legacy format, section 12), or one with a part that is
// longer than any honest one.
std::optional<Caps> parse_caps(const std::vector<xml::Element>& elements);
xml::Element to_element(const Caps& caps);

// What a disco#info result says that its sender can do; sorted, each once.
std::vector<std::string> disco_features(const xml::Element& query);

// Section 5.1, by a hash of that IANA name. Absent for a hash we do not have, for a result that is ill-formed (5.4), and
// for one that could as well be read as another list of features (section 9.3, "caps poisoning"): such a list may be
// believed of its sender, and of nobody else.
std::optional<std::string> verification_string(const xml::Element& query, std::string_view hash);

}  // namespace xmpp
