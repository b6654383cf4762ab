// SPDX-License-Identifier: MIT
// Splits a ws: or wss: address just far enough to know its host. See endpoint.h.
#include "stream/endpoint.h"

#include <algorithm>
#include <string>

namespace stream {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

// User names, escapes, white space and backslashes are where two URL parsers disagree about the
// host.
bool is_plain_authority(std::string_view authority) {
  return std::all_of(authority.begin(), authority.end(), [](char c) {
    return c > ' ' && c < 0x7F && c != '@' && c != '%' && c != '\\' && c != '<' && c != '>' &&
           c != '"' && c != '^' && c != '|' && c != '{' && c != '}' && c != '`';
  });
}

bool is_port(std::string_view text) {
  return text.size() <= 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_octet(std::string_view text) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return false;
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  return value <= 255;
}

// 127.0.0.0/8 in full dotted form only: "127.1" and "0x7f.1" are spellings of it we need not know.
bool is_loopback_v4(std::string_view host) {
  int parts = 0;
  bool is_first = true;
  for (;;) {
    size_t dot = host.find('.');
    std::string_view part = host.substr(0, dot);
    if (!is_octet(part) || (is_first && part != "127")) return false;
    is_first = false;
    ++parts;
    if (dot == std::string_view::npos) return parts == 4;
    host.remove_prefix(dot + 1);
  }
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host == "[0:0:0:0:0:0:0:1]" ||
         is_loopback_v4(host);
}

}  // namespace

EndpointKind classify_endpoint(std::string_view url) {
  size_t colon = url.find("://");
  if (colon == std::string_view::npos) return EndpointKind::Invalid;
  std::string scheme = lower(url.substr(0, colon));
  if (scheme != "ws" && scheme != "wss") return EndpointKind::Invalid;

  std::string_view rest = url.substr(colon + 3);
  std::string authority = lower(rest.substr(0, rest.find_first_of("/?#")));
  if (authority.empty() || !is_plain_authority(authority)) return EndpointKind::Invalid;

  size_t host_end = authority.front() == '[' ? authority.find(']') : authority.find(':');
  if (authority.front() == '[') {
    if (host_end == std::string::npos) return EndpointKind::Invalid;
    ++host_end;
  }
  std::string_view host = std::string_view(authority).substr(0, host_end);
  std::string_view port = host_end == std::string::npos
                              ? std::string_view()
                              : std::string_view(authority).substr(host_end);
  if (host.empty()) return EndpointKind::Invalid;
  if (!port.empty() && (port.front() != ':' || !is_port(port.substr(1)))) {
    return EndpointKind::Invalid;
  }
  if (scheme == "wss") return EndpointKind::Secure;
  return is_loopback(host) ? EndpointKind::Loopback : EndpointKind::Insecure;
}

}  // namespace stream
