// SPDX-License-Identifier: MIT
// The address of a WebSocket endpoint in its parts. RFC 6455 section 3, RFC 3986 section 3.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace platform {

struct WsUrl {
  bool is_secure = false;
  std::string host;    // without the brackets of an IPv6 literal
  std::string port;    // "443" and "80" when absent
  std::string target;  // path and query, never empty
  // "host:port" for the Host header; the port only when it is not the scheme's own.
  std::string authority() const;
  bool operator==(const WsUrl&) const = default;
};

base::Result<WsUrl> parse_ws_url(std::string_view url);

// What every URL of a server has in common.
struct Authority {
  std::string host;  // without the brackets of an IPv6 literal
  std::string port;  // empty when absent
};
base::Result<Authority> split_authority(std::string_view authority);
// `scheme` in lower case, with its "://".
bool has_scheme(std::string_view url, std::string_view scheme);

}  // namespace platform
