// SPDX-License-Identifier: MIT
// What a server offers, as far as this program uses it. RFC 6120 4.3.2, XEP-0388, XEP-0386, XEP-0484, XEP-0198,
// XEP-0352, XEP-0115 6.3, XEP-0440 1.0.0, XEP-0478 0.2.0.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "xmpp/caps.h"

namespace stream {

// What may ride on a SASL 2 login.
struct Sasl2Features {
  std::vector<std::string> mechanisms;
  std::vector<std::string> fast;  // mechanisms for a token
  bool has_resume = false;        // XEP-0198 inline
  bool has_bind = false;          // Bind 2, and what may ride on it:
  bool has_carbons = false;
  bool has_enable = false;
  bool has_csi = false;
};

struct Features {
  std::vector<std::string> mechanisms;  // SASL, in the server's order
  std::optional<std::vector<std::string>> channel_bindings;
  std::optional<Sasl2Features> sasl2;
  bool has_bind = false;
  bool needs_session = false;  // RFC 3921's <session/>, offered without <optional/>
  bool has_management = false;
  bool has_csi = false;
  bool has_roster_versions = false;
  std::optional<size_t> max_bytes;           // the largest stanza the server takes
  std::optional<xmpp::Caps> caps;            // of the server: what disco#info of it would say
  std::optional<base::Duration> idle_limit;  // after this long a silence the server hangs up
};

}  // namespace stream
