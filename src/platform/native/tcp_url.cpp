// SPDX-License-Identifier: MIT
// Parses xmpp: and xmpps: URLs; what is odd is refused rather than guessed.
#include "platform/native/tcp_url.h"

#include "platform/native/ws_url.h"

namespace platform {
namespace {

constexpr std::string_view direct = "xmpps://", plain = "xmpp://";

}  // namespace

bool is_tcp_url(std::string_view url) { return has_scheme(url, direct) || has_scheme(url, plain); }

base::Result<TcpUrl> parse_tcp_url(std::string_view url) {
  if (!is_tcp_url(url)) return base::Error{"the URL must begin with xmpp:// or xmpps://"};
  TcpUrl out;
  out.is_direct = has_scheme(url, direct);
  url.remove_prefix(out.is_direct ? direct.size() : plain.size());
  if (url.ends_with('/')) url.remove_suffix(1);
  if (url.find_first_of("/?#@") != url.npos) {
    return base::Error{"an xmpp:// address names a host and perhaps a port, nothing else"};
  }
  TRY(authority, split_authority(url));
  out.host = authority.host;
  out.port = authority.port;
  return out;
}

}  // namespace platform
