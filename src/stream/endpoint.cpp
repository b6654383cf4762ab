// SPDX-License-Identifier: MIT
// Splits an address just far enough to know its host. See endpoint.h.
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

struct Scheme {
  std::string_view name;
  Transport transport;
  bool is_secure;
};
constexpr Scheme schemes[] = {
    {"wss", Transport::WebSocket, true}, {"ws", Transport::WebSocket, false},
    {"https", Transport::Bosh, true},    {"http", Transport::Bosh, false},
    {"xmpps", Transport::Tcp, true},     {"xmpp", Transport::Tcp, true},
};

struct Parts {
  const Scheme* scheme = nullptr;  // nullptr: invalid
  std::string authority;
};

Parts split(std::string_view url) {
  size_t colon = url.find("://");
  if (colon == std::string_view::npos) return {};
  std::string name = lower(url.substr(0, colon));
  auto scheme = std::find_if(std::begin(schemes), std::end(schemes),
                             [&](const Scheme& known) { return known.name == name; });
  if (scheme == std::end(schemes)) return {};
  std::string_view rest = url.substr(colon + 3);
  std::string authority = lower(rest.substr(0, rest.find_first_of("/?#")));
  if (authority.empty() || !is_plain_authority(authority)) return {};
  return {scheme, std::move(authority)};
}

// Without the port; empty when the authority is none.
std::string_view host_of(std::string_view authority) {
  size_t host_end = authority.front() == '[' ? authority.find(']') : authority.find(':');
  if (authority.front() == '[') {
    if (host_end == std::string::npos) return {};
    ++host_end;
  }
  std::string_view port =
      host_end == std::string::npos ? std::string_view() : authority.substr(host_end);
  if (!port.empty() && (port.front() != ':' || !is_port(port.substr(1)))) return {};
  return authority.substr(0, host_end);
}

}  // namespace

Endpoint classify_endpoint(std::string_view url) {
  Parts parts = split(url);
  if (parts.scheme == nullptr) return {};
  std::string_view host = host_of(parts.authority);
  Endpoint out{EndpointKind::Invalid, parts.scheme->transport};
  if (host.empty()) return out;
  if (parts.scheme->is_secure) {
    out.kind = EndpointKind::Secure;
  } else {
    out.kind = is_loopback(host) ? EndpointKind::Loopback : EndpointKind::Insecure;
  }
  return out;
}

std::string authority_of(std::string_view url) {
  Parts parts = split(url);
  if (parts.scheme == nullptr || host_of(parts.authority).empty()) return {};
  return std::move(parts.authority);
}

}  // namespace stream
