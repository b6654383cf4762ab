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

std::vector<std::string> texts_of(const xml::Element& parent, xml::Name name) {
  std::vector<std::string> out;
  for (const xml::Element& child : parent.children()) {
    if (child.is(name)) out.push_back(child.text());
  }
  return out;
}

Sasl2Features parse_sasl2(const xml::Element& authentication) {
  namespace ns = xmpp::ns;
  Sasl2Features out;
  out.mechanisms = texts_of(authentication, {ns::sasl2, "mechanism"});
  const xml::Element* inline_features = authentication.child({ns::sasl2, "inline"});
  if (inline_features == nullptr) return out;
  out.has_resume = inline_features->child({ns::management, "sm"}) != nullptr;
  if (const xml::Element* fast = inline_features->child({ns::fast, "fast"})) {
    out.fast = texts_of(*fast, {ns::fast, "mechanism"});
  }
  const xml::Element* bind = inline_features->child({ns::bind2, "bind"});
  if (bind == nullptr) return out;
  out.has_bind = true;
  const xml::Element* features = bind->child({ns::bind2, "inline"});
  if (features == nullptr) return out;
  for (const xml::Element& feature : features->children()) {
    if (!feature.is({ns::bind2, "feature"})) continue;
    std::string_view var = feature.attribute_or_empty("var");
    if (var == ns::carbons) out.has_carbons = true;
    if (var == ns::management) out.has_enable = true;
    if (var == ns::csi) out.has_csi = true;
  }
  return out;
}

}  // namespace

Features parse_features(const xml::Element& features) {
  namespace ns = xmpp::ns;
  Features out;
  if (const xml::Element* mechanisms = features.child({ns::sasl, "mechanisms"})) {
    out.mechanisms = texts_of(*mechanisms, {ns::sasl, "mechanism"});
  }
  if (const xml::Element* authentication = features.child({ns::sasl2, "authentication"})) {
    out.sasl2 = parse_sasl2(*authentication);
  }
  if (const xml::Element* bindings = features.child({ns::sasl_cb, "sasl-channel-binding"})) {
    out.channel_bindings.emplace();
    for (const xml::Element& binding : bindings->children()) {
      if (binding.is({ns::sasl_cb, "channel-binding"})) {
        out.channel_bindings->emplace_back(binding.attribute_or_empty("type"));
      }
    }
  }
  out.has_bind = features.child({ns::bind, "bind"}) != nullptr;
  if (const xml::Element* session = features.child({ns::session, "session"})) {
    out.needs_session = session->child({ns::session, "optional"}) == nullptr;
  }
  out.has_management = features.child({ns::management, "sm"}) != nullptr;
  out.has_csi = features.child({ns::csi, "csi"}) != nullptr;
  out.has_roster_versions = features.child({ns::rosterver, "ver"}) != nullptr;
  out.caps = xmpp::parse_caps(features.children());
  if (const xml::Element* limits = features.child({ns::stream_limits, "limits"})) {
    if (const xml::Element* bytes = limits->child({ns::stream_limits, "max-bytes"})) {
      out.max_bytes = parse_size(bytes->text());
    }
    if (const xml::Element* idle = limits->child({ns::stream_limits, "idle-seconds"})) {
      if (std::optional<size_t> seconds = parse_size(idle->text())) {
        out.idle_limit = std::chrono::seconds(*seconds);
      }
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
