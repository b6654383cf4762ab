// SPDX-License-Identifier: MIT
// Stream features. See step_features.h.
#include "stream/step_features.h"

#include "xmpp/ns.h"

namespace stream {
namespace {

// A limit of zero or one that is no number announces nothing.
std::optional<size_t> parse_size(std::string_view text) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  size_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<size_t>(c - '0');
  }
  return value == 0 ? std::nullopt : std::optional(value);
}

}  // namespace

Features parse_features(const xml::Element& features) {
  Features out;
  if (const xml::Element* mechanisms = features.child({xmpp::ns::sasl, "mechanisms"})) {
    for (const xml::Element& child : mechanisms->children()) {
      if (child.is({xmpp::ns::sasl, "mechanism"})) out.mechanisms.push_back(child.text());
    }
  }
  out.has_bind = features.child({xmpp::ns::bind, "bind"}) != nullptr;
  if (const xml::Element* session = features.child({xmpp::ns::session, "session"})) {
    out.needs_session = session->child({xmpp::ns::session, "optional"}) == nullptr;
  }
  if (const xml::Element* limits = features.child({xmpp::ns::stream_limits, "limits"})) {
    if (const xml::Element* bytes = limits->child({xmpp::ns::stream_limits, "max-bytes"})) {
      out.max_bytes = parse_size(bytes->text());
    }
  }
  return out;
}

Outcome StepFeatures::handle(const StepInput& input) {
  const auto* element = std::get_if<xml::Element>(&input);
  if (element == nullptr || !element->is({xmpp::ns::streams, "features"})) {
    return unexpected(input);
  }
  features_ = parse_features(*element);
  return Finished{};
}

}  // namespace stream
