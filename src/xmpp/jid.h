// SPDX-License-Identifier: MIT
// An XMPP address, kept in its normalised form. RFC 7622 (with RFC 8265 for PRECIS).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace xmpp {

class Jid {
 public:
  Jid() = default;

  // What a person typed, pasted or an embedder passed: the whole of RFC 7622 is enforced and
  // applied.
  static base::Result<Jid> parse(std::string_view text);
  // What the server sent, which has normalised it already: kept bit for bit when it can be an
  // address at all (parts, lengths, valid UTF-8, no control characters); never "mended" into an
  // equal of a valid one.
  static base::Result<Jid> received(std::string_view text);
  // From parts that are already normalised.
  static Jid from_parts(std::string_view local, std::string_view domain,
                        std::string_view resource = "");

  bool empty() const { return text_.empty(); }
  const std::string& text() const { return text_; }
  std::string_view local() const { return std::string_view(text_).substr(0, local_size_); }
  std::string_view domain() const;
  std::string_view resource() const;
  bool is_bare() const { return resource().empty(); }
  Jid bare() const;
  Jid with_resource(std::string_view normalised_resource) const;
  Jid domain_only() const { return from_parts("", domain()); }

  bool operator==(const Jid& other) const { return text_ == other.text_; }
  bool operator!=(const Jid& other) const { return text_ != other.text_; }
  bool operator<(const Jid& other) const { return text_ < other.text_; }

 private:
  std::string text_;
  uint16_t local_size_ = 0;
  uint16_t domain_size_ = 0;
};

// Whether a server may have spelled one of them as the other: it does what RFC 6122 says (nodeprep), where what was typed is
// kept as RFC 7622 says. The domain is the same; resources are not looked at.
bool may_be_spelled(const Jid& one, const Jid& other);

}  // namespace xmpp

template <>
struct std::hash<xmpp::Jid> {
  size_t operator()(const xmpp::Jid& jid) const { return std::hash<std::string>()(jid.text()); }
};
