// SPDX-License-Identifier: MIT
// Addresses: splitting, normalising, comparing. RFC 7622 sections 3.1 to 3.5.
#include "xmpp/jid.h"

#include <algorithm>

#include "base/nodeprep.h"
#include "base/unicode.h"
#include "base/utf8.h"

namespace xmpp {
namespace {

constexpr size_t most_octets_of_part = 1023;  // RFC 7622 3.1

struct Parts {
  std::string_view local, domain, resource;
  bool has_local = false, has_resource = false;
};

// The first '/' first, then the first '@' before it: a resource may contain both. RFC 7622 3.2.
Parts split(std::string_view text) {
  Parts parts;
  const size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    parts.has_resource = true;
    parts.resource = text.substr(slash + 1);
    text = text.substr(0, slash);
  }
  const size_t at = text.find('@');
  if (at != std::string_view::npos) {
    parts.has_local = true;
    parts.local = text.substr(0, at);
    text = text.substr(at + 1);
  }
  parts.domain = text;
  return parts;
}

bool fits(std::string_view part) { return part.size() <= most_octets_of_part; }

base::Error error(const char* detail) { return base::Error{detail}; }

// What no normalised address holds: C0, DEL, C1.
bool has_control_character(std::string_view text) {
  for (size_t position = 0; position < text.size();) {
    const char32_t c = base::next_code_point(text, position);
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
  }
  return false;
}

}  // namespace

base::Result<Jid> Jid::parse(std::string_view text) {
  const Parts parts = split(text);
  // Normalising can shorten a part, but never to less than a quarter.
  for (const std::string_view part : {parts.local, parts.domain, parts.resource}) {
    if (part.size() > 4 * most_octets_of_part) return error("a part has more than 1023 octets");
  }
  std::string local, resource;
  if (parts.has_local) {
    auto normal = base::precis_username_case_mapped(parts.local);
    if (!normal) return error("the part before @ is empty or has a character it must not have");
    // RFC 7622 3.3.1.
    if (normal->find_first_of("\"&'/:<>@") != std::string::npos) {
      return error("the part before @ must not contain any of \" & ' / : < > @");
    }
    local = std::move(*normal);
  }
  const auto domain = base::normalise_domain(parts.domain);
  if (!domain) return error("the domain is no host name and no IP address");
  if (parts.has_resource) {
    auto normal = base::precis_opaque_string(parts.resource);
    if (!normal) return error("the part after / is empty or has a character it must not have");
    // RFC 7622 3.5 example 18; the profile alone would let it pass.
    if (normal->front() == ' ') return error("the part after / must not begin with a space");
    resource = std::move(*normal);
  }
  if (!fits(local) || !fits(*domain) || !fits(resource)) {
    return error("a part has more than 1023 octets");
  }
  return from_parts(local, *domain, resource);
}

base::Result<Jid> Jid::received(std::string_view text) {
  const Parts parts = split(text);
  if (parts.has_local && parts.local.empty()) return error("nothing stands before the @");
  if (parts.domain.empty()) return error("there is no domain");
  if (parts.has_resource && parts.resource.empty()) return error("nothing stands after the /");
  if (!fits(parts.local) || !fits(parts.domain) || !fits(parts.resource)) {
    return error("a part has more than 1023 octets");
  }
  if (parts.domain.find_first_of("@ ") != std::string_view::npos) {
    return error("the domain has an @ or a space");
  }
  if (!base::is_valid_utf8(text)) return error("the address is not UTF-8");
  if (has_control_character(text)) return error("the address has a control character");
  return from_parts(parts.local, parts.domain, parts.resource);
}

Jid Jid::from_parts(std::string_view local, std::string_view domain, std::string_view resource) {
  Jid jid;
  if (domain.empty() || !fits(local) || !fits(domain) || !fits(resource)) return jid;
  jid.text_.reserve(local.size() + domain.size() + resource.size() + 2);
  if (!local.empty()) jid.text_.append(local).append("@");
  jid.text_ += domain;
  if (!resource.empty()) jid.text_.append("/").append(resource);
  jid.local_size_ = static_cast<uint16_t>(local.size());
  jid.domain_size_ = static_cast<uint16_t>(domain.size());
  return jid;
}

std::string_view Jid::domain() const {
  const size_t begin = local_size_ == 0 ? 0 : local_size_ + 1u;
  return std::string_view(text_).substr(begin, domain_size_);
}

std::string_view Jid::resource() const {
  const size_t begin = (local_size_ == 0 ? 0 : local_size_ + 1u) + domain_size_;
  return begin < text_.size() ? std::string_view(text_).substr(begin + 1) : std::string_view();
}

Jid Jid::bare() const { return from_parts(local(), domain()); }

Jid Jid::with_resource(std::string_view normalised_resource) const {
  return from_parts(local(), domain(), normalised_resource);
}

bool may_be_spelled(const Jid& one, const Jid& other) {
  if (one.domain() != other.domain()) return false;
  if (one.local() == other.local()) return true;
  return base::nodeprep_mapped(one.local()) == base::nodeprep_mapped(other.local());
}

}  // namespace xmpp
