// SPDX-License-Identifier: MIT
// Stream errors as elements. RFC 6120 section 4.9.
#include "xmpp/stream_error.h"

#include <array>

#include "xmpp/ns.h"

namespace xmpp {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 25> names = {"bad-format",
                                                    "bad-namespace-prefix",
                                                    "conflict",
                                                    "connection-timeout",
                                                    "host-gone",
                                                    "host-unknown",
                                                    "improper-addressing",
                                                    "internal-server-error",
                                                    "invalid-from",
                                                    "invalid-namespace",
                                                    "invalid-xml",
                                                    "not-authorized",
                                                    "not-well-formed",
                                                    "policy-violation",
                                                    "remote-connection-failed",
                                                    "reset",
                                                    "resource-constraint",
                                                    "restricted-xml",
                                                    "see-other-host",
                                                    "system-shutdown",
                                                    "undefined-condition",
                                                    "unsupported-encoding",
                                                    "unsupported-feature",
                                                    "unsupported-stanza-type",
                                                    "unsupported-version"};
static_assert(names[static_cast<size_t>(StreamCondition::UnsupportedVersion)] ==
              "unsupported-version");

}  // namespace

std::string_view name_of(StreamCondition condition) {
  return names[static_cast<size_t>(condition)];
}

StreamError parse_stream_error(const xml::Element& error) {
  StreamError result;
  for (const xml::Element& child : error.children()) {
    if (child.ns() != ns::stream_errors) continue;
    if (child.local() == "text") {
      if (result.text.empty()) result.text = child.text();
      continue;
    }
    for (size_t i = 0; i < names.size(); ++i) {
      if (child.local() == names[i]) result.condition = static_cast<StreamCondition>(i);
    }
    if (child.local() == name_of(StreamCondition::SeeOtherHost)) result.other = child.text();
  }
  return result;
}

xml::Element to_element(const StreamError& error) {
  xml::Element element(ns::streams, "error");
  element.add(xml::Element(ns::stream_errors, name_of(error.condition)).add_text(error.other));
  if (!error.text.empty()) {
    element.add(xml::Element(ns::stream_errors, "text").add_text(error.text));
  }
  return element;
}

}  // namespace xmpp
