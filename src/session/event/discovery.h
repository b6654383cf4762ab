// SPDX-License-Identifier: MIT
// What the server can do. XEP-0030, XEP-0115.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace session {

struct ServerFeatures {
  std::vector<std::string> features;  // sorted
};

using DiscoveryEvent = std::variant<ServerFeatures>;

}  // namespace session
