// SPDX-License-Identifier: MIT
// See address_text.h.
#include "xmpp/address_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/unicode_properties.h"
#include "base/utf8.h"

namespace xmpp {
namespace {

struct Escape {
  char character;
  std::string_view code;
};
// XEP-0106 3.2: case is significant.
constexpr std::array<Escape, 10> escapes{{{' ', "\\20"},
                                          {'"', "\\22"},
                                          {'&', "\\26"},
                                          {'\'', "\\27"},
                                          {'/', "\\2f"},
                                          {':', "\\3a"},
                                          {'<', "\\3c"},
                                          {'>', "\\3e"},
                                          {'@', "\\40"},
                                          {'\\', "\\5c"}}};

bool is_unseen(char32_t c) {
  const base::Category category = base::category_of(c);
  return category == base::Category::Zs || category == base::Category::Zl ||
         category == base::Category::Zp || category == base::Category::Cc ||
         base::is_default_ignorable(c);
}

std::string_view trim(std::string_view text) {
  size_t begin = text.size(), end = 0;
  for (size_t position = 0; position < text.size();) {
    const size_t before = position;
    if (is_unseen(base::next_code_point(text, position))) continue;
    begin = std::min(begin, before);
    end = position;
  }
  return begin < end ? text.substr(begin, end - begin) : std::string_view();
}

bool skip_scheme(std::string_view& text, std::string_view scheme) {
  if (text.size() < scheme.size()) return false;
  for (size_t i = 0; i < scheme.size(); ++i) {
    const char c = text[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != scheme[i]) return false;
  }
  text.remove_prefix(scheme.size());
  return true;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// A percent sign that begins no escape stands for itself.
std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

// What stands behind the scheme. RFC 5122 2.2: the parts are told apart before their escapes are resolved.
std::string address_of_link(std::string_view link) {
  link = link.substr(0, link.find_first_of("?#"));
  if (link.substr(0, 2) == "//") {
    // An account to log in with, and then the address; or people who write every link like a page's.
    link.remove_prefix(2);
    const size_t slash = link.find('/');
    if (slash != std::string_view::npos && slash + 1 < link.size()) link.remove_prefix(slash + 1);
  }
  const size_t slash = link.find('/');
  const std::string_view bare = link.substr(0, slash);
  const size_t at = bare.find('@');
  const std::string before =
      at != std::string_view::npos ? percent_decoded(bare.substr(0, at)) : "";
  const std::string domain =
      percent_decoded(at != std::string_view::npos ? bare.substr(at + 1) : bare);
  // Were they not refused, they would name somebody else.
  if (before.find_first_of("@/") != std::string::npos) return {};
  if (domain.find_first_of("@/") != std::string::npos) return {};
  std::string out = at != std::string_view::npos ? before + '@' + domain : domain;
  if (slash != std::string_view::npos) out += '/' + percent_decoded(link.substr(slash + 1));
  return out;
}

}  // namespace

std::string written_address(std::string_view typed) {
  std::string_view text = trim(typed);
  const bool is_link = skip_scheme(text, "xmpp:") || skip_scheme(text, "mailto:");
  const std::string address = is_link ? address_of_link(text) : std::string(text);
  // A name alone is a local part as well.
  const size_t local_end = std::min(address.find_first_of("@/"), address.size());
  std::string out;
  out.reserve(address.size());
  for (size_t i = 0; i < local_end; ++i) {
    if (address[i] == '\'') {
      out += "\\27";
    } else if (address[i] == '&') {
      out += "\\26";
    } else {
      out += address[i];
    }
  }
  return out.append(address, local_end);
}

std::string readable_local(std::string_view local) {
  std::string out;
  out.reserve(local.size());
  for (size_t i = 0; i < local.size();) {
    const std::string_view code = local.substr(i, 3);
    const auto* const escape = std::find_if(escapes.begin(), escapes.end(),
                                            [&](const Escape& each) { return each.code == code; });
    // At either end a space was never escaped (4.1 rule 6).
    const bool is_at_end = i == 0 || i + 3 == local.size();
    if (escape == escapes.end() || (escape->character == ' ' && is_at_end)) {
      out += local[i++];
      continue;
    }
    out += escape->character;
    i += 3;
  }
  return out;
}

std::string readable(const Jid& jid) {
  if (jid.local().find('\\') == std::string_view::npos) return jid.text();
  return readable_local(jid.local()) + jid.text().substr(jid.local().size());
}

std::string readable_name(const Jid& jid) {
  return jid.local().empty() ? std::string(jid.domain()) : readable_local(jid.local());
}

}  // namespace xmpp
