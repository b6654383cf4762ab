// SPDX-License-Identifier: MIT
// A reader of XML for the simulated server, which must share nothing with the client: elements, attributes, text. It
// believes that what it is given is well-formed.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simulation {

struct Node {
  std::string name;
  std::string xmlns;  // as declared here or above
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<Node> children;
  std::string text;

  std::string attribute(std::string_view key) const;
  const Node* child(std::string_view child_name) const;
};

Node parse(std::string_view text);
std::string escape(std::string_view text);

}  // namespace simulation
