// SPDX-License-Identifier: MIT
// Reading, writing and proving capabilities. See caps.h.
#include "xmpp/caps.h"

#include <algorithm>
#include <set>

#include "base/bytes.h"
#include "base/hash.h"
#include "xmpp/ns.h"
#include "xmpp/stanza.h"

namespace xmpp {
namespace {

// In order. What is there twice where that means nothing is there once: then the hash tells.
using Strings = std::set<std::string>;

constexpr size_t max_part = 256;
// Stands for '/' and '<' until everything is sorted: it is lower than whatever XML allows, so that "a" comes before
// "a-b" although "a<" does not come before "a-b<".
constexpr char separator = '\x01';

std::optional<base::HashAlgorithm> algorithm_of(std::string_view name) {
  if (name == "sha-1") return base::HashAlgorithm::Sha1;
  if (name == "sha-256") return base::HashAlgorithm::Sha256;
  if (name == "sha-512") return base::HashAlgorithm::Sha512;
  return std::nullopt;
}

// A disco#info result on its way to the string that is hashed.
struct Factors {
  Strings identities, features, forms, form_types;
  Strings doubtful;  // types of forms that could be features
  bool is_sound = true;

  explicit Factors(const xml::Element& query) {
    for (const xml::Element& child : query.children()) {
      if (child.is({ns::disco_info, "identity"})) add_identity(child);
      if (child.is({ns::disco_info, "feature"})) {
        add_once(features, factor(child.attribute_or_empty("var")));
      }
      if (child.is({ns::data_forms, "x"})) add_form(child);
    }
  }

  // Section 5.4: twice is ill-formed.
  void add_once(Strings& strings, std::string text) {
    if (!strings.insert(std::move(text)).second) is_sound = false;
  }
  // A '<' inside would let one list pass for another.
  std::string factor(std::string_view text) {
    if (text.find('<') != std::string_view::npos) is_sound = false;
    return std::string(text);
  }
  // And in front of the name so would a '/', or nothing: "http://jabber.org/protocol/caps" would be an identity.
  void append_part(std::string& out, std::string_view text) {
    if (text.find('/') != std::string_view::npos) is_sound = false;
    out += factor(text);
    out += separator;
  }

  void add_identity(const xml::Element& identity) {
    const std::string_view category = identity.attribute_or_empty("category");
    const std::string_view type = identity.attribute_or_empty("type");
    if (category.empty() || type.empty()) is_sound = false;  // XEP-0030 3.1
    std::string out;
    append_part(out, category);
    append_part(out, type);
    append_part(out, identity.lang());
    out += factor(identity.attribute_or_empty("name"));
    add_once(identities, std::move(out));
  }

  // XEP-0128. A form without a hidden FORM_TYPE is left out.
  void add_form(const xml::Element& form) {
    std::string form_type;
    Strings fields;
    bool has_values = true;
    for (const xml::Element& field : form.children()) {
      if (!field.is({ns::data_forms, "field"})) continue;
      std::string out = factor(field.attribute_or_empty("var"));
      Strings values;
      for (const xml::Element& value : field.children()) {
        if (value.is({ns::data_forms, "value"})) values.insert(factor(value.text()));
      }
      if (out == "FORM_TYPE") {
        if (values.empty() || field.attribute_or_empty("type") != "hidden") return;
        if (!form_type.empty() || values.size() > 1) is_sound = false;
        form_type = *values.begin();
        continue;
      }
      if (values.empty()) has_values = false;
      out += separator;
      for (const std::string& value : values) {
        out += value;
        out += separator;
      }
      fields.insert(std::move(out));
    }
    if (form_type.empty()) return;
    const bool goes_back = !fields.empty() && *fields.begin() < form_type;
    if (!goes_back || !has_values) doubtful.insert(form_type);
    add_once(form_types, form_type);
    form_type += separator;
    for (const std::string& field : fields) form_type += field;
    forms.insert(std::move(form_type));
  }

  // The last features could be a form as well, if that goes on in their order.
  bool is_ambiguous() const {
    return features.empty() || (!doubtful.empty() && *doubtful.rbegin() > *features.rbegin());
  }

  static void append(std::string& out, const Strings& strings, char inside, std::string_view end) {
    for (std::string each : strings) {
      std::replace(each.begin(), each.end(), separator, inside);
      out += each;
      out += end;
    }
  }

  std::optional<std::string> text() const {
    if (!is_sound || is_ambiguous()) return std::nullopt;
    std::string out;
    append(out, identities, '/', "<");
    append(out, features, '<', "<");
    append(out, forms, '<', "");
    return out;
  }
};

}  // namespace

std::optional<Caps> parse_caps(const std::vector<xml::Element>& elements) {
  const xml::Element* c = find(elements, {ns::caps, "c"});
  if (c == nullptr) return std::nullopt;
  Caps out;
  bool is_sound = true;
  const auto read = [&](std::string_view name) {
    const std::string_view value = c->attribute_or_empty(name);
    if (value.empty() || value.size() > max_part) is_sound = false;
    return std::string(value);
  };
  out.node = read("node");
  out.hash = read("hash");
  out.ver = read("ver");
  return is_sound ? std::optional(std::move(out)) : std::nullopt;
}

xml::Element to_element(const Caps& caps) {
  xml::Element out(ns::caps, "c");
  out.set("hash", caps.hash).set("node", caps.node).set("ver", caps.ver);
  return out;
}

std::vector<std::string> disco_features(const xml::Element& query) {
  Strings out;
  for (const xml::Element& child : query.children()) {
    const std::string_view var = child.attribute_or_empty("var");
    if (child.is({ns::disco_info, "feature"}) && !var.empty()) out.emplace(var);
  }
  return {out.begin(), out.end()};
}

std::optional<std::string> verification_string(const xml::Element& query, std::string_view hash) {
  const std::optional<base::HashAlgorithm> algorithm = algorithm_of(hash);
  if (!algorithm) return std::nullopt;
  const std::optional<std::string> text = Factors(query).text();
  if (!text) return std::nullopt;
  return base::encode_base64(base::hash(*algorithm, *text));
}

}  // namespace xmpp
