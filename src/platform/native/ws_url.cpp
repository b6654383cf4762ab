// SPDX-License-Identifier: MIT
// Parses ws: and wss: URLs; what is odd is refused rather than guessed.
#include "platform/native/ws_url.h"

#include <algorithm>

namespace platform {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Visible ASCII: a URL has nothing else, and a line break would end the request's first line.
bool is_url_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

bool has_scheme(std::string_view url, std::string_view scheme) {
  if (url.size() < scheme.size()) return false;
  return std::equal(scheme.begin(), scheme.end(), url.begin(), [](char s, char u) {
    return s == (u >= 'A' && u <= 'Z' ? static_cast<char>(u - 'A' + 'a') : u);
  });
}

base::Result<Authority> split_authority(std::string_view authority) {
  Authority out;
  if (!is_url_text(authority)) return base::Error{"the URL holds a character no URL may hold"};
  size_t colon = authority.find(':');
  if (authority.starts_with('[')) {
    const size_t bracket = authority.find(']');
    if (bracket == authority.npos) return base::Error{"the IPv6 address has no closing bracket"};
    out.host = authority.substr(1, bracket - 1);
    colon = bracket + 1 < authority.size() ? bracket + 1 : authority.npos;
    if (colon != authority.npos && authority[colon] != ':') {
      return base::Error{"only a port may follow the IPv6 address"};
    }
  } else {
    out.host = authority.substr(0, colon);
  }
  if (out.host.empty()) return base::Error{"the URL names no host"};
  if (colon == authority.npos) return out;
  const std::string_view port = authority.substr(colon + 1);
  if (port.empty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit) ||
      std::stoi(std::string(port)) < 1 || std::stoi(std::string(port)) > 65535) {
    return base::Error{"the port must be a number from 1 to 65535"};
  }
  out.port = port;
  return out;
}

std::string WsUrl::authority() const {
  const bool is_literal = host.find(':') != std::string::npos;
  std::string out = is_literal ? "[" + host + "]" : host;
  if (port != (is_secure ? "443" : "80")) out += ":" + port;
  return out;
}

base::Result<WsUrl> parse_ws_url(std::string_view url) {
  WsUrl out;
  if (!is_url_text(url)) return base::Error{"the URL holds a character no URL may hold"};
  if (has_scheme(url, "wss://")) {
    out.is_secure = true;
    url.remove_prefix(6);
  } else if (has_scheme(url, "ws://")) {
    url.remove_prefix(5);
  } else {
    return base::Error{"the URL must begin with wss:// or ws://"};
  }
  const size_t end = std::min(url.find_first_of("/?#"), url.size());
  std::string_view authority = url.substr(0, end);
  std::string_view target = url.substr(end);
  if (target.find('#') != target.npos) return base::Error{"a WebSocket URL has no fragment (#)"};
  if (authority.find('@') != authority.npos) {
    return base::Error{"a WebSocket URL holds no user name"};
  }
  out.target =
      target.empty() || target.front() == '?' ? "/" + std::string(target) : std::string(target);
  TRY(place, split_authority(authority));
  out.host = place.host;
  out.port = !place.port.empty() ? place.port : out.is_secure ? "443" : "80";
  return out;
}

}  // namespace platform
