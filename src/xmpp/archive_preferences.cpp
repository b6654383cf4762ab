// SPDX-License-Identifier: MIT
// See archive_preferences.h.
#include "xmpp/archive_preferences.h"

#include <iterator>
#include <string_view>

#include "xmpp/ns.h"

namespace xmpp {
namespace {

// In the order of the enumeration.
constexpr std::string_view names[] = {"always", "roster", "never"};

}  // namespace

std::optional<ArchivePolicy> parse_archive_policy(const xml::Element& prefs) {
  if (!prefs.is({ns::mam, "prefs"})) return std::nullopt;
  for (size_t i = 0; i < std::size(names); ++i) {
    if (prefs.attribute_or_empty("default") == names[i]) return static_cast<ArchivePolicy>(i);
  }
  return std::nullopt;
}

xml::Element make_archive_preferences_wish() { return {ns::mam, "prefs"}; }

xml::Element with_archive_policy(xml::Element prefs, ArchivePolicy policy) {
  prefs.set("default", names[static_cast<size_t>(policy)]);
  return prefs;
}

}  // namespace xmpp
