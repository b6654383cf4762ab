// SPDX-License-Identifier: MIT
// Our identity and features. See own_info.h.
#include "session/own_info.h"

#include <algorithm>

#include "base/sort.h"
#include "xmpp/ns.h"

namespace session {

namespace ns = xmpp::ns;

xml::Element own_info(const Context& context) {
  xml::Element query(ns::disco_info, "query");
  query.add(xml::Element(ns::disco_info, "identity")
                .set("category", "client")
                .set("type", "web")
                .set("name", "Parlance"));
  std::vector<std::string> features = context.features();
  base::sort(features);
  features.erase(std::unique(features.begin(), features.end()), features.end());
  for (const std::string& feature : features) {
    query.add(xml::Element(ns::disco_info, "feature").set("var", feature));
  }
  return query;
}

xmpp::Caps own_caps(const Context& context) {
  constexpr std::string_view hash = "sha-1";  // the one that everybody has
  return {"urn:parlance", std::string(hash),
          xmpp::verification_string(own_info(context), hash).value_or("")};
}

}  // namespace session
