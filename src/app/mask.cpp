// SPDX-License-Identifier: MIT
// See mask.h.
#include "app/mask.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/utf8.h"

namespace app {

namespace {

// Elements whose text is the protocol's own, whoever sends it. Everything else may be somebody's words.
constexpr std::array<std::string_view, 17> plain_elements = {
    "jid",    "first",          "last",      "max",       "count",       "index",
    "before", "after",          "mechanism", "show",      "priority",    "challenge",
    "method", "see-other-host", "uri",       "max-bytes", "idle-seconds"};
// Attributes in which names and secrets travel.
constexpr std::array<std::string_view, 6> masked_attributes = {"name", "nick",     "token",
                                                               "sid",  "password", "desc"};

template <size_t Size>
bool has(const std::array<std::string_view, Size>& list, std::string_view what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

std::string_view without_prefix(std::string_view name) {
  const size_t colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr std::array<std::pair<std::string_view, char>, 5> entities = {
    {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};

std::string unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const auto entity = std::find_if(entities.begin(), entities.end(), [&](const auto& each) {
      return text.substr(at, each.first.size()) == each.first;
    });
    if (entity != entities.end()) {
      out += entity->second;
      at += entity->first.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto entity = std::find_if(entities.begin(), entities.end(),
                                     [&](const auto& each) { return each.second == c; });
    if (entity != entities.end()) {
      out += entity->first;
    } else {
      out += c;
    }
  }
  return out;
}

bool holds_proof(std::string_view element) {
  return element == "success" || element == "additional-data";
}

}  // namespace

Mask::Mask(base::Random& random) : key_(16, '\0') {
  random.fill(reinterpret_cast<uint8_t*>(key_.data()), key_.size());
}

std::string Mask::text(std::string_view text) const {
  const std::string digest = base::hmac(base::HashAlgorithm::Sha256, key_, text);
  uint64_t state = 1;
  for (size_t i = 0; i < 8; ++i) state = state << 8 | static_cast<uint8_t>(digest[i]);
  const auto below = [&](uint32_t bound) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return static_cast<uint32_t>(state >> 33) % bound;
  };
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = base::next_code_point(text, at);
    const size_t size = at - begin;
    if (size == 2) {
      base::append_utf8(out, 0x430 + below(32));
    } else if (size == 3) {
      base::append_utf8(out, 0x4E00 + below(64));
    } else if (size == 4) {
      base::append_utf8(out, 0x1F600 + below(64));
    } else if (c >= 'a' && c <= 'z') {
      out += static_cast<char>('a' + below(26));
    } else if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>('A' + below(26));
    } else if (c >= '0' && c <= '9') {
      out += static_cast<char>('0' + below(10));
    } else {
      out += text.substr(begin, size);
    }
  }
  return out;
}

std::string Mask::frame(std::string_view frame) const {
  std::string out;
  out.reserve(frame.size());
  std::vector<std::string> open;
  for (size_t at = 0; at < frame.size();) {
    if (frame[at] != '<') {
      const size_t end = std::min(frame.find('<', at), frame.size());
      const std::string_view text = frame.substr(at, end - at);
      const std::string_view element = open.empty() ? std::string_view() : open.back();
      // What a server says of itself is a form inside a query (XEP-0128), and its hash is compared (XEP-0115).
      const bool is_of_form =
          element == "value" && std::find(open.begin(), open.end(), "query") != open.end();
      if (has(plain_elements, element) || is_of_form) {
        out += text;
      } else if (holds_proof(element)) {
        out += masked_proof;
      } else {
        out += escaped(this->text(unescaped(text)));
      }
      at = end;
      continue;
    }
    // A tag, up to the > that stands in no value.
    size_t end = at + 1;
    char quote = 0;
    for (; end < frame.size() && (quote != 0 || frame[end] != '>'); ++end) {
      if (quote == 0 && (frame[end] == '\'' || frame[end] == '"')) {
        quote = frame[end];
      } else if (frame[end] == quote) {
        quote = 0;
      }
    }
    if (end == frame.size()) {  // none: whatever this is, it is not to be read
      out += "<" + this->text(frame.substr(at + 1));
      return out;
    }
    const std::string_view tag = frame.substr(at, end + 1 - at);
    at = end + 1;
    size_t name_end = 1;
    while (name_end < tag.size() && !is_space(tag[name_end]) && tag[name_end] != '>' &&
           (tag[name_end] != '/' || name_end == 1)) {
      ++name_end;
    }
    const std::string_view name = tag.substr(1, name_end - 1);
    if (name.substr(0, 1) == "/") {
      if (!open.empty()) open.pop_back();
      out += tag;
      continue;
    }
    if (tag[tag.size() - 2] != '/' && name.substr(0, 1) != "?" && name.substr(0, 1) != "!") {
      open.emplace_back(without_prefix(name));
    }
    out += tag.substr(0, name_end);
    for (size_t i = name_end; i < tag.size();) {
      const size_t equals = tag.find('=', i);
      const size_t value = equals == tag.npos ? tag.npos : tag.find_first_of("'\"", equals);
      const size_t close = value == tag.npos ? tag.npos : tag.find(tag[value], value + 1);
      if (close == tag.npos) {
        out += tag.substr(i);
        break;
      }
      std::string_view key = tag.substr(i, equals - i);
      while (!key.empty() && is_space(key.front())) key.remove_prefix(1);
      while (!key.empty() && is_space(key.back())) key.remove_suffix(1);
      const std::string_view text = tag.substr(value + 1, close - value - 1);
      out += tag.substr(i, value + 1 - i);
      // In what a server says of itself, a name is the program's (XEP-0030).
      const bool is_masked = has(masked_attributes, key) && without_prefix(name) != "identity";
      out += is_masked ? escaped(this->text(unescaped(text))) : std::string(text);
      out += tag[close];
      i = close + 1;
    }
  }
  return out;
}

}  // namespace app
