// SPDX-License-Identifier: MIT
// The address of a server's TCP port, or of a domain that names its servers itself. RFC 6120 3.2, XEP-0368.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace platform {

struct TcpUrl {
  bool is_direct = false;  // xmpps:, TLS from the first byte
  std::string host;        // without the brackets of an IPv6 literal
  std::string port;        // empty: SRV records say where
  // Where there are no records: RFC 6120 3.2.2; 5223 is what servers use.
  std::string usual_port() const { return is_direct ? "5223" : "5222"; }
  bool operator==(const TcpUrl&) const = default;
};

// Whether parse_tcp_url() is the one to ask.
bool is_tcp_url(std::string_view url);
base::Result<TcpUrl> parse_tcp_url(std::string_view url);

}  // namespace platform
